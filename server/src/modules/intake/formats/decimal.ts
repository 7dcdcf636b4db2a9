/** Exact decimals: text → integer minor units, half-even, no floating point (contracts.md §3). */
import type { Money } from "../../../../../contract/src/values.ts";

/** How many minor digits a currency has (ISO 4217); two unless listed. */
const MINOR_DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
  ..."BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    .split(" ")
    .map((code) => [code, 0] as const),
  ..."BHD IQD JOD KWD LYD OMN TND".split(" ").map((code) => [code, 3] as const),
]);

export const minorDigits = (currency: string): number => MINOR_DIGITS[currency] ?? 2;

/** Units of the mapping file. `yuan`, `wan` (10 000) and `fen` (1/100) are of any currency. */
export const UNITS = ["none", "yuan", "wan", "fen", "percent"] as const;
export type Unit = (typeof UNITS)[number];

const UNIT_SHIFT: Readonly<Record<Unit, number>> = {
  none: 0,
  yuan: 0,
  wan: 4,
  fen: -2,
  percent: 0,
};

/** digits · 10^exponent. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const MAX_CHARACTERS = 60;

/** Reads "1,234.50", "８.5", "1.2e3"; `undefined` if the text is not one decimal number. */
export function parseDecimal(text: string): Decimal | undefined {
  let plain = text.normalize("NFKC").replaceAll(/[\s_]/gu, "");
  if (plain.length === 0 || plain.length > MAX_CHARACTERS) return undefined;
  if (plain.includes(",")) {
    if (!GROUPED.test(plain)) return undefined;
    plain = plain.replaceAll(",", "");
  }
  const match = DECIMAL.exec(plain);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  if (whole.length + fraction.length === 0) return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, exponent: Number(power) - fraction.length };
}

/** The integer nearest to digits · 10^exponent; a half goes to the even neighbour. */
export function roundHalfEven({ digits, exponent }: Decimal): bigint {
  if (exponent >= 0) return digits * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  const negative = digits < 0n;
  const magnitude = negative ? -digits : digits;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

const MAX_MINOR = 10n ** 18n - 1n;

/** Money of a decimal in a unit of its currency; `undefined` above 18 digits. */
export function moneyOf(value: Decimal, currency: string, unit: Unit = "yuan"): Money | undefined {
  const exponent = value.exponent + UNIT_SHIFT[unit] + minorDigits(currency);
  const minor = roundHalfEven({ digits: value.digits, exponent });
  if (minor > MAX_MINOR || minor < -MAX_MINOR) return undefined;
  return { amountMinor: String(minor), currency };
}

const MAX_FRACTION = 9;

/** "12.5" for 12.50; `undefined` beyond nine digits on either side. */
export function decimalText(value: Decimal): string | undefined {
  if (value.exponent > 30 || value.exponent < -60) return undefined;
  const scaled = roundHalfEven({ digits: value.digits, exponent: value.exponent + MAX_FRACTION });
  const negative = scaled < 0n;
  const padded = String(negative ? -scaled : scaled).padStart(MAX_FRACTION + 1, "0");
  const whole = padded.slice(0, -MAX_FRACTION);
  if (whole.length > 9) return undefined;
  const fraction = padded.slice(-MAX_FRACTION).replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Decimal text of money in its major unit with all minor digits: 123456 CNY → "1234.56". */
export function majorText(money: Money): string {
  const digits = minorDigits(money.currency);
  const negative = money.amountMinor.startsWith("-");
  const minor = (negative ? money.amountMinor.slice(1) : money.amountMinor).padStart(
    digits + 1,
    "0",
  );
  const text = digits === 0 ? minor : `${minor.slice(0, -digits)}.${minor.slice(-digits)}`;
  return negative ? `-${text}` : text;
}
