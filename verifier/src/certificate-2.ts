/** The checks of format 2 that format 1 does not have: rows, the seal, and entries that can be absent. */
import { verifyAnchor } from "./anchor.ts";
import { decodeHex, encodeHex, encodeUtf8, equalBytes } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import {
  type Certificate2,
  type CertificateRow,
  isBlank,
  isShown,
  payloadOf,
  type ProvenFact,
  ROWS_STEP,
  type RowEntry,
  type SealPayload,
} from "./certificate-2-shape.ts";
import { findEntry, type FactFindings } from "./certificate-facts.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Code } from "./codes.ts";
import { leafDataOf } from "./fact.ts";
import { emptyRoot, leafHash, nodeHash, verifyInclusion } from "./merkle.ts";
import { evaluatePolicy, parsePolicy, type WitnessReport } from "./policy.ts";
import { fail, guarded, pass, type Verification } from "./result.ts";

const bytesOf = (hex: string): Uint8Array => {
  const bytes = decodeHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
};

/** Leaf hash of a row: of a blank one what it says, of the others SHA-256(0x00 ‖ JCS(row)). */
export function rowHash(row: CertificateRow): Uint8Array {
  return guarded(
    () => {
      if (isBlank(row)) return bytesOf(row.blank);
      const text = canonicalJson(row);
      const bytes = text.ok ? encodeUtf8(text.value) : text;
      return bytes.ok ? leafHash(bytes.value) : new Uint8Array();
    },
    () => new Uint8Array(),
  );
}

/** Root of RFC 6962 §2.1 over leaf hashes. */
function rootOverHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return emptyRoot();
  if (hashes.length === 1) return first;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(rootOverHashes(hashes.slice(0, split)), rootOverHashes(hashes.slice(split)));
}

export function checkNumber2({ certificateId, seal }: Certificate2): Verification {
  const computed = `MJ-${seal.fact.contentHash.slice(0, 24).toUpperCase()}`;
  return computed === certificateId
    ? pass("certificate.number-matches", { certificateId })
    : fail("certificate.number-mismatch", { certificateId, computed });
}

/** The first row that stands where the seal says that none of its sort stands. */
function misplacedRow(rows: readonly CertificateRow[], shown: number): number {
  return rows.findIndex((row, place) => !isBlank(row) && isShown(row) !== place < shown);
}

/** The rows are those that were sealed: as many, in that order, under that root. */
export function checkRows(certificate: Certificate2): Verification {
  const { rows, rest } = certificate;
  const sealed = payloadOf(certificate);
  const expected = rest === undefined ? sealed.rows : ROWS_STEP;
  if (rows.length !== expected || sealed.shown > sealed.rows)
    return fail("certificate.row-count", { rows: rows.length, sealed: sealed.rows });
  const misplaced = misplacedRow(rows, sealed.shown);
  if (misplaced >= 0) return fail("certificate.row-order", { position: misplaced + 1 });
  const top = rootOverHashes(rows.map(rowHash));
  const root = bytesOf(sealed.root);
  const leads =
    rest === undefined
      ? equalBytes(top, root)
      : verifyInclusion({
          leafHash: top,
          index: 0,
          size: sealed.rows / ROWS_STEP,
          proof: rest.map(bytesOf),
          root,
        }).ok;
  return leads
    ? pass("certificate.rows-match", { rows: sealed.rows, shown: sealed.shown })
    : fail("certificate.rows-root-mismatch", { rows: sealed.rows });
}

/** Chosen facts may be of several subjects. */
const isChosen = ({ fact }: ProvenFact): boolean =>
  (fact.payload as unknown as SealPayload).scope === "chosen";

/** What is wrong between an entry and its row, if anything. */
function rowFault({ rows, seal }: Certificate2, entry: RowEntry, before: number): Code | undefined {
  const row = rows[entry.row];
  if (entry.row <= before || row === undefined || isBlank(row) || !isShown(row))
    return "certificate.row-mismatch";
  const { fact, leafIndex } = entry;
  if (!isChosen(seal) && fact.subject !== seal.fact.subject) return "certificate.subject-mismatch";
  const isSame =
    fact.kind === row.kind && fact.occurredAt === row.occurredAt && leafIndex === row.leafIndex;
  return isSame ? undefined : "certificate.row-mismatch";
}

/** Every entry belongs to a shown row and, where all is certified, to the subject of the seal; nothing comes twice. */
export function checkEntries(certificate: Certificate2): Verification {
  const { seal, roots, rows, entries = [] } = certificate;
  const ids = new Set([seal, ...(roots === undefined ? [] : [roots])].map(({ fact }) => fact.id));
  const leaves = new Set<number>();
  for (const [place, row] of rows.entries()) {
    if (isBlank(row) || !isShown(row)) continue;
    const { leafIndex } = row;
    if (leaves.has(leafIndex))
      return fail("certificate.duplicate-leaf", { position: place + 1, factId: "", leafIndex });
    leaves.add(leafIndex);
  }
  let before = -1;
  for (const entry of entries) {
    const params = { position: entry.row + 1, factId: entry.fact.id };
    const fault = rowFault(certificate, entry, before);
    if (fault !== undefined) return fail(fault, params);
    if (ids.has(entry.fact.id)) return fail("certificate.duplicate-fact", params);
    ids.add(entry.fact.id);
    before = entry.row;
  }
  const code = isChosen(seal) ? "certificate.chosen-distinct" : "certificate.subject-matches";
  return pass(code, { count: entries.length });
}

