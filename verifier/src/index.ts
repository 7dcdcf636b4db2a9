/**
 * Verifier of Mingjing: certificates, log proofs, signatures. No dependency, no clock, no network; runs in Node and in
 * browsers on plain http. No function throws: each answers with a code (locales/<language>/verifier.json).
 */
export { blankRow } from "./blank.ts";
export {
  type AnswerCheckId,
  ANSWER_CHECKS,
  type AnswerReport,
  recordHash,
  verifyAnswer,
} from "./answer.ts";
export {
  compareAnswers,
  comparePage,
  inForce,
  type PageDifference,
  type ShownPage,
} from "./answer-compare.ts";
export {
  type Answer,
  ANSWER_FORMAT,
  type AnswerEntry,
  type AnswerRecord,
  type GoneRecord,
  readAnswer,
  type ReleasedRecord,
} from "./answer-shape.ts";
export {
  type AnchoredHead,
  type AnchorOptions,
  type AnchorProof,
  type AnchorReceipt,
  type AnchorReport,
  type EvmReceipt,
  type ProvinceReceipt,
  provinceReceiptText,
  type StillToAsk,
  verifyAnchor,
} from "./anchor.ts";
export {
  concatBytes,
  decodeBase64,
  decodeHex,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  equalBytes,
} from "./bytes.ts";
export { canonicalJson } from "./canonical-json.ts";
export { certificateIdOf, verifyCertificate } from "./certificate.ts";
export { type Certificate, type CertificateEntry, FORMAT, FORMAT_2 } from "./certificate-shape.ts";
export { rowHash } from "./certificate-2.ts";
export type {
  BlankRow,
  Certificate2,
  CertificateRow,
  ProvenFact,
  RowEntry,
  SealedRow,
  SealPayload,
  ShownRow,
} from "./certificate-2-shape.ts";
export { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
export { type ClipHeader, type ClipReport, MAX_CLIP_BYTES, verifyClip } from "./clip.ts";
export { type ChangedSegment, type ClipGap } from "./clip-checks.ts";
export { CLIP_FORMAT } from "./clip-shape.ts";
export {
  type CheckId,
  CHECKS,
  CLIP_CHECKS,
  CLIP_DOES_NOT_PROVE,
  CLIP_PROVES,
  type Code,
  CODES,
  DOES_NOT_PROVE,
  type DoesNotProve,
  PROVES,
  type Proves,
} from "./codes.ts";
export {
  type Cosignature,
  cosignedText,
  parseCosignerVkey,
  verifyCosignature,
} from "./cosignature.ts";
export { findAttachedCertificate, isPdf } from "./pdf-attachment.ts";
export { inflateRaw } from "./inflate.ts";
export type { Pixels } from "./qr/picture.ts";
export { readCodes } from "./qr/read-codes.ts";
export { type PaperPart, readPaper, readPaperPart } from "./paper.ts";
export { type SignedMessage, verifyEd25519 } from "./ed25519.ts";
export { type CertifiedFact, contentHashOf, leafDataOf } from "./fact.ts";
export {
  type ConsistencyClaim,
  type Count,
  emptyRoot,
  type InclusionClaim,
  leafHash,
  nodeHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";
export {
  evaluatePolicy,
  isQuorum,
  parsePolicy,
  type Policy,
  type PolicyGroup,
  type PolicyLog,
  type PolicyReport,
  type PolicyWitness,
  type WitnessReport,
} from "./policy.ts";
export {
  type MapClaim,
  mapKeyOf,
  mapLeafHash,
  type MapValue,
  type OtherLeaf,
  verifyMap,
} from "./map.ts";
export { MAX_FILE_BYTES } from "./read-text.ts";
export { readRoots, type Roots } from "./roots.ts";
export type {
  CertificateCheck,
  CertificateHeader,
  CertificateReport,
  FactReport,
  LogReport,
  RowsReport,
  Verdict,
  VerifyOptions,
} from "./report.ts";
export type { Failure, Outcome, Params, Verification } from "./result.ts";
export { sha256 } from "./sha256.ts";
export { sha512 } from "./sha512.ts";
export {
  type NoteKey,
  type NoteSignature,
  parseSignedNote,
  parseVkey,
  type SignedNote,
  type NoteRead,
  openNote,
  verifySignedNote,
} from "./signed-note.ts";
export { type Sm2SignedMessage, verifySm2 } from "./sm2.ts";
export { parseSm2Vkey, verifySm2Note } from "./sm2-note.ts";
export { sm3 } from "./sm3.ts";
export { parseStrictJson } from "./strict-json.ts";
export { isZip } from "./zip.ts";
