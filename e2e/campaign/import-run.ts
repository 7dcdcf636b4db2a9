/** One import by a client process of its own, and every receipt line that reached it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Platform } from "./platform.ts";

const CLIENT = join(import.meta.dirname, "receipt-client.ts");

/** An accepted or known fact, as its receipt says. */
export interface KeptReceipt {
  readonly sourceId: string;
  readonly id: string;
  readonly digest: string;
}

export interface Summary {
  readonly lines: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

export interface ImportRun {
  readonly receipts: readonly KeptReceipt[];
  /** Summaries of all requests together, once the client ended with every answer whole. */
  readonly summary: () => Summary | undefined;
  /** Resolves after `count` receipts, or when the client ended before. */
  reached(count: number): Promise<void>;
  /** Kills the client. @returns false if it had ended already */
  kill(): boolean;
  /** All output of the client was read. */
  readonly ended: Promise<void>;
}

interface ReceiptLine extends KeptReceipt {
  readonly status?: string;
  readonly summary?: Summary;
}

/** A line cut off by a kill is no receipt: nobody can have relied on it. */
function parseLine(line: string): ReceiptLine | undefined {
  try {
    return JSON.parse(line) as ReceiptLine;
  } catch {
    return undefined;
  }
}

function addSummary(sum: { -readonly [Key in keyof Summary]: number }, more: Summary): void {
  for (const key of ["lines", "accepted", "duplicate", "quarantined"] as const) {
    sum[key] += more[key];
  }
}

export interface ImportOrder {
  readonly file: string;
  readonly source: string;
  /** 0: the file in one streamed request; else so many lines a request, which the server commits jointly. */
  readonly linesPerRequest: number;
}

export function startImport(
  platform: Platform,
  { file, source, linesPerRequest }: ImportOrder,
): ImportRun {
  const url = `${platform.url}/api/intake/batches?source=${source}`;
  const client = spawn(process.execPath, [CLIENT, file, url, String(linesPerRequest)], {
    env: { MINGJING_TOKEN: platform.operatorToken },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const receipts: KeptReceipt[] = [];
  const sum = { lines: 0, accepted: 0, duplicate: 0, quarantined: 0 };
  const state = { wanted: Number.POSITIVE_INFINITY, wake: (): void => undefined };
  const lines = createInterface({ input: client.stdout });
  lines.on("line", (text) => {
    const line = parseLine(text);
    if (line?.summary !== undefined) addSummary(sum, line.summary);
    if (line?.status !== "accepted" && line?.status !== "duplicate") return;
    const { sourceId, id, digest } = line;
    receipts.push({ sourceId, id, digest });
    if (receipts.length >= state.wanted) state.wake();
  });
  const ended = Promise.all([once(lines, "close"), once(client, "exit")]).then(() => state.wake());
  return {
    receipts,
    summary: () => (client.exitCode === 0 ? sum : undefined),
    async reached(count) {
      if (receipts.length >= count) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      Object.assign(state, { wanted: count, wake: resolve });
      await Promise.race([promise, ended]);
    },
    kill: () => client.exitCode === null && client.kill("SIGKILL"),
    ended,
  };
}
