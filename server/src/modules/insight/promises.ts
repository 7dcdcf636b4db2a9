/** Working days of the city's own promises, as the law register has them on a day. Pure. */
import { type Law, rulesOn } from "../../../../clocks/src/index.ts";
import type { SummaryFacts } from "./work-summary.ts";

const CLOCKS = {
  challenge: "local.challenge",
  complaint: "local.complaint",
  inspection: "local.inspection",
} as const;

/** @throws Error when the register has no such promise on the day: a number is never invented */
export function promisesOf(law: Law, day: string): SummaryFacts["promises"] {
  const rules = rulesOn(day, law);
  const lengthOf = (id: string): number => {
    const found = rules.find((rule) => rule.id === id);
    if (found === undefined) throw new Error(`no promise ${id} in force on ${day}`);
    return found.length;
  };
  return {
    challenge: lengthOf(CLOCKS.challenge),
    complaint: lengthOf(CLOCKS.complaint),
    inspection: lengthOf(CLOCKS.inspection),
  };
}
