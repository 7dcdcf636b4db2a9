/** What a fact says of segments that were recorded. Pure. */
import type { SegmentRecord } from "../../../../cameras/src/index.ts";
import type { RecordingExtended } from "../../../../contract/src/facts/video.recording-extended.ts";
import { isoOf, JOINT_MS } from "./times.ts";

/** A fact holds no more; the rest is told by the next one. */
const MOST_SPANS = 200;

/** undefined: there is nothing to tell. */
export function extensionOf(
  name: Pick<RecordingExtended, "channel" | "recording">,
  records: readonly SegmentRecord[],
): RecordingExtended | undefined {
  const spans: { from: number; to: number }[] = [];
  let bytes = 0;
  let last: SegmentRecord | undefined;
  for (const record of records) {
    const span = spans.at(-1);
    if (span !== undefined && Math.abs(record.startAt - span.to) <= JOINT_MS)
      span.to = Math.max(span.to, record.endAt);
    else if (spans.length === MOST_SPANS) break;
    else spans.push({ from: record.startAt, to: record.endAt });
    bytes += record.bytes;
    last = record;
  }
  const [first] = records;
  if (first === undefined || last === undefined) return undefined;
  return {
    ...name,
    first: first.number,
    last: last.number,
    spans: spans.map(({ from, to }) => ({ from: isoOf(from), to: isoOf(to) })),
    bytes,
    chain: last.chain,
  };
}
