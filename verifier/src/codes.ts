/**
 * Every code the verifier can answer with. A code is public API: it is never reworded, and each has a
 * sentence in locales/zh-CN/verifier.json and locales/en/verifier.json.
 */
export const CODES = [
  "ok",
  "verifier.input-hostile",
  "bytes.not-bytes",
  "bytes.not-text",
  "bytes.not-hex",
  "bytes.not-base64",
  "bytes.not-utf8",
  "file.read",
  "file.not-found",
  "file.empty",
  "file.too-large",
  "file.not-utf8",
  "file.byte-order-mark",
  "file.not-json",
  "file.too-deep",
  "file.duplicate-key",
  "file.spelling",
  "file.lone-surrogate",
  "canonical-json.not-json",
  "canonical-json.not-finite",
  "canonical-json.lone-surrogate",
  "canonical-json.too-deep",
  "certificate.valid",
  "certificate.not-a-certificate",
  "certificate.unknown-format",
  "certificate.format-known",
  "certificate.unknown-key",
  "certificate.missing-key",
  "certificate.wrong-value",
  "certificate.number-matches",
  "certificate.number-mismatch",
  "certificate.key-trusted",
  "certificate.key-not-trusted",
  "certificate.trusted-key-malformed",
  "certificate.origin-mismatch",
  "certificate.subject-matches",
  "certificate.subject-mismatch",
  "certificate.duplicate-fact",
  "certificate.duplicate-leaf",
  "certificate.fingerprints-match",
  "certificate.facts-in-log",
  "fact.valid",
  "fact.content-hash-mismatch",
  "fact.subject-mismatch",
  "fact.not-in-log",
  "fact.index-beyond-tree",
  "fact.log-not-verified",
  "merkle.included",
  "merkle.consistent",
  "merkle.index-out-of-range",
  "merkle.size-out-of-range",
  "merkle.bad-hash",
  "merkle.proof-too-short",
  "merkle.proof-too-long",
  "merkle.root-mismatch",
  "note.malformed",
  "note.bad-vkey",
  "note.vkey-id-mismatch",
  "note.vkey-unsupported",
  "note.no-signature-of-key",
  "note.no-trusted-signature",
  "note.signature-invalid",
  "note.signed",
  "checkpoint.malformed",
  "checkpoint.bad-origin",
  "checkpoint.bad-size",
  "checkpoint.bad-root",
  "ed25519.valid",
  "ed25519.bad-key",
  "ed25519.bad-signature",
  "ed25519.mismatch",
  "sm2.valid",
  "sm2.bad-key",
  "sm2.bad-id",
  "sm2.bad-signature",
  "sm2.mismatch",
  "inflate.damaged",
  "inflate.too-large",
  "paper.no-part",
  "paper.not-a-part",
  "paper.part-missing",
  "paper.parts-of-two",
  "paper.damaged",
  "pdf.not-a-pdf",
  "pdf.damaged",
  "pdf.no-certificate",
  "pdf.several-certificates",
] as const;

export type Code = (typeof CODES)[number];

/** The checks of a certificate, in the order in which a reader is told about them. */
export const CHECKS = [
  "file",
  "format",
  "number",
  "signature",
  "key",
  "subject",
  "fingerprints",
  "inclusion",
] as const;

export type CheckId = (typeof CHECKS)[number];

/** What a valid certificate proves. */
export const PROVES = ["unchanged", "in-log", "log-key"] as const;

export type Proves = (typeof PROVES)[number];

/** What even a valid certificate does not prove; always said beside what it proves. */
export const DOES_NOT_PROVE = [
  "key-compared",
  "facts-true",
  "recorded-time",
  "header",
  "complete",
  "latest",
  "single-history",
] as const;

export type DoesNotProve = (typeof DOES_NOT_PROVE)[number];
