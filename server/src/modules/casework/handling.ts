/** What may be done with a lead in which state. Pure. */
import type { LeadState } from "../../../../contract/src/leads.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

export type Act = "receive" | "recordStep" | "decide" | "publish";

const ALLOWED = {
  routed: ["receive"],
  received: ["recordStep", "decide"],
  decided: ["publish"],
  published: [],
} as const satisfies Record<LeadState, readonly Act[]>;

export function mayAct(state: LeadState, act: Act): boolean {
  const allowed: readonly Act[] = ALLOWED[state];
  return allowed.includes(act);
}

export interface Handled {
  readonly state: LeadState;
  readonly version: number;
}

/** Refuses an act that the state does not allow, or that was decided on an older view of the lead. */
export function requireAct(handled: Handled, act: Act, version: number): void {
  if (handled.version !== version)
    throw new RuleViolation("leads.stale", { version: handled.version });
  if (!mayAct(handled.state, act)) {
    throw new RuleViolation("leads.bad-transition", { from: handled.state, act });
  }
}
