/** Certificates of chosen facts for files that are handed out, such as clips: format "mingjing-certificate/1" (verifier/README.md). */
import { createHash } from "node:crypto";

import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import type { Audience } from "./certificate.ts";

/** A fact and where it is in the log. */
export interface CertifiedRow {
  readonly fact: Fact;
  /** 16 bytes. */
  readonly salt: Buffer;
  readonly recordedAt: Date;
  readonly leafIndex: number;
  /** From the leaf upwards. */
  readonly proof: readonly Buffer[];
}

interface CertificateInput {
  readonly subject: string;
  /** One line. */
  readonly title: string;
  readonly audience: Audience;
  readonly issuedAt: Date;
  readonly log: { readonly origin: string; readonly vkey: string };
  /** Signed note. */
  readonly checkpoint: string;
  readonly rows: readonly CertifiedRow[];
}

interface CertificateEntry {
  readonly fact: Fact;
  readonly salt: string;
  readonly recordedAt: string;
  readonly leafIndex: number;
  readonly proof: readonly string[];
}

export interface FactCertificate {
  readonly format: "mingjing-certificate/1";
  readonly certificateId: string;
  readonly subject: string;
  readonly title: string;
  readonly audience: Audience;
  readonly issuedAt: string;
  readonly log: { readonly origin: string; readonly vkey: string };
  readonly checkpoint: string;
  readonly facts: readonly CertificateEntry[];
}

/** "MJ-" and 24 hex digits of SHA-256(JCS(certificate without its number)). */
function numberOf(certificate: Omit<FactCertificate, "certificateId">): string {
  const hash = createHash("sha256").update(canonicalJson(certificate), "utf8").digest("hex");
  return `MJ-${hash.slice(0, 24).toUpperCase()}`;
}

function entryOf({ fact, salt, recordedAt, leafIndex, proof }: CertifiedRow): CertificateEntry {
  return {
    fact,
    salt: salt.toString("hex"),
    recordedAt: recordedAt.toISOString(),
    leafIndex,
    proof: proof.map((hash) => hash.toString("hex")),
  };
}

/** Facts in the order they happened. Same input, same certificate. */
export function certificateOf({ rows, ...input }: CertificateInput): FactCertificate {
  const ordered = rows.toSorted(
    (one, other) =>
      compare(one.fact.occurredAt, other.fact.occurredAt) || compare(one.fact.id, other.fact.id),
  );
  const { subject, title, audience, issuedAt, log, checkpoint } = input;
  const certificate = {
    format: "mingjing-certificate/1" as const,
    subject,
    title,
    audience,
    issuedAt: issuedAt.toISOString(),
    log: { origin: log.origin, vkey: log.vkey },
    checkpoint,
    facts: ordered.map(entryOf),
  };
  const { format, ...rest } = certificate;
  return { format, certificateId: numberOf(certificate), ...rest };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The file: two spaces of indentation and a last line end. */
export const factCertificateText = (certificate: FactCertificate): string =>
  `${JSON.stringify(certificate, undefined, 2)}\n`;
