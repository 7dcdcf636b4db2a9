/** Verification of a public answer, format "mingjing-answer/1" (verifier/README.md). */
import { type Answer, type AnswerEntry, type AnswerRecord, readAnswer } from "./answer-shape.ts";
import { decodeHex, encodeHex, encodeUtf8, equalBytes } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import type { Code, DoesNotProve, Proves } from "./codes.ts";
import { mapKeyOf, verifyMap } from "./map.ts";
import { leafHash, treeRoot, verifyInclusion } from "./merkle.ts";
import { readText } from "./read-text.ts";
import type { LogReport, Verdict, VerifyOptions } from "./report.ts";
import { clip, fail, guarded, type Outcome, type Params, pass, yields } from "./result.ts";
import type { Verification } from "./result.ts";
import { readRoots } from "./roots.ts";
import { type NoteKey, parseVkey, verifySignedNote } from "./signed-note.ts";
import { parseStrictJson } from "./strict-json.ts";
import { checkKey } from "./trusted-key.ts";

/** The checks of an answer, in the order in which a reader is told about them. */
export const ANSWER_CHECKS = [
  "file",
  "format",
  "signature",
  "key",
  "roots",
  "map",
  "records",
  "gone",
] as const;

export type AnswerCheckId = (typeof ANSWER_CHECKS)[number];

export interface AnswerCheck {
  readonly id: AnswerCheckId;
  readonly ok: boolean;
  readonly code: Code;
  readonly params: Params;
}

export interface AnswerReport {
  /** `valid`: proved. `refused`: it is an answer, and something does not hold. */
  readonly verdict: Verdict;
  readonly code: Code;
  readonly params: Params;
  readonly checks: readonly AnswerCheck[];
  readonly proves: readonly Proves[];
  readonly doesNotProve: readonly DoesNotProve[];
  /** What was read; null if it cannot be read. Only as good as the verdict. */
  readonly answer: Answer | null;
  readonly log: LogReport | null;
  readonly keyTrusted: boolean;
}

/** Failures after which the file still counts as an answer, a forged or damaged one. */
const REFUSED_WHILE_READING: ReadonlySet<Code> = new Set<Code>([
  "file.duplicate-key",
  "file.spelling",
  "file.lone-surrogate",
  "answer.unknown-key",
  "answer.missing-key",
  "answer.wrong-value",
]);

const NOT_PROVED: readonly DoesNotProve[] = [
  "facts-true",
  "answer-scope",
  "latest",
  "answer-time",
  "single-history",
];

const asCheck = (id: AnswerCheckId, { ok, code, params }: Verification | Outcome<unknown>) => ({
  id,
  ok,
  code,
  params,
});

/** RFC 6962 leaf hash of the canonical JSON of a record. Fails with `canonical-json.*`. */
export function recordHash(record: AnswerRecord): Outcome<Uint8Array> {
  const text = canonicalJson(record);
  const bytes = text.ok ? encodeUtf8(text.value) : text;
  return bytes.ok ? yields(leafHash(bytes.value)) : bytes;
}

/** Hash of an entry: of its record, or the one that stays when a record went; undefined where there is none. */
export function entryHash(entry: AnswerEntry): Uint8Array | undefined {
  if (entry === null) return undefined;
  const hash = typeof entry === "string" ? decodeHex(entry) : recordHash(entry);
  return hash.ok ? hash.value : undefined;
}

const bytesOf = (hex: string): Uint8Array => {
  const bytes = decodeHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
};

interface Log {
  readonly key: NoteKey | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly signature: Verification;
}

function findLog({ checkpoint: note, vkey }: Answer): Log {
  const [key, checkpoint] = [parseVkey(vkey), parseCheckpoint(note)];
  const found = {
    key: key.ok ? key.value : undefined,
    checkpoint: checkpoint.ok ? checkpoint.value : undefined,
  };
  if (!key.ok) return { ...found, signature: key };
  if (!checkpoint.ok) return { ...found, signature: checkpoint };
  const { origin } = checkpoint.value;
  if (key.value.name !== origin) {
    const params = { origin: clip(key.value.name), signed: clip(origin) };
    return { ...found, signature: fail("certificate.origin-mismatch", params) };
  }
  return { ...found, signature: verifySignedNote(note, vkey) };
}

/** The fact that says the root of the map is in the tree of the checkpoint, and about this log. */
function checkRoots({ roots }: Answer, checkpoint: Checkpoint | undefined): Verification {
  const read = readRoots(roots);
  if (!read.ok) return read;
  if (checkpoint === undefined) return fail("answer.log-not-verified");
  const { leafIndex } = roots;
  const { origin, root, size } = checkpoint;
  if (roots.fact.subject !== `log:${origin}`) return fail("roots.malformed");
  const { ok } = verifyInclusion({
    leafHash: read.value.leafHash,
    index: leafIndex,
    size,
    proof: roots.proof.map(bytesOf),
    root,
  });
  return ok
    ? pass("answer.roots-in-log", { leafIndex, size })
    : fail("answer.roots-not-in-log", { leafIndex, size });
}

function checkMap({ key, mapProof, root, roots, size }: Answer): Verification {
  const [mapKey, read] = [mapKeyOf(key), readRoots(roots)];
  if (!mapKey.ok || !read.ok) return fail("answer.map-not-verified");
  const { other, siblings } = mapProof;
  const found = verifyMap({
    mapKey: mapKey.value,
    value: { size, root: bytesOf(root) },
    other:
      other === null
        ? undefined
        : { mapKey: bytesOf(other.mapKey), size: other.size, root: bytesOf(other.root) },
    siblings: siblings.map(bytesOf),
    mapRoot: read.value.mapRoot,
  });
  if (!found.ok) return fail("answer.not-in-map", { key: clip(key), count: size });
  return size === 0
    ? pass("answer.absent-from-map", { key: clip(key) })
    : pass("answer.in-map", { key: clip(key), count: size });
}

