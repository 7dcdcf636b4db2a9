import { generateKeyPairSync } from "node:crypto";

import { expect, test } from "vitest";

import { vkeyOf } from "./note.ts";
import { nextOrigin, parseReceipts, receiptLines, renamedVkey } from "./shard.ts";

const BASE = "log.example.cn/mingjing";
const now = new Date("2026-12-31T16:30:00.000Z");

test("A log is named after the year in China; within one it gets a letter, and no name comes twice.", () => {
  const name = (reason: "year" | "key" | "lost-leaves", ...used: string[]) =>
    nextOrigin(BASE, { now, reason, used });
  expect(name("year", BASE)).toBe(`${BASE}/2027`);
  expect(name("lost-leaves", BASE)).toBe(`${BASE}/2027b`);
  expect(name("key", BASE, `${BASE}/2027b`)).toBe(`${BASE}/2027c`);
  expect(name("year", BASE, `${BASE}/2027`)).toBe(`${BASE}/2027b`);
});

test("A key under another name is what the signer makes of it.", () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  expect(renamedVkey(vkeyOf(BASE, privateKey), `${BASE}/2027`)).toBe(
    vkeyOf(`${BASE}/2027`, privateKey),
  );
});

test("Receipts are read as intake answered; what names no fact is passed over, what is no JSON is named.", () => {
  const id = "0197c9a0-0000-7000-8000-000000000001";
  const kept = { id, digest: "ab".repeat(64) };
  const lines = [
    JSON.stringify({ line: 1, status: "accepted", sourceId: "a", ...kept }),
    JSON.stringify({ line: 2, status: "quarantined", code: "x" }),
    JSON.stringify({ summary: { lines: 2 } }),
    "",
  ].join("\n");
  expect(parseReceipts(lines)).toEqual([kept]);
  expect(parseReceipts(receiptLines([kept]))).toEqual([kept]);
  expect(() => parseReceipts("{}\n{")).toThrow("line 2");
});
