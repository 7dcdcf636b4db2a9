import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  amountText,
  clockOf,
  dayOf,
  longDay,
  longInstant,
  offerText,
  partyKey,
  partyName,
  shortInstant,
} from "./format.ts";
import { speak } from "./words.ts";

const chinese = speak("zh-CN");
const english = speak("en");
const yuan = (amountMinor: string) => ({ amountMinor, currency: "CNY" });

describe("instants", () => {
  test("an instant is shown in Asia/Shanghai, whatever zone the machine is in", () => {
    expect(process.env["TZ"]).not.toBe("Asia/Shanghai");
    expect(dayOf("2026-03-01T16:30:00Z")).toBe("2026-03-02");
    expect(clockOf("2026-03-01T16:30:00Z")).toBe("00:30");
    expect(longInstant("zh-CN", "2026-03-01T16:30:00Z")).toBe("2026年3月2日 00:30");
    expect(longInstant("en", "2026-03-02T09:30:00+08:00")).toBe("2 March 2026, 09:30");
  });

  test("a calendar day does not move", () => {
    expect(longDay("zh-CN", "2026-12-31")).toBe("2026年12月31日");
  });

  test("the year is left out only within the year of the page", () => {
    expect(shortInstant("2026-03-02T01:30:00Z", "2026-11-18T00:00:00Z")).toBe("03-02 09:30");
    expect(shortInstant("2025-03-02T01:30:00Z", "2026-11-18T00:00:00Z")).toBe("2025-03-02 09:30");
  });

  test("text that is no instant is shown, not thrown at", () => {
    expect(longInstant("zh-CN", "soon")).toBe("soon");
    expect(dayOf("soon")).toBe("");
  });
});

describe("amounts", () => {
  test.each([
    ["7986231045", "79,862,310.45"],
    ["5", "0.05"],
    ["0", "0.00"],
    ["-120000", "−1,200.00"],
    ["999999999999999999", "9,999,999,999,999,999.99"],
  ])("%s fen is %s", (minor, text) => {
    expect(amountText(yuan(minor))).toBe(text);
  });

  test("a currency without decimals has none", () => {
    expect(amountText({ amountMinor: "1200", currency: "JPY" })).toBe("1,200");
  });

  test("no digit is lost or made up", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), (minor) => {
        const shown = amountText(yuan(String(minor))).replaceAll(/[,.]/gu, "");
        expect(BigInt(shown)).toBe(minor);
      }),
    );
  });

  test("a rate is never printed as a price", () => {
    expect(offerText(chinese, { kind: "rate", percent: "12.5" })).toBe("费率 12.5%");
    expect(offerText(english, { kind: "discount", percent: "3" })).toBe("Discount 3%");
    expect(offerText(chinese, { kind: "unit", amount: yuan("1250"), unit: "吨" })).toBe(
      "12.50 元/吨",
    );
  });
});

describe("parties", () => {
  test("a natural person has no name, not even a masked one", () => {
    const person = { kind: "naturalPerson", token: "tok-00000001", maskedName: "王某" } as const;
    expect(partyName(chinese, person)).toBe("自然人（不公开姓名）");
    expect(partyName(english, person)).not.toContain("王");
  });

  test("the code tells organisations apart, the name where there is no code", () => {
    const same = { kind: "organisation", uscc: "91999901MA0TEST01A" } as const;
    expect(partyKey({ ...same, name: "甲" })).toBe(partyKey({ ...same, name: "甲公司" }));
    expect(partyKey({ kind: "organisation", name: "甲" })).not.toBe(
      partyKey({ ...same, name: "甲" }),
    );
  });
});
