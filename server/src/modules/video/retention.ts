/** How long recordings are kept: by what the room was used for and under which law. Pure. */
import type { RoomUse } from "../../../../contract/src/venue-values.ts";
import rules from "./retention.json" with { type: "json" };

interface Rule {
  readonly use: string;
  readonly regime: string;
  readonly days: number;
}

const RULES: readonly Rule[] = rules.rules;

/** Days for a recording that belongs to no project. */
export const IDLE_DAYS: number = rules.idleDays;

/** The same where space is short. */
export const LEAST_IDLE_DAYS: number = rules.leastIdleDays;

/** Days for a use of a room under a regime; the longest that fits. */
export function daysFor(use: RoomUse, regime: string | null): number {
  const fitting = RULES.filter(
    (rule) =>
      (rule.use === "*" || rule.use === use) && (rule.regime === "*" || rule.regime === regime),
  );
  return Math.max(IDLE_DAYS, ...fitting.map(({ days }) => days));
}
