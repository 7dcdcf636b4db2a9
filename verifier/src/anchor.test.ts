import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { makeKey, signSm2, type Sm2Key } from "../../simulate/src/ca/sm2.ts";
import {
  type AnchoredHead,
  type AnchorProof,
  type EvmReceipt,
  nodeHash,
  leafHash,
  type ProvinceReceipt,
  provinceReceiptText,
  verifyAnchor,
} from "./index.ts";

const ORIGIN = "log.example.cn/mingjing";
const [a, b, c] = [1, 2, 3].map((n) => leafHash(Uint8Array.of(n))) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const older = nodeHash(a, b);
const head: AnchoredHead = { origin: ORIGIN, size: 3, root: nodeHash(older, c) };
const textOf = (size: number, root: Uint8Array, origin = ORIGIN) =>
  `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
const CHECKPOINT = textOf(2, older);
const consistency = [Buffer.from(c).toString("hex")];
const key = makeKey();
const keyHex = Buffer.from(key.publicKey).toString("hex");
const hashed = (algorithm: "sm3" | "sha256", text: string) =>
  createHash(algorithm).update(text).digest("hex");

function province(checkpoint: string, signer: Sm2Key = key): ProvinceReceipt {
  const unsigned = {
    chain: "province" as const,
    algorithm: "sm3" as const,
    hash: hashed("sm3", checkpoint),
    requestId: "6f1f8f0c-54a1-4b8e-9d2f-0a4f6f1e2b3c",
    evidenceNo: "CZ20260521000017",
    transaction: "1".repeat(64),
    blockHeight: 17,
    blockHash: "2".repeat(64),
    anchoredAt: "2026-05-21T01:31:02.000Z",
  };
  const signature = signSm2(signer, Buffer.from(provinceReceiptText(unsigned))).toString("hex");
  return { ...unsigned, publicKey: Buffer.from(signer.publicKey).toString("hex"), signature };
}
const evm: EvmReceipt = {
  chain: "evm",
  algorithm: "sha256",
  hash: hashed("sha256", CHECKPOINT),
  chainId: 31_337,
  contract: `0x${"a".repeat(40)}`,
  sender: `0x${"b".repeat(40)}`,
  transaction: `0x${"c".repeat(64)}`,
  blockHeight: 9,
  blockHash: `0x${"d".repeat(64)}`,
  anchoredAt: "2026-05-21T01:31:02.000Z",
};
const proof = (changes: Partial<AnchorProof> = {}): AnchorProof => ({
  checkpoint: CHECKPOINT,
  consistency,
  receipt: province(CHECKPOINT),
  ...changes,
});
const codeOf = (anchor: unknown, options = {}, at: AnchoredHead = head) =>
  verifyAnchor(anchor, at, options).code;

describe("an anchor that holds", () => {
  test("with the key of the province's service nothing remains to be asked", () => {
    const report = verifyAnchor(proof(), head, { provinceKeys: ["04", keyHex] });
    expect(report).toMatchObject({ ok: true, code: "anchor.signed", stillToAsk: "nothing" });
    expect(report).toMatchObject({ chain: "province", size: 2, anchoredAt: evm.anchoredAt });
  });

  test("without a key to compare, it says that the key is only named", () => {
    expect(verifyAnchor(proof(), head)).toMatchObject({
      ok: true,
      code: "anchor.signed-by-named-key",
      stillToAsk: "province-key",
    });
  });

  test("of a chain without signatures, it names what to ask the chain", () => {
    const report = verifyAnchor(proof({ receipt: evm }), head);
    expect(report).toMatchObject({ ok: true, code: "anchor.ask-chain", stillToAsk: "chain" });
    expect(report.params).toMatchObject({ transaction: evm.transaction, height: 9, size: 2 });
  });

  test("the head itself may be anchored", () => {
    const checkpoint = textOf(3, head.root);
    const own = { checkpoint, consistency: [], receipt: province(checkpoint) };
    expect(verifyAnchor(own, head).size).toBe(3);
  });
});

describe("an anchor that does not hold", () => {
  test("every field of the province's receipt is signed", () => {
    const receipt = province(CHECKPOINT);
    const changes: Partial<ProvinceReceipt>[] = [
      { requestId: "7f1f8f0c-54a1-4b8e-9d2f-0a4f6f1e2b3c" },
      { evidenceNo: "CZ1" },
      { transaction: "3".repeat(64) },
      { blockHeight: 18 },
      { blockHash: "3".repeat(64) },
      { anchoredAt: "2020-05-21T01:31:02.000Z" },
      { publicKey: Buffer.from(makeKey().publicKey).toString("hex") },
    ];
    for (const change of changes)
      expect(codeOf(proof({ receipt: { ...receipt, ...change } }))).toBe(
        "anchor.signature-invalid",
      );
    expect(codeOf(proof({ receipt: { ...receipt, hash: "3".repeat(64) } }))).toBe(
      "anchor.hash-mismatch",
    );
  });

  test("another key than those named", () => {
    const receipt = province(CHECKPOINT, makeKey());
    expect(codeOf(proof({ receipt }), { provinceKeys: [keyHex] })).toBe("anchor.key-not-trusted");
    expect(codeOf(proof(), { provinceKeys: [] })).toBe("anchor.key-not-trusted");
  });

  test("another log, a newer checkpoint, another history", () => {
    const other = textOf(2, older, "other.example.cn/log");
    expect(codeOf(proof({ checkpoint: other, receipt: province(other) }))).toBe("anchor.other-log");
    expect(codeOf(proof(), {}, { ...head, size: 1, root: a })).toBe("anchor.newer-than-head");
    const forked = textOf(2, nodeHash(b, a));
    expect(codeOf(proof({ checkpoint: forked, receipt: province(forked) }))).toBe(
      "anchor.other-history",
    );
    expect(codeOf(proof({ consistency: [] }))).toBe("anchor.other-history");
    expect(codeOf(proof(), {}, { ...head, root: nodeHash(c, older) })).toBe("anchor.other-history");
  });

  test.each([
    ["nothing", undefined, ""],
    ["an unknown key", { ...proof(), more: 1 }, "more"],
    ["a missing key", { checkpoint: CHECKPOINT, consistency }, "receipt"],
    [
      "an unknown key in the receipt",
      proof({ receipt: { ...evm, more: 1 } as never }),
      "receipt.more",
    ],
    [
      "a receipt of another spelling",
      proof({ receipt: { ...evm, hash: "A".repeat(64) } }),
      "receipt.hash",
    ],
    ["no checkpoint", proof({ checkpoint: "x" }), "checkpoint"],
    ["a checkpoint with a line more", proof({ checkpoint: `${CHECKPOINT}x\n` }), "checkpoint"],
  ])("malformed: %s", (_, anchor, path) => {
    const report = verifyAnchor(anchor, head);
    expect(report).toMatchObject({ ok: false, code: "anchor.malformed", params: { path } });
  });

  test("a chain that this verifier does not know", () => {
    expect(codeOf(proof({ receipt: { ...evm, chain: "constructor" } as never }))).toBe(
      "anchor.unknown-chain",
    );
  });
});
