/** Subjects, source ids and tokens: deterministic from the record, safe in a path, bounded. */
import { createHash, createHmac } from "node:crypto";

import { isOcid, OCID_PREFIX } from "../../../kernel/ocid.ts";

const MAX_CODE = 120;
const MAX_SOURCE_ID = 240;
const MAX_LOT = 80;

export const shortHash = (text: string, length = 10): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** Code that may stand in a path. Whatever had to change brings a hash of the original with it. */
export function safeCode(text: string): string {
  const trimmed = text.trim();
  const isUrl = /^https?:\/\//i.test(trimmed);
  const named = isUrl ? (trimmed.split(/[/?#]/).findLast((part) => part !== "") ?? "") : trimmed;
  const safe = named.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replaceAll(/^-+|-+$/g, "");
  if (safe === trimmed && safe.length > 0 && safe.length <= MAX_CODE) return safe;
  const hash = shortHash(trimmed);
  return safe === "" ? hash : `${safe.slice(0, MAX_CODE - hash.length - 1)}-${hash}`;
}

/** `ocds-mj0001-<code>` of an identifier in another system; ours stays as it is. */
export function processSubject(original: string): string {
  const trimmed = original.trim();
  if (isOcid(trimmed)) return trimmed;
  return OCID_PREFIX + safeCode(trimmed.startsWith("ocds-") ? trimmed.slice(5) : trimmed);
}

/** Joins the parts with ":"; longer than 240 characters, the end becomes a hash of the whole. */
export function sourceIdOf(...parts: readonly string[]): string {
  const whole = parts.join(":");
  if (whole.length <= MAX_SOURCE_ID) return whole;
  return `${whole.slice(0, MAX_SOURCE_ID - 41).toWellFormed()}:${shortHash(whole, 40)}`;
}

/** A lot id of at most 80 characters. */
export function lotIdOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length <= MAX_LOT) return trimmed;
  return `${trimmed.slice(0, MAX_LOT - 11).toWellFormed()}-${shortHash(trimmed)}`;
}

/** Keyed token of a natural person: the identity itself is never stored (contracts.md §1). */
export function personToken(identity: string, key: string): string {
  return `person-${createHmac("sha256", key).update(identity).digest("hex").slice(0, 32)}`;
}

/** First character and asterisks. */
export function maskName(name: string): string {
  const first = Array.from(name.trim())[0] ?? "*";
  return `${first}**`;
}
