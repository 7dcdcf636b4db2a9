import {
  isOver,
  OPENING_STEPS,
  type OpeningStep,
} from "../../../../contract/src/opening-values.ts";
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
import {
  isTalking,
  neutralNumber,
  requireStep,
  type Session,
  type SessionState,
} from "./session.ts";

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

/** Steps that the rule lets through now. */
function nextSteps(session: Session, state: SessionState, now: string): OpeningStep[] {
  return OPENING_STEPS.filter((step) => {
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
  const { count, reason, hash, record } = state;
  return {
    row: rowOf(session, state),
    role,
    serverTime: now,
    decryptMinutes: plan.decryptMinutes,
    since: { ...state.since },
    least: rule.least,
    ...(rule.article === undefined ? {} : { article: rule.article }),
    ...(count === undefined ? {} : { count }),
    ...(reason === undefined ? {} : { reason }),
    bids: state.bids.map((bid) => deskBid(bid, seen)),
    ...talkOf(seen),
    ...(hash === undefined ? {} : { record: { lines: [...record], hash } }),
    signatures: signaturesOf(state),
    isSignedIn: state.signedIn.some((party) => own.includes(partyKey(party))),
    next: role === "host" ? nextSteps(session, state, now) : [],
    may: mayOf(seen),
  };
}

function talkOf(seen: Seen): Pick<OpeningDesk, "objections" | "messages"> {
  const { objections, messages } = seen.state;
  return {
    objections: objections.map(({ number, at, bidder, text, answer }) => ({
      number,
      at,
      by: speakerOf(seen, partyKey(bidder), partyName(bidder)),
      text,
      ...(answer === undefined ? {} : { answer }),
    })),
    messages: messages.map(({ at, payload: { number, text } }) => ({
      at,
      isHost: number === undefined,
      ...(number === undefined ? {} : { by: number }),
      text,
    })),
  };
}

const signaturesOf = ({ signatures }: SessionState): OpeningDesk["signatures"] =>
  signatures.map(({ at, payload: { as, bidder, officer, seal, hash } }) => ({
    at,
    as,
    by: bidder === undefined ? officer.department.name : partyName(bidder),
    isValid: isSealed(seal, hash),
    provider: seal.provider,
  }));

function mayOf(seen: Seen): OpeningDesk["may"] {
  const { state, role, own } = seen;
  const isOpen = !isOver(state.stage);
  const isHost = role === "host" && isOpen;
  const mine = state.bids.find(({ key }) => own.includes(key));
  const isSignedIn = state.signedIn.some((party) => own.includes(partyKey(party)));
  const isBidder = role === "bidder";
  return {
    handle: isHost,
    answer: isHost,
    object: isBidder && isTalking(state) && (mine !== undefined || isSignedIn),
    post: isHost || (isBidder && isOpen && isSignedIn),
    sign: state.stage === "signing" && maySign(seen, mine?.key),
    signIn: isBidder && isOpen && !isSignedIn,
    confirm: state.stage === "confirming" && mine?.state === "read",
  };
}

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
