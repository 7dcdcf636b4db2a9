/**
 * A batch as a stream: lines in, receipts out, bounded memory. Two chunks are with PostgreSQL at a time, while the next
 * one is parsed, checked and hashed; never more than that. A chunk begins when the facts of the one before are
 * written: its transaction then has the higher number, so that the feed, and the log, keep the order of the lines.
 */
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { FieldError } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import {
  type RecordOutcome,
  recordSealed,
  type SealedInput,
  sealInput,
} from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { checkLine } from "./check-line.ts";
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

export interface BatchOptions {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly source: string;
  readonly batch: string;
  readonly now: () => Date;
}

/** A line of a batch: a fact with its hashes, or what is wrong with it. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly checked: { readonly fact: SealedInput } | { readonly error: FieldError };
}

/** Lines of one request that are committed as a whole. */
export interface Chunk {
  readonly source: string;
  readonly batch: string;
  readonly lines: readonly Line[];
}

interface Recording extends Pick<BatchOptions, "db" | "registry"> {
  /** Called when the facts are written, long before the commit; not called if there are none. */
  readonly onWritten?: (() => void) | undefined;
}

/** Takes a whole stream. `onReceipts` is called after each chunk is committed. */
export async function takeBatch(
  input: AsyncIterable<Uint8Array>,
  options: BatchOptions,
  onReceipts: (receipts: readonly Receipt[]) => Promise<void> | void,
): Promise<BatchSummary> {
  const begin = performance.now();
  const summary = emptySummary();
  const { source, batch } = options;
  let lastButOne: Promise<void> = Promise.resolve();
  let last = lastButOne;
  let written = lastButOne;
  for await (const lines of chunksOf(input, options)) {
    await lastButOne;
    // What is corrected may stand in the chunk before.
    const mayBegin = lines.some(isCorrection) ? last : written;
    const { promise, resolve } = Promise.withResolvers<void>();
    const commit = mayBegin.then(() =>
      commitChunks([{ source, batch, lines }], { ...options, onWritten: resolve }),
    );
    const before = last;
    last = commit.finally(resolve).then(async ([receipts = []]) => {
      await before;
      addReceipts(summary, receipts);
      await onReceipts(receipts);
    });
    last.catch(() => undefined);
    [lastButOne, written] = [before, promise];
  }
  await last;
  summary.seconds = Math.round(performance.now() - begin) / 1000;
  return summary;
}

const isCorrection = ({ checked }: Line): boolean =>
  "fact" in checked &&
  (checked.fact.corrects !== undefined || checked.fact.correctsSourceId !== undefined);

export const emptySummary = (): BatchSummary => ({
  lines: 0,
  accepted: 0,
  duplicate: 0,
  quarantined: 0,
  seconds: 0,
});

export function addReceipts(summary: BatchSummary, receipts: readonly Receipt[]): void {
  for (const receipt of receipts) summary[receipt.status] += 1;
  summary.lines += receipts.length;
}

type Context = Pick<BatchOptions, "source" | "registry" | "now">;

/** Checked and hashed lines of a stream in chunks of bounded size; empty lines count but give none. */
async function* chunksOf(
  input: AsyncIterable<Uint8Array>,
  context: Context,
): AsyncGenerator<readonly Line[]> {
  const chunker = createChunker(context);
  for await (const piece of input) yield* chunker.take(piece);
  yield* chunker.end();
}

/** The same for a body that is there as a whole. */
export function* chunksOfBody(body: Uint8Array, context: Context): Generator<readonly Line[]> {
  const chunker = createChunker(context);
  yield* chunker.take(body);
  yield* chunker.end();
}

/**
 * What it gives is read to the end before the next piece. Not asynchronous: to wait for each line would cost as much as
 * to hash it.
 */
function createChunker({ source, registry, now }: Context) {
  const splitter = createLineSplitter();
  const context = { source, registry, now: now().getTime() };
  let lines: Line[] = [];
  let characters = 0;
  let number = 0;
  function* gather(texts: Iterable<Text>): Generator<readonly Line[]> {
    for (const text of texts) {
      number += 1;
      if (text !== undefined && text.trim() === "") continue;
      lines.push({ number, text: text ?? "", checked: sealLine(text, context) });
      characters += text?.length ?? 0;
      if (lines.length < CHUNK_LINES && characters < CHUNK_CHARACTERS) continue;
      yield lines;
      lines = [];
      characters = 0;
    }
  }
  return {
    take: (piece: Uint8Array) => gather(splitter.take(piece)),
    *end(): Generator<readonly Line[]> {
      yield* gather(splitter.end());
      if (lines.length > 0) yield lines;
    },
  };
}

/** A line; `undefined` for one that is too long, whose bytes are not kept. */
type Text = string | undefined;

function createLineSplitter() {
  let rest: Buffer = Buffer.alloc(0);
  let isSkipping = false;
  return {
    /** Lines that end in this piece. */
    *take(piece: Uint8Array): Generator<Text> {
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
    },
    /** What stands behind the last line end. */
    *end(): Generator<Text> {
      if (isSkipping) yield undefined;
      else if (rest.length > 0) yield rest.toString("utf8");
    },
  };
}

const TOO_LONG: FieldError = {
  path: "line",
  code: "intake.line-too-long",
  params: { bytes: MAX_LINE_BYTES },
};

/** A text that JSON can spell but UTF-8 cannot, such as half a surrogate pair, has no canonical form. */
const NOT_CANONICAL: FieldError = { path: "line", code: "intake.bad-encoding", params: {} };

function sealLine(
  text: string | undefined,
  context: Parameters<typeof checkLine>[1],
): Line["checked"] {
  if (text === undefined) return { error: TOO_LONG };
  const checked = checkLine(text, context);
  if ("error" in checked) return checked;
  try {
    return { fact: sealInput(checked.fact) };
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    return { error: NOT_CANONICAL };
  }
}

/**
 * Records chunks of one or several requests in one transaction. @returns the receipts of each chunk, in
 * the order of its lines. @throws the error of the database; then nothing is recorded
 */
export async function commitChunks(
  chunks: readonly Chunk[],
  { db, registry, onWritten }: Recording,
): Promise<readonly (readonly Receipt[])[]> {
  const facts = chunks.flatMap(({ lines }) =>
    lines.flatMap(({ checked }) => ("fact" in checked ? checked.fact : [])),
  );
  return inTransaction(db, async (tx) => {
    const outcomes = (await recordSealed(tx, registry, { facts, onWritten })).values();
    const results = chunks.map(({ lines }) =>
      lines.map((line) =>
        receiptOf(line, "fact" in line.checked ? outcomes.next().value : undefined),
      ),
    );
    for (const [index, { source, batch, lines }] of chunks.entries()) {
      const bad = (results[index] ?? []).flatMap((receipt, place) =>
        receipt.status === "quarantined" ? [quarantined(receipt, lines[place]?.text ?? "")] : [],
      );
      await createIntakeStore(tx).quarantine(source, batch, bad);
    }
    return results;
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