/** All records that the root counts, in its order, and no other. */
function checkRecords({ key, records, root, size }: Answer): Verification {
  const missing = records.indexOf(null);
  const params = { key: clip(key), count: records.length, size };
  if (missing >= 0) return fail("answer.record-missing", { ...params, position: missing + 1 });
  if (records.length < size) return fail("answer.records-too-few", params);
  if (records.length > size) return fail("answer.records-too-many", params);
  const hashes = records.map(entryHash);
  const bad = hashes.findIndex((hash) => hash === undefined);
  if (bad >= 0) return fail("answer.record-missing", { ...params, position: bad + 1 });
  const computed = treeRoot(hashes.map((hash) => hash ?? new Uint8Array()));
  if (!equalBytes(computed, bytesOf(root))) return fail("answer.records-differ", params);
  const ocid = /^process:(.*)$/su.exec(key)?.[1];
  const other = records.findIndex(
    (record) => isReleased(record) && ocid !== undefined && record.subject !== ocid,
  );
  return other >= 0
    ? fail("answer.other-subject", { ...params, position: other + 1 })
    : pass("answer.complete", { ...params, count: size });
}

const isReleased = (entry: AnswerEntry | undefined) =>
  typeof entry === "object" && entry !== null && entry.type === "released";

/** A record without content needs a later one that says why it went, and that one needs it. */
function checkGone({ records }: Answer): Verification {
  const explained = new Set<number>();
  for (const [index, record] of records.entries()) {
    if (typeof record !== "object" || record?.type !== "gone") continue;
    const isRight = record.entry < index && !explained.has(record.entry);
    if (!isRight || typeof records[record.entry] !== "string") {
      return fail("answer.gone-misplaced", { position: index + 1, entry: record.entry + 1 });
    }
    explained.add(record.entry);
  }
  const bare = records.findIndex(
    (record, index) => typeof record === "string" && !explained.has(index),
  );
  return bare >= 0
    ? fail("answer.gone-unexplained", { position: bare + 1 })
    : pass("answer.gone-explained", { count: explained.size });
}

function logOf({ key, checkpoint }: Log): LogReport | null {
  if (key === undefined || checkpoint === undefined) return null;
  const { origin, root, size } = checkpoint;
  return { origin, keyId: key.keyId, size, root: encodeHex(root) };
}

function conclusions({ size }: Answer, keyTrusted: boolean) {
  const proved: Proves = size === 0 ? "answer-absent" : "answer-complete";
  const proves: Proves[] = keyTrusted ? [proved, "log-key"] : [proved];
  const doesNotProve: DoesNotProve[] = keyTrusted
    ? [...NOT_PROVED]
    : ["key-compared", ...NOT_PROVED];
  return { proves, doesNotProve };
}

function stopped(checks: readonly AnswerCheck[]): AnswerReport {
  const last = checks.at(-1);
  const code = last?.code ?? "verifier.input-hostile";
  return {
    verdict: REFUSED_WHILE_READING.has(code) ? "refused" : "unreadable",
    code,
    params: last?.params ?? {},
    checks,
    proves: [],
    doesNotProve: [],
    answer: null,
    log: null,
    keyTrusted: false,
  };
}

function verify(input: unknown, { trustedKeys }: VerifyOptions): AnswerReport {
  const text = readText(input);
  const value = text.ok ? parseStrictJson(text.value) : text;
  if (!value.ok) return stopped([asCheck("file", value)]);
  const file = asCheck("file", pass("file.read"));
  const read = readAnswer(value.value);
  if (!read.ok) return stopped([file, asCheck("format", read)]);
  const answer = read.value;
  const log = findLog(answer);
  const checks = [
    file,
    asCheck("format", pass("answer.format-known")),
    asCheck("signature", log.signature),
    ...(trustedKeys === undefined ? [] : [asCheck("key", checkKey(log.key, trustedKeys))]),
    asCheck("roots", checkRoots(answer, log.checkpoint)),
    asCheck("map", checkMap(answer)),
    asCheck("records", checkRecords(answer)),
    asCheck("gone", checkGone(answer)),
  ];
  const failed = checks.find(({ ok }) => !ok);
  const keyTrusted = checks.some(({ id, ok }) => id === "key" && ok);
  const { key, size } = answer;
  const good = { key: clip(key), count: size, size: log.checkpoint?.size ?? 0 };
  return {
    verdict: failed === undefined ? "valid" : "refused",
    code: failed?.code ?? (size === 0 ? "answer.proved-absent" : "answer.proved"),
    params: failed?.params ?? good,
    checks,
    ...(failed === undefined ? conclusions(answer, keyTrusted) : { proves: [], doesNotProve: [] }),
    answer,
    log: logOf(log),
    keyTrusted,
  };
}

/**
 * Verifies an answer: text or bytes of the reply, or the parsed object. Never throws. Without `trustedKeys` it is only
 * as good as the key that it names, and the report says so.
 */
export function verifyAnswer(input: unknown, options: VerifyOptions = {}): AnswerReport {
  return guarded<AnswerReport>(
    () => verify(input, options),
    (failure) => stopped([asCheck("file", failure)]),
  );
}
