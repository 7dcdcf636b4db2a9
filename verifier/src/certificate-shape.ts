/**
 * The format "mingjing-certificate/1": which keys, which values. A key that is not listed is refused, because nothing
 * would say what it means or whether it is covered.
 */
import type { CertifiedFact } from "./fact.ts";
import { clip, fail, type Failure, type Outcome, yields } from "./result.ts";

export const FORMAT = "mingjing-certificate/1";
export const FORMAT_2 = "mingjing-certificate/2";
const FORMAT_FAMILY = "mingjing-certificate/";

export interface CertificateEntry {
  readonly fact: CertifiedFact;
  /** 32 hex digits. */
  readonly salt: string;
  /** RFC 3339; what the platform's database says, not covered by the log. */
  readonly recordedAt: string;
  readonly leafIndex: number;
  /** Hex of 32 bytes each, from the leaf upwards. */
  readonly proof: readonly string[];
}

export interface Certificate {
  readonly format: typeof FORMAT;
  /** "MJ-" and 24 upper-case hex digits. */
  readonly certificateId: string;
  readonly subject: string;
  readonly title: string;
  /** "public", or "party:" and a unified social credit code. */
  readonly audience: string;
  readonly issuedAt: string;
  readonly log: { readonly origin: string; readonly vkey: string };
  /** Signed note (c2sp.org/tlog-checkpoint). */
  readonly checkpoint: string;
  readonly facts: readonly CertificateEntry[];
}

export type Test = (value: unknown) => boolean;
export type Shape = Readonly<Record<string, Test>>;

export const matches =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === "string" && pattern.test(value);

/** One line of 1 to 400 characters without control characters. */
export const line = matches(/^[^\p{Cc}\u2028\u2029]{1,400}$/u);
export const anyText: Test = (value) => typeof value === "string";
/** As long as a source may make it, with whatever characters: what was recorded must verify. */
export const someText: Test = (value) => typeof value === "string" && value !== "";
export const count: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const uuid = matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
/** Written by a source, in capitals perhaps. */
const anyUuid = matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
export const hex32Bytes = matches(/^[0-9a-f]{64}$/);
export const isObject: Test = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** The one spelling in which times are hashed. */
export const hashedInstant: Test = (value) => {
  if (!matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)(value)) return false;
  const time = new Date(String(value));
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
};

const LOCAL_LENGTH = 19;
const dateTime = matches(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/,
);

/** RFC 3339 with offset, at most nine decimals, no leap second; a day that the calendar has. */
export const instant: Test = (value) =>
  dateTime(value) && hashedInstant(`${String(value).slice(0, LOCAL_LENGTH)}.000Z`);

const CERTIFICATE: Shape = {
  format: (value) => value === FORMAT,
  certificateId: matches(/^MJ-[0-9A-F]{24}$/),
  subject: line,
  title: someText,
  audience: matches(/^(public|party:[0-9A-HJ-NPQRTUWXY]{18})$/),
  issuedAt: instant,
  log: isObject,
  checkpoint: anyText,
  facts: (value) => Array.isArray(value) && value.length > 0,
};

export const LOG: Shape = { origin: line, vkey: line };

export const ENTRY: Shape = {
  fact: isObject,
  salt: matches(/^[0-9a-f]{32}$/),
  recordedAt: instant,
  leafIndex: count,
  proof: (value) => Array.isArray(value) && value.length <= 64 && value.every(hex32Bytes),
};

export const FACT: Shape = {
  id: uuid,
  kind: matches(/^[a-z]+\.[a-z-]+$/),
  version: (value) => count(value) && value !== 0,
  source: someText,
  sourceId: someText,
  subject: line,
  occurredAt: hashedInstant,
  payload: isObject,
  contentHash: hex32Bytes,
};

export const OPTIONAL_OF_FACT: Shape = { corrects: anyUuid };

interface Place {
  readonly path: string;
  readonly required: Shape;
  readonly optional?: Shape;
}

/** The first thing wrong with an object: an unknown key, a missing one, a value that cannot be. */
export function checkObject(
  value: unknown,
  { path, required, optional = {} }: Place,
): Failure | undefined {
  if (!isObject(value)) return fail("certificate.wrong-value", { path });
  const object = value as Record<string, unknown>;
  const at = (key: string) => (path === "" ? clip(key) : `${path}.${clip(key)}`);
  const known = { ...required, ...optional };
  for (const key of Object.keys(object)) {
    if (!Object.hasOwn(known, key)) return fail("certificate.unknown-key", { path: at(key) });
  }
  for (const [key, test] of Object.entries(known)) {
    const present = Object.hasOwn(object, key);
    if (!present && Object.hasOwn(required, key)) {
      return fail("certificate.missing-key", { path: at(key) });
    }
    if (present && !test(object[key])) return fail("certificate.wrong-value", { path: at(key) });
  }
  return undefined;
}

/** An entry of format 1, or of format 2 where `required` says more. */
export function checkEntry(
  entry: unknown,
  path: string,
  required: Shape = ENTRY,
): Failure | undefined {
  const wrong = checkObject(entry, { path, required });
  if (wrong) return wrong;
  const { fact } = entry as { fact: unknown };
  return checkObject(fact, { path: `${path}.fact`, required: FACT, optional: OPTIONAL_OF_FACT });
}

/**
 * Which format a parsed JSON value says that it has. Fails with `certificate.not-a-certificate`, `.unknown-format`.
 */
export function readFormat(value: unknown): Outcome<typeof FORMAT | typeof FORMAT_2> {
  const format = isObject(value) ? (value as Record<string, unknown>)["format"] : undefined;
  if (typeof format !== "string" || !format.startsWith(FORMAT_FAMILY)) {
    return fail("certificate.not-a-certificate");
  }
  return format === FORMAT || format === FORMAT_2
    ? yields(format)
    : fail("certificate.unknown-format", { format: clip(format) });
}

/**
 * Takes a parsed JSON value for a certificate of format 1. Fails with `.unknown-key`, `.missing-key`, `.wrong-value`;
 * `path` names the place, such as "facts[0].salt".
 */
export function readCertificate(value: unknown): Outcome<Certificate> {
  const wrong = checkObject(value, { path: "", required: CERTIFICATE });
  if (wrong) return wrong;
  const certificate = value as Certificate;
  const wrongLog = checkObject(certificate.log, { path: "log", required: LOG });
  if (wrongLog) return wrongLog;
  for (const [index, entry] of certificate.facts.entries()) {
    const wrongEntry = checkEntry(entry, `facts[${index}]`);
    if (wrongEntry) return wrongEntry;
  }
  return yields(certificate);
}
