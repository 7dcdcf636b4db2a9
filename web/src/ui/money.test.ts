import { expect, test } from "vitest";

import { amountText, tenThousands } from "./money.ts";

const yuan = (amountMinor: string) => ({ amountMinor, currency: "CNY" });

test("amounts are exact to the fen with thousands commas", () => {
  expect(amountText(yuan("123456789"))).toBe("1,234,567.89");
  expect(amountText(yuan("5"))).toBe("0.05");
  expect(amountText(yuan("-100"))).toBe("-1.00");
});

test("the largest amount keeps every digit", () => {
  expect(amountText(yuan("999999999999999999"))).toBe("9,999,999,999,999,999.99");
});

test("a chart shows ten thousands of yuan", () => {
  expect(tenThousands(yuan("6480000000"))).toBe(6480);
});
