/** One line of what the centre hands out, read strictly and held against the leaf it belongs to. Pure. */
import { hash } from "node:crypto";

import { canonicalJson, type CertifiedFact } from "../../verifier/src/index.ts";

export interface Envelope {
  readonly fact: CertifiedFact;
  /** Hex. */
  readonly salt: string;
  readonly recordedAt: string;
}

export type Line =
  | { readonly index: number; readonly digest: Buffer; readonly envelope: Envelope | undefined }
  /** Content of an earlier leaf. */
  | { readonly opens: number; readonly envelope: Envelope };

const DIGEST = /^[0-9a-f]{128}$/;
const TEXTS = ["id", "kind", "source", "sourceId", "subject", "occurredAt", "contentHash"] as const;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function envelopeOf({ fact, salt, recordedAt }: Json): Envelope | undefined {
  if (!isObject(fact) || typeof salt !== "string" || typeof recordedAt !== "string")
    return undefined;
  const isFact =
    TEXTS.every((name) => typeof fact[name] === "string") &&
    Number.isSafeInteger(fact["version"]) &&
    isObject(fact["payload"]);
  return isFact ? { fact: fact as unknown as CertifiedFact, salt, recordedAt } : undefined;
}

const isIndex = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Undefined for what is no such line. */
export function parseLine(text: string): Line | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(json)) return undefined;
  const { index, digest, opens, fact } = json;
  const envelope = envelopeOf(json);
  if (isIndex(opens) && envelope !== undefined) return { opens, envelope };
  if (!isIndex(index) || typeof digest !== "string" || !DIGEST.test(digest)) return undefined;
  if (fact !== undefined && envelope === undefined) return undefined;
  return { index, digest: Buffer.from(digest, "hex"), envelope };
}

const SALT = /^[0-9a-f]{32}$/;

/** SHA-256 ‖ SM3 of salt ‖ JCS(fact) (verifier/README.md), by OpenSSL: a log of years is checked in minutes. */
function leafDataOf(text: string, salt: string): Buffer {
  const salted = Buffer.concat([Buffer.from(salt, "hex"), Buffer.from(text, "utf8")]);
  return Buffer.concat([hash("sha256", salted, "buffer"), hash("sm3", salted, "buffer")]);
}

/** Is this the fact that the leaf was made of? */
export function isOfLeaf({ fact, salt }: Envelope, digest: Uint8Array): boolean {
  const { contentHash, kind, occurredAt, payload, source, sourceId, subject } = fact;
  const text = canonicalJson(fact);
  const content = canonicalJson({ kind, source, sourceId, subject, occurredAt, payload });
  return (
    SALT.test(salt) &&
    text.ok &&
    content.ok &&
    hash("sha256", content.value, "hex") === contentHash &&
    Buffer.compare(leafDataOf(text.value, salt), digest) === 0
  );
}
