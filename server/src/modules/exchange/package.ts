/**
 * A package of the ferry, `mingjing-ferry/1`: UTF-8 NDJSON that the content scanner of a gate can read. First line a
 * header; then a line a row, each with its number; last line a seal. Each package names the one before it by its hash,
 * so that nothing can be left out, repeated or put in between unnoticed. Pure.
 */
import { createHash, sign } from "node:crypto";

import type { FerrySigner } from "./ferry-key.ts";

export const FERRY_FORMAT = "mingjing-ferry/1";

/** `released`: rows of schema released, inside → portal. `facts`: lines of a source, outside → intake. */
export type Cargo = "released" | "facts";

/** What follows a row of the cargo `released`: the columns by relation, in alphabetical order. */
export type Columns = Readonly<Record<string, readonly string[]>>;

export interface FerryHeader {
  readonly format: typeof FERRY_FORMAT;
  readonly cargo: Cargo;
  /** Name of the key: the log with `/ferry`, or the source. */
  readonly origin: string;
  /** Counts packages of the origin; a full one may leave numbers out. */
  readonly sequence: number;
  /** SHA-256 of the whole package before, in hex; null where nothing comes before. */
  readonly previous: string | null;
  readonly madeAt: string;
  /** The whole state: replaces everything, and needs nothing before it. */
  readonly full: boolean;
  /** Parts of one whole are applied together: numbered from 1, `more` but in the last. */
  readonly part: number;
  readonly more: boolean;
  /** Lines between header and seal. */
  readonly lines: number;
  readonly columns?: Columns;
}

/** What the maker of a package decides; the rest follows. */
export type HeaderInput = Omit<FerryHeader, "format" | "origin" | "lines">;

export interface SealedPackage {
  readonly header: FerryHeader;
  readonly bytes: Buffer;
  /** Of the whole package, in hex. */
  readonly sha256: string;
}

export const MAX_SEQUENCE = 9_999_999_999;

/** `ferry-released-0000000017.ndjson`, `ferry-facts-<source>-0000000017.ndjson`. */
export function packageName({
  cargo,
  origin,
  sequence,
}: Pick<FerryHeader, "cargo" | "origin" | "sequence">): string {
  const whose = cargo === "facts" ? `facts-${origin}` : cargo;
  return `ferry-${whose}-${String(sequence).padStart(10, "0")}.ndjson`;
}

export interface NamedPackage {
  readonly cargo: Cargo;
  /** Of facts only. */
  readonly source: string | undefined;
  readonly sequence: number;
}

/** What a file's name says; undefined if it is none of a package. */
export function readPackageName(name: string): NamedPackage | undefined {
  const [, released, source, digits] =
    /^ferry-(?:(released)|facts-([a-z][a-z0-9-]{1,62}))-(\d{10})\.ndjson$/.exec(name) ?? [];
  if (digits === undefined) return undefined;
  const cargo = released === undefined ? "facts" : "released";
  return { cargo, source, sequence: Number(digits) };
}

export const sha256Of = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/** The line of a row: PostgreSQL's own JSON text, so that no number or time changes on the way. */
export const rowLine = (table: string, row: string): string => `{"table":"${table}","row":${row}}`;
export const goneLine = (table: string, key: string): string =>
  `{"table":"${table}","gone":${key}}`;

/** A line of a source as it stands, if it is one JSON object; anything else as a text, for the quarantine to name. */
export function factLine(text: string): string {
  return isObjectText(text) ? `{"fact":${text.trim()}}` : JSON.stringify({ text });
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** What is signed: the hash, and what it is a hash of. */
export const signedText = (sha256: string): string => `${FERRY_FORMAT}\n${sha256}\n`;

interface Seal {
  readonly sha256: string;
  readonly keyName: string;
  /** Ed25519 in base64. */
  readonly signature: string;
}

/** One spelling only, so that a changed byte of the seal is a change too. */
export const sealLine = ({ sha256, keyName, signature }: Seal): string =>
  JSON.stringify({ seal: { sha256, keyName, signature } });

/** Numbers, hashes and signs lines of `rowLine`, `goneLine` or `factLine`. Memory: lines, pieces and package. */
export function sealPackage(
  input: HeaderInput,
  lines: readonly string[],
  { name, key }: FerrySigner,
): SealedPackage {
  const header: FerryHeader = {
    format: FERRY_FORMAT,
    cargo: input.cargo,
    origin: name,
    sequence: input.sequence,
    previous: input.previous,
    madeAt: input.madeAt,
    full: input.full,
    part: input.part,
    more: input.more,
    lines: lines.length,
    ...(input.columns === undefined ? {} : { columns: input.columns }),
  };
  const body = bodyOf(header, lines);
  const hash = createHash("sha256");
  for (const piece of body) hash.update(piece);
  const sha256 = hash.digest("hex");
  const signature = sign(null, Buffer.from(signedText(sha256)), key).toString("base64");
  const seal = Buffer.from(`${sealLine({ sha256, keyName: name, signature })}\n`);
  const bytes = Buffer.concat([...body, seal]);
  return { header, bytes, sha256: sha256Of(bytes) };
}

const PIECE_CHARACTERS = 256 * 1024;

/** Header and numbered lines, in pieces: one text of all of it would stand in memory once more. */
function bodyOf(header: FerryHeader, lines: readonly string[]): Buffer[] {
  const pieces: Buffer[] = [];
  let text = `${JSON.stringify(header)}\n`;
  for (const [index, line] of lines.entries()) {
    text += `{"n":${index + 1},${line.slice(1)}\n`;
    if (text.length < PIECE_CHARACTERS) continue;
    pieces.push(Buffer.from(text));
    text = "";
  }
  return [...pieces, Buffer.from(text)];
}

export interface Part {
  readonly lines: readonly string[];
  readonly more: boolean;
}

export const PART_BYTES = 8 * 1024 * 1024;

/** Lines in parts of at most `maxBytes`, unless one line is longer. At least one part, which may be empty. */
export async function* partsOf(
  lines: AsyncIterable<string>,
  maxBytes = PART_BYTES,
): AsyncGenerator<Part> {
  let part: string[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const size = Buffer.byteLength(line);
    if (part.length > 0 && bytes + size > maxBytes) {
      yield { lines: part, more: true };
      part = [];
      bytes = 0;
    }
    part.push(line);
    bytes += size;
  }
  yield { lines: part, more: false };
}
