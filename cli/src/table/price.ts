/** Prices of a table as numbers, and which bids count. */
import {
  decimalText,
  parseDecimal,
  type Unit,
} from "../../../server/src/modules/intake/formats/decimal.ts";
import { BID_STATUSES, statusOf } from "../../../server/src/modules/intake/formats/mapping.ts";
import type { Row } from "./bid-table.ts";

/** Powers of ten of the units of money. */
const SHIFT: Readonly<Record<Unit, number>> = { none: 0, yuan: 0, wan: 4, fen: -2, percent: 0 };
const PLAIN = /^\d{1,15}(\.\d{1,9})?$/;

/** Yuan, or whatever the currency's main unit is; undefined where the text is no number. */
export function priceOf(text: string, unit: Unit): number | undefined {
  const shift = SHIFT[unit];
  if (shift === 0 && PLAIN.test(text)) return Number(text);
  const decimal = parseDecimal(text);
  if (decimal === undefined) return undefined;
  const { digits, exponent } = decimal;
  return decimalText(decimal) === undefined && exponent > 30
    ? undefined
    : Number(`${digits}e${exponent + shift}`);
}

export type BidPrice =
  | { readonly kind: "price"; readonly price: number }
  /** Disqualified, withdrawn or not decrypted: no part of the competition. */
  | { readonly kind: "out" }
  /** A rate only, an empty cell, or 0.00. */
  | { readonly kind: "none" }
  | { readonly kind: "refused"; readonly why: string };

/** What a row says of its price. */
export function bidPriceOf({ read }: Row, unit: Unit): BidPrice {
  const text = read("status") ?? "valid";
  const status = statusOf(text);
  if (status === undefined)
    return {
      kind: "refused",
      why: `status ${text}: map it to one of ${BID_STATUSES.join(", ")} (fields.status.values)`,
    };
  if (status !== "valid") return { kind: "out" };
  const amount = read("price");
  if (amount === undefined) return { kind: "none" };
  const price = priceOf(amount, unit);
  if (price === undefined || price < 0)
    return { kind: "refused", why: `price ${amount}: give a number that is not negative` };
  return price === 0 ? { kind: "none" } : { kind: "price", price };
}
