/** The checks of a clip: bytes, chain, the log, the span and what is missing in it. */
import { concatBytes, decodeHex, encodeHex, encodeUtf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Clip, ClipDay, ClipPart, SegmentRecord } from "./clip-shape.ts";
import type { CertifiedFact } from "./fact.ts";
import { fail, type Failure, pass, type Verification } from "./result.ts";
import { sha256 } from "./sha256.ts";

const FIRST_LINK = "0".repeat(64);
/** So little between two segments is a joint, not missing pictures. */
const JOINT_MS = 150;

const hashOf = (bytes: Uint8Array): string => encodeHex(sha256(bytes));

/** SHA-256 of the value before, the hash of the segment and its metadata as canonical JSON; "": none can be computed. */
export function clipChainValue(record: SegmentRecord): string {
  const { bytes, camera, endAt, initHash, isCut, number, run, startAt } = record;
  const metadata = canonicalJson({ bytes, camera, endAt, initHash, isCut, number, run, startAt });
  const text = metadata.ok ? encodeUtf8(metadata.value) : metadata;
  const [previous, hash] = [decodeHex(record.previous), decodeHex(record.hash)];
  if (!text.ok || !previous.ok || !hash.ok) return "";
  return hashOf(concatBytes(previous.value, hash.value, text.value));
}

/** A segment whose bytes are not those that were recorded. */
export interface ChangedSegment {
  readonly number: number;
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly startAt: number;
}

function changedIn({ bytes, file, initBytes, records }: ClipPart): ChangedSegment[] {
  const changed: ChangedSegment[] = [];
  const isInit = (record: SegmentRecord) =>
    hashOf(bytes.subarray(0, initBytes)) === record.initHash &&
    records.every(({ run, initHash }) => run === record.run && initHash === record.initHash);
  let at = initBytes;
  for (const [index, record] of records.entries()) {
    const isSame = hashOf(bytes.subarray(at, at + record.bytes)) === record.hash;
    at += record.bytes;
    // The head of the film serves all its segments: the first one stands for it. So does the last one for what is too much.
    const isFirstWrong = index === 0 && !isInit(record);
    const isLastWrong = index === records.length - 1 && at !== bytes.length;
    if (isSame && !isFirstWrong && !isLastWrong) continue;
    changed.push({ number: record.number, file, startAt: record.startAt });
  }
  return changed;
}

export const findChanged = ({ days }: Clip): ChangedSegment[] =>
  days.flatMap(({ parts }) => parts.flatMap(changedIn));

export const recordsOf = ({ parts }: ClipDay): SegmentRecord[] =>
  parts.flatMap(({ records }) => records);

const sequenceOf = (day: ClipDay): SegmentRecord[] => [
  ...(day.before === null ? [] : [day.before]),
  ...recordsOf(day),
  ...day.after,
];

export function checkSegments(clip: Clip, changed: readonly ChangedSegment[]): Verification {
  const [first] = changed;
  const count = clip.days.reduce((sum, day) => sum + recordsOf(day).length, 0);
  if (first === undefined) return pass("clip.segments-match", { count });
  const { number, file, startAt } = first;
  const at = new Date(startAt).toISOString();
  return fail("clip.segment-changed", { number, file, at, count: changed.length });
}

function brokenLink(day: ClipDay): Failure | undefined {
  const sequence = sequenceOf(day);
  const [start] = sequence;
  let previous = day.before === null ? FIRST_LINK : (start?.previous ?? FIRST_LINK);
  let number = day.before === null ? 1 : (start?.number ?? 1);
  for (const record of sequence) {
    const params = { day: day.day, number: record.number, expected: number };
    if (record.number !== number) return fail("clip.segment-missing", params);
    if (record.previous !== previous || clipChainValue(record) !== record.chain)
      return fail("clip.chain-broken", params);
    previous = record.chain;
    number += 1;
  }
  return undefined;
}

export function checkChain({ days }: Clip): Verification {
  if (days.every((day) => recordsOf(day).length === 0)) return fail("clip.no-picture");
  for (const day of days) {
    const broken = brokenLink(day);
    if (broken) return broken;
  }
  return pass("clip.chain-holds", { count: days.flatMap(sequenceOf).length });
}

interface Head {
  readonly channel?: unknown;
  readonly recording?: unknown;
  readonly last?: unknown;
  readonly chain?: unknown;
}

function unanchored(day: ClipDay, heads: readonly Head[]): Failure | undefined {
  const byNumber = new Map(sequenceOf(day).map((record) => [record.number, record]));
  const last = recordsOf(day).at(-1)?.number ?? 0;
  let isHeld = false;
  for (const { last: number, chain } of heads) {
    const record = byNumber.get(Number(number));
    if (record === undefined) continue;
    if (record.chain !== chain)
      return fail("clip.chain-differs", { day: day.day, number: record.number });
    isHeld ||= record.number >= last;
  }
  return isHeld ? undefined : fail("clip.not-in-log", { day: day.day, number: last });
}

