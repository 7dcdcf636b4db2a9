/** Quarters and years as the address names them: 2026Q3, 2026; all is everything. */
import type { FiguresQuery } from "../../../../contract/src/voice-figures.ts";
import { VOICE_KINDS } from "../../../../contract/src/voice-values.ts";

export const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;
const PERIOD = /^\d{4}(Q[1-4])?$/;
const UNIT = /^[a-z][a-z0-9-]{1,40}$/;
const QUARTERS = 8;
const YEARS = 3;

const two = (month: number): string => String(month).padStart(2, "0");

/** First and last day; empty for all. */
export function daysOf(period: string): { readonly from?: string; readonly to?: string } {
  if (!PERIOD.test(period)) return {};
  const year = period.slice(0, 4);
  const quarter = Number(period.slice(5) || 0);
  if (quarter === 0) return { from: `${year}-01-01`, to: `${year}-12-31` };
  const last = quarter * 3;
  const days = last === 3 || last === 12 ? 31 : 30;
  return { from: `${year}-${two(last - 2)}-01`, to: `${year}-${two(last)}-${days}` };
}

export const quarterOf = (day: string): string =>
  `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/** This quarter and those before it, the newest first. */
export function quartersUntil(today: string): readonly string[] {
  const [year = "0", quarter = "1"] = quarterOf(today).split("Q");
  const now = Number(year) * 4 + Number(quarter) - 1;
  return Array.from({ length: QUARTERS }, (_, back) => {
    const index = now - back;
    return `${Math.floor(index / 4)}Q${(index % 4) + 1}`;
  });
}

export const yearsUntil = (today: string): readonly string[] =>
  Array.from({ length: YEARS }, (_, back) => String(Number(today.slice(0, 4)) - back));

export interface FiguresFilter {
  readonly period: string;
  readonly kind: string;
  readonly regime: string;
  readonly unit: string;
}

/** Words that are none are left out, so that an old link still opens. */
export function filterOf(params: URLSearchParams, today: string): FiguresFilter {
  const given = (name: string, isRight: (value: string) => boolean) => {
    const value = params.get(name) ?? "";
    return isRight(value) ? value : "";
  };
  const isOf = (values: readonly string[]) => (value: string) => values.includes(value);
  return {
    period: given("period", (value) => value === "all" || PERIOD.test(value)) || today.slice(0, 4),
    kind: given("kind", isOf(VOICE_KINDS)),
    regime: given("regime", isOf(REGIMES)),
    unit: given("unit", (value) => UNIT.test(value)),
  };
}

export function queryOf({ period, ...rest }: FiguresFilter): FiguresQuery {
  const given = Object.entries(rest).filter(([, value]) => value !== "");
  return { ...daysOf(period), ...Object.fromEntries(given) };
}
