/** Receipts of chains to which checkpoints of the log were anchored (docs/how-to/chain-anchors.md). */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });
const EvmHash = Type.String({ pattern: "^0x[0-9a-f]{64}$" });
const EvmAddress = Type.String({ pattern: "^0x[0-9a-f]{40}$" });
const Height = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Moment = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" });
/** One word: it becomes a line of the text that is signed. */
const Word = Type.String({ pattern: "^[\\x21-\\x7e]{1,120}$" });

/** Of the province's evidence service (存证), which signs it. */
export const ProvinceReceipt = Type.Object(
  {
    chain: Type.Literal("province"),
    algorithm: Type.Literal("sm3"),
    /** SM3 of the checkpoint's text. */
    hash: Hash,
    requestId: Type.String({ format: "uuid" }),
    /** 存证编号. */
    evidenceNo: Word,
    transaction: Hash,
    blockHeight: Height,
    blockHash: Hash,
    anchoredAt: Moment,
    /** 04 ‖ x ‖ y, hex: the key of the service. */
    publicKey: Type.String({ pattern: "^04[0-9a-f]{128}$" }),
    /** SM2 over the receipt's text, DER in hex. */
    signature: Type.String({ pattern: "^30[0-9a-f]{12,158}$" }),
  },
  closed,
);
export type ProvinceReceipt = Static<typeof ProvinceReceipt>;

/** Of a contract on a chain that speaks the RPC of Ethereum; nobody signs it, the chain is asked. */
export const EvmReceipt = Type.Object(
  {
    chain: Type.Literal("evm"),
    algorithm: Type.Literal("sha256"),
    /** SHA-256 of the checkpoint's text. */
    hash: Hash,
    chainId: Height,
    contract: EvmAddress,
    sender: EvmAddress,
    transaction: EvmHash,
    blockHeight: Height,
    blockHash: EvmHash,
    anchoredAt: Moment,
  },
  closed,
);
export type EvmReceipt = Static<typeof EvmReceipt>;

export const AnchorReceipt = Type.Union([ProvinceReceipt, EvmReceipt]);
export type AnchorReceipt = Static<typeof AnchorReceipt>;

/** The anchored checkpoint, its receipt, and the way from it to a newer checkpoint: what a certificate carries. */
export const AnchorProof = Type.Object(
  {
    /** Origin, size and root, each with its line end: exactly what was hashed. */
    checkpoint: Type.String({ maxLength: 400 }),
    /** Consistency proof to the checkpoint that it stands beside, hex. */
    consistency: Type.Array(Hash, { maxItems: 128 }),
    receipt: AnchorReceipt,
  },
  closed,
);
export type AnchorProof = Static<typeof AnchorProof>;
