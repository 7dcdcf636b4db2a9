/** A change of the tender's documents that comes late moves the deadline of the bids. Pure. */
import type { Matter } from "./clock-table.ts";
import { type Day, dayOf, numberOf } from "./day.ts";
import { type Law, publishedLaw, rulesOn } from "./law.ts";

export interface LateChange {
  readonly matter: Matter | "other";
  /** Day on which the change is made known. */
  readonly on: Day;
  readonly deadlineOn: Day;
}

export interface DeadlineMove {
  readonly was: Day;
  /** First day on which the deadline may be, in calendar days. */
  readonly earliest: Day;
  readonly articles: readonly string[];
}

/**
 * 条例21: what may affect the making of bids comes at least fifteen days before their deadline (applications: three), or the
 * deadline moves. Whether it may affect them people judge.
 *
 * @returns undefined where the time suffices, or no limit holds
 */
export function moveOfDeadline(
  { matter, on, deadlineOn }: LateChange,
  law: Law = publishedLaw,
): DeadlineMove | undefined {
  const limit = rulesOn(on, law).find(({ id }) => id === `lead.${matter}`);
  if (limit === undefined) return undefined;
  const earliest = dayOf(numberOf(on) + limit.length);
  return deadlineOn >= on && deadlineOn < earliest
    ? { was: deadlineOn, earliest, articles: limit.articles }
    : undefined;
}
