import type { TalkKind } from "../../../../contract/src/followup-values.ts";
/** Who does what after a lead: the centre reports and reminds, the department hears, warns and decides. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

/** The trading centre: it reminds, records, reports and hands over. */
export const SENDERS = ["centre", "director"] as const satisfies readonly Role[];
/** The competent department. */
export const HANDLERS = ["officer", "chief"] as const satisfies readonly Role[];
export const RECIPIENT_ROLES = [
  ...HANDLERS,
  "coordinator",
  "inspector",
] as const satisfies readonly Role[];
export const READERS = [
  ...RECIPIENT_ROLES,
  ...SENDERS,
  "police",
] as const satisfies readonly Role[];
export const HOLDERS = [...HANDLERS, "inspector", "police"] as const satisfies readonly Role[];
export const REPLIERS = ["bidder", ...HANDLERS] as const satisfies readonly Role[];
export const CLEARERS = [...HANDLERS, ...SENDERS] as const satisfies readonly Role[];
export const REVIEWERS = [...SENDERS, "coordinator"] as const satisfies readonly Role[];
export const AUDITORS = ["director", "coordinator"] as const satisfies readonly Role[];
export const TALKERS = [...SENDERS, ...HANDLERS] as const satisfies readonly Role[];
export const CONCERNED = ["bidder", "agency", "expert"] as const satisfies readonly Role[];

export const isOne = (roles: readonly Role[], role: Role): boolean => roles.includes(role);

/** Reminding is the centre's; a warning is an act of supervision and the department's (招标投标法第7条). */
export function talkKindsOf(role: Role): readonly TalkKind[] {
  if (isOne(SENDERS, role)) return ["remind"];
  return isOne(HANDLERS, role) ? ["warn"] : [];
}

/** @throws RuleViolation followup.talk-kind */
export function requireTalkKind(role: Role, kind: TalkKind): void {
  if (!talkKindsOf(role).includes(kind))
    throw new RuleViolation("followup.talk-kind", { kind }, { status: 403 });
}