/** The chain of every day leads to a value that a fact in the log names, for this camera. */
export function checkAnchors(
  { days, channel }: Clip,
  facts: readonly CertifiedFact[],
): Verification {
  const heads = facts
    .filter(
      ({ kind, subject }) =>
        kind === "video.recording-extended" && subject === `channel:${channel}`,
    )
    .map(({ payload }): Head => payload)
    .filter((head) => head.channel === channel);
  for (const day of days) {
    const failure = unanchored(
      day,
      heads.filter(({ recording }) => recording === day.day),
    );
    if (failure) return failure;
  }
  return pass("clip.chain-in-log", { count: days.length });
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

export const windowOf = ({ coverage: { from, to } }: Clip): Interval => ({
  from: Date.parse(from),
  to: Date.parse(to),
});

/** Every segment is of this camera and touches the span; none beside it does and was left out. */
export function checkSpan(clip: Clip): Verification {
  const { from, to } = windowOf(clip);
  if (from >= to) return fail("clip.wrong-value", { path: "coverage" });
  const touches = ({ startAt, endAt }: SegmentRecord) => startAt < to && endAt > from;
  for (const day of clip.days) {
    const sequence = sequenceOf(day);
    const other = sequence.find(({ camera }) => camera !== clip.channel);
    if (other !== undefined) return fail("clip.other-camera", { number: other.number });
    const odd = sequence.find(({ startAt, endAt }) => startAt > endAt);
    const outside = odd ?? recordsOf(day).find((record) => !touches(record));
    if (outside !== undefined) return fail("clip.outside-span", { number: outside.number });
    const around = day.before === null ? day.after : [day.before, ...day.after];
    const leftOut = around.find(touches);
    if (leftOut !== undefined) return fail("clip.segment-left-out", { number: leftOut.number });
  }
  return pass("clip.span-held", { from: clip.coverage.from, to: clip.coverage.to });
}

/** Times of the span without a segment, joints left out. */
export function holesOf(clip: Clip): Interval[] {
  const { from, to } = windowOf(clip);
  const spans = clip.days.flatMap(recordsOf).toSorted((a, b) => a.startAt - b.startAt);
  const holes: Interval[] = [];
  let at = from;
  for (const { startAt, endAt } of [...spans, { startAt: to, endAt: to }]) {
    if (startAt - at > JOINT_MS) holes.push({ from: at, to: Math.min(startAt, to) });
    at = Math.max(at, endAt);
  }
  return holes;
}

export interface ClipGap {
  readonly from: string;
  readonly to: string;
  /** As the pack says; the log's own word where `isTold`. */
  readonly why: string;
  /** The records on both sides follow each other in the chain: nothing was recorded between them. */
  readonly isProven: boolean;
  /** A fact in the log tells of a gap then, with this cause. */
  readonly isTold: boolean;
}

const isBetween = ({ from, to }: Interval, day: ClipDay): boolean => {
  const sequence = sequenceOf(day);
  return sequence.some((record, index) => {
    const next = sequence[index + 1];
    return next !== undefined && record.endAt <= from + JOINT_MS && next.startAt >= to - JOINT_MS;
  });
};

export function gapsOf(clip: Clip, facts: readonly CertifiedFact[]): ClipGap[] {
  const told = facts.filter(({ kind }) => kind === "video.gap-recorded");
  return clip.coverage.gaps.map(({ from, to, why }) => {
    const gap = { from: Date.parse(from), to: Date.parse(to) };
    return {
      from,
      to,
      why,
      isProven: clip.days.some((day) => isBetween(gap, day)),
      isTold: told.some(
        ({ payload }) =>
          payload["why"] === why &&
          Date.parse(String(payload["from"])) < gap.to &&
          !(Date.parse(String(payload["to"])) <= gap.from),
      ),
    };
  });
}

/** Every hole is stated, and the stated share is no larger than what the segments show. */
export function checkGaps(clip: Clip): Verification {
  const { gaps, recorded, share } = clip.coverage;
  const { from, to } = windowOf(clip);
  const holes = holesOf(clip);
  const stated = gaps.map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to) }));
  const hidden = holes.find((hole) => !isCovered(hole, stated));
  if (hidden !== undefined)
    return fail("clip.gap-not-stated", {
      from: new Date(hidden.from).toISOString(),
      to: new Date(hidden.to).toISOString(),
    });
  const most = to - from - holes.reduce((sum, hole) => sum + hole.to - hole.from, 0) + JOINT_MS;
  if (recorded * 1000 > most || share * (to - from) > most)
    return fail("clip.share-wrong", { recorded, found: Math.round(most) / 1000 });
  return pass("clip.gaps-stated", { count: gaps.length, share: `${(share * 100).toFixed(2)}%` });
}

/** Stated gaps, one behind the other, hold the whole hole. */
function isCovered(hole: Interval, stated: readonly Interval[]): boolean {
  let at = hole.from;
  for (const { from, to } of stated.toSorted((a, b) => a.from - b.from))
    if (from <= at + JOINT_MS) at = Math.max(at, to);
  return at >= hole.to - JOINT_MS;
}
