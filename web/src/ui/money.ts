/** Amounts for reading: exact, two decimals, thousands commas. */
import type { Money } from "../../../contract/src/values.ts";

/** `{ "123456", CNY }` → `1,234.56`; the unit is the caller's. */
export function amountText(money: Money): string {
  const digits = BigInt(money.amountMinor);
  const sign = digits < 0n ? "-" : "";
  const size = digits < 0n ? -digits : digits;
  const whole = (size / 100n).toLocaleString("en-US");
  return `${sign}${whole}.${String(size % 100n).padStart(2, "0")}`;
}

/** Amount in units of ten thousand, for charts only: not exact beyond 15 digits. */
export function tenThousands(money: Money): number {
  return Number(money.amountMinor) / 1_000_000;
}
