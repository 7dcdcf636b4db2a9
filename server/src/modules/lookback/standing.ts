/** Where a lot stands: asked, answered, signed, referred; and what may be done next. Pure. */
import type { LookbackAnswered } from "../../../../contract/src/facts/lookback.answered.ts";
import type { CorrectionAsked } from "../../../../contract/src/facts/lookback.correction-asked.ts";
import type { LookbackReferred } from "../../../../contract/src/facts/lookback.referred.ts";
import type { LookbackState, ShownFinding } from "../../../../contract/src/lookback.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

export interface LotEvent {
  readonly factId: string;
  readonly kind: string;
  readonly at: string;
  readonly version: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type LookbackAct = "ask" | "answer" | "sign" | "refer";

/** What is done after the signature is no more done before it, and the other way round. */
const ALLOWED = {
  clear: ["sign"],
  open: ["ask", "sign"],
  asked: ["ask", "answer"],
  answered: ["ask", "sign"],
  signed: ["refer"],
  referred: ["refer"],
} as const satisfies Record<LookbackState, readonly LookbackAct[]>;

interface OpenAsk {
  readonly ask: string;
  readonly items: CorrectionAsked["items"];
}

const ofKind = (events: readonly LotEvent[], kind: string) =>
  events.filter((event) => event.kind === `lookback.${kind}`);

export const asksOf = (events: readonly LotEvent[]) =>
  ofKind(events, "correction-asked").map(({ factId, payload, at }) => ({
    ask: factId,
    at,
    asked: payload as unknown as CorrectionAsked,
  }));

export const answersOf = (events: readonly LotEvent[]): readonly LookbackAnswered[] =>
  ofKind(events, "answered").map(({ payload }) => payload as unknown as LookbackAnswered);

/** Items that nobody answered; of several evaluators each answers the own ones. */
export function openAsks(events: readonly LotEvent[]): readonly OpenAsk[] {
  const answers = answersOf(events);
  return asksOf(events).flatMap(({ ask, asked }) => {
    const items = asked.items.filter(
      ({ finding }) => !answers.some((one) => one.ask === ask && one.findings.includes(finding)),
    );
    return items.length === 0 ? [] : [{ ask, items }];
  });
}

export function stateOf(events: readonly LotEvent[], findings: number): LookbackState {
  if (ofKind(events, "referred").length > 0) return "referred";
  if (ofKind(events, "report-signed").length > 0) return "signed";
  if (openAsks(events).length > 0) return "asked";
  if (asksOf(events).length > 0) return "answered";
  return findings === 0 ? "clear" : "open";
}

/** A result that is public is corrected on the lawful ways after it only: nobody is asked any more. */
export function mayAct(
  {
    state,
    isResultPublished,
  }: { readonly state: LookbackState; readonly isResultPublished: boolean },
  act: LookbackAct,
): boolean {
  const allowed: readonly LookbackAct[] = ALLOWED[state];
  if (act === "ask" && isResultPublished) return false;
  return allowed.includes(act);
}

export interface HeldLot {
  readonly state: LookbackState;
  readonly version: number;
  readonly isResultPublished: boolean;
}

/** @throws RuleViolation lookback.stale, lookback.result-published, lookback.bad-transition */
export function requireAct(held: HeldLot, act: LookbackAct, version: number | undefined): void {
  if (version !== undefined && held.version !== version)
    throw new RuleViolation("lookback.stale", { version: held.version });
  if (act === "ask" && held.isResultPublished)
    throw new RuleViolation("lookback.result-published", {});
  if (!mayAct(held, act))
    throw new RuleViolation("lookback.bad-transition", { act, state: held.state });
}

/** How each finding stands with the committee; a referral is the last word about it here. */
export function standingOf(events: readonly LotEvent[], finding: string): ShownFinding["standing"] {
  const isReferred = ofKind(events, "referred").some(({ payload }) =>
    (payload as unknown as LookbackReferred).findings.includes(finding),
  );
  if (isReferred) return "referred";
  const answer = answersOf(events).findLast(({ findings }) => findings.includes(finding));
  const isOpen = openAsks(events).some(({ items }) =>
    items.some((item) => item.finding === finding),
  );
  return isOpen ? "asked" : (answer?.answer ?? "none");
}
