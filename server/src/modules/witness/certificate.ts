/** Certificates, format "mingjing-certificate/2" (verifier/README.md). */
import { createHmac } from "node:crypto";

import type { AnchorProof } from "../../../../contract/src/anchors.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { leafHashOf } from "./hash.ts";
import { rootOfHashes } from "./tree.ts";

/** Whom a certificate is for: everybody, a party by its unified social credit code, or an organ by its name. */
export type Audience = "public" | `party:${string}` | `court:${string}` | `discipline:${string}`;

const STEP = 16;
const MAX_ROWS = 16_384;

/** A fact that the audience may see. */
export interface ShownRow {
  /** Leaf data, 128 hex digits. */
  readonly digest: string;
  readonly kind: string;
  readonly leafIndex: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

/** A fact that is not released, or filler. */
export interface SealedRow {
  readonly digest: string;
}

/** A fact that an earlier certificate showed and that is public no more: its leaf data. */
export interface GoneRow {
  readonly gone: string;
}

export type Row = ShownRow | SealedRow | GoneRow;

/** A fact and where it is in the log. */
export interface PlacedFact {
  readonly fact: Fact;
  /** 16 bytes. */
  readonly salt: Buffer;
  readonly leafIndex: number;
}

export interface ProvenFact {
  readonly fact: Fact;
  readonly salt: string;
  readonly leafIndex: number;
  readonly proof: readonly string[];
}

export interface Certificate {
  readonly format: "mingjing-certificate/2";
  readonly certificateId: string;
  readonly seal: ProvenFact;
  readonly rows: readonly Row[];
  readonly entries: readonly (ProvenFact & { readonly row: number })[];
  readonly log: { readonly origin: string; readonly vkey: string };
  readonly checkpoint: string;
  readonly roots?: ProvenFact;
  /** By which cosignatures count. */
  readonly policy?: string;
  /** Receipts of chains outside. */
  readonly anchors?: readonly AnchorProof[];
}

export const isShown = (row: Row): row is ShownRow => "leafIndex" in row;

export const isGone = (row: Row): row is GoneRow => "gone" in row;

/** Number of the certificate that a fact seals. @param contentHash hex */
export const numberOf = (contentHash: string): string =>
  `MJ-${contentHash.slice(0, 24).toUpperCase()}`;

export interface RowInput {
  readonly shown: readonly ShownRow[];
  /** Digests of facts that were withdrawn, hex. */
  readonly gone?: readonly string[];
  /** Digests of facts that are not released, hex. */
  readonly hidden: readonly string[];
  /** Decides what filler looks like: the same for the same certificate, unknown to everybody else. */
  readonly fillerKey: string;
}

/** 64 bytes that look like a digest. */
const filler = (key: string, slot: number): string =>
  createHmac("sha512", key).update(String(slot)).digest("hex");

/**
 * The rows of a certificate: what is shown in order of time, what was withdrawn, then digests in the order of their
 * digits, so that a place says nothing. @throws RangeError beyond 16,384 rows
 */
export function rowsOf({ shown, gone = [], hidden, fillerKey }: RowInput): readonly Row[] {
  const used = shown.length + gone.length + hidden.length;
  const count = Math.max(STEP, Math.ceil(used / STEP) * STEP);
  if (count > MAX_ROWS) throw new RangeError(`a certificate of ${count} rows`);
  const filled = Array.from({ length: count - used }, (_, slot) => filler(fillerKey, slot));
  const ordered = shown.toSorted(
    (one, other) => compare(one.occurredAt, other.occurredAt) || one.leafIndex - other.leafIndex,
  );
  const sealed = [...hidden, ...filled].toSorted(compare).map((digest) => ({ digest }));
  const withdrawn = gone.toSorted(compare).map((digest) => ({ gone: digest }));
  return [...ordered, ...withdrawn, ...sealed];
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Root of RFC 6962 over the rows. */
export const rootOfRows = (rows: readonly Row[]): Buffer =>
  rootOfHashes(rows.map((row) => leafHashOf(Buffer.from(canonicalJson(row), "utf8"))));

/** A title as the seal can hold it: one line. */
export const titleLine = (title: string): string =>
  title
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .slice(0, 400)
    .toWellFormed();

/** The file: two spaces of indentation and a last line end. */
export const certificateText = (certificate: Certificate): string =>
  `${JSON.stringify(certificate, undefined, 2)}\n`;
