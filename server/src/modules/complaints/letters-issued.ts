/** Letters that went out in a case, with the articles that they quote. Pure. */
import type { AcceptanceDecided } from "../../../../contract/src/facts/complaints.acceptance-decided.ts";
import type { OpenLetter } from "../statutes/index.ts";
import { standingOf, type VoiceFacts } from "./standing.ts";

const KINDS = {
  accepted: "acceptance",
  refused: "refusal",
  correctionAsked: "correction",
} as const satisfies Record<AcceptanceDecided["outcome"], OpenLetter["kind"]>;

/** Each decision about acceptance, and the last answer: an earlier one no longer holds. */
export function lettersIssued(facts: VoiceFacts): readonly OpenLetter[] {
  const { number } = facts.received;
  const base = { case: number, link: `/voices/${number}`, state: "issued" } as const;
  const decided = facts.events
    .filter(({ kind }) => kind === "complaints.acceptance-decided")
    .map(({ payload }): OpenLetter => {
      const { outcome, letterNo, decidedOn, articles } = payload as unknown as AcceptanceDecided;
      return { ...base, kind: KINDS[outcome], number: letterNo, on: decidedOn, articles };
    });
  const { reply } = standingOf(facts);
  if (reply === undefined) return decided;
  const { letterNo, decidedOn, findings, appeals } = reply;
  const articles = [...findings, ...appeals].flatMap((part) => part.articles);
  return [...decided, { ...base, kind: "reply", number: letterNo, on: decidedOn, articles }];
}
