import type { OpeningStep } from "../../../../contract/src/opening-values.ts";
/** What a desk shows of an opening and lets its reader do. Pure. */
import type {
  DeskBid,
  DeskRole,
  OpeningDesk,
  OpeningRow,
} from "../../../../contract/src/opening.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isSealed } from "./seal.ts";
import { neutralNumber, requireStep, type Session, type SessionState } from "./session.ts";

export interface Reader {
  readonly role: Role;
  /** Party keys of the reader's unit. */
  readonly own: readonly string[];
}

/** A bidder is one only at its own lots; a host runs what its unit was charged with. */
export function deskRoleOf({ role, own }: Reader, hosts: readonly string[]): DeskRole {
  if (role === "bidder") return "bidder";
  if (role === "centre") return "witness";
  const isHost = (role === "agency" || role === "entity") && hosts.some((key) => own.includes(key));
  return isHost ? "host" : "observer";
}

export function rowOf({ id, ocid, title, plan }: Session, state: SessionState): OpeningRow {
  const { lotId, startsAt, mode, room, host } = plan;
  return {
    id,
    ocid,
    lotId,
    title,
    startsAt,
    mode,
    ...(room === undefined ? {} : { room }),
    host,
    stage: state.stage,
    unanswered: state.objections.filter(({ answer }) => answer === undefined).length,
  };
}

const STEPS: readonly OpeningStep[] = [
  "locked",
  "announced",
  "decrypting",
  "reading",
  "confirming",
  "signing",
  "closed",
  "notOpened",
];

/** Steps that the rule lets through now. */
function nextSteps(session: Session, state: SessionState, now: string): OpeningStep[] {
  return STEPS.filter((step) => {
    try {
      requireStep(session, state, { step, now });
      return true;
    } catch (error) {
      if (error instanceof RuleViolation) return false;
      throw error;
    }
  });
}

interface Seen {
  readonly session: Session;
  readonly state: SessionState;
  readonly role: DeskRole;
  readonly own: readonly string[];
  readonly now: string;
}

/** Before the bidders are read out a desk says nothing of them, whoever asks, but to a bidder of itself. */
export function deskOf(seen: Seen): OpeningDesk {
  const { session, state, role, own, now } = seen;
  const { plan, rule } = session;
  const isHost = role === "host";
  const talking = state.stage !== "closed" && state.stage !== "notOpened";
  const mine = state.bids.find(({ key }) => own.includes(key));
  const isSignedIn = state.signedIn.some((party) => own.includes(partyKey(party)));
  return {
    row: rowOf(session, state),
    role,
    serverTime: now,
    decryptMinutes: plan.decryptMinutes,
    since: { ...state.since },
    least: rule.least,
    ...(rule.article === undefined ? {} : { article: rule.article }),
    ...(state.count === undefined ? {} : { count: state.count }),
    ...(state.reason === undefined ? {} : { reason: state.reason }),
    bids: state.bids.map((bid) => deskBid(bid, seen)),
    objections: state.objections.map(({ number, at, bidder, text, answer }) => ({
      number,
      at,
      by: speakerOf(seen, partyKey(bidder), partyName(bidder)),
      text,
      ...(answer === undefined ? {} : { answer }),
    })),
    messages: state.messages.map(({ at, payload: { number, text } }) => ({
      at,
      isHost: number === undefined,
      ...(number === undefined ? {} : { by: number }),
      text,
    })),
    ...(state.hash === undefined ? {} : { record: { lines: [...state.record], hash: state.hash } }),
    signatures: state.signatures.map(({ at, payload }) => ({
      at,
      as: payload.as,
      by:
        payload.bidder === undefined ? payload.officer.department.name : partyName(payload.bidder),
      isValid: isSealed(payload.seal, payload.hash),
      provider: payload.seal.provider,
    })),
    isSignedIn,
    next: isHost ? nextSteps(session, state, now) : [],
    may: {
      handle: isHost && talking,
      answer: isHost && talking,
      object: role === "bidder" && isTalking(state) && (mine !== undefined || isSignedIn),
      post: talking && (isHost || (role === "bidder" && isSignedIn)),
      sign: state.stage === "signing" && maySign(seen, mine?.key),
      signIn: role === "bidder" && talking && !isSignedIn,
      confirm: state.stage === "confirming" && mine?.state === "read",
    },
  };
}

const isTalking = ({ stage }: SessionState): boolean =>
  ["locked", "announced", "decrypting", "reading", "confirming"].includes(stage);

function maySign({ role, state }: Seen, own: string | undefined): boolean {
  if (role === "observer") return false;
  if (role === "bidder" && own === undefined) return false;
  return !state.signatures.some(
    ({ payload }) =>
      payload.as === role && (payload.bidder === undefined || partyKey(payload.bidder) === own),
  );
}

/** By name once the bidders are read out; before that by a number, but to itself. */
function speakerOf({ session, state, own }: Seen, key: string, name: string): string {
  const isKnown = state.bids.some((bid) => bid.key === key) || own.includes(key);
  return isKnown ? name : neutralNumber(session.plan.nonce, key);
}

/** A price is for the host as soon as it is decrypted, for its bidder too, for others once it is read out. */
function deskBid(bid: SessionState["bids"][number], { role, own }: Seen): DeskBid {
  const { key, bidder, state, at, offer, ground, note, check } = bid;
  const isOwn = own.includes(key);
  const isRead = state === "read" || state === "confirmed";
  return {
    key,
    name: partyName(bidder),
    state,
    ...(at === undefined ? {} : { at }),
    ...(offer !== undefined && (isRead || isOwn || role === "host") ? { offer } : {}),
    ...(ground === undefined ? {} : { ground }),
    ...(note === undefined ? {} : { note }),
    ...(check === undefined ? {} : { check }),
    isOwn,
  };
}
