import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fromBase64, hexOf, utf8 } from "./bytes.ts";
import { fromCrockford, toCrockford } from "./crockford.ts";
import { publicKeyOf } from "./hpke.ts";
import { makeOfficeKey, readShare, unlockKey } from "./office-key.ts";
import { mailboxOf, makeReceipt } from "./receipt.ts";
import { isSolved, solve } from "./work.ts";

test("base 32 goes both ways, for every length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(fromCrockford(toCrockford(bytes))).toEqual(Uint8Array.from(bytes));
    }),
  );
});

describe("key of an office", () => {
  const { key, shares } = makeOfficeKey();
  const codes = shares.map(({ code }) => code);
  const pair = (a: number, b: number) => [codes[a] ?? "", codes[b] ?? ""] as const;

  test.each([
    [0, 1],
    [1, 2],
    [2, 0],
  ])("shares %i and %i open it", (a, b) => {
    const opened = unlockKey(pair(a, b));
    if ("problem" in opened) throw new Error(opened.problem);
    expect(opened.keyId).toBe(key.keyId);
    expect(publicKeyOf(opened.privateKey)).toEqual(fromBase64(key.publicKey));
  });

  test("a share once or twice, one of another key, and a misread one open nothing", () => {
    const other = makeOfficeKey().shares[1]?.code ?? "";
    expect(unlockKey(pair(0, 0))).toEqual({ problem: "same" });
    expect(unlockKey([codes[0] ?? "", other])).toEqual({ problem: "otherKey" });
    const misread = `${codes[1]?.slice(0, -1)}${codes[1]?.endsWith("0") === true ? "8" : "0"}`;
    expect(unlockKey([codes[0] ?? "", misread])).toEqual({ problem: "unreadable" });
    expect(unlockKey(["", ""])).toEqual({ problem: "unreadable" });
  });

  test("a share is read as people write it: small letters, spaces, O and I", () => {
    const typed = (codes[0] ?? "")
      .toLowerCase()
      .replaceAll("-", "  ")
      .replaceAll("0", "o")
      .replaceAll("1", "l");
    expect(readShare(typed)).toMatchObject({ index: 1, fingerprint: shares[0]?.fingerprint });
  });

  test("fingerprint and key id give nothing of a share away", () => {
    const [first] = shares;
    const value = hexOf(readShare(first?.code ?? "")?.value ?? utf8(""));
    expect(value).toHaveLength(64);
    expect(value).not.toContain(first?.fingerprint);
  });
});

describe("receipt", () => {
  test("sixteen letters in four groups: 80 bits, never the same", () => {
    const receipts = new Set(Array.from({ length: 500 }, makeReceipt));
    expect(receipts.size).toBe(500);
    for (const receipt of receipts)
      expect(receipt).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  test("the same mailbox for the same receipt, however it is typed; another for another", () => {
    const receipt = "7K2M-9QXA-0F1R-WZ3T";
    const mailbox = mailboxOf(receipt);
    expect(mailboxOf("7k2m 9qxa 0flr wz3t")).toEqual(mailbox);
    expect(mailboxOf("7k2m9qxaofirwz3t")?.token).toBe(mailbox?.token);
    expect(mailboxOf("7K2M-9QXA-0F1R-WZ3V")?.token).not.toBe(mailbox?.token);
    expect(publicKeyOf(mailbox?.privateKey ?? utf8(""))).toEqual(
      fromBase64(mailbox?.publicKey ?? ""),
    );
  });

  test.each(["", "7K2M", "7K2M-9QXA-0F1R-WZ3T-0000", "7K2M-9QXA-0F1R-WZ3!"])("%j is none", (text) =>
    expect(mailboxOf(text)).toBeUndefined(),
  );
});

describe("proof of work", () => {
  const task = { challenge: "c", bits: 10, content: utf8("x") };
  test("what was solved counts for this content and this challenge only", async () => {
    let rests = 0;
    const answer = await solve(task, async () => void (rests += 1));
    expect(isSolved(task, answer)).toBe(true);
    expect(isSolved({ ...task, bits: 40 }, answer)).toBe(false);
    const others = await Promise.all(
      Array.from({ length: 40 }, async (_, at) => [
        isSolved({ ...task, content: utf8(`other ${at}`) }, answer),
        isSolved({ ...task, challenge: `other ${at}` }, answer),
      ]),
    );
    expect(others.flat().filter(Boolean).length).toBeLessThan(5);
    expect(isSolved(task, -1)).toBe(false);
    expect(isSolved(task, 0.5)).toBe(false);
    expect(rests).toBeGreaterThanOrEqual(0);
  });
});
