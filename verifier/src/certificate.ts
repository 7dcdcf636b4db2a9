/** Verification of a certificate, formats "mingjing-certificate/1" and "/2" (verifier/README.md). */
import { encodeHex, encodeUtf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import {
  type Certificate2,
  isBlank,
  isGone,
  isShown,
  payloadOf,
  readCertificate2,
} from "./certificate-2-shape.ts";
import {
  type Anchored,
  checkAnchors,
  checkEntries,
  checkFingerprints2,
  checkInclusion2,
  checkNumber2,
  checkOrder,
  checkQuorum,
  checkRows,
  findFacts2,
} from "./certificate-2.ts";
import { checkFingerprints, checkInclusion, checkSubject } from "./certificate-facts.ts";
import { findFacts, reportFacts } from "./certificate-facts.ts";
import { type Certificate, FORMAT, readCertificate, readFormat } from "./certificate-shape.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import type { CheckId, Code, DoesNotProve, Proves } from "./codes.ts";
import { readText } from "./read-text.ts";
import type { CertificateCheck, CertificateReport, VerifyOptions } from "./report.ts";
import { clip, fail, guarded, type Outcome, pass, type Verification, yields } from "./result.ts";
import { sha256 } from "./sha256.ts";
import { type NoteKey, parseVkey, verifySignedNote } from "./signed-note.ts";
import { parseStrictJson } from "./strict-json.ts";
import { checkKey } from "./trusted-key.ts";

const ALWAYS_UNPROVEN: readonly DoesNotProve[] = [
  "facts-true",
  "recorded-time",
  "header",
  "complete",
  "latest",
  "single-history",
];

/** Failures after which the file still counts as a certificate, a forged or damaged one. */
const REFUSED_WHILE_READING: ReadonlySet<Code> = new Set<Code>([
  "file.duplicate-key",
  "file.spelling",
  "file.lone-surrogate",
  "certificate.unknown-key",
  "certificate.missing-key",
  "certificate.wrong-value",
]);

const asCheck = (id: CheckId, { ok, code, params }: Verification): CertificateCheck => ({
  id,
  ok,
  code,
  params,
});

/** "MJ-" and the first 24 hex digits, upper-case, of SHA-256(JCS(certificate without certificateId)). */
export function certificateIdOf(certificate: object): Outcome<string> {
  return guarded<Outcome<string>>(
    () => {
      const { certificateId: _, ...rest } = certificate as Record<string, unknown>;
      const canonical = canonicalJson(rest);
      if (!canonical.ok) return canonical;
      const bytes = encodeUtf8(canonical.value);
      if (!bytes.ok) return bytes;
      return yields(`MJ-${encodeHex(sha256(bytes.value)).slice(0, 24).toUpperCase()}`);
    },
    (failure) => failure,
  );
}

function checkNumber(certificate: Certificate): Verification {
  const { certificateId } = certificate;
  const computed = certificateIdOf(certificate);
  if (!computed.ok) return computed;
  const params = { certificateId, computed: computed.value };
  if (computed.value !== certificateId) return fail("certificate.number-mismatch", params);
  return pass("certificate.number-matches", { certificateId });
}

interface LogFindings {
  readonly key: NoteKey | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly signature: Verification;
}

/** Key, checkpoint and signature; the names of log, key and checkpoint must be one (c2sp.org/tlog-checkpoint). */
function findLog({ log, checkpoint: note }: Pick<Certificate, "log" | "checkpoint">): LogFindings {
  const key = parseVkey(log.vkey);
  const checkpoint = parseCheckpoint(note);
  const found = {
    key: key.ok ? key.value : undefined,
    checkpoint: checkpoint.ok ? checkpoint.value : undefined,
  };
  if (!key.ok) return { ...found, signature: key };
  if (!checkpoint.ok) return { ...found, signature: checkpoint };
  const { origin } = checkpoint.value;
  if (origin !== log.origin || key.value.name !== log.origin) {
    const params = { origin: clip(log.origin), signed: clip(origin) };
    return { ...found, signature: fail("certificate.origin-mismatch", params) };
  }
  return { ...found, signature: verifySignedNote(note, log.vkey) };
}

/** Report of a file of which no more can be said than that it cannot be read, or is malformed. */
function stopped(checks: readonly CertificateCheck[]): CertificateReport {
  const last = checks.at(-1);
  const code = last?.code ?? "verifier.input-hostile";
  return {
    verdict: REFUSED_WHILE_READING.has(code) ? "refused" : "unreadable",
    code,
    params: last?.params ?? {},
    checks,
    facts: [],
    proves: [],
    doesNotProve: [],
    certificate: null,
    log: null,
    rows: null,
    witnesses: [],
    keyTrusted: false,
  };
}

function headerOf(certificate: Certificate) {
  const { certificateId, subject, title, audience, issuedAt } = certificate;
  return { certificateId, subject, title, audience, issuedAt };
}

function logOf({ key, checkpoint }: LogFindings) {
  if (key === undefined || checkpoint === undefined) return null;
  const { origin, size, root } = checkpoint;
  return { origin, keyId: key.keyId, size, root: encodeHex(root) };
}

/** What a valid certificate proves and does not, by whether the key was compared. */
function conclusions(keyTrusted: boolean): { proves: Proves[]; doesNotProve: DoesNotProve[] } {
  return keyTrusted
    ? { proves: ["unchanged", "in-log", "log-key"], doesNotProve: [...ALWAYS_UNPROVEN] }
    : { proves: ["unchanged", "in-log"], doesNotProve: ["key-compared", ...ALWAYS_UNPROVEN] };
}

/** All checks of a well-formed certificate; none is left out because an earlier one failed. */
function examine(
  certificate: Certificate,
  options: VerifyOptions,
): Omit<CertificateReport, "checks"> & {
  checks: CertificateCheck[];
} {
  const log = findLog(certificate);
  const findings = findFacts(certificate, log.checkpoint);
  const { trustedKeys } = options;
  const checks = [
    asCheck("number", checkNumber(certificate)),
    asCheck("signature", log.signature),
    ...(trustedKeys === undefined ? [] : [asCheck("key", checkKey(log.key, trustedKeys))]),
    asCheck("subject", checkSubject(certificate)),
    asCheck("fingerprints", checkFingerprints(findings)),
    asCheck("inclusion", checkInclusion(findings, log.checkpoint)),
  ];
  const failed = checks.find(({ ok }) => !ok);
  const keyTrusted = checks.some(({ id, ok }) => id === "key" && ok);
  const { subject } = certificate;
  const good = { count: findings.length, size: log.checkpoint?.size ?? 0 };
  return {
    verdict: failed === undefined ? "valid" : "refused",
    code: failed?.code ?? "certificate.valid",
    params: failed?.params ?? good,
    checks,
    facts: reportFacts(findings, { subject, logVerified: log.signature.ok }),
    ...(failed === undefined ? conclusions(keyTrusted) : { proves: [], doesNotProve: [] }),
    certificate: headerOf(certificate),
    log: logOf(log),
    rows: null,
    witnesses: [],
    keyTrusted,
  };
}

/** What the header says is in the seal, so in the log; what the facts say only where their entries are there. */
interface Compared {
  readonly keyTrusted: boolean;
  readonly isPolicyTrusted: boolean;
  readonly anchored: Anchored | undefined;
}

function conclusions2(certificate: Certificate2, compared: Compared) {
  const { keyTrusted, isPolicyTrusted, anchored } = compared;
  const { entries, rows } = certificate;
  const isSealed = rows.some((row) => !isBlank(row) && !isGone(row) && !isShown(row));
  const { proves, doesNotProve } = conclusions(keyTrusted);
  return {
    proves: [
      ...proves,
      "sealed" as const,
      ...(certificate.policy === undefined ? [] : ["cosigned" as const]),
    ],
    doesNotProve: [
      ...doesNotProve.filter(
        (code) => code !== "header" && (code !== "single-history" || !isPolicyTrusted),
      ),
      ...(certificate.policy === undefined || isPolicyTrusted ? [] : ["policy-compared" as const]),
      ...(anchored?.isOpen === true ? ["chain-asked" as const] : []),
      ...(entries === undefined ? ["contents" as const] : []),
      ...(isSealed ? ["sealed-rows" as const] : []),
    ],
  };
}

function headerOf2(certificate: Certificate2) {
  const { certificateId, seal } = certificate;
  const { title, audience } = payloadOf(certificate);
  const { subject, occurredAt } = seal.fact;
  return { certificateId, subject, title, audience, issuedAt: occurredAt };
}

function countRows(certificate: Certificate2) {
  const { rows } = certificate;
  const blank = rows.filter(isBlank).length;
  const shown = rows.filter((row) => !isBlank(row) && isShown(row)).length;
  const gone = rows.filter((row) => !isBlank(row) && isGone(row)).length;
  const sealed = rows.length - blank - shown - gone;
  return { total: payloadOf(certificate).rows, shown, sealed, gone, blank };
}

const checkIfAny = (id: CheckId, found: Verification | undefined): CertificateCheck[] =>
  found === undefined ? [] : [asCheck(id, found)];

/** All checks of a well-formed certificate of format 2. */
function examine2(certificate: Certificate2, { trustedKeys, trustedPolicy }: VerifyOptions) {
  const log = findLog(certificate);
  const quorum = checkQuorum(certificate, trustedPolicy);
  const anchored = checkAnchors(certificate, log.checkpoint);
  const findings = findFacts2(certificate, log.checkpoint);
  const checks = [
    asCheck("number", checkNumber2(certificate)),
    asCheck("signature", log.signature),
    ...(trustedKeys === undefined ? [] : [asCheck("key", checkKey(log.key, trustedKeys))]),
    ...checkIfAny("cosignatures", quorum?.check),
    ...checkIfAny("anchors", anchored?.check),
    asCheck("subject", checkEntries(certificate)),
    asCheck("rows", checkRows(certificate)),
    asCheck("fingerprints", checkFingerprints2(findings)),
    asCheck("inclusion", checkInclusion2(findings, log.checkpoint)),
    asCheck("order", checkOrder(certificate)),
  ];
  const failed = checks.find(({ ok }) => !ok);
  const keyTrusted = checks.some(({ id, ok }) => id === "key" && ok);
  const { subject } = certificate.seal.fact;
  const facts = findings.entries.map((found) => ({
    ...found,
    fingerprint: found.fingerprint && found.isOfRow,
  }));
  return {
    verdict: failed === undefined ? ("valid" as const) : ("refused" as const),
    code: failed?.code ?? ("certificate.valid" as const),
    params: failed?.params ?? { count: facts.length, size: log.checkpoint?.size ?? 0 },
    checks,
    facts: reportFacts(facts, { subject, logVerified: log.signature.ok }),
    ...(failed === undefined
      ? conclusions2(certificate, {
          keyTrusted,
          isPolicyTrusted: trustedPolicy !== undefined,
          anchored,
        })
      : { proves: [], doesNotProve: [] }),
    certificate: headerOf2(certificate),
    log: logOf(log),
    rows: countRows(certificate),
    witnesses: quorum?.witnesses ?? [],
    keyTrusted,
  };
}

/** The checks behind the format, or why the value has none. */
function examineValue(value: unknown, options: VerifyOptions): Outcome<ReturnType<typeof examine>> {
  const format = readFormat(value);
  if (!format.ok) return format;
  if (format.value === FORMAT) {
    const certificate = readCertificate(value);
    return certificate.ok ? yields(examine(certificate.value, options)) : certificate;
  }
  const certificate = readCertificate2(value);
  return certificate.ok ? yields(examine2(certificate.value, options)) : certificate;
}

function verify(input: unknown, options: VerifyOptions): CertificateReport {
  const text = readText(input);
  const value = text.ok ? parseStrictJson(text.value) : text;
  if (!value.ok) return stopped([asCheck("file", value)]);
  const file = asCheck("file", pass("file.read"));
  const report = examineValue(value.value, options);
  if (!report.ok) return stopped([file, asCheck("format", report)]);
  const format = asCheck("format", pass("certificate.format-known"));
  return { ...report.value, checks: [file, format, ...report.value.checks] };
}

/**
 * Verifies a certificate: the text or bytes of its file, or the parsed object (for which its canonical JSON is taken).
 * Never throws. Without `trustedKeys` a valid certificate is only as good as the key it names, and the report says so.
 */
export function verifyCertificate(input: unknown, options: VerifyOptions = {}): CertificateReport {
  return guarded<CertificateReport>(
    () => verify(input, options),
    (failure) => stopped([asCheck("file", failure)]),
  );
}
