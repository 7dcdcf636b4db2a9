/** The contract on a chain of its own (anvil): a hundred anchors, a node that is killed, a chain that reorganises. */
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { encodeAbiParameters, type Hex, parseTransaction } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";

import { deployAnchor, readArtefact } from "../../../../chain/deploy.ts";
import { compileAnchor, type Node, startAnvil } from "../../../../chain/tools.ts";
import type { AnchorProof, EvmReceipt } from "../../../../contract/src/anchors.ts";
import { parseCheckpoint, verifyAnchor } from "../../../../verifier/src/index.ts";
import { aNotice } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { ANCHOR_ABI } from "./anchor-contract.ts";
import { ChainPending, ChainTrouble } from "./chain-anchor.ts";
import { evmAnchor } from "./evm.service.ts";

/** First account of the node, whose key its manual prints. */
const KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

let node: Node;
let folder: string;
let contract: Hex;
let app: TestApp;
const state = { now: Date.parse(NOW) };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-anvil-"));
  node = await startAnvil(join(folder, "state.json"));
  contract = await deployAnchor(node.url, `0x${KEY}`);
  app = await createTestApp({
    anchors: {
      everyMinutes: 10,
      roundSeconds: 3600,
      evm: { url: node.url, contract, confirmations: 1, key: async () => KEY },
    },
  });
});
afterAll(async () => {
  await app.close();
  await node.kill();
  await rm(folder, { recursive: true });
});

const chain = (changes: object = {}) =>
  evmAnchor({ url: node.url, contract, privateKey: `0x${KEY}`, confirmations: 0, ...changes });
const submission = (hash = randomBytes(32)) => ({ hash, requestId: "unused" });
const mine = (blocks: number) => node.rpc("anvil_mine", blocks);
const evmOf = (receipt: unknown) => receipt as EvmReceipt;

test("The committed contract is what its source compiles to.", async () => {
  const compiled = await compileAnchor();
  expect(readArtefact()).toEqual(compiled);
  const ours = new Set(ANCHOR_ABI.map(({ name }) => name));
  const names = readArtefact().abi.map((entry) => (entry as { name: string }).name);
  expect(new Set(names)).toEqual(ours);
});

test("A hundred anchors hold, also after the node was killed and started again.", async () => {
  const began = performance.now();
  const receipts = [];
  for (let count = 0; count < 100; count++) receipts.push(await chain().submit(submission()));
  process.stdout.write(`100 anchors in ${Math.round(performance.now() - began)} ms\n`);
  expect(new Set(receipts.map((receipt) => evmOf(receipt).transaction)).size).toBe(100);
  // The node writes its chain down every second.
  await sleep(1500);
  await node.kill();
  await expect(chain().check(evmOf(receipts[0]))).rejects.toBeInstanceOf(ChainTrouble);
  await node.start();
  for (const receipt of receipts) expect(await chain().check(receipt)).toBe("holds");
});

test("A hash that was brought before is found, not sent again.", async () => {
  const wanted = submission();
  const first = await chain().submit(wanted);
  const sent = await node.rpc("eth_blockNumber");
  expect(await chain().submit(wanted)).toEqual(first);
  expect(await node.rpc("eth_blockNumber")).toBe(sent);
});

test("A receipt with another hash, time, block or contract does not hold.", async () => {
  const receipt = evmOf(await chain().submit(submission()));
  expect(await chain().check({ ...receipt, hash: "0".repeat(64) })).toBe("differs");
  expect(await chain().check({ ...receipt, anchoredAt: NOW })).toBe("differs");
  expect(await chain().check({ ...receipt, contract: `0x${"1".repeat(40)}` })).toBe("differs");
  expect(await chain().check({ ...receipt, blockHash: `0x${"1".repeat(64)}` })).toBe("moved");
  expect(await chain().check({ ...receipt, transaction: `0x${"1".repeat(64)}` })).toBe("missing");
  await expect(chain().check({ ...receipt, chainId: 1 })).rejects.toThrow("of chain");
  const ahead = { ...receipt, blockHeight: receipt.blockHeight + 1000 };
  await expect(chain().check(ahead)).rejects.toThrow("the node stands at block");
});

test("Not deep enough is pending; a contract that is none is an outage.", async () => {
  const wanted = submission();
  const deep = chain({ confirmations: 2 });
  await expect(deep.submit(wanted)).rejects.toBeInstanceOf(ChainPending);
  await mine(2);
  expect((await deep.submit(wanted)).chain).toBe("evm");
  const none = chain({ contract: `0x${"1".repeat(40)}` });
  await expect(none.submit(submission())).rejects.toBeInstanceOf(ChainTrouble);
});

