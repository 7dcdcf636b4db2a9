import type { ReplaySeal } from "../../../../contract/src/opening-replay.ts";
/**
 * What the public sees of an opening (contracts.md §2): default deny. Before the deadline neither bidders nor their number;
 * who signed in and who pressed a button never; nothing of persons; of a negotiated procedure no names and no quotes. Pure.
 */
import type { HallEvent, HallSession } from "../../../../contract/src/opening-values.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { isReadOut } from "../../kernel/method.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import { neutralNumber, type OpeningEvent, type Session } from "./session.ts";

const nameOf = (party: Party): string =>
  party.kind === "naturalPerson" ? "个人" : partyName(party);

export const hallSessionOf = ({ id, ocid, title, plan, method }: Session): HallSession => ({
  id,
  ocid,
  lotId: plan.lotId,
  title,
  startsAt: plan.startsAt,
  mode: plan.mode,
  room: plan.room,
  isOpenMethod: isReadOut(method),
});

interface Told {
  readonly session: Session;
  /** Keys in the order of reading; undefined: not read out yet, or never. */
  readonly places: readonly string[] | undefined;
}

/** Of a session that is over. */
export interface SealedReplay {
  readonly at: string;
  readonly seal: ReplaySeal;
}

/** Events in order, numbered from 1 without a gap; the seal of the replay is the last. */
export function hallEventsOf(
  session: Session,
  events: readonly OpeningEvent[],
  sealed?: SealedReplay,
): HallEvent[] {
  let places: readonly string[] | undefined;
  const told: HallEvent[] = [];
  for (const event of events) {
    if (event.kind === "opening.step-taken" && isReadOut(session.method))
      places = event.payload.bidders?.map(partyKey) ?? places;
    const line = lineOf(event, { session, places });
    if (line !== undefined) told.push({ n: told.length + 1, at: event.at, ...line });
  }
  if (sealed !== undefined) {
    const { events: count, ...seal } = sealed.seal;
    told.push({ n: told.length + 1, at: sealed.at, type: "sealed", count, ...seal });
  }
  return told;
}

type Line = Omit<HallEvent, "n" | "at">;

function lineOf(event: OpeningEvent, told: Told): Line | undefined {
  const isOpen = isReadOut(told.session.method);
  switch (event.kind) {
    case "opening.step-taken":
      return stepLine(event.payload, isOpen);
    case "opening.bid-handled":
      return isOpen ? bidLine(event.payload, told) : undefined;
    case "opening.objection-raised": {
      const { number, bidder, text } = event.payload;
      return isOpen ? { type: "objection", number, by: speakerOf(bidder, told), text } : undefined;
    }
    case "opening.objection-answered": {
      const { number, text } = event.payload;
      return isOpen ? { type: "answer", number, isHost: true, text } : undefined;
    }
    case "opening.message-posted": {
      const { number, text } = event.payload;
      return number === undefined
        ? { type: "message", isHost: true, text }
        : { type: "message", by: number, text };
    }
    case "opening.record-signed":
      return signatureLine(event.payload, told);
  }
}

type PayloadOf<K extends OpeningEvent["kind"]> = Extract<OpeningEvent, { kind: K }>["payload"];

function stepLine(payload: PayloadOf<"opening.step-taken">, isOpen: boolean): Line {
  const { step, count, bidders, minutes, reason, hash } = payload;
  const line: Line = { type: "step", step, ...(minutes === undefined ? {} : { minutes }) };
  if (!isOpen) return line;
  return {
    ...line,
    ...(count === undefined ? {} : { count }),
    ...(bidders === undefined ? {} : { bidders: bidders.map(nameOf) }),
    ...(reason === undefined ? {} : { reason }),
    ...(hash === undefined ? {} : { hash }),
  };
}

function bidLine(payload: PayloadOf<"opening.bid-handled">, { places }: Told): Line | undefined {
  const { act, bidder, offer, ground, check } = payload;
  if (act === "signedIn") return undefined;
  const place = places?.indexOf(partyKey(bidder)) ?? -1;
  if (place === -1) return undefined;
  return {
    type: "bid",
    act,
    place,
    // A price is public once it is read out, not when it is decrypted.
    ...(offer === undefined || act === "decrypted" ? {} : { offer }),
    ...(ground === undefined ? {} : { ground }),
    ...(check === undefined ? {} : { check }),
  };
}

/** By name once names are read out, before that by a number that says nothing. */
function speakerOf(party: Party, { session, places }: Told): string {
  const key = partyKey(party);
  return places?.includes(key) === true ? nameOf(party) : neutralNumber(session.plan.nonce, key);
}

function signatureLine(
  { as, bidder }: PayloadOf<"opening.record-signed">,
  { session, places }: Told,
): Line | undefined {
  if (as === "host") return { type: "signature", isHost: true, by: session.plan.host };
  if (as === "witness") return { type: "signature", by: "交易中心见证" };
  if (bidder === undefined || places === undefined) return undefined;
  return { type: "signature", by: nameOf(bidder) };
}
