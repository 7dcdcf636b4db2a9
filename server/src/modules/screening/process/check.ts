/** All rules of the process over timelines: results of one, counts of many. Pure. */
import type { OutcomeCounts } from "../../../../../contract/src/indicators.ts";
import type { ProcessOutcome } from "./process-rule.ts";
import { PROCESS_RULES } from "./process-rules.ts";
import type { Timeline } from "./timeline.ts";

export interface ProcessCheck {
  readonly id: string;
  readonly result: ProcessOutcome;
}

export const checkTimeline = (timeline: Timeline): ProcessCheck[] =>
  PROCESS_RULES.map(({ manifest, run }) => ({ id: manifest.id, result: run(timeline) }));

/** By rule: outcomes over the lots, and why not computable. */
export function countChecks(timelines: readonly Timeline[]): ReadonlyMap<string, OutcomeCounts> {
  const checks = timelines.flatMap(checkTimeline);
  const byRule = Map.groupBy(checks, ({ id }) => id);
  return new Map([...byRule].map(([id, own]) => [id, countsOf(own)]));
}

function countsOf(checks: readonly ProcessCheck[]): OutcomeCounts {
  const outcomes = Map.groupBy(checks, ({ result }) => result.outcome);
  const reasons = Map.groupBy(outcomes.get("notComputable") ?? [], ({ result }) =>
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
