/** Facts of the witness's desk → rows. */
import { actRecorded } from "../../../../contract/src/facts/witnessing.act-recorded.ts";
import { interventionIssued } from "../../../../contract/src/facts/witnessing.intervention-issued.ts";
import { noteTaken } from "../../../../contract/src/facts/witnessing.note-taken.ts";
import { shiftBegun } from "../../../../contract/src/facts/witnessing.shift-begun.ts";
import { shiftHandedOver } from "../../../../contract/src/facts/witnessing.shift-handed-over.ts";
import { shiftReceived } from "../../../../contract/src/facts/witnessing.shift-received.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const RECORDS = "witnessing.record";
const SHIFTS = "witnessing.shift_event";

/** Subject of what belongs to no project. */
export const SHIFT_PREFIX = "shift:";

/** The member of the payload that holds the record's own id. */
const ID_OF: Readonly<Record<string, string>> = {
  [noteTaken.kind]: "note",
  [actRecorded.kind]: "act",
  [interventionIssued.kind]: "sheet",
};

const SHIFT_KINDS = [shiftBegun, shiftHandedOver, shiftReceived] as const;

const recordRow = ({ id, kind, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  kind,
  id: payload[ID_OF[kind] ?? ""],
  subject,
  ocid: subject.startsWith(SHIFT_PREFIX) ? null : subject,
  session: payload["session"] ?? null,
  room: payload["room"] ?? null,
  occurred_at: occurredAt,
  payload,
});

const shiftRow = ({ id, kind, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  shift: payload["shift"],
  kind,
  version: payload["version"],
  occurred_at: occurredAt,
  payload,
});

export const witnessingFacts: FactProjection = {
  kinds: [noteTaken, actRecorded, interventionIssued, ...SHIFT_KINDS],
  tables: [RECORDS, SHIFTS],
  async apply(tx, facts) {
    await insertRows(tx, RECORDS, facts.filter(({ kind }) => kind in ID_OF).map(recordRow));
    // A second act of the same version must fail, so that two people cannot both win.
    await addRows(tx, SHIFTS, facts.filter(({ kind }) => !(kind in ID_OF)).map(shiftRow));
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      [RECORDS, SHIFTS],
      facts.map(({ id }) => id),
    );
  },
};
