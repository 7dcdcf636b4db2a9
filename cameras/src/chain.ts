/**
 * The records of one camera form a chain: who changes, drops or adds a segment changes every value behind it. A value is
 * SHA-256 over the value before, the hash of the file and the metadata as canonical JSON.
 */
import { createHash } from "node:crypto";

/** Instants are milliseconds since 1970. */
export interface SegmentMetadata {
  readonly camera: string;
  /** One run of the camera's process: one init segment. Runs sort by name. */
  readonly run: string;
  /** Counts on over all runs of the camera, from 1. */
  readonly number: number;
  readonly startAt: number;
  /** Not part of it: the next segment begins here at the earliest. */
  readonly endAt: number;
  readonly bytes: number;
  /** SHA-256 of the run's init segment. */
  readonly initHash: string;
  /** True: the recorder was killed before the segment was whole; its last fragment may be torn. */
  readonly isCut: boolean;
}

export interface SegmentRecord extends SegmentMetadata {
  /** SHA-256 of the file; hashes are lower-case hexadecimal. */
  readonly hash: string;
  /** Chain value of the record before; FIRST_LINK for the first. */
  readonly previous: string;
  readonly chain: string;
}

export const FIRST_LINK = "0".repeat(64);

export const sha256 = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/** RFC 8785 for what metadata can hold: text, whole numbers and truth values, sorted by name. */
export function canonicalMetadata(given: SegmentMetadata): string {
  const { camera, run, number, startAt, endAt, bytes, initHash, isCut } = given;
  return JSON.stringify({ bytes, camera, endAt, initHash, isCut, number, run, startAt });
}

export function chainValue(previous: string, hash: string, metadata: SegmentMetadata): string {
  const digest = createHash("sha256");
  digest.update(Buffer.from(previous, "hex")).update(Buffer.from(hash, "hex"));
  return digest.update(canonicalMetadata(metadata)).digest("hex");
}

export function linkRecord(
  metadata: SegmentMetadata,
  hash: string,
  previous: string = FIRST_LINK,
): SegmentRecord {
  return { ...metadata, hash, previous, chain: chainValue(previous, hash, metadata) };
}

const HASH = /^[0-9a-f]{64}$/;
const isInstant = (value: unknown): boolean => Number.isSafeInteger(value);

/** One line of a chain file; undefined: it is no record. */
export function parseRecord(line: string): SegmentRecord | undefined {
  let record: SegmentRecord;
  try {
    record = JSON.parse(line) as SegmentRecord;
  } catch {
    return undefined;
  }
  if (typeof record !== "object" || record === null) return undefined;
  const { camera, run, number, startAt, endAt, bytes, initHash, isCut } = record;
  const { hash, previous, chain } = record;
  const isWhole =
    typeof camera === "string" &&
    typeof run === "string" &&
    /^[\w.-]+$/.test(run) &&
    [number, startAt, endAt, bytes].every(isInstant) &&
    [initHash, hash, previous, chain].every((one) => typeof one === "string" && HASH.test(one)) &&
    typeof isCut === "boolean";
  return isWhole ? record : undefined;
}

export const segmentFile = ({ run, number }: Pick<SegmentMetadata, "run" | "number">): string =>
  `${run}/${number}.m4s`;
export const initFile = ({ run }: Pick<SegmentMetadata, "run">): string => `${run}/init.mp4`;
export const CHAIN_FILE = "chain.jsonl";
