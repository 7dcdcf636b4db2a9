/**
 * What a backup is made of. A backup is a sequence of NDJSON lines in gzip, in one file or in the segments of a
 * directory, so that `zcat` reads it without us. Lines come in groups; the last line of each group is a mark that
 * seals everything before it. Facts stand in the order of the feed, which is the order of the witness log: the n-th
 * fact of a backup is leaf n of the log.
 */
import { createHash } from "node:crypto";

import type { FeedPosition } from "../facts/feed.ts";

export const BACKUP_FORMAT = "mingjing-backup/1";

export const FEED_START: FeedPosition = {
  epoch: 0,
  xid: "0",
  id: "00000000-0000-0000-0000-000000000000",
};

/** First line of a file. */
export interface SegmentRecord {
  readonly record: "segment";
  readonly format: typeof BACKUP_FORMAT;
  /** Facts in the files before this one. */
  readonly firstFact: number;
  /** `chain` of the mark before this file; 64 zeros at the start. */
  readonly chain: string;
}

/** A row of fact.fact as PostgreSQL writes it in JSON; hashes in hex. */
export interface FactRecord {
  readonly record: "fact";
  readonly epoch: number;
  readonly xid: string;
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly source: string;
  readonly source_id: string;
  readonly subject: string;
  /** UTC with milliseconds, as hashed. */
  readonly occurred_at: string;
  /** UTC with microseconds. */
  readonly recorded_at: string;
  readonly corrects: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly content_hash: string;
  readonly salt: string;
  readonly digest: string;
  /** Personal data in it was erased: what is left does not fit the digest any more. */
  readonly erased?: true;
}

/** A row of a table that modules ask backups to keep (`Module.keeps`). */
export interface RowRecord {
  readonly record: "row";
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A file of the data directory, sealed with the passphrase. */
export interface SecretRecord {
  readonly record: "secret";
  /** Path below the data directory. */
  readonly name: string;
  readonly sealed: string;
}

/** Where the subscribers of the feed stood when everything up to this line was the whole truth. */
export interface CursorsRecord {
  readonly record: "cursors";
  readonly cursors: readonly (FeedPosition & { readonly subscriber: string })[];
}

/** Seals a group. */
export interface MarkRecord {
  readonly record: "mark";
  /** Facts up to here, counted over all files. */
  readonly facts: number;
  readonly at: string;
  /** SHA-256 hex over the chain before and the text of the group without this line. */
  readonly chain: string;
}

export type BackupRecord =
  | SegmentRecord
  | FactRecord
  | RowRecord
  | SecretRecord
  | CursorsRecord
  | MarkRecord;

export const CHAIN_START = "0".repeat(64);

/** Chain over a group of lines, each with its line feed. */
export const chainOf = (before: string, text: string): string =>
  createHash("sha256").update(before).update(text).digest("hex");

export const lineOf = (record: BackupRecord): string => `${JSON.stringify(record)}\n`;

/** Name of the segment that begins with this fact: sorts in order. */
export const segmentName = (firstFact: number): string =>
  `mingjing-${String(firstFact).padStart(12, "0")}.ndjson.gz`;

export const isSegmentName = (name: string): boolean => /^mingjing-\d{12}\.ndjson\.gz$/.test(name);

/** A backup that cannot be trusted or read; says what to do. */
export class BackupError extends Error {}
