/** A decision as a label of rules. What is not decided in the matter is no label. Pure. */
import type { DecisionOutcome } from "../../../../contract/src/casework.ts";
import type { Label } from "../../../../contract/src/followup-values.ts";

export function labelOf(outcome: DecisionOutcome, isExplained: boolean): Label | undefined {
  if (outcome === "established") return "confirmed";
  if (outcome === "notEstablished") return isExplained ? "explained" : "notEstablished";
  return undefined;
}
