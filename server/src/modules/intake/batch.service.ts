/**
 * A batch as a stream: lines in, receipts out, bounded memory. While PostgreSQL works on one chunk the
 * next is parsed and checked; never more than that.
 */
import { type Database, inTransaction } from "../../platform/database.ts";
import { type RecordOutcome, recordFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { type CheckedLine, checkLine } from "./check-line.ts";
import { createIntakeStore, type QuarantinedLine } from "./intake.store.ts";

const CHUNK_LINES = 2000;
const CHUNK_CHARACTERS = 4_000_000;
export const MAX_LINE_BYTES = 1024 * 1024;

export interface Receipt {
  readonly line: number;
  readonly status: "accepted" | "duplicate" | "quarantined";
  readonly sourceId?: string;
  readonly id?: string;
  readonly digest?: string;
  readonly field?: string;
  readonly code?: string;
  readonly params?: QuarantinedLine["params"];
}

export interface BatchSummary {
  lines: number;
  accepted: number;
  duplicate: number;
  quarantined: number;
  seconds: number;
}

interface BatchOptions {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly source: string;
  readonly batch: string;
  readonly now: () => Date;
}

interface Line {
  readonly number: number;
  readonly text: string;
  readonly checked: CheckedLine;
}

/** Takes a whole stream. `onReceipts` is called after each chunk is committed. */
export async function takeBatch(
  input: AsyncIterable<Uint8Array>,
  options: BatchOptions,
  onReceipts: (receipts: readonly Receipt[]) => Promise<void> | void,
): Promise<BatchSummary> {
  const begin = performance.now();
  const summary: BatchSummary = { lines: 0, accepted: 0, duplicate: 0, quarantined: 0, seconds: 0 };
  let running: Promise<void> = Promise.resolve();
  const commit = async (lines: readonly Line[]) => {
    const receipts = await commitChunk(lines, options);
    for (const receipt of receipts) summary[receipt.status] += 1;
    summary.lines += receipts.length;
    await onReceipts(receipts);
  };
  for await (const chunk of chunksOf(input, options)) {
    await running;
    running = commit(chunk);
    running.catch(() => undefined);
  }
  await running;
  summary.seconds = Math.round(performance.now() - begin) / 1000;
  return summary;
}

async function* chunksOf(
  input: AsyncIterable<Uint8Array>,
  { source, registry, now }: BatchOptions,
): AsyncGenerator<readonly Line[]> {
  let lines: Line[] = [];
  let characters = 0;
  let number = 0;
  const context = { source, registry, now: now().getTime() };
  for await (const text of linesOf(input)) {
    number += 1;
    if (text !== undefined && text.trim() === "") continue;
    const checked: CheckedLine =
      text === undefined
        ? {
            error: {
              path: "line",
              code: "intake.line-too-long",
              params: { bytes: MAX_LINE_BYTES },
            },
          }
        : checkLine(text, context);
    lines.push({ number, text: text ?? "", checked });
    characters += text?.length ?? 0;
    if (lines.length < CHUNK_LINES && characters < CHUNK_CHARACTERS) continue;
    yield lines;
    lines = [];
    characters = 0;
  }
  if (lines.length > 0) yield lines;
}

/** Lines of a byte stream; `undefined` for one that is too long, whose bytes are not kept. */
export async function* linesOf(
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<string | undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let isSkipping = false;
  for await (const piece of input) {
    const buffer = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = buffer.indexOf(10, start); end >= 0; end = buffer.indexOf(10, start)) {
      if (isSkipping || end - start > MAX_LINE_BYTES) yield undefined;
      else yield buffer.toString("utf8", start, end);
      isSkipping = false;
      start = end + 1;
    }
    rest = buffer.subarray(start);
    if (rest.length > MAX_LINE_BYTES) {
      rest = Buffer.alloc(0);
      isSkipping = true;
    }
  }
  if (isSkipping) yield undefined;
  else if (rest.length > 0) yield rest.toString("utf8");
}

async function commitChunk(
  lines: readonly Line[],
  options: BatchOptions,
): Promise<readonly Receipt[]> {
  const { db, registry, source, batch } = options;
  const good = lines.filter((line) => "fact" in line.checked);
  const facts = good.map((line) => (line.checked as Extract<CheckedLine, { fact: unknown }>).fact);
  return inTransaction(db, async (tx) => {
    const outcomes = await recordFacts(tx, registry, facts);
    const byLine = new Map(good.map((line, index) => [line, outcomes[index] as RecordOutcome]));
    const receipts = lines.map((line) => receiptOf(line, byLine.get(line)));
    const bad = receipts.flatMap((receipt, index) =>
      receipt.status === "quarantined" ? [quarantined(receipt, lines[index]?.text ?? "")] : [],
    );
    await createIntakeStore(tx).quarantine(source, batch, bad);
    return receipts;
  });
}

function receiptOf({ number, checked }: Line, outcome: RecordOutcome | undefined): Receipt {
  if ("error" in checked) {
    const { path, code, params } = checked.error;
    return { line: number, status: "quarantined", field: path, code, params };
  }
  const { sourceId } = checked.fact;
  if (outcome === undefined || outcome.status === "refused") {
    const { field, code } = outcome ?? { field: "line", code: "fault" };
    return { line: number, status: "quarantined", sourceId, field, code, params: { sourceId } };
  }
  return { line: number, status: outcome.status, sourceId, id: outcome.id, digest: outcome.digest };
}

const quarantined = (receipt: Receipt, text: string): QuarantinedLine => ({
  line: receipt.line,
  field: receipt.field ?? "line",
  code: receipt.code ?? "fault",
  params: receipt.params ?? {},
  text,
});
