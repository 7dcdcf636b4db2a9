/**
 * What may be seen when (contracts.md §2). Pure, and deny by default: a kind that is not named here, a
 * method that is not known to be open, a text that may name persons, never reaches the public.
 */
import type { AwardDecided } from "../../../../contract/src/facts/procurement.award-decided.ts";
import type { BidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import type { CandidatesPublished } from "../../../../contract/src/facts/procurement.candidates-published.ts";
import type { ContractSigned } from "../../../../contract/src/facts/procurement.contract-signed.ts";
import type { NoticePublished } from "../../../../contract/src/facts/procurement.notice-published.ts";
import type { TenderFailed } from "../../../../contract/src/facts/procurement.tender-failed.ts";
import { isReadOut } from "../../kernel/method.ts";
import type { StoredFact } from "../../platform/facts/registry.ts";

/** Kinds that may become public at all. Everything else is denied, for ever. */
export const RELEASABLE_KINDS = [
  "procurement.notice-published",
  "procurement.bids-opened",
  "procurement.candidates-published",
  "procurement.award-decided",
  "procurement.contract-signed",
  "procurement.tender-failed",
  "opening.replay-sealed",
  "video.replay-sealed",
  "publication.decision-published",
] as const;

/** The state of the process that decides. */
export interface ReleaseState {
  readonly now: string;
  readonly method: string | undefined;
  readonly openingAt: string | undefined;
}

export type Verdict =
  /** Public whole: may stand in a certificate. */
  | "whole"
  /** Public in part: its open fields may be printed, the fact itself not. */
  | "fields"
  | "denied";

/** The verdict on one fact. */
export function judge(fact: StoredFact, state: ReleaseState): Verdict {
  if (fact.occurredAt > state.now) return "denied";
  if (fact.kind === "publication.decision-published") return "whole";
  const rule = RULES[fact.kind];
  if (rule === undefined) return "denied";
  if (fact.kind !== "procurement.notice-published" && isBeforeOpening(state)) return "denied";
  const verdict = rule(fact.payload, state);
  return verdict === "whole" && namesPerson(fact.payload) ? "fields" : verdict;
}

const isBeforeOpening = ({ openingAt, now }: ReleaseState): boolean =>
  openingAt !== undefined && openingAt > now;

type Rule = (payload: StoredFact["payload"], state: ReleaseState) => Verdict;

const RULES: Readonly<Record<string, Rule>> = {
  // The body of a notice names contact persons: its fields are public, the text is not repeated here.
  "procurement.notice-published": ({ text }) => (text === undefined ? "whole" : "fields"),
  "procurement.bids-opened": (_payload, { method }) => (isReadOut(method) ? "whole" : "denied"),
  "procurement.candidates-published": (_payload, { method }) =>
    isReadOut(method) ? "whole" : "denied",
  "procurement.award-decided": () => "whole",
  "procurement.contract-signed": () => "whole",
  "procurement.tender-failed": ({ detail }) => (detail === undefined ? "whole" : "fields"),
  // Hashes over what the hall shows anyway, and the number of those lines.
  "opening.replay-sealed": () => "whole",
  // The chain of the picture that the hall shows, and what of it is missing.
  "video.replay-sealed": () => "whole",
};

/** True if a natural person stands anywhere in the payload. */
function namesPerson(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(namesPerson);
  if (typeof value !== "object" || value === null) return false;
  if ((value as { kind?: unknown }).kind === "naturalPerson") return true;
  return Object.values(value).some(namesPerson);
}

/** Takes every natural person out of a value; what stays says only that a person stood there. */
export function withoutPersons<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutPersons) as T;
  if (typeof value !== "object" || value === null) return value;
  if ((value as { kind?: unknown }).kind === "naturalPerson") {
    return { kind: "naturalPerson", token: "withheld", maskedName: "个人" } as T;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withoutPersons(member)]),
  ) as T;
}

export type PayloadOf = {
  readonly "procurement.notice-published": NoticePublished;
  readonly "procurement.bids-opened": BidsOpened;
  readonly "procurement.candidates-published": CandidatesPublished;
  readonly "procurement.award-decided": AwardDecided;
  readonly "procurement.contract-signed": ContractSigned;
  readonly "procurement.tender-failed": TenderFailed;
};

/** The next instant at which more becomes public by the passing of time alone. */
export function nextDueAt(facts: readonly StoredFact[], state: ReleaseState): string | undefined {
  const times = facts.map(({ occurredAt }) => occurredAt);
  if (state.openingAt !== undefined) times.push(state.openingAt);
  return times.filter((time) => time > state.now).toSorted()[0];
}
