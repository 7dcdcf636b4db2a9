/**
 * Anchors: that a chain outside the platform holds the hash of a checkpoint. What the receipt itself proves is checked
 * here; what only the chain can say is named (docs/how-to/chain-anchors.md).
 */
import { decodeBase64, decodeHex, encodeHex, encodeUtf8 } from "./bytes.ts";
import type { Code } from "./codes.ts";
import { verifyConsistency } from "./merkle.ts";
import { clip, fail, type Failure, guarded, type Outcome, type Params, yields } from "./result.ts";
import { sha256 } from "./sha256.ts";
import { verifySm2 } from "./sm2.ts";
import { sm3 } from "./sm3.ts";

/** Of the province's evidence service (存证), which signs it with SM2. */
export interface ProvinceReceipt {
  readonly chain: "province";
  readonly algorithm: "sm3";
  /** 64 hex digits: SM3 of the checkpoint's text. */
  readonly hash: string;
  readonly requestId: string;
  readonly evidenceNo: string;
  readonly transaction: string;
  readonly blockHeight: number;
  readonly blockHash: string;
  readonly anchoredAt: string;
  /** 04 ‖ x ‖ y, hex. */
  readonly publicKey: string;
  /** DER, hex. */
  readonly signature: string;
}

/** Of a contract on a chain that speaks the RPC of Ethereum. Nobody signs it: the chain is asked. */
export interface EvmReceipt {
  readonly chain: "evm";
  readonly algorithm: "sha256";
  readonly hash: string;
  readonly chainId: number;
  readonly contract: string;
  readonly sender: string;
  readonly transaction: string;
  readonly blockHeight: number;
  readonly blockHash: string;
  readonly anchoredAt: string;
}

export type AnchorReceipt = ProvinceReceipt | EvmReceipt;

export interface AnchorProof {
  /** Origin, size and root of the anchored checkpoint, each with its line end: what was hashed. */
  readonly checkpoint: string;
  /** Consistency proof from it to the head it stands beside, hex. */
  readonly consistency: readonly string[];
  readonly receipt: AnchorReceipt;
}

/** The head of the certificate's checkpoint, as `parseCheckpoint` gives it. */
export interface AnchoredHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface AnchorOptions {
  /** Keys of the province's service, 04 ‖ x ‖ y in hex. Left out: any key, and the report says so. */
  readonly provinceKeys?: readonly string[];
}

/** What remains to be asked of others before the anchor proves its time. */
export type StillToAsk = "nothing" | "province-key" | "chain";

export interface AnchorReport {
  readonly ok: boolean;
  /** `anchor.signed`, `.signed-by-named-key`, `.ask-chain`; or why it does not hold. */
  readonly code: Code;
  readonly params: Params;
  /** Null if it does not hold. */
  readonly stillToAsk: StillToAsk | null;
  readonly chain: "province" | "evm" | null;
  /** Leaves below this index stand in the anchored checkpoint. */
  readonly size: number;
  /** What the receipt says: by then the leaves were there. */
  readonly anchoredAt: string | null;
}

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const matches = (pattern: RegExp) => (value: unknown) =>
  typeof value === "string" && pattern.test(value);
const isHash = matches(/^[0-9a-f]{64}$/);
const isEvmHash = matches(/^0x[0-9a-f]{64}$/);
const isEvmAddress = matches(/^0x[0-9a-f]{40}$/);
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const isMoment = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const PROOF: Shape = {
  checkpoint: (value) => typeof value === "string" && value.length <= 400,
  consistency: (value) => Array.isArray(value) && value.length <= 128 && value.every(isHash),
  receipt: isObject,
};

const RECEIPTS: Readonly<Record<string, Shape>> = {
  province: {
    chain: (value) => value === "province",
    algorithm: (value) => value === "sm3",
    hash: isHash,
    requestId: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    evidenceNo: matches(/^[\x21-\x7e]{1,120}$/),
    transaction: isHash,
    blockHeight: isCount,
    blockHash: isHash,
    anchoredAt: isMoment,
    publicKey: matches(/^04[0-9a-f]{128}$/),
    signature: matches(/^30[0-9a-f]{12,158}$/),
  },
  evm: {
    chain: (value) => value === "evm",
    algorithm: (value) => value === "sha256",
    hash: isHash,
    chainId: isCount,
    contract: isEvmAddress,
    sender: isEvmAddress,
    transaction: isEvmHash,
    blockHeight: isCount,
    blockHash: isEvmHash,
    anchoredAt: isMoment,
  },
};

/** The first thing wrong: an unknown key, a missing one, a value that cannot be. */
function wrongIn(value: unknown, shape: Shape, path: string): Failure | undefined {
  if (!isObject(value)) return fail("anchor.malformed", { path });
  const names = new Set([...Object.keys(value), ...Object.keys(shape)]);
  for (const name of names) {
    const test = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!Object.hasOwn(value, name) || test?.(value[name]) !== true)
      return fail("anchor.malformed", { path: `${path}${clip(name)}` });
  }
  return undefined;
}

function readProof(value: unknown): Outcome<AnchorProof> {
  const wrong = wrongIn(value, PROOF, "");
  if (wrong) return wrong;
  const proof = value as AnchorProof;
  const { chain: named }: { readonly chain: unknown } = proof.receipt;
  const chain = String(named);
  const shape = Object.hasOwn(RECEIPTS, chain) ? RECEIPTS[chain] : undefined;
  if (shape === undefined) return fail("anchor.unknown-chain", { chain: clip(chain) });
  return wrongIn(proof.receipt, shape, "receipt.") ?? yields(proof);
}

