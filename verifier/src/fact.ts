/** A fact inside a certificate and its two fingerprints. */
import { concatBytes, decodeHex, encodeHex, encodeUtf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { guarded, type Outcome, yields } from "./result.ts";
import { sha256 } from "./sha256.ts";
import { sm3 } from "./sm3.ts";

export interface CertifiedFact {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly source: string;
  readonly sourceId: string;
  readonly subject: string;
  /** UTC with milliseconds, "2026-09-21T02:00:00.000Z". */
  readonly occurredAt: string;
  /** Id of the fact this one corrects. */
  readonly corrects?: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** 64 hex digits. */
  readonly contentHash: string;
}

function canonicalBytes(value: unknown): Outcome<Uint8Array> {
  const text = canonicalJson(value);
  return text.ok ? encodeUtf8(text.value) : text;
}

/** SHA-256 of JCS({ kind, source, sourceId, subject, occurredAt, payload }) in hex. */
export function contentHashOf(fact: CertifiedFact): Outcome<string> {
  return guarded<Outcome<string>>(
    () => {
      const { kind, source, sourceId, subject, occurredAt, payload } = fact;
      const bytes = canonicalBytes({ kind, source, sourceId, subject, occurredAt, payload });
      return bytes.ok ? yields(encodeHex(sha256(bytes.value))) : bytes;
    },
    (failure) => failure,
  );
}

/**
 * What the log holds of a fact: 64 bytes, SHA-256(salt ‖ JCS(fact)) ‖ SM3(salt ‖ JCS(fact)). The salt is hex of
 * 16 bytes. Fails with `bytes.not-hex` or `canonical-json.*`.
 */
export function leafDataOf(fact: CertifiedFact, saltHex: string): Outcome<Uint8Array> {
  const salt = decodeHex(saltHex);
  if (!salt.ok) return salt;
  const bytes = canonicalBytes(fact);
  if (!bytes.ok) return bytes;
  const salted = concatBytes(salt.value, bytes.value);
  return yields(concatBytes(sha256(salted), sm3(salted)));
}
