import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decimalText, majorText, moneyOf, parseDecimal, roundHalfEven } from "./decimal.ts";

const money = (text: string, currency = "CNY", unit?: "wan" | "fen") => {
  const decimal = parseDecimal(text);
  return decimal === undefined ? undefined : moneyOf(decimal, currency, unit)?.amountMinor;
};

describe("parseDecimal", () => {
  test.each(["", " ", "12a", "1,23", "1.2.3", "--1", "1,2345.6", "１２a", "."])(
    "%j is no number",
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  test("full-width digits, grouping and exponents are numbers", () => {
    expect(money("１２３.４５")).toBe("12345");
    expect(money("1,234,567.89")).toBe("123456789");
    expect(money("1.2e3")).toBe("120000");
    expect(money("-0.5")).toBe("-50");
  });
});

describe("moneyOf", () => {
  test("ten thousands and fen scale exactly", () => {
    expect(money("1,835.0534", "CNY", "wan")).toBe("1835053400");
    expect(money("150", "CNY", "fen")).toBe("150");
  });

  test("currencies without minor unit have none", () => {
    expect(money("392286148792.0", "VND")).toBe("392286148792");
    expect(money("1.2345", "KWD")).toBe("1234");
  });

  test("a half goes to the even neighbour", () => {
    expect(money("0.125")).toBe("12");
    expect(money("0.135")).toBe("14");
    expect(money("-0.125")).toBe("-12");
  });

  test("19 digits are refused", () => {
    expect(money("99999999999999999.99")).toBeUndefined();
  });

  test("what majorText writes reads back as the same money", () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 17n), 10n ** 17n),
        fc.constantFrom("CNY", "JPY", "KWD"),
        (minor, currency) => {
          const text = majorText({ amountMinor: String(minor), currency });
          expect(money(text, currency)).toBe(String(minor));
        },
      ),
    );
  });

  test("rounding is never further away than a half", () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 12n), 10n ** 12n),
        fc.integer({ min: -6, max: -1 }),
        (digits, exponent) => {
          const divisor = 10n ** BigInt(-exponent);
          const off = roundHalfEven({ digits, exponent }) * divisor - digits;
          expect((off < 0n ? -off : off) * 2n <= divisor).toBe(true);
        },
      ),
    );
  });
});

test("decimalText drops what says nothing and refuses ten digits", () => {
  const text = (from: string) => decimalText(parseDecimal(from) ?? { digits: 0n, exponent: 0 });
  expect(text("12.50")).toBe("12.5");
  expect(text("-0.05")).toBe("-0.05");
  expect(text("1e3")).toBe("1000");
  expect(text("1234567890")).toBeUndefined();
});
