/** What the law asks of an opening, by regime. Pure. */
import type { Regime } from "../../../../contract/src/values.ts";

export interface OpeningRule {
  /** Fewer bids than this: not opened. */
  readonly least: number;
  /** Id in law-articles.json; undefined: no article asks it. */
  readonly article: string | undefined;
}

const NONE: OpeningRule = { least: 1, article: undefined };
const RULES: Partial<Readonly<Record<Regime, OpeningRule>>> = {
  works: { least: 3, article: "ZTB-T-44" },
  procurement: { least: 3, article: "MOF87-41" },
};
/** 87号令 speaks of tenders only. */
const TENDERS: ReadonlySet<string> = new Set(["open", "invited"]);

/** Works: 条例44. Procurement by tender: 87号令41. Other procedures have rules of their own. */
export function openingRuleOf(regime: string | null, method: string | null): OpeningRule {
  const rule = RULES[regime as Regime] ?? NONE;
  const isTender = method !== null && TENDERS.has(method);
  return regime === "procurement" && !isTender ? NONE : rule;
}
