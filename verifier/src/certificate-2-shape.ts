/** The format "mingjing-certificate/2" (verifier/README.md): which keys, which values. */
import {
  anyText,
  checkEntry,
  checkObject,
  count,
  ENTRY,
  FORMAT_2,
  hashedInstant,
  hex32Bytes,
  isObject,
  line,
  LOG,
  matches,
  type CertificateEntry,
  type Shape,
} from "./certificate-shape.ts";
import { fail, type Failure, type Outcome, yields } from "./result.ts";

/** Rows stand in groups of so many. */
export const ROWS_STEP = 16;
const MAX_ROWS = 16_384;
const SEAL_KIND = "witness.certificate-issued";
export const ROOTS_KIND = "witness.roots-recorded";

/** A fact that the audience may see. */
export interface ShownRow {
  /** Leaf data of the fact, 128 hex digits. */
  readonly digest: string;
  readonly kind: string;
  readonly leafIndex: number;
  readonly occurredAt: string;
  /** When the log's operator says that it was recorded. */
  readonly recordedAt: string;
}

/** A fact that is not released, or filler. */
export interface SealedRow {
  readonly digest: string;
}

/** A fact that an earlier certificate for the same audience showed and that is public no more: its leaf data. */
export interface GoneRow {
  readonly gone: string;
}

/** A row that the holder has made unreadable: its leaf hash, 64 hex digits. */
export interface BlankRow {
  readonly blank: string;
}

export type CertificateRow = ShownRow | SealedRow | GoneRow | BlankRow;

/** A fact and its way to the root. */
export type ProvenFact = Omit<CertificateEntry, "recordedAt">;

export interface RowEntry extends ProvenFact {
  /** Place of its row, from 0. */
  readonly row: number;
}

/** Payload of the seal. */
export interface SealPayload {
  readonly audience: string;
  readonly title: string;
  readonly scope: "whole" | "chosen";
  readonly rows: number;
  readonly shown: number;
  /** 64 hex digits. */
  readonly root: string;
  readonly supersedes?: string;
}

export interface Certificate2 {
  readonly format: typeof FORMAT_2;
  readonly certificateId: string;
  readonly seal: ProvenFact;
  readonly rows: readonly CertificateRow[];
  /** Absent on paper. */
  readonly entries?: readonly RowEntry[];
  /** On paper with more than 16 rows: from their subtree upwards. */
  readonly rest?: readonly string[];
  readonly log: { readonly origin: string; readonly vkey: string };
  readonly checkpoint: string;
  readonly roots?: ProvenFact;
  /** Text of a witness policy (c2sp.org/tlog-policy). */
  readonly policy?: string;
  /** Receipts of chains; their own shape is looked at by verifyAnchor. */
  readonly anchors?: readonly unknown[];
}

export const isShown = (row: CertificateRow): row is ShownRow => Object.hasOwn(row, "kind");
export const isBlank = (row: CertificateRow): row is BlankRow => Object.hasOwn(row, "blank");
export const isGone = (row: CertificateRow): row is GoneRow => Object.hasOwn(row, "gone");

export const payloadOf = ({ seal }: Certificate2): SealPayload =>
  seal.fact.payload as unknown as SealPayload;

const digest = matches(/^[0-9a-f]{128}$/);
const number = matches(/^MJ-[0-9A-F]{24}$/);
const kind = matches(/^[a-z]+\.[a-z-]+$/);

const CERTIFICATE: Shape = {
  format: (value) => value === FORMAT_2,
  certificateId: number,
  seal: isObject,
  rows: (value) => Array.isArray(value) && value.length > 0 && value.length <= MAX_ROWS,
  log: isObject,
  checkpoint: anyText,
};

const OPTIONAL: Shape = {
  entries: Array.isArray,
  rest: (value) =>
    Array.isArray(value) && value.length > 0 && value.length <= 10 && value.every(hex32Bytes),
  roots: isObject,
  policy: anyText,
  anchors: (value) =>
    Array.isArray(value) && value.length > 0 && value.length <= 16 && value.every(isObject),
};

