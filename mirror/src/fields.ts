/** Payload of a fact as rows of words. Pure. */
import { HIDDEN } from "./index-terms.ts";
import { clock, say, wordOf } from "./say.ts";

/** Names in Chinese, given by whoever starts the mirror. */
export interface Names {
  readonly kind: (kind: string) => string;
  readonly field: (name: string) => string;
}

interface FieldRow {
  readonly name: string;
  readonly value: string;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const DEPTH = 12;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Yuan with two decimals, of an amount in fen. */
function moneyOf({ amountMinor, currency }: Json): string | undefined {
  if (typeof amountMinor !== "string" || !/^-?\d{1,20}$/.test(amountMinor)) return undefined;
  const sign = amountMinor.startsWith("-") ? "-" : "";
  const digits = amountMinor.replace("-", "").padStart(3, "0");
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  const amount = `${sign}${whole}.${digits.slice(-2)}`;
  return currency === "CNY" ? say("money", { amount }) : `${amount} ${String(currency)}`;
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (typeof value !== "string" && typeof value !== "number") return "—";
  const text = String(value);
  return INSTANT.test(text) ? clock(text) : wordOf(text);
}

const PARTIES: ReadonlySet<unknown> = new Set(["organisation", "naturalPerson"]);

/** A firm or person in one line; undefined for anything else. */
function partyOf({ kind, maskedName, name, uscc }: Json): string | undefined {
  const title = name ?? maskedName;
  if (!PARTIES.has(kind) || typeof title !== "string") return undefined;
  return typeof uscc === "string" ? `${title} ${uscc}` : title;
}

/** One row a value, under the names of the fields that lead to it. */
export function fieldRows(payload: Json, names: Names): readonly FieldRow[] {
  const rows: FieldRow[] = [];
  const visit = (path: readonly string[], value: unknown) => {
    const key = path.at(-1) ?? "";
    const name = path.map((part) => (/^\d+$/.test(part) ? part : names.field(part))).join(" · ");
    if (HIDDEN.has(key)) return void rows.push({ name, value: say("fact.hidden") });
    if (!isObject(value) || path.length > DEPTH)
      return void rows.push({ name, value: textOf(value) });
    const line = moneyOf(value) ?? partyOf(value);
    if (line !== undefined) return void rows.push({ name, value: line });
    const inner = Object.entries(value);
    if (Array.isArray(value) && value.every((one) => !isObject(one)))
      return void rows.push({ name, value: value.map(textOf).join("、") || "—" });
    for (const [part, one] of inner)
      visit([...path, Array.isArray(value) ? String(Number(part) + 1) : part], one);
  };
  for (const [key, value] of Object.entries(payload)) visit([key], value);
  return rows;
}