test("While its block is awaited a hash is sent once only.", async () => {
  await node.rpc("evm_setAutomine", false);
  const wanted = submission();
  const slow = chain({ answerMs: 3000 });
  await expect(slow.submit(wanted)).rejects.toThrow("in no block yet");
  await expect(slow.submit(wanted)).rejects.toThrow("a transaction waits");
  await mine(1);
  await node.rpc("evm_setAutomine", true);
  expect((await slow.submit(wanted)).hash).toBe(wanted.hash.toString("hex"));
});

test("A transaction that a reorganisation put into another block has moved, and is found there.", async () => {
  const wanted = submission();
  const receipt = evmOf(await chain().submit(wanted));
  await mine(2);
  const raw = await node.rpc("eth_getRawTransactionByHash", receipt.transaction);
  await node.rpc("anvil_reorg", 3, [[raw, 1]]);
  expect(await chain().check(receipt)).toBe("moved");
  const found = evmOf(await chain().submit(wanted));
  expect(found.transaction).toBe(receipt.transaction);
  expect(found.blockHeight).toBe(receipt.blockHeight + 1);
  expect(await chain().check(found)).toBe("holds");
});

test("The transaction holds the hash and nothing else.", async () => {
  const wanted = submission();
  const receipt = evmOf(await chain().submit(wanted));
  const raw = (await node.rpc("eth_getRawTransactionByHash", receipt.transaction)) as Hex;
  const { to, data, value = 0n } = parseTransaction(raw);
  const bytes32 = [{ type: "bytes32" }] as const;
  const hash = encodeAbiParameters(bytes32, [`0x${wanted.hash.toString("hex")}`]);
  expect(data?.slice(10)).toBe(hash.slice(2));
  expect([to, value]).toEqual([contract, 0n]);
});

const factsOf = (kind: string) =>
  app.database.query<{ payload: { size: number; receipt: EvmReceipt; reason: string } }>(
    "SELECT payload FROM fact.fact WHERE kind = $1 ORDER BY id",
    [kind],
  );
function pass(minutes: number): void {
  state.now += minutes * 60_000;
  app.setNow(new Date(state.now).toISOString());
}
const anchorNow = () => app.application.anchors.anchorNow();

test("A checkpoint that a reorganisation threw out is anchored again.", async () => {
  await app.send(await app.addSource("city"), [aNotice("E1")]);
  await app.settle();
  pass(10);
  await anchorNow();
  await mine(1);
  pass(1);
  await anchorNow();
  const [anchored] = await factsOf("anchors.anchored");
  // Four blocks become others, without our transaction.
  await mine(2);
  await node.rpc("anvil_reorg", 4, []);
  pass(61);
  await anchorNow();
  pass(2);
  await anchorNow();
  expect((await factsOf("anchors.lost")).map(({ payload }) => payload.reason)).toEqual(["missing"]);
  await anchorNow();
  await mine(1);
  pass(1);
  await anchorNow();
  const [, again] = await factsOf("anchors.anchored");
  expect(again?.payload.size).toBe(anchored?.payload.size);
  expect(again?.payload.receipt.hash).toBe(anchored?.payload.receipt.hash);
  expect(again?.payload.receipt.transaction).not.toBe(anchored?.payload.receipt.transaction);
  const { anchors } = (await app.get("/api/log/anchors")).json<{ anchors: AnchorProof[] }>();
  expect(evmOf(anchors[0]?.receipt)).toEqual(again?.payload.receipt);
});

test("Offline the receipt's hash is checked, and what to ask the chain is named.", async () => {
  await app.settle();
  const { anchors } = (await app.get("/api/log/anchors")).json<{ anchors: AnchorProof[] }>();
  const head = parseCheckpoint((await app.get("/log/checkpoint")).body);
  if (!head.ok) throw new Error(head.code);
  const report = verifyAnchor(anchors[0], head.value);
  expect(report).toMatchObject({ ok: true, code: "anchor.ask-chain", stillToAsk: "chain" });
  const checkpoint = anchors[0]?.checkpoint ?? "";
  const hash = createHash("sha256").update(checkpoint).digest("hex");
  expect(evmOf(anchors[0]?.receipt).hash).toBe(hash);
  const other = { ...anchors[0], checkpoint: checkpoint.replace(/\n\d+\n/, "\n1\n") };
  expect(verifyAnchor(other, head.value).code).toBe("anchor.hash-mismatch");
});
