import type { ReviewKind } from "../../../../contract/src/evidence-values.ts";
/** The custody chain read: hold and reviews as they stand after these acts. Pure. */
import type { CustodyEntry, EvidenceView } from "../../../../contract/src/evidence.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

export type Hold = EvidenceView["hold"];
type ReviewState = EvidenceView["review"]["legal"];

/** Entries in the order they happened; the sealing itself is the first and holds until its own day. */
export function holdAfter(entries: readonly CustodyEntry[], today: PlainDate): Hold {
  const last = entries.findLast(({ act }) => ["sealed", "holdSet", "holdEnded"].includes(act));
  const until = entries.findLast(({ until: day }) => day !== undefined)?.until ?? "";
  if (last?.act === "holdEnded") return { state: "ended", until };
  return { state: until < today ? "expired" : "inForce", until };
}

/** The last of each kind counts. */
export function reviewAfter(entries: readonly CustodyEntry[], kind: ReviewKind): ReviewState {
  const last = entries.findLast(({ act, review }) => act === "reviewed" && review === kind);
  if (last?.result === undefined) return { result: "notReviewed" };
  return {
    result: last.result,
    at: last.at,
    ...(last.officer === undefined ? {} : { by: last.officer.name }),
  };
}

/** A hold is only ever made longer; shorter is an end, which says why. @throws RuleViolation evidence.hold-* */
export function requireLonger(hold: Hold, until: PlainDate, today: PlainDate): void {
  if (until <= today) throw new RuleViolation("evidence.hold-past", { until, today });
  if (hold.state === "inForce" && until <= hold.until)
    throw new RuleViolation("evidence.hold-shorter", { until, present: hold.until });
}

/** @throws RuleViolation evidence.no-hold */
export function requireHold({ state }: Hold): void {
  if (state !== "inForce") throw new RuleViolation("evidence.no-hold");
}
