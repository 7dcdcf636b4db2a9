/** The format "mingjing-answer/1": which keys, which values. A key that is not listed is refused. */
import { type ProvenFact, PROVEN } from "./certificate-2-shape.ts";
import { checkEntry } from "./certificate-shape.ts";
import { clip, fail, type Failure, guarded, type Outcome, yields } from "./result.ts";

export const ANSWER_FORMAT = "mingjing-answer/1";
const FORMAT_FAMILY = "mingjing-answer/";

/** What the public sees of one fact. */
export interface ReleasedRecord {
  readonly type: "released";
  /** Id of the fact. */
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  /** UTC with milliseconds. */
  readonly occurredAt: string;
  /** `fields`: only what is open of it. */
  readonly part: "whole" | "fields";
  readonly payload: Readonly<Record<string, unknown>>;
  /** 32 hex digits, so that the hash of a record that was taken away tells nothing. */
  readonly salt: string;
}

/** A record that is public no more: its content goes, its hash stays. */
export interface GoneRecord {
  readonly type: "gone";
  /** Id of the record that went. */
  readonly id: string;
  /** Its place under this key, from 0. */
  readonly entry: number;
  readonly state: "corrected" | "withdrawn" | "expired" | "closed";
  readonly at: string;
  /** Id of the fact that corrects it. */
  readonly by?: string;
  readonly publicReason?: string;
}

export type AnswerRecord = ReleasedRecord | GoneRecord;

/** A record; of one that went, its hash in hex; null where the server has none to give. */
export type AnswerEntry = AnswerRecord | string | null;

export interface MapProof {
  /** Hex, from the leaf upwards. */
  readonly siblings: readonly string[];
  readonly other: { readonly mapKey: string; readonly size: number; readonly root: string } | null;
}

export interface Answer {
  readonly format: typeof ANSWER_FORMAT;
  readonly key: string;
  readonly records: readonly AnswerEntry[];
  readonly size: number;
  readonly root: string;
  readonly mapProof: MapProof;
  /** The fact that says the root of the map, with its way to the root of the log. */
  readonly roots: ProvenFact;
  /** Signed note. */
  readonly checkpoint: string;
  readonly vkey: string;
  /** When the server says that the checkpoint was signed; covered by nothing. */
  readonly signedAt: string;
  /** Which witnesses a reader may ask for; read by nobody here. */
  readonly policy?: string;
}

type Test = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Test>>;

const matches =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === "string" && pattern.test(value);

const KEY = /^(?:process:|firm:|department:)[^\p{Cc}\u2028\u2029]{1,200}$/u;
const text: Test = (value) => typeof value === "string";
const count: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const hash = matches(/^[0-9a-f]{64}$/);
const uuid = matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const instant = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const isObject: Test = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hashes =
  (most: number): Test =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(hash);

const ANSWER: Shape = {
  format: (value) => value === ANSWER_FORMAT,
  key: matches(KEY),
  records: Array.isArray,
  size: count,
  root: hash,
  mapProof: isObject,
  roots: isObject,
  checkpoint: text,
  vkey: text,
  signedAt: instant,
};
const MAP_PROOF: Shape = {
  siblings: hashes(256),
  other: (value) => value === null || isObject(value),
};
const OTHER: Shape = { mapKey: hash, size: count, root: hash };
const RELEASED: Shape = {
  type: (value) => value === "released",
  id: uuid,
  kind: matches(/^[a-z]+\.[a-z-]+$/),
  subject: text,
  occurredAt: instant,
  part: (value) => value === "whole" || value === "fields",
  payload: isObject,
  salt: matches(/^[0-9a-f]{32}$/),
};
const GONE: Shape = {
  type: (value) => value === "gone",
  id: uuid,
  entry: count,
  state: matches(/^(corrected|withdrawn|expired|closed)$/),
  at: instant,
};
const OPTIONAL_OF_GONE: Shape = { by: uuid, publicReason: text };

interface Place {
  readonly path: string;
  readonly required: Shape;
  readonly optional?: Shape;
}

function checkObject(
  value: unknown,
  { path, required, optional = {} }: Place,
): Failure | undefined {
  if (!isObject(value)) return fail("answer.wrong-value", { path });
  const object = value as Record<string, unknown>;
  const at = (key: string) => (path === "" ? clip(key) : `${path}.${clip(key)}`);
  const known = { ...required, ...optional };
  for (const key of Object.keys(object)) {
    if (!Object.hasOwn(known, key)) return fail("answer.unknown-key", { path: at(key) });
  }
  for (const [key, test] of Object.entries(known)) {
    const present = Object.hasOwn(object, key);
    if (!present && Object.hasOwn(required, key)) {
      return fail("answer.missing-key", { path: at(key) });
    }
    if (present && !test(object[key])) return fail("answer.wrong-value", { path: at(key) });
  }
  return undefined;
}

function checkRecord(record: unknown, path: string): Failure | undefined {
  if (record === null || hash(record)) return undefined;
  const isGone = isObject(record) && (record as { type?: unknown }).type === "gone";
  return isGone
    ? checkObject(record, { path, required: GONE, optional: OPTIONAL_OF_GONE })
    : checkObject(record, { path, required: RELEASED });
}

function checkRootsShape(roots: unknown): Failure | undefined {
  const wrong = checkEntry(roots, "roots", PROVEN);
  const { path = "" } = wrong?.params ?? {};
  return wrong === undefined ? undefined : fail("answer.wrong-value", { path });
}

function checkInside({ mapProof, records, roots }: Answer): Failure | undefined {
  const { other } = mapProof;
  return (
    checkObject(mapProof, { path: "mapProof", required: MAP_PROOF }) ??
    (other === null
      ? undefined
      : checkObject(other, { path: "mapProof.other", required: OTHER })) ??
    checkRootsShape(roots) ??
    records.map((record, index) => checkRecord(record, `records[${index}]`)).find(Boolean)
  );
}

/**
 * Takes a parsed JSON value for an answer. Fails with `answer.not-an-answer`, `.unknown-format`, `.unknown-key`,
 * `.missing-key`, `.wrong-value`; `path` names the place, such as "records[0].salt".
 */
export function readAnswer(value: unknown): Outcome<Answer> {
  return guarded<Outcome<Answer>>(
    () => read(value),
    (failure) => failure,
  );
}

function read(value: unknown): Outcome<Answer> {
  const format = isObject(value) ? (value as Record<string, unknown>)["format"] : undefined;
  if (typeof format !== "string" || !format.startsWith(FORMAT_FAMILY)) {
    return fail("answer.not-an-answer");
  }
  if (format !== ANSWER_FORMAT) return fail("answer.unknown-format", { format: clip(format) });
  const optional = { policy: text };
  const wrong = checkObject(value, { path: "", required: ANSWER, optional });
  if (wrong) return wrong;
  const answer = value as Answer;
  return checkInside(answer) ?? yields(answer);
}
