/** Which act a fact shows, and what it says of it. Pure. */
import type { AwardDecided } from "../../../../contract/src/facts/procurement.award-decided.ts";
import type { BidReceived } from "../../../../contract/src/facts/procurement.bid-received.ts";
import type { BidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import type { CandidatesPublished } from "../../../../contract/src/facts/procurement.candidates-published.ts";
import type { ContractSigned } from "../../../../contract/src/facts/procurement.contract-signed.ts";
import type { NoticePublished } from "../../../../contract/src/facts/procurement.notice-published.ts";
import type { CoverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import type { WarningFacts } from "../../../../contract/src/warnings-facts.ts";
import type { CheckAct } from "../../../../contract/src/warnings.ts";
import { partyKey } from "../../kernel/party.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { StoredFact } from "../../platform/facts/registry.ts";

type Shown = Pick<CheckAct, "stage" | "act" | "facts" | "lotId">;

/** Without the fields that are absent. */
const given = (facts: Readonly<Record<string, unknown>>): WarningFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as WarningFacts;

const dayOf = ({ occurredAt }: StoredFact): string => plainDateOf(new Date(occurredAt));
function notice(fact: StoredFact): Shown | undefined {
  const { noticeType, regime, method, bidDeadline, openingAt } =
    fact.payload as unknown as NoticePublished;
  const facts = given({ regime, method, bidDeadline, openingAt });
  if (noticeType === "tenderNotice") return { stage: "notice", act: "publishNotice", facts };
  if (noticeType !== "clarification" && noticeType !== "amendment") return undefined;
  return {
    stage: "clarification",
    act: "issueClarification",
    facts: { ...facts, changeOn: dayOf(fact) },
  };
}

function opening(fact: StoredFact): Shown {
  const { lotId, bids } = fact.payload as unknown as BidsOpened;
  const count = bids.filter(({ status }) => status !== "withdrawn").length;
  // When the record was made, not when the opening began: its time is not taken from here.
  return { stage: "opening", act: "openBids", lotId, facts: { bidderCount: count } };
}

function candidates(fact: StoredFact): Shown {
  const {
    lotId,
    candidates: named,
    disclosureFrom,
    disclosureTo,
  } = fact.payload as unknown as CandidatesPublished;
  const facts = given({ disclosureFrom, disclosureTo, candidateCount: named.length });
  return { stage: "award", act: "publishCandidates", lotId, facts };
}

function award(fact: StoredFact): Shown {
  const { lotId, supplier } = fact.payload as unknown as AwardDecided;
  const facts = { awardOn: dayOf(fact), awardee: partyKey(supplier) };
  return { stage: "award", act: "decideAward", lotId, facts };
}

function contract(fact: StoredFact): Shown {
  const { lotId, supplier, amount, signedOn } = fact.payload as unknown as ContractSigned;
  const facts = given({ signedOn, contractAmount: amount, contractParty: partyKey(supplier) });
  return { stage: "contract", act: "signContract", lotId, facts };
}

function bid(fact: StoredFact): Shown {
  const { lotId } = fact.payload as unknown as BidReceived;
  const facts = { isAccepted: true, receivedAt: fact.occurredAt };
  return { stage: "bidding", act: "acceptBid", lotId, facts };
}

const OPENING_USES: readonly string[] = ["opening"];
const SECOND_MS = 1000;

/** What a camera recorded of an opening or an evaluation (PRO-13, PRO-19). Odd pictures are counted by the caller, who can look them up. */
function recorded(fact: StoredFact): Shown | undefined {
  const { use, coverage, clock } = fact.payload as unknown as CoverageStated;
  const isOpening = OPENING_USES.includes(use);
  if (!isOpening && use !== "evaluation") return undefined;
  const lengths = coverage.gaps.map(({ from, to }) => Date.parse(to) - Date.parse(from));
  const facts = given({
    recordedPercent: Math.floor(coverage.share * 10_000) / 100,
    longestGapSeconds: Math.floor(Math.max(0, ...lengths) / SECOND_MS),
    clockOffsetSeconds: clock === undefined ? undefined : Math.abs(clock.offsetMs) / SECOND_MS,
  });
  return isOpening
    ? { stage: "opening", act: "recordOpening", facts }
    : { stage: "evaluation", act: "recordEvaluation", facts };
}

const SHOWN: Readonly<Record<string, (fact: StoredFact) => Shown | undefined>> = {
  "procurement.notice-published": notice,
  "procurement.bids-opened": opening,
  "procurement.candidates-published": candidates,
  "procurement.award-decided": award,
  "procurement.contract-signed": contract,
  "procurement.bid-received": bid,
  "video.coverage-stated": recorded,
};

/** Kinds of facts that show an act. */
export const SHOWING_KINDS: readonly string[] = Object.keys(SHOWN);

/** The act that a fact shows; undefined when it shows none that a node looks at. */
export function actOfFact(fact: StoredFact): CheckAct | undefined {
  const shown = SHOWN[fact.kind]?.(fact);
  if (shown === undefined) return undefined;
  return { actId: `fact/${fact.id}`, ocid: fact.subject, at: fact.occurredAt, ...shown };
}