const rowCount = (value: unknown) =>
  count(value) && Number(value) > 0 && Number(value) <= MAX_ROWS && Number(value) % ROWS_STEP === 0;

/** The name of a court or an organ of discipline stands as it was told. */
const AUDIENCE = matches(/^(public|party:[0-9A-HJ-NPQRTUWXY]{18}|(court|discipline):.+)$/su);

const SEAL_PAYLOAD: Shape = {
  audience: (value) => line(value) && AUDIENCE(value),
  title: line,
  scope: matches(/^(whole|chosen)$/),
  rows: rowCount,
  shown: count,
  root: hex32Bytes,
};

const { recordedAt: _, ...PROVEN_FACT } = ENTRY;
/** A fact with its way to the root of the log, without what no hash covers. */
export const PROVEN: Shape = PROVEN_FACT;
const ROW_ENTRY: Shape = { ...PROVEN, row: count };
const SHOWN: Shape = {
  digest,
  kind,
  leafIndex: count,
  occurredAt: hashedInstant,
  recordedAt: hashedInstant,
};

function checkRow(row: unknown, path: string): Failure | undefined {
  if (!isObject(row)) return fail("certificate.wrong-value", { path });
  if (isBlank(row as CertificateRow))
    return checkObject(row, { path, required: { blank: hex32Bytes } });
  if (isShown(row as CertificateRow)) return checkObject(row, { path, required: SHOWN });
  const required: Shape = isGone(row as CertificateRow) ? { gone: digest } : { digest };
  return checkObject(row, { path, required });
}

function firstWrong(
  values: readonly unknown[],
  check: (value: unknown, index: number) => Failure | undefined,
): Failure | undefined {
  for (const [index, value] of values.entries()) {
    const wrong = check(value, index);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** A fact of the platform about the log itself. */
function checkOwn(entry: unknown, path: string, kindOf: string): Failure | undefined {
  const wrong = checkEntry(entry, path, PROVEN);
  if (wrong !== undefined) return wrong;
  const { fact } = entry as ProvenFact;
  if (fact.kind !== kindOf) return fail("certificate.wrong-value", { path: `${path}.fact.kind` });
  return fact.version === 1
    ? undefined
    : fail("certificate.wrong-value", { path: `${path}.fact.version` });
}

function checkParts(certificate: Certificate2): Failure | undefined {
  const { seal, rows, entries = [], rest, roots, log, anchors } = certificate;
  const isCut = rest !== undefined;
  if (anchors !== undefined && certificate.entries === undefined)
    return fail("certificate.unknown-key", { path: "anchors" });
  if (isCut && certificate.entries !== undefined)
    return fail("certificate.unknown-key", { path: "rest" });
  return (
    checkObject(log, { path: "log", required: LOG }) ??
    checkOwn(seal, "seal", SEAL_KIND) ??
    checkObject(seal.fact.payload, {
      path: "seal.fact.payload",
      required: SEAL_PAYLOAD,
      optional: { supersedes: number },
    }) ??
    (roots === undefined ? undefined : checkOwn(roots, "roots", ROOTS_KIND)) ??
    firstWrong(rows, (row, index) => checkRow(row, `rows[${index}]`)) ??
    firstWrong(entries, (entry, index) => checkEntry(entry, `entries[${index}]`, ROW_ENTRY))
  );
}

/** Takes a parsed JSON value for a certificate of format 2, as a file or as on paper. Fails like `readCertificate`. */
export function readCertificate2(value: unknown): Outcome<Certificate2> {
  const wrong = checkObject(value, { path: "", required: CERTIFICATE, optional: OPTIONAL });
  if (wrong !== undefined) return wrong;
  const certificate = value as Certificate2;
  return checkParts(certificate) ?? yields(certificate);
}