/** Origin, size and root of the three lines. */
function readText(text: string): Outcome<AnchoredHead> {
  const [, origin = "", digits = "", encoded = ""] =
    /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/.exec(text) ?? [];
  const root = decodeBase64(encoded);
  const size = Number(digits);
  if (origin === "" || !Number.isSafeInteger(size) || !root.ok || root.value.length !== 32)
    return fail("anchor.malformed", { path: "checkpoint" });
  return yields({ origin, size, root: root.value });
}

function hashOf(text: string, algorithm: "sm3" | "sha256"): string {
  const bytes = encodeUtf8(text);
  if (!bytes.ok) return "";
  return encodeHex(algorithm === "sm3" ? sm3(bytes.value) : sha256(bytes.value));
}

/** What the province's service signs of a receipt. */
export function provinceReceiptText(
  receipt: Omit<ProvinceReceipt, "signature" | "publicKey">,
): string {
  return guarded<string>(
    () => {
      const { algorithm, hash, requestId, evidenceNo, transaction, blockHeight } = receipt;
      const { blockHash, anchoredAt } = receipt;
      const lines = [algorithm, hash, requestId, evidenceNo, transaction];
      return `${["evidence-receipt/1", ...lines, blockHeight, blockHash, anchoredAt].join("\n")}\n`;
    },
    () => "",
  );
}

interface Held {
  readonly code: Code;
  readonly stillToAsk: StillToAsk;
}

function checkProvince(receipt: ProvinceReceipt, options: AnchorOptions): Outcome<Held> {
  const { provinceKeys } = options;
  const isKnown =
    provinceKeys === undefined ||
    (Array.isArray(provinceKeys) && provinceKeys.includes(receipt.publicKey));
  if (!isKnown) return fail("anchor.key-not-trusted", { key: clip(receipt.publicKey) });
  const [publicKey, signature] = [decodeHex(receipt.publicKey), decodeHex(receipt.signature)];
  const message = encodeUtf8(provinceReceiptText(receipt));
  if (!publicKey.ok || !signature.ok || !message.ok) return fail("anchor.signature-invalid");
  const signed = { publicKey: publicKey.value, message: message.value };
  if (!verifySm2({ ...signed, signature: signature.value }).ok)
    return fail("anchor.signature-invalid");
  return provinceKeys === undefined
    ? yields({ code: "anchor.signed-by-named-key", stillToAsk: "province-key" })
    : yields({ code: "anchor.signed", stillToAsk: "nothing" });
}

/** Is the anchored checkpoint a beginning of the head's log? */
function checkHistory(anchored: AnchoredHead, head: AnchoredHead, proof: AnchorProof) {
  if (anchored.origin !== head.origin)
    return fail("anchor.other-log", { origin: clip(anchored.origin) });
  if (anchored.size > head.size) return fail("anchor.newer-than-head", { size: anchored.size });
  const hashes = proof.consistency.map((text) => decodeHex(text));
  const consistent = verifyConsistency({
    size1: anchored.size,
    root1: anchored.root,
    size2: head.size,
    root2: head.root,
    proof: hashes.map((hash) => (hash.ok ? hash.value : new Uint8Array())),
  });
  return consistent.ok ? undefined : fail("anchor.other-history", { size: anchored.size });
}

const refused = ({ code, params }: Failure): AnchorReport => ({
  ok: false,
  code,
  params,
  stillToAsk: null,
  chain: null,
  size: 0,
  anchoredAt: null,
});

/** What a reader is told, and what to ask the chain for. */
function paramsOf(receipt: AnchorReceipt, size: number): Params {
  const { blockHeight: height, anchoredAt: time, transaction } = receipt;
  return receipt.chain === "province"
    ? { size, time, height, number: receipt.evidenceNo, key: clip(receipt.publicKey) }
    : { size, time, height, transaction, chainId: receipt.chainId, contract: receipt.contract };
}

function verify(value: unknown, head: AnchoredHead, options: AnchorOptions): AnchorReport {
  const proof = readProof(value);
  if (!proof.ok) return refused(proof);
  const { checkpoint, receipt } = proof.value;
  const anchored = readText(checkpoint);
  if (!anchored.ok) return refused(anchored);
  if (hashOf(checkpoint, receipt.algorithm) !== receipt.hash)
    return refused(fail("anchor.hash-mismatch"));
  const broken = checkHistory(anchored.value, head, proof.value);
  if (broken) return refused(broken);
  const held: Outcome<Held> =
    receipt.chain === "province"
      ? checkProvince(receipt, options)
      : yields({ code: "anchor.ask-chain", stillToAsk: "chain" });
  if (!held.ok) return refused(held);
  const { size } = anchored.value;
  const { chain, anchoredAt } = receipt;
  const params = paramsOf(receipt, size);
  return { ok: true, ...held.value, params, chain, size, anchoredAt };
}

/**
 * Verifies one anchor beside the head of a checkpoint that was verified before (its signature is not looked at here).
 * Never throws. Facts at or above `size` are not covered by it.
 */
export function verifyAnchor(
  anchor: unknown,
  head: AnchoredHead,
  options: AnchorOptions = {},
): AnchorReport {
  return guarded<AnchorReport>(() => verify(anchor, head, options), refused);
}
