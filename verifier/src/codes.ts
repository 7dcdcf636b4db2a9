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
  "zip.read",
  "zip.not-a-zip",
  "zip.malformed",
  "zip.compressed",
  "zip.duplicate-file",
  "zip.damaged",
  "clip.valid",
  "clip.not-a-clip",
  "clip.unknown-format",
  "clip.format-known",
  "clip.missing-file",
  "clip.unknown-file",
  "clip.unreadable-file",
  "clip.unknown-key",
  "clip.missing-key",
  "clip.wrong-value",
  "clip.segments-match",
  "clip.segment-changed",
  "clip.no-picture",
  "clip.chain-holds",
  "clip.chain-broken",
  "clip.segment-missing",
  "clip.no-certificate",
  "clip.facts-in-log",
  "clip.chain-in-log",
  "clip.chain-differs",
  "clip.not-in-log",
  "clip.span-held",
  "clip.other-camera",
  "clip.outside-span",
  "clip.segment-left-out",
  "clip.gaps-stated",
  "clip.gap-not-stated",
  "clip.share-wrong",
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

/** The checks of a clip; `key` only with keys that the reader trusts. */
export const CLIP_CHECKS = [
  "pack",
  "clip-format",
  "segments",
  "chain",
  "key",
  "log",
  "anchor",
  "span",
  "gaps",
] as const;

export type CheckId = (typeof CHECKS)[number] | (typeof CLIP_CHECKS)[number];

/** What a valid certificate proves. */
export const PROVES = ["unchanged", "in-log", "log-key"] as const;

/** What a valid clip proves, besides `log-key`. */
export const CLIP_PROVES = ["clip-unchanged", "clip-whole", "clip-in-log"] as const;

export type Proves = (typeof PROVES)[number] | (typeof CLIP_PROVES)[number];

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

/** What even a valid clip does not prove, besides `key-compared` and `single-history`. */
export const CLIP_DOES_NOT_PROVE = [
  "clip-gaps",
  "clip-causes",
  "clip-scene",
  "clip-clock",
  "clip-texts",
  "clip-pack",
] as const;

export type DoesNotProve = (typeof DOES_NOT_PROVE)[number] | (typeof CLIP_DOES_NOT_PROVE)[number];
