/** `mingjing backup` and `mingjing restore`. */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { parseArgs } from "node:util";

import { PROJECT_ROOT } from "../../../server/src/config.ts";
import { request } from "../server.ts";
import type { ServerWorld } from "./rebuild.ts";

export const BACKUP_USAGE = "mingjing backup [--out FILE]";
export const RESTORE_USAGE =
  "mingjing restore PATH [--check] [--new-log-key] [--allow-lost-leaves]   (the server must be stopped)";

/** Asks the running server for a whole backup. The file appears under its name only when it is complete. */
export async function runBackup(
  args: readonly string[],
  { config, print, printError, now }: ServerWorld & { readonly now: () => Date },
): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { out: { type: "string" } } });
  const stamp = now().toISOString().slice(0, 19).replaceAll(":", "");
  const out = values.out ?? `mingjing-${stamp}.ndjson.gz`;
  const draft = `${out}.part`;
  const response = await request(config, "/api/admin/backup", { method: "GET" });
  try {
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, createWriteStream(draft, { mode: 0o600 }));
  } catch (error) {
    await rm(draft, { force: true });
    printError(`the backup broke off: ${(error as Error).message}; nothing was kept, repeat it`);
    return 3;
  }
  await rename(draft, out);
  print(out);
  printError(`prove it with: mingjing restore ${out} --check`);
  return 0;
}

/** Runs the restore beside the server's code, since no server may run meanwhile. */
export function runRestore(args: readonly string[]): Promise<number> {
  const script = join(PROJECT_ROOT, "server/src/restore.ts");
  const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 3));
  });
}
