/** The checks of a certificate that look at each fact. */
import { decodeHex } from "./bytes.ts";
import type { Certificate, CertificateEntry } from "./certificate-shape.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Code } from "./codes.ts";
import { contentHashOf, leafDataOf } from "./fact.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import type { FactReport } from "./report.ts";
import { fail, pass, type Verification } from "./result.ts";

/** What is known of one fact: is its fingerprint right, and is it in the tree of the checkpoint? */
export interface FactFindings {
  readonly entry: Omit<CertificateEntry, "recordedAt">;
  readonly fingerprint: boolean;
  readonly inclusion: Code;
}

/** Clocks differ a little; more than this is said. */
const SKEW_MS = 300_000;

function findInclusion(entry: FactFindings["entry"], checkpoint: Checkpoint | undefined): Code {
  if (checkpoint === undefined) return "fact.log-not-verified";
  if (entry.leafIndex >= checkpoint.size) return "fact.index-beyond-tree";
  const leafData = leafDataOf(entry.fact, entry.salt);
  if (!leafData.ok) return leafData.code;
  const proof = entry.proof.map((node) => decodeHex(node));
  const { ok } = verifyInclusion({
    leafHash: leafHash(leafData.value),
    index: entry.leafIndex,
    size: checkpoint.size,
    proof: proof.map((node) => (node.ok ? node.value : new Uint8Array())),
    root: checkpoint.root,
  });
  return ok ? "merkle.included" : "fact.not-in-log";
}

export function findEntry(
  entry: FactFindings["entry"],
  checkpoint: Checkpoint | undefined,
): FactFindings {
  const contentHash = contentHashOf(entry.fact);
  const fingerprint = contentHash.ok && contentHash.value === entry.fact.contentHash;
  return { entry, fingerprint, inclusion: findInclusion(entry, checkpoint) };
}

/** A fact in which a reader is told when it was recorded. */
export interface TimedFindings extends FactFindings {
  readonly recordedAt: string;
}

export const findFacts = (
  certificate: Certificate,
  checkpoint: Checkpoint | undefined,
): TimedFindings[] =>
  certificate.facts.map((entry) => ({
    ...findEntry(entry, checkpoint),
    recordedAt: entry.recordedAt,
  }));

/** All facts concern the subject of the certificate, each once. */
export function checkSubject({ subject, facts }: Certificate): Verification {
  const ids = new Set<string>();
  const leaves = new Set<number>();
  for (const [index, { fact, leafIndex }] of facts.entries()) {
    const params = { position: index + 1, factId: fact.id };
    if (fact.subject !== subject) return fail("certificate.subject-mismatch", params);
    if (ids.has(fact.id)) return fail("certificate.duplicate-fact", params);
    if (leaves.has(leafIndex)) return fail("certificate.duplicate-leaf", { ...params, leafIndex });
    ids.add(fact.id);
    leaves.add(leafIndex);
  }
  return pass("certificate.subject-matches", { count: facts.length });
}

export function checkFingerprints(findings: readonly FactFindings[]): Verification {
  const index = findings.findIndex(({ fingerprint }) => !fingerprint);
  if (index < 0) return pass("certificate.fingerprints-match", { count: findings.length });
  const factId = findings[index]?.entry.fact.id ?? "";
  return fail("fact.content-hash-mismatch", { position: index + 1, factId });
}

export function checkInclusion(
  findings: readonly FactFindings[],
  checkpoint: Checkpoint | undefined,
): Verification {
  const index = findings.findIndex(({ inclusion }) => inclusion !== "merkle.included");
  const found = findings[index];
  if (found !== undefined) {
    const { fact, leafIndex } = found.entry;
    return fail(found.inclusion, { position: index + 1, factId: fact.id, leafIndex });
  }
  const size = checkpoint?.size ?? 0;
  return pass("certificate.facts-in-log", { count: findings.length, size });
}

function factCode(findings: FactFindings, subject: string, logVerified: boolean): Code {
  if (!findings.fingerprint) return "fact.content-hash-mismatch";
  if (findings.entry.fact.subject !== subject) return "fact.subject-mismatch";
  if (findings.inclusion !== "merkle.included") return findings.inclusion;
  return logVerified ? "fact.valid" : "fact.log-not-verified";
}

/** One line per fact. A fact counts as good only if the log that holds it is verified too. */
export function reportFacts(
  findings: readonly TimedFindings[],
  { subject, logVerified }: { readonly subject: string; readonly logVerified: boolean },
): FactReport[] {
  return findings.map((found) => {
    const { recordedAt } = found;
    const { id, kind, occurredAt } = found.entry.fact;
    const code = factCode(found, subject, logVerified);
    return {
      id,
      kind,
      occurredAt,
      recordedAt,
      isSkewed: Math.abs(Date.parse(recordedAt) - Date.parse(occurredAt)) > SKEW_MS,
      leafIndex: found.entry.leafIndex,
      ok: code === "fact.valid",
      code,
    };
  });
}
