import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fromBase64, hexOf, utf8 } from "./bytes.ts";
import { maskIdentity, showsIdentity } from "./mask.ts";
import { makeOfficeKey, unlockKey } from "./office-key.ts";
import { mailboxOf, makeReceipt } from "./receipt.ts";
import { openMessage, openTipoff, sealMessage, sealTipoff, type Tipoff } from "./tipoff.ts";

const CANARY = "金丝雀-7f3a9c";
const { key, shares } = makeOfficeKey();
const opened = unlockKey([shares[0]?.code ?? "", shares[2]?.code ?? ""]);
if ("problem" in opened) throw new Error(opened.problem);
const { privateKey } = opened;
const publicKey = fromBase64(key.publicKey);

const tipoff: Tipoff = {
  text: `某招标代理机构 ${CANARY}`,
  writer: { name: "张三丰", contact: "13800001234" },
  hints: ["张三丰"],
  files: [{ name: `${CANARY}.jpg`, type: "image/jpeg", bytes: utf8(CANARY), isStripped: true }],
};

describe("tip-off", () => {
  test("text, writer and files come out with the key; nothing of them is to be seen without", () => {
    const sealed = sealTipoff(publicKey, tipoff);
    const all = hexOf(sealed.content) + sealed.files.map(hexOf).join("");
    expect(all).not.toContain(hexOf(utf8(CANARY)));
    const found = openTipoff(privateKey, sealed.content);
    expect(found?.content).toEqual({
      text: tipoff.text,
      writer: tipoff.writer,
      hints: tipoff.hints,
    });
    expect(found?.files).toEqual([
      { name: `${CANARY}.jpg`, type: "image/jpeg", size: utf8(CANARY).length, isStripped: true },
    ]);
    expect(found?.openFile(0, sealed.files[0]!)).toEqual(utf8(CANARY));
    expect(found?.openFile(1, sealed.files[0]!)).toBeUndefined();
    expect(openTipoff(unlockOther(), sealed.content)).toBeUndefined();
  });

  test("the length of a box tells blocks of 4 kB, not letters", () => {
    const length = (text: string) =>
      sealTipoff(publicKey, { ...tipoff, files: [], text }).content.length;
    expect(length("短")).toBe(length("长".repeat(900)));
    expect(length("长".repeat(1400))).toBe(length("短") + 4096);
  });
});

test("a message opens with the receipt it is for, and no other", () => {
  const mailbox = mailboxOf(makeReceipt());
  if (mailbox === undefined) throw new Error("no mailbox");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
      const box = sealMessage(fromBase64(mailbox.publicKey), text);
      expect(openMessage(mailbox.privateKey, box)).toBe(text);
      expect(openMessage(privateKey, box)).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

function unlockOther(): Uint8Array {
  const other = makeOfficeKey().shares;
  const found = unlockKey([other[0]?.code ?? "", other[1]?.code ?? ""]);
  if ("problem" in found) throw new Error(found.problem);
  return found.privateKey;
}

describe("masking", () => {
  test.each([
    ["电话13800001234联系", "电话███████████联系"],
    ["+86 138 0000 1234", "███████████"],
    ["座机0551-66668888", "座机███████████"],
    ["身份证110105194912310021。", "身份证███████████。"],
    ["身份证11010519491231002X。", "身份证███████████。"],
    ["邮箱 someone@example.com 收", "邮箱 ███████████ 收"],
    ["车牌皖A12345停在门口", "车牌███████停在门口"],
    ["微信号: wx_id_0001", "微信号: ██████████"],
    ["账号6222 0211 0001 2345 678", "账号███████████"],
  ])("%s → %s", (text, masked) => {
    expect(maskIdentity(text, [])).toBe(masked);
    expect(showsIdentity(text, [])).toBe(true);
    expect(showsIdentity(masked, [])).toBe(false);
  });

  test("hinted names keep their first character, other hints vanish", () => {
    expect(maskIdentity("张三丰在评标室，张三在外", ["张三", "张三丰", "评标室"])).toBe(
      "张某某在评某某，张某在外".replace("评某某", "评某某"),
    );
    expect(maskIdentity("住在 Room 301", ["Room 301"])).toBe("住在 ████████");
  });

  test("amounts, days, project numbers and shares stay", () => {
    const text = "2026年11月28日，报价12345678.90元，占比98.5%，项目YL-2026-0113，第15个工作日";
    expect(maskIdentity(text, [])).toBe(text);
  });

  test("what is masked once stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const once = maskIdentity(text, ["张三"]);
        expect(maskIdentity(once, ["张三"])).toBe(once);
      }),
    );
  });
});