export interface RowFindings extends FactFindings {
  readonly row: number;
  readonly isOfRow: boolean;
  /** From its row. */
  readonly recordedAt: string;
}

export interface Findings2 {
  readonly seal: FactFindings;
  readonly roots: FactFindings | undefined;
  readonly entries: readonly RowFindings[];
}

export function findFacts2(
  certificate: Certificate2,
  checkpoint: Checkpoint | undefined,
): Findings2 {
  const find = (entry: ProvenFact) => findEntry(entry, checkpoint);
  const { seal, roots, rows, entries = [] } = certificate;
  return {
    seal: find(seal),
    roots: roots === undefined ? undefined : find(roots),
    entries: entries.map((entry) => {
      const leafData = leafDataOf(entry.fact, entry.salt);
      const row = rows[entry.row];
      const shown = row !== undefined && !isBlank(row) && isShown(row) ? row : undefined;
      const isOfRow = leafData.ok && encodeHex(leafData.value) === shown?.digest;
      return { ...find(entry), row: entry.row, isOfRow, recordedAt: shown?.recordedAt ?? "" };
    }),
  };
}

export function checkFingerprints2({ seal, roots, entries }: Findings2): Verification {
  if (!seal.fingerprint) return fail("certificate.seal-hash-mismatch");
  if (roots?.fingerprint === false) return fail("certificate.roots-hash-mismatch");
  const wrong = entries.find(({ fingerprint, isOfRow }) => !fingerprint || !isOfRow);
  if (wrong === undefined) return pass("certificate.fingerprints-match", { count: entries.length });
  const code = wrong.fingerprint ? "fact.digest-mismatch" : "fact.content-hash-mismatch";
  return fail(code, { position: wrong.row + 1, factId: wrong.entry.fact.id });
}

const IN_LOG = "merkle.included";

export function checkInclusion2(
  { seal, roots, entries }: Findings2,
  checkpoint: Checkpoint | undefined,
): Verification {
  const { leafIndex } = seal.entry;
  if (seal.inclusion !== IN_LOG) return fail("certificate.seal-not-in-log", { leafIndex });
  if (roots !== undefined && roots.inclusion !== IN_LOG)
    return fail("certificate.roots-not-in-log", { leafIndex: roots.entry.leafIndex });
  const wrong = entries.find(({ inclusion }) => inclusion !== IN_LOG);
  if (wrong === undefined)
    return pass("certificate.facts-in-log", {
      count: entries.length,
      size: checkpoint?.size ?? 0,
    });
  const { fact, leafIndex: index } = wrong.entry;
  return fail(wrong.inclusion, { position: wrong.row + 1, factId: fact.id, leafIndex: index });
}

export interface Quorum {
  readonly check: Verification;
  readonly witnesses: readonly WitnessReport[];
}

/** Does the checkpoint carry what the policy asks for? Undefined without a policy, in the file or named by the reader. */
export function checkQuorum(
  { checkpoint, policy: text }: Certificate2,
  trusted: string | undefined,
): Quorum | undefined {
  if (text === undefined && trusted === undefined) return undefined;
  if (trusted !== undefined && trusted !== text)
    return { check: fail("certificate.policy-not-trusted"), witnesses: [] };
  const policy = parsePolicy(text ?? "");
  if (!policy.ok) return { check: policy, witnesses: [] };
  const { ok, code, params, witnesses } = evaluatePolicy(checkpoint, policy.value);
  if (ok) return { check: pass("certificate.cosigned", params), witnesses };
  const reason = code === "policy.quorum-missing" ? "certificate.awaiting-cosignature" : code;
  return { check: fail(reason, params), witnesses };
}

export interface Anchored {
  readonly check: Verification;
  /** Whether something remains to be asked: of a chain, or after the key of the service. */
  readonly isOpen: boolean;
}

/** Do the receipts of chains hold? Undefined where there are none. */
export function checkAnchors(
  { anchors }: Certificate2,
  checkpoint: Checkpoint | undefined,
): Anchored | undefined {
  if (anchors === undefined) return undefined;
  if (checkpoint === undefined) return { check: fail("fact.log-not-verified"), isOpen: true };
  const reports = anchors.map((anchor) => verifyAnchor(anchor, checkpoint));
  const wrong = reports.find(({ ok }) => !ok);
  if (wrong !== undefined) return { check: fail(wrong.code, wrong.params), isOpen: true };
  const sizes = reports.map(({ size }) => size ?? 0);
  return {
    check: pass("certificate.anchored", { count: anchors.length, size: Math.max(...sizes) }),
    isOpen: reports.some(({ stillToAsk }) => stillToAsk !== "nothing"),
  };
}

/** A seal stands behind everything that it shows. */
export function checkOrder({ rows, seal }: Certificate2): Verification {
  const { leafIndex } = seal;
  const late = rows.findIndex((row) => !isBlank(row) && isShown(row) && row.leafIndex >= leafIndex);
  return late < 0
    ? pass("certificate.seal-last", { leafIndex })
    : fail("certificate.seal-too-early", { leafIndex, position: late + 1 });
}
