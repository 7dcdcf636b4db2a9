/** The acts of an opening: each is a fact, checked against the state under the session's lock. */
import type { BidHandled } from "../../../../contract/src/facts/opening.bid-handled.ts";
import { isOver } from "../../../../contract/src/opening-values.ts";
import type { HandleBid, TakeStep } from "../../../../contract/src/opening.ts";
import type { SessionPlanned } from "../../../../contract/src/facts/opening.session-planned.ts";
import { isOver, type OpeningStep } from "../../../../contract/src/opening-values.ts";
import type { HandleBid, PlanOpening, TakeStep } from "../../../../contract/src/opening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction, type Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { checkCommitment } from "./commitment.ts";
import { recordHash, recordLines } from "./record.ts";
import type { SealProvider } from "./seal.ts";
import {
  type HeldSession,
  listHeldBids,
  lockSession,
  readCommitments,
  readDecryptions,
  readEvents,
  readReveals,
  readSessions,
} from "./session.store.ts";
import { act, by, type Held, lotAt, type OpeningContext, type Recording } from "./act.service.ts";
import { takeDecryptions } from "./decryptions.service.ts";
import { instantText, recordHash, recordLines } from "./record.ts";
import { recordReplay } from "./replay.service.ts";
import type { SealProvider } from "./seal.ts";
import { findInRoom, type HeldSession, listHeldBids, readNow } from "./session.store.ts";
import {
  neutralNumber,
  requireAnswerable,
  requireBidAct,
  requireObjectable,
  requireSignable,
  requireStep,
  type SessionState,
} from "./session.ts";

/** Who acts, for acts that the product takes by itself: nobody. */
export type OpeningContext = Pick<ActContext, "db" | "registry" | "at"> & {
  readonly officer?: ActContext["officer"] | undefined;
};

interface Held {
  readonly session: HeldSession;
  readonly state: SessionState;
}

/** @throws RuleViolation opening.not-found */
async function hold(tx: Tx, id: string): Promise<Held> {
  await lockSession(tx, id);
  const [session] = await readSessions(tx, [id]);
  if (session === undefined) throw new RuleViolation("opening.not-found", { id }, { status: 404 });
  const events = await readEvents(tx, [id]);
  return { session, state: stateOf(events.get(id) ?? []) };
}

const lotAt = ({ ocid, plan }: HeldSession) => ({
  ocid,
  lotId: plan.lotId,
  deadline: plan.startsAt,
});

interface Act {
  readonly kind: string;
  readonly payload: object;
}

interface Recording {
  readonly registry: FactRegistry;
  readonly at: string;
}

async function record(
  tx: Tx,
  { registry, at }: Recording,
  { held, made }: { readonly held: Held; readonly made: Act },
): Promise<void> {
  const { session, state } = held;
  const version = state.version + 1;
  await recordFact(tx, registry, {
    kind: `opening.${made.kind}`,
    source: "mingjing",
    sourceId: `opening/${session.id}/${version}`,
    subject: session.ocid,
    occurredAt: at,
    payload: { session: session.id, ...made.payload, version },
  });
}

/** One act under the lock; nothing is recorded when the rule refuses. */
async function act(
  context: OpeningContext,
  id: string,
  make: (held: Held, tx: Tx) => Promise<Act> | Act,
): Promise<void> {
  await actOnce(context.db, "opening.stale", async (tx) => {
    const held = await hold(tx, id);
    const made = await make(held, tx);
    await record(tx, context, { held, made });
  });
}

const by = ({ officer }: OpeningContext) => (officer === undefined ? {} : { officer });

