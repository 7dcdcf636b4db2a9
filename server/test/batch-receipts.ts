/** A batch whose lines are answered one by one. */
import type { FactInput } from "../../contract/src/facts/fact.ts";
import { linesOf, type TestApp } from "./harness.ts";

export interface LineReceipt {
  readonly line: number;
  readonly status: string;
  readonly sourceId?: string;
  readonly id?: string;
  readonly digest?: string;
  readonly field?: string;
  readonly code?: string;
}

export interface ReceiptedBatch {
  readonly status: number;
  /** Empty where the whole was refused. */
  readonly receipts: readonly LineReceipt[];
  readonly summary: {
    readonly lines: number;
    readonly accepted: number;
    readonly duplicate: number;
    readonly quarantined: number;
  };
}

export async function sendForReceipts(
  app: TestApp,
  key: string,
  lines: readonly (FactInput | string)[],
): Promise<ReceiptedBatch> {
  const response = await app.inject({
    method: "POST",
    url: "/api/intake/batches",
    headers: {
      authorization: `Bearer ${key}`,
      accept: "application/x-ndjson",
      "content-type": "application/x-ndjson",
    },
    payload: linesOf(lines),
  });
  const rows = response.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { status: response.statusCode, receipts: rows.slice(0, -1), summary: rows.at(-1).summary };
}
