/**
 * Runs every indicator over one lot and adds up the evidence (indicators.md D.0). Pure: no clock, no
 * database. It orders a queue for people; it never says that anybody did anything.
 */
import type { IndicatorResult, Level } from "../../../../contract/src/screening.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Finding, Indicator } from "./indicator.ts";
import { INDICATORS } from "./indicators/all.ts";
import type { ScreeningInput } from "./input.ts";
import { judgeLaw, type Jurisdiction, type LawAnswer } from "./law.ts";
import { prepareLot } from "./lot.ts";
import { round } from "./statistics/tail.ts";

/** Changes with every change of an indicator or of the combination. */
export const ENGINE_VERSION = "2.2.0";

export interface LotScreening {
  /** One result of each indicator, always, in the order of INDICATORS. */
  readonly results: IndicatorResult[];
  /** Evidence in bits after group caps (D.0.8); orders the queue. */
  readonly bits: number;
  /** Groups with at least one hit, whether it counts or not. */
  readonly groups: string[];
  /** Hits that count in two groups, or one of determination grade. */
  readonly isLead: boolean;
  /** Of the lead, else of the strongest hit; undefined without any hit. */
  readonly level: Level | undefined;
}

/** Share of what the weaker hits of a group add to its strongest (D.0.8). */
const REST = 0.3;

export function screenLot(input: ScreeningInput): LotScreening {
  const lot = prepareLot(input);
  const jurisdiction = jurisdictionOf(input);
  const results = INDICATORS.map((indicator) => {
    const law = judgeLaw(indicator.manifest, jurisdiction);
    return resultOf(indicator, { law, finding: indicator.run(lot, law.level) });
  });
  return { results, ...combine(results) };
}

function jurisdictionOf(input: ScreeningInput): Jurisdiction {
  const { place, regime, signedArticles, openedAt } = input;
  return {
    day: plainDateOf(new Date(openedAt)),
    ...(place === undefined ? {} : { place }),
    ...(regime === undefined ? {} : { regime }),
    ...(signedArticles === undefined ? {} : { signedArticles }),
  };
}

function resultOf(
  { manifest }: Indicator,
  { law, finding }: { law: LawAnswer; finding: Finding },
): IndicatorResult {
  const isHit = finding.outcome === "hit";
  return {
    indicator: manifest.id,
    version: manifest.version,
    trigger: manifest.trigger,
    cell: { name: "", lots: 0, fallback: "notCompared" },
    evidence: [],
    ...finding,
    ...(isHit ? { level: finding.level ?? law.level } : {}),
    ...(isHit && !law.isGround ? { bits: 0 } : {}),
    legalBasis: law.basis,
    clearing: [...manifest.clearing],
    innocent: [...manifest.innocent],
  };
}

const groupOf = (result: IndicatorResult): string => result.indicator.slice(0, 3);

/** One of many tests that had to turn out so by chance (D.0.6). */
const isChance = ({ manyTests }: IndicatorResult): boolean =>
  manyTests !== undefined && "adjusted" in manyTests && manyTests.adjusted > manyTests.limit;

/**
 * Too few bidders stop the act; what a register explains carries no bits; what the correction for many
 * tests does not keep is chance: none makes a lead.
 */
const isCounted = (result: IndicatorResult): boolean =>
  result.level !== "block" && (result.bits ?? 0) > 0 && !isChance(result);

function bitsOfGroup(results: readonly IndicatorResult[]): number {
  const [strongest = 0, ...rest] = results
    .map(({ bits = 0 }) => bits)
    .toSorted((left, right) => right - left);
  return strongest + REST * rest.reduce((sum, bits) => sum + bits, 0);
}

const ORDER: readonly Level[] = ["hint", "block", "lead", "determination"];

/** Sum with group caps, and whether a person should look (D.0.8). */
export function combine(results: readonly IndicatorResult[]): Omit<LotScreening, "results"> {
  const hits = results.filter(({ outcome }) => outcome === "hit");
  const byGroup = Map.groupBy(hits, groupOf);
  const counted = new Set(hits.filter(isCounted).map(groupOf));
  const isDetermined = hits.some(({ level }) => level === "determination");
  const isLead = isDetermined || counted.size >= 2;
  const ranks = hits.map(({ level = "hint" }) => ORDER.indexOf(level));
  const strongest = hits.length === 0 ? undefined : ORDER[Math.max(...ranks)];
  const sum = [...byGroup.values()].reduce((bits, group) => bits + bitsOfGroup(group), 0);
  return {
    bits: round(sum),
    groups: [...byGroup.keys()],
    isLead,
    level: isLead && !isDetermined ? "lead" : strongest,
  };
}