/** @throws RuleViolation opening.exists: the lot has an opening already; opening.room-taken */
export async function planOpening(
  context: ActContext,
  { ocid, ...plan }: PlanOpening,
  { nonce, host }: Pick<SessionPlanned, "nonce" | "host">,
): Promise<string> {
  const session = `${ocid.split("-").slice(2).join("-")}-${plan.lotId}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "")
    .slice(0, 60);
  await actOnce(context.db, "opening.exists", async (tx) => {
    if (plan.room !== undefined) await requireFreeRoom(tx, plan.room, plan.startsAt);
    await recordFact(tx, context.registry, {
      kind: "opening.session-planned",
      source: "mingjing",
      sourceId: `opening/${session}`,
      subject: ocid,
      occurredAt: context.at,
      payload: { session, ...plan, nonce, host, officer: context.officer },
    });
  });
  return session;
}

/** @throws RuleViolation opening.room-taken */
async function requireFreeRoom(tx: Tx, room: string, startsAt: string): Promise<void> {
  const other = await findInRoom(tx, { room, at: startsAt });
  if (other !== undefined)
    throw new RuleViolation("opening.room-taken", { room, at: instantText(other.at) });
}

/** The next step, with what it brings along: the count, the bidders, the record. */
export async function takeStep(context: OpeningContext, id: string, body: TakeStep): Promise<void> {
  await act(context, id, async (held, tx) => {
    const { session, state } = held;
    requireStep(session, state, { step: body.step, now: await lockTime(tx, context, body.step) });
    const payload = { step: body.step, ...by(context), ...(await broughtBy(held, body, tx)) };
    if (body.step === "confirming") await recordOpening(tx, context, held);
    const isLast = body.step === "closed" || body.step === "notOpened";
    return {
      kind: "step-taken",
      payload,
      ...(isLast && { after: (last: Tx) => recordReplay(last, context, session) }),
    };
  });
  // Some systems decrypt before the host has come so far.
  if (body.step === "decrypting")
    await inTransaction(context.db, (tx) => takeDecryptions(tx, context, id));
}

/** Neither a node whose clock runs ahead nor a caller locks early: the deadline has passed when the database says so too. */
async function lockTime(
  tx: Tx,
  { at }: Pick<OpeningContext, "at">,
  step: OpeningStep,
): Promise<string> {
  if (step !== "locked") return at;
  const now = await readNow(tx);
  return Date.parse(now) < Date.parse(at) ? now : at;
}

async function broughtBy(
  { session, state }: Held,
  { step, reason }: TakeStep,
  tx: Tx,
): Promise<object> {
  switch (step) {
    case "locked":
      return { count: (await listHeldBids(tx, lotAt(session))).length };
    case "announced":
      return { bidders: (await listHeldBids(tx, lotAt(session))).map(({ bidder }) => bidder) };
    case "decrypting":
      return { minutes: session.plan.decryptMinutes };
    case "notOpened":
      return { count: state.count ?? 0, reason: requireReason(session, state, reason) };
    case "signing": {
      const lines = recordLines(session, state);
      return { record: lines, hash: recordHash(lines) };
    }
    case "reading":
    case "confirming":
    case "closed":
      return {};
  }
}

/** With enough bids somebody must say why it is not opened. @throws RuleViolation opening.no-reason */
function requireReason(
  { rule }: HeldSession,
  { count = 0 }: SessionState,
  reason: string | undefined,
): string {
  if (count < rule.least) return reason ?? `投标人少于${rule.least}个`;
  if (reason === undefined) throw new RuleViolation("opening.no-reason", { count });
  return reason;
}

/** What was read out is the opening that every other module knows; it is screened from here on. */
async function recordOpening(
  tx: Tx,
  { registry, at }: Recording,
  { session, state }: Held,
): Promise<void> {
  await recordFact(tx, registry, {
    kind: "procurement.bids-opened",
    source: "mingjing",
    sourceId: `opening/${session.id}/bids`,
    subject: session.ocid,
    occurredAt: at,
    payload: {
      lotId: session.plan.lotId,
      bids: state.bids.map(({ bidder, offer, state: bid, note }) => ({
        bidder,
        status: bid === "read" ? "valid" : "notDecrypted",
        ...(offer === undefined || bid !== "read" ? {} : { offer }),
        ...(note === undefined ? {} : { statusReason: note }),
      })),
    },
  });
}

export const handleBid = (context: OpeningContext, id: string, body: HandleBid): Promise<void> =>
  act(context, id, ({ state }) => {
    const bid = requireBidAct(state, { act: body.act, key: body.bidder, ground: body.ground });
    if (bid === undefined) throw new RuleViolation("opening.no-such-bidder", {});
    const { offer = bid.offer } = body;
    const payload: Partial<BidHandled> = {
      bidder: bid.bidder,
      act: body.act,
      ...(body.act === "read" && offer !== undefined ? { offer } : {}),
      ...(body.ground === undefined ? {} : { ground: body.ground }),
      ...(body.note === undefined ? {} : { note: body.note }),
      ...by(context),
    };
    return { kind: "bid-handled", payload };
  });

/** @throws RuleViolation opening.done-already */
export const signIn = (context: OpeningContext, id: string, bidder: Party): Promise<void> =>
  act(context, id, ({ state }) => {
    requireBidAct(state, { act: "signedIn", key: partyKey(bidder) });
    return { kind: "bid-handled", payload: { bidder, act: "signedIn", ...by(context) } };
  });

/** The bidder itself says that its price was read out rightly. */
export const confirmBid = (context: OpeningContext, id: string, bidder: Party): Promise<void> =>
  handleBid(context, id, { act: "confirmed", bidder: partyKey(bidder) });

interface Objection {
  readonly bidder: Party;
  readonly text: string;
}

interface Dispute {
  readonly held: Held;
  readonly number: number;
  readonly bidder?: Party;
  readonly state: "submitted" | "answered";
}

/** An objection at the opening is one of the process too: PRO-04 and PRO-05 read it there. Its words stay in the session. */
async function recordObjection(
  tx: Tx,
  { registry, at }: Recording,
  { held: { session }, number, bidder, state }: Dispute,
): Promise<void> {
  await recordFact(tx, registry, {
    kind: "procurement.objection-recorded",
    source: "mingjing",
    sourceId: `opening/${session.id}/objection/${number}/${state}`,
    subject: session.ocid,
    occurredAt: at,
    payload: {
      lotId: session.plan.lotId,
      number: `${session.id}/${number}`,
      matter: "开标",
      ...(bidder === undefined ? {} : { by: bidder }),
      state,
    },
  });
}

export const raiseObjection = (
  context: OpeningContext,
  id: string,
  { bidder, text }: Objection,
): Promise<void> =>
  act(context, id, async (held, tx) => {
    const { state } = held;
    requireObjectable(state, partyKey(bidder));
    const number = state.objections.length + 1;
    await recordObjection(tx, context, { held, number, bidder, state: "submitted" });
    return { kind: "objection-raised", payload: { number, bidder, text, ...by(context) } };
  });

export const answerObjection = (
  context: OpeningContext,
  id: string,
  { number, text }: { readonly number: number; readonly text: string },
): Promise<void> =>
  act(context, id, async (held, tx) => {
    requireAnswerable(held.state, number);
    await recordObjection(tx, context, { held, number, state: "answered" });
    return { kind: "objection-answered", payload: { number, text, ...by(context) } };
  });

/** @param bidder Absent: the host writes */
export const postMessage = (
  context: OpeningContext,
  id: string,
  { bidder, text }: { readonly bidder?: Party; readonly text: string },
): Promise<void> =>
  act(context, id, ({ session, state }) => {
    if (isOver(state.stage))
      throw new RuleViolation("opening.not-now", { step: "message", stage: state.stage });
    if (bidder === undefined) return { kind: "message-posted", payload: { text, ...by(context) } };
    const key = partyKey(bidder);
    if (!state.signedIn.some((party) => partyKey(party) === key))
      throw new RuleViolation("opening.not-signed-in", {});
    const number = neutralNumber(session.plan.nonce, key);
    return { kind: "message-posted", payload: { number, text, ...by(context) } };
  });

interface Signing {
  readonly as: "host" | "witness" | "bidder";
  readonly bidder?: Party;
  /** Whose seal. */
  readonly holder: string;
  readonly hash: string;
  readonly seals: SealProvider;
}

export const signRecord = (
  context: OpeningContext,
  id: string,
  { as, bidder, holder, hash, seals }: Signing,
): Promise<void> =>
  act(context, id, async ({ state }) => {
    const key = bidder === undefined ? undefined : partyKey(bidder);
    requireSignable(state, { as, key, hash });
    const seal = await seals.seal(holder, hash);
    const payload = { as, ...(bidder === undefined ? {} : { bidder }), hash, seal, ...by(context) };
    return { kind: "record-signed", payload };
  });

/** The clock locks a session whose deadline has passed; done once, whoever is quicker. */
export async function lockDue(
  deps: Pick<OpeningContext, "db" | "registry">,
  id: string,
  now: Date,
): Promise<void> {
  try {
    await takeStep({ ...deps, at: now.toISOString() }, id, { step: "locked" });
  } catch (error) {
    const isLocked =
      error instanceof RuleViolation &&
      (error.code === "opening.not-now" || error.code === "opening.stale");
    if (!isLocked) throw error;
  }
}
