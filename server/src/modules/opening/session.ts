/** An opening as its facts make it, and what may be done next. Pure: times are those of the facts. */
import { createHash } from "node:crypto";

import type { BidHandled } from "../../../../contract/src/facts/opening.bid-handled.ts";
import type { MessagePosted } from "../../../../contract/src/facts/opening.message-posted.ts";
import type { ObjectionAnswered } from "../../../../contract/src/facts/opening.objection-answered.ts";
import type { ObjectionRaised } from "../../../../contract/src/facts/opening.objection-raised.ts";
import type { RecordSigned } from "../../../../contract/src/facts/opening.record-signed.ts";
import type { SessionPlanned } from "../../../../contract/src/facts/opening.session-planned.ts";
import type { StepTaken } from "../../../../contract/src/facts/opening.step-taken.ts";
import {
  type CommitmentCheck,
  type FailureGround,
  isOver,
  type OpeningStage,
  type OpeningStep,
} from "../../../../contract/src/opening-values.ts";
import type { Offer, Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { OpeningRule } from "./rules.ts";

interface Common {
  readonly factId: string;
  readonly at: string;
  readonly version: number;
}

/** One act of a session as it is kept. */
export type OpeningEvent = Common &
  (
    | { readonly kind: "opening.step-taken"; readonly payload: StepTaken }
    | { readonly kind: "opening.bid-handled"; readonly payload: BidHandled }
    | { readonly kind: "opening.objection-raised"; readonly payload: ObjectionRaised }
    | { readonly kind: "opening.objection-answered"; readonly payload: ObjectionAnswered }
    | { readonly kind: "opening.message-posted"; readonly payload: MessagePosted }
    | { readonly kind: "opening.record-signed"; readonly payload: RecordSigned }
  );

export interface Session {
  readonly id: string;
  readonly ocid: string;
  readonly title: string;
  readonly plan: SessionPlanned;
  readonly regime: string | null;
  readonly method: string | null;
  readonly rule: OpeningRule;
}

export interface SessionBid {
  readonly key: string;
  readonly bidder: Party;
  readonly state: "waiting" | "decrypted" | "failed" | "read" | "confirmed";
  readonly at: string | undefined;
  readonly offer: Offer | undefined;
  readonly ground: FailureGround | undefined;
  readonly note: string | undefined;
  readonly check: CommitmentCheck | undefined;
}

export interface SessionObjection {
  readonly number: number;
  readonly at: string;
  readonly bidder: Party;
  readonly text: string;
  readonly answer: { readonly at: string; readonly text: string } | undefined;
}

export interface SessionState {
  readonly stage: OpeningStage;
  readonly since: Partial<Readonly<Record<OpeningStage, string>>>;
  readonly version: number;
  readonly count: number | undefined;
  readonly minutes: number | undefined;
  readonly reason: string | undefined;
  /** Empty before the bidders are read out. */
  readonly bids: readonly SessionBid[];
  readonly signedIn: readonly Party[];
  readonly objections: readonly SessionObjection[];
  readonly messages: readonly (Common & { readonly payload: MessagePosted })[];
  readonly signatures: readonly (Common & { readonly payload: RecordSigned })[];
  readonly record: readonly string[];
  readonly hash: string | undefined;
}

const EMPTY: SessionState = {
  stage: "planned",
  since: {},
  version: 0,
  count: undefined,
  minutes: undefined,
  reason: undefined,
  bids: [],
  signedIn: [],
  objections: [],
  messages: [],
  signatures: [],
  record: [],
  hash: undefined,
};

/** @param events in order of version */
export const stateOf = (events: readonly OpeningEvent[]): SessionState =>
  events.reduce(after, EMPTY);

function after(state: SessionState, event: OpeningEvent): SessionState {
  const next = { ...state, version: Math.max(state.version, event.version) };
  switch (event.kind) {
    case "opening.step-taken":
      return stepped(next, event.payload, event.at);
    case "opening.bid-handled":
      return handled(next, event.payload, event.at);
    case "opening.objection-raised": {
      const { number, bidder, text } = event.payload;
      const objection = { number, at: event.at, bidder, text, answer: undefined };
      return { ...next, objections: [...state.objections, objection] };
    }
    case "opening.objection-answered": {
      const { number, text } = event.payload;
      const objections = state.objections.map((objection) =>
        objection.number === number ? { ...objection, answer: { at: event.at, text } } : objection,
      );
      return { ...next, objections };
    }
    case "opening.message-posted":
      return { ...next, messages: [...state.messages, event] };
    case "opening.record-signed":
      return { ...next, signatures: [...state.signatures, event] };
  }
}

function stepped(state: SessionState, payload: StepTaken, at: string): SessionState {
  const { step, count, minutes, reason, bidders, record, hash } = payload;
  return {
    ...state,
    stage: step,
    since: { ...state.since, [step]: at },
    count: count ?? state.count,
    minutes: minutes ?? state.minutes,
    reason: reason ?? state.reason,
    bids: bidders?.map(waiting) ?? state.bids,
    record: record ?? state.record,
    hash: hash ?? state.hash,
  };
}

const waiting = (bidder: Party): SessionBid => ({
  key: partyKey(bidder),
  bidder,
  state: "waiting",
  at: undefined,
  offer: undefined,
  ground: undefined,
  note: undefined,
  check: undefined,
});

function handled(state: SessionState, payload: BidHandled, at: string): SessionState {
  const { act, bidder, offer, ground, note, check } = payload;
  if (act === "signedIn") return { ...state, signedIn: [...state.signedIn, bidder] };
  const key = partyKey(bidder);
  const bids = state.bids.map((bid) =>
    bid.key === key
      ? {
          ...bid,
          state: act,
          at: act === "confirmed" ? bid.at : at,
          offer: offer ?? bid.offer,
          ground,
          note,
          check: check ?? bid.check,
        }
      : bid,
  );
  return { ...state, bids };
}

/** Four digits that say nothing of a bidder nor of how many there are. */
export function neutralNumber(nonce: string, key: string): string {
  const digest = createHash("sha256").update(`${nonce}\n${key}`).digest();
  return String(digest.readUInt32BE(0) % 10_000).padStart(4, "0");
}

/** Which step may follow which. */
const FOLLOWS: Readonly<Record<OpeningStep, readonly OpeningStage[]>> = {
  locked: ["planned"],
  announced: ["locked"],
  decrypting: ["announced"],
  reading: ["decrypting"],
  confirming: ["reading"],
  signing: ["confirming"],
  closed: ["signing"],
  notOpened: ["locked"],
};

const refuse = (code: string, params: Record<string, string | number> = {}): never => {
  throw new RuleViolation(`opening.${code}`, params);
};

/** @throws RuleViolation that names what is missing */
export function requireStep(
  { rule, plan }: Pick<Session, "rule" | "plan">,
  state: SessionState,
  { step, now }: { readonly step: OpeningStep; readonly now: string },
): void {
  if (!FOLLOWS[step].includes(state.stage)) refuse("not-now", { step, stage: state.stage });
  const { count = 0 } = state;
  if (step === "locked" && Date.parse(now) < Date.parse(plan.startsAt))
    refuse("before-deadline", { startsAt: plan.startsAt });
  if (step === "announced" && count < rule.least)
    refuse("too-few", { have: count, need: rule.least, article: rule.article ?? "" });
  if (step === "reading") requireDecrypted(state);
  if (step === "confirming") requireRead(state);
  if (step === "signing") requireAnswered(state);
  if (step === "closed") requireClosable(state);
}

function requireDecrypted({ bids }: SessionState): void {
  const open = bids.filter(({ state }) => state === "waiting").length;
  if (open > 0) refuse("not-decrypted", { open });
}

function requireRead({ bids }: SessionState): void {
  const open = bids.filter(({ state }) => state === "decrypted").length;
  if (open > 0) refuse("not-read", { open });
}

/** 条例44: an objection is answered on the spot, and both stand in the record. */
function requireAnswered({ objections }: SessionState): void {
  const open = objections.filter(({ answer }) => answer === undefined);
  if (open.length > 0)
    refuse("unanswered", { numbers: open.map(({ number }) => number).join("、") });
}

function requireClosable(state: SessionState): void {
  requireAnswered(state);
  for (const role of ["host", "witness"] as const)
    if (!state.signatures.some(({ payload }) => payload.as === role)) refuse("unsigned", { role });
}

/** @throws RuleViolation opening.no-such-bidder, opening.not-now, opening.done-already, opening.no-ground */
export function requireBidAct(
  state: SessionState,
  {
    act,
    key,
    ground,
  }: Pick<BidHandled, "act"> & {
    readonly key: string;
    readonly ground?: FailureGround | undefined;
  },
): SessionBid | undefined {
  if (act === "signedIn") {
    if (isOver(state.stage)) refuse("not-now", { step: act, stage: state.stage });
    if (state.signedIn.some((party) => partyKey(party) === key)) refuse("done-already", { act });
    return undefined;
  }
  const bid = state.bids.find((one) => one.key === key) ?? refuse("no-such-bidder");
  const [stage, states] = BID_ACTS[act];
  if (state.stage !== stage) refuse("not-now", { step: act, stage: state.stage });
  if (!states.includes(bid.state)) refuse("done-already", { act });
  if (act === "failed" && ground === undefined) refuse("no-ground");
  return bid;
}

/** Stage of an act, and the states of a bid from which it goes on. */
const BID_ACTS: Readonly<
  Record<
    Exclude<BidHandled["act"], "signedIn">,
    readonly [OpeningStage, readonly SessionBid["state"][]]
  >
> = {
  decrypted: ["decrypting", ["waiting", "failed"]],
  failed: ["decrypting", ["waiting"]],
  read: ["reading", ["decrypted"]],
  confirmed: ["confirming", ["read"]],
};

const TALK: readonly OpeningStage[] = [
  "locked",
  "announced",
  "decrypting",
  "reading",
  "confirming",
];

/** While bidders may object: past the deadline, before the record is put up for signature. */
export const isTalking = ({ stage }: SessionState): boolean => TALK.includes(stage);

/** On the spot means while it goes on, before the record is put up for signature. @throws RuleViolation opening.not-now */
export function requireObjectable(state: SessionState, key: string): void {
  if (!isTalking(state)) refuse("not-now", { step: "objection", stage: state.stage });
  const isHere = [...state.bids.map((bid) => bid.key), ...state.signedIn.map(partyKey)];
  if (!isHere.includes(key)) refuse("not-signed-in");
}

/** @throws RuleViolation opening.no-such-objection, opening.done-already */
export function requireAnswerable({ objections }: SessionState, number: number): void {
  const found = objections.find((one) => one.number === number) ?? refuse("no-such-objection");
  if (found.answer !== undefined) refuse("done-already", { act: "answer" });
}

/** @throws RuleViolation opening.not-now, opening.record-changed, opening.done-already */
export function requireSignable(
  state: SessionState,
  {
    as,
    key,
    hash,
  }: {
    readonly as: RecordSigned["as"];
    readonly key: string | undefined;
    readonly hash: string;
  },
): void {
  if (state.stage !== "signing") refuse("not-now", { step: "sign", stage: state.stage });
  if (state.hash !== hash) refuse("record-changed");
  const isSame = ({ payload }: { readonly payload: RecordSigned }) =>
    payload.as === as &&
    (payload.bidder === undefined ? undefined : partyKey(payload.bidder)) === key;
  if (state.signatures.some(isSame)) refuse("done-already", { act: "sign" });
}
