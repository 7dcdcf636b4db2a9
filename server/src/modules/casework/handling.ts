/** What may be done with a lead in which state. Pure. */
import type { LeadState } from "../../../../contract/src/leads.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

export type Act =
  | "receive"
  | "recordStep"
  | "decide"
  | "publish"
  | "giveBack"
  | "correct"
  | "reroute"
  | "urge";

/** Acts of the unit that the lead was routed to; the others are acts upon it. */
export const HOLDERS_ACTS: ReadonlySet<Act> = new Set<Act>([
  "receive",
  "recordStep",
  "decide",
  "publish",
  "giveBack",
  "correct",
]);

const ALLOWED = {
  returned: ["reroute", "urge"],
  routed: ["receive", "giveBack", "urge"],
  received: ["recordStep", "decide", "correct", "urge"],
  decided: ["publish", "correct", "urge"],
  published: [],
} as const satisfies Record<LeadState, readonly Act[]>;

export interface Handled {
  readonly state: LeadState;
  readonly version: number;
  /** How the department was found. */
  readonly matched: string | null;
  readonly returns: number;
}

/** A lead is given back once: the coordinator's answer is final. */
const isReturnedOnce = ({ returns }: Pick<Handled, "returns">): boolean => returns > 0;

/** A routed lead is named anew only where the list of duties named nobody. */
const isUnclaimed = ({ state, matched }: Pick<Handled, "state" | "matched">): boolean =>
  state === "routed" && matched === "fallback";

export function mayAct(handled: Omit<Handled, "version">, act: Act): boolean {
  if (act === "reroute" && isUnclaimed(handled)) return true;
  if (act === "giveBack" && isReturnedOnce(handled)) return false;
  const allowed: readonly Act[] = ALLOWED[handled.state];
  return allowed.includes(act);
}

/** Refuses an act that the state does not allow, or that was decided on an older view of the lead. */
export function requireAct(handled: Handled, act: Act, version: number): void {
  if (handled.version !== version)
    throw new RuleViolation("leads.stale", { version: handled.version });
  if (act === "giveBack" && handled.state === "routed" && isReturnedOnce(handled))
    throw new RuleViolation("leads.returned-once", {});
  if (!mayAct(handled, act)) {
    throw new RuleViolation("leads.bad-transition", { from: handled.state, act });
  }
}
