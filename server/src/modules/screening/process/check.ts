/** The rules over processes and over experts' scores: results of one lot, counts of many. Pure. */
import type { OutcomeCounts } from "../../../../../contract/src/indicators.ts";
import { type PanelCase, panelCases, type ScoreLine } from "../panel/panel-case.ts";
import { panelHistory } from "../panel/panel-history.ts";
import { PANEL_RULES } from "../panel/panel-rules.ts";
import { missing, type ProcessOutcome } from "./process-rule.ts";
import { PROCESS_RULES } from "./process-rules.ts";
import type { Timeline } from "./timeline.ts";

export interface ProcessCheck {
  readonly id: string;
  readonly result: ProcessOutcome;
}

/** A lot with its checks. */
export interface CheckedLot {
  readonly timeline: Timeline;
  readonly checks: readonly ProcessCheck[];
}

export const checkTimeline = (timeline: Timeline): ProcessCheck[] =>
  PROCESS_RULES.map(({ manifest, run }) => ({ id: manifest.id, result: run(timeline) }));

const keyOf = ({ ocid, lotId }: { readonly ocid: string; readonly lotId: string }): string =>
  `${ocid}\n${lotId}`;

/** Each lot by the rules of the process, and by those of the panel where there are scores. */
export function checkLots(
  timelines: readonly Timeline[],
  scores: readonly ScoreLine[],
): CheckedLot[] {
  const cases = panelCases(scores);
  const history = panelHistory(cases);
  const caseOf = new Map(cases.map((one) => [keyOf(one), one]));
  const panelChecks = (one: PanelCase | undefined): ProcessCheck[] =>
    PANEL_RULES.map(({ manifest, run }) => ({
      id: manifest.id,
      result: one === undefined ? missing("noPanel") : run(one, history),
    }));
  return timelines.map((timeline) => ({
    timeline,
    checks: [...checkTimeline(timeline), ...panelChecks(caseOf.get(keyOf(timeline)))],
  }));
}

/** By rule: outcomes over the lots, and why not computable. */
export function countChecks(lots: readonly CheckedLot[]): ReadonlyMap<string, OutcomeCounts> {
  const byRule = Map.groupBy(
    lots.flatMap(({ checks }) => checks),
    ({ id }) => id,
  );
  return new Map(
    [...byRule].map(([id, own]) => [id, countOutcomes(own.map(({ result }) => result))]),
  );
}

export function countOutcomes(results: readonly ProcessOutcome[]): OutcomeCounts {
  const outcomes = Map.groupBy(results, ({ outcome }) => outcome);
  const reasons = Map.groupBy(outcomes.get("notComputable") ?? [], (result) =>
    result.outcome === "notComputable" ? result.reason : "",
  );
  return {
    hit: outcomes.get("hit")?.length ?? 0,
    noHit: outcomes.get("noHit")?.length ?? 0,
    notComputable: outcomes.get("notComputable")?.length ?? 0,
    reasons: [...reasons]
      .map(([code, own]) => ({ code, lots: own.length }))
      .toSorted((left, right) => right.lots - left.lots),
  };
}
