/** Runs the verifier in Python over many certificates at once, in one process. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Sample } from "./forgeries.ts";

export interface Verdict {
  readonly verdict: string;
  readonly code: string;
}

const PROGRAM = fileURLToPath(new URL("./batch.py", import.meta.url));

/** @throws if Python ends with an error or leaves a certificate out */
export async function verifyInPython(samples: readonly Sample[]): Promise<Verdict[]> {
  const python = spawn("/usr/bin/python3", [PROGRAM], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const parts: Buffer[] = [];
  python.stdout.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<number | null>((resolve, reject) => {
    python.on("error", reject).on("close", resolve);
  });
  for (const { bytes, ...rest } of samples) {
    const line = { ...rest, bytes: Buffer.from(bytes).toString("base64") };
    python.stdin.write(`${JSON.stringify(line)}\n`);
  }
  python.stdin.end();
  const status = await ended;
  const lines = Buffer.concat(parts).toString("utf8").trim().split("\n");
  if (status !== 0 || lines.length !== samples.length) {
    throw new Error(`Python ended with ${status} after ${lines.length} of ${samples.length}`);
  }
  return lines.map((line) => JSON.parse(line) as Verdict);
}
