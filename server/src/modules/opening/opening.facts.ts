/** Facts of openings → rows. */
import { bidHandled } from "../../../../contract/src/facts/opening.bid-handled.ts";
import { messagePosted } from "../../../../contract/src/facts/opening.message-posted.ts";
import { objectionAnswered } from "../../../../contract/src/facts/opening.objection-answered.ts";
import { objectionRaised } from "../../../../contract/src/facts/opening.objection-raised.ts";
import { recordSigned } from "../../../../contract/src/facts/opening.record-signed.ts";
import { replaySealed } from "../../../../contract/src/facts/opening.replay-sealed.ts";
import { sessionPlanned } from "../../../../contract/src/facts/opening.session-planned.ts";
import { stepTaken } from "../../../../contract/src/facts/opening.step-taken.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const SESSIONS = "opening.session";
const EVENTS = "opening.event";
const REPLAYS = "opening.replay";

/** Acts of a session; all have a version. */
const ACTS = [
  stepTaken,
  bidHandled,
  objectionRaised,
  objectionAnswered,
  messagePosted,
  recordSigned,
] as const;

export const OPENING_KINDS: readonly string[] = [sessionPlanned, ...ACTS, replaySealed].map(
  ({ kind }) => kind,
);

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

const replayRow = ({ id, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  session: payload["session"],
  ocid: subject,
  occurred_at: occurredAt,
  payload,
});

export const openingFacts: FactProjection = {
  kinds: [sessionPlanned, ...ACTS, replaySealed],
  tables: [SESSIONS, EVENTS, REPLAYS],
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, SESSIONS, of(sessionPlanned.kind).map(sessionRow));
    // A second act of the same version must fail, so that two people cannot both win.
    const acts = facts.filter(({ kind }) => ACTS.some((act) => act.kind === kind));
    await addRows(tx, EVENTS, acts.map(eventRow));
    await insertRows(tx, REPLAYS, of(replaySealed.kind).map(replayRow));
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      [SESSIONS, EVENTS, REPLAYS],
      facts.map(({ id }) => id),
    );
  },
};
