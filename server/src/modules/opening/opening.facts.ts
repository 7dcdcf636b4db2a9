/** Facts of openings → rows. */
import { bidHandled } from "../../../../contract/src/facts/opening.bid-handled.ts";
import { messagePosted } from "../../../../contract/src/facts/opening.message-posted.ts";
import { objectionAnswered } from "../../../../contract/src/facts/opening.objection-answered.ts";
import { objectionRaised } from "../../../../contract/src/facts/opening.objection-raised.ts";
import { recordSigned } from "../../../../contract/src/facts/opening.record-signed.ts";
import { sessionPlanned } from "../../../../contract/src/facts/opening.session-planned.ts";
import { stepTaken } from "../../../../contract/src/facts/opening.step-taken.ts";
import { bidCommitted } from "../../../../contract/src/facts/procurement.bid-committed.ts";
import { bidRevealed } from "../../../../contract/src/facts/procurement.bid-revealed.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const SESSIONS = "opening.session";
const EVENTS = "opening.event";
const COMMITMENTS = "opening.commitment";
const REVEALS = "opening.reveal";

/** Acts of a session; all have a version. */
const ACTS = [
  stepTaken,
  bidHandled,
  objectionRaised,
  objectionAnswered,
  messagePosted,
  recordSigned,
] as const;

export const OPENING_KINDS: readonly string[] = [sessionPlanned, ...ACTS].map(({ kind }) => kind);

const lotOf = ({ id, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  ocid: subject,
  lot_id: payload["lotId"],
  occurred_at: occurredAt,
});

const sessionRow = ({ id, subject, payload }: StoredFact) => ({
  fact_id: id,
  session: payload["session"],
  ocid: subject,
  lot_id: payload["lotId"],
  starts_at: payload["startsAt"],
  payload,
});

const eventRow = ({ id, subject, kind, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  session: payload["session"],
  ocid: subject,
  version: payload["version"],
  kind,
  occurred_at: occurredAt,
  payload,
});

const commitmentRow = (fact: StoredFact) => ({
  ...lotOf(fact),
  commitment: fact.payload["commitment"],
});

const revealRow = (fact: StoredFact) => {
  const bidder = fact.payload["bidder"] as Party | undefined;
  return {
    ...lotOf(fact),
    bidder_key: bidder === undefined ? null : partyKey(bidder),
    payload: fact.payload,
  };
};

export const openingFacts: FactProjection = {
  kinds: [sessionPlanned, ...ACTS, bidCommitted, bidRevealed],
  tables: [SESSIONS, EVENTS, COMMITMENTS, REVEALS],
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, SESSIONS, of(sessionPlanned.kind).map(sessionRow));
    await insertRows(tx, COMMITMENTS, of(bidCommitted.kind).map(commitmentRow));
    await insertRows(tx, REVEALS, of(bidRevealed.kind).map(revealRow));
    // A second act of the same version must fail, so that two people cannot both win.
    const acts = facts.filter(({ kind }) => ACTS.some((act) => act.kind === kind));
    await addRows(tx, EVENTS, acts.map(eventRow));
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      [SESSIONS, EVENTS, COMMITMENTS, REVEALS],
      facts.map(({ id }) => id),
    );
  },
};
