/** The shape of an indicator: a manifest (what, which law, which facts) and one pure function. */
import type { IndicatorResult, Level } from "../../../../contract/src/screening.ts";
import type { Regime } from "../../../../contract/src/values.ts";
import type { Lot } from "./lot.ts";

export type Group = "DEV" | "REL" | "PRC" | "BEH" | "PRO" | "EXP";

/** One article under which the indicator matters, at one place (law as data). */
export interface LawRule {
  /** Id in law-articles.json. */
  readonly article: string;
  /** Item of the article, printed behind it: 第（二）项. */
  readonly item?: string;
  readonly regimes: readonly Regime[];
  /** Level that this article gives the hit; absent: the article is a ground but gives no level. */
  readonly level?: Level;
  /** This article says that the coincidence alone is no ground: shown, never counted. */
  readonly isNoGround?: true;
}

export interface Manifest {
  readonly id: string;
  /** Rule version; changes with every change of formula, threshold or law. */
  readonly version: string;
  readonly group: Group;
  readonly names: { readonly zh: string; readonly en: string };
  /** Level where no article of the place says otherwise. */
  readonly level: Level;
  readonly law: readonly LawRule[];
  /** Fact kinds it reads. */
  readonly facts: readonly string[];
  /** The rule in one paragraph, as it is computed. */
  readonly method: string;
  /** Printed trigger, free of language. */
  readonly trigger: string;
  /** Locale codes. */
  readonly innocent: readonly string[];
  readonly clearing: readonly string[];
}

/** What the function of an indicator says; the engine adds manifest, law, cell and version. */
export type Finding = Pick<IndicatorResult, "outcome" | "n"> &
  Partial<
    Pick<
      IndicatorResult,
      | "reason"
      | "value"
      | "trigger"
      | "probability"
      | "bits"
      | "expectedByChance"
      | "falseAlarm"
      | "evidence"
      | "level"
      | "loweredFrom"
    >
  > & {
    /** Comparison cell, where the indicator uses one; else the rarity of the value stands for it. */
    readonly cell?: IndicatorResult["cell"];
  };

export interface Indicator {
  readonly manifest: Manifest;
  /** Pure. `level` is the one that place and date give. */
  readonly run: (lot: Lot, level: Level) => Finding;
}

export type ReasonParams = Readonly<Record<string, string | number>>;

/** "notComputable" with its reason. */
export function notComputable(n: number, code: string, params: ReasonParams = {}): Finding {
  return { outcome: "notComputable", n, reason: reason(code, params) };
}

/** A reason as the contract wants it: a code and strings. */
export function reason(
  code: string,
  params: ReasonParams = {},
): { code: string; params: Record<string, string> } {
  const texts = Object.entries(params).map(([name, value]) => [name, String(value)]);
  return { code, params: Object.fromEntries(texts) };
}
