/** A recording beside the log: does the chain on the disk pass through each value that the log tells? Pure. */
import type { SegmentRecord, VerifyFinding } from "../../../../cameras/src/index.ts";
import type { SegmentFinding } from "../../../../contract/src/video-values.ts";

/** A value of the chain as a fact tells it. */
export interface Head {
  /** Number of the segment behind which it stands. */
  readonly last: number;
  readonly chain: string;
}

/** So many are named; all are counted. */
export const MOST_NAMED = 100;

interface Found {
  readonly found: number;
  readonly findings: SegmentFinding[];
}

const CHAIN = "chain.jsonl";

/**
 * Segments behind the end of the chain that the log tells of are missing, each by number. A chain that was computed anew leaves
 * the log at some value: what was changed lies behind the value before, and the first number there stands for it.
 */
export function againstLog(
  records: readonly Pick<SegmentRecord, "number" | "chain">[],
  heads: readonly Head[],
): SegmentFinding[] {
  const chains = new Map(records.map(({ number, chain }) => [number, chain]));
  const end = records.at(-1)?.number ?? 0;
  const told = Math.max(0, ...heads.map(({ last }) => last));
  const missing = Array.from({ length: Math.max(told - end, 0) }, (_, index) => ({
    fault: "missing" as const,
    number: end + 1 + index,
    file: CHAIN,
  }));
  let good = 0;
  for (const { last, chain } of heads.toSorted((a, b) => a.last - b.last)) {
    const stored = chains.get(last);
    if (stored !== undefined && stored !== chain)
      return [{ fault: "chain", number: good + 1, file: CHAIN }, ...missing];
    if (stored === chain) good = last;
  }
  return missing;
}

/** Findings of both ways to look, each once, in order of numbers. */
export function mergeFindings(
  onDisk: readonly VerifyFinding[],
  inLog: readonly SegmentFinding[],
): Found {
  const named = onDisk.map(({ kind, number, file }): SegmentFinding => ({
    fault: kind,
    ...(number === undefined ? {} : { number }),
    file,
  }));
  const once = new Map(
    [...named, ...inLog].map((one) => [`${one.fault} ${one.number} ${one.file}`, one]),
  );
  const all = [...once.values()].toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
  return { found: all.length, findings: all.slice(0, MOST_NAMED) };
}
