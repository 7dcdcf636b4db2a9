/** Sealed tip-offs: encryption, keys in shares, receipts, proof of work, masking. For browser, console and demo city. */
export { fromBase64, fromHex, hexOf, toBase64, utf8 } from "./bytes.ts";
export { openWith, publicKeyOf, sealTo } from "./hpke.ts";
export { maskIdentity, showsIdentity } from "./mask.ts";
export {
  bytesOfKey,
  demoOfficeKey,
  fingerprintOf,
  type KeyShare,
  keyIdOf,
  type MadeKey,
  makeOfficeKey,
  type OfficeKey,
  readShare,
  type ShareProblem,
  SHARES,
  THRESHOLD,
  unlockKey,
} from "./office-key.ts";
export { type Mailbox, mailboxOf, makeReceipt } from "./receipt.ts";
export { type FileKind, stripFile } from "./strip/index.ts";
export {
  OpenedTipoff,
  openMessage,
  openTipoff,
  sealMessage,
  sealTipoff,
  type SealedTipoff,
  type Tipoff,
  type TipoffFile,
} from "./tipoff.ts";
export { isSolved, solve, type Task } from "./work.ts";
