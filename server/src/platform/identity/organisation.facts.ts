/** Facts of the organisation → a row each; what holds on a day is chosen at reading (migrations/0010_identity.sql). */
import { appointmentMade } from "../../../../contract/src/facts/identity.appointment-made.ts";
import { delegationMade } from "../../../../contract/src/facts/identity.delegation-made.ts";
import { handoverOffered } from "../../../../contract/src/facts/identity.handover-offered.ts";
import { handoverReceived } from "../../../../contract/src/facts/identity.handover-received.ts";
import { leaveRecorded } from "../../../../contract/src/facts/identity.leave-recorded.ts";
import { personRegistered } from "../../../../contract/src/facts/identity.person-registered.ts";
import { postDefined } from "../../../../contract/src/facts/identity.post-defined.ts";
import { recusalDeclared } from "../../../../contract/src/facts/identity.recusal-declared.ts";
import { unitRegistered } from "../../../../contract/src/facts/identity.unit-registered.ts";
import type { FactProjection, StoredFact } from "../facts/registry.ts";
import { deleteByFact, insertRows } from "../facts/rows.ts";

/** Table of each kind; columns are the payload's members in snake case, but for those renamed. */
const TABLES: Readonly<Record<string, string>> = {
  "identity.unit-registered": "identity.unit",
  "identity.post-defined": "identity.post",
  "identity.person-registered": "identity.person",
  "identity.appointment-made": "identity.appointment",
  "identity.delegation-made": "identity.delegation",
  "identity.leave-recorded": "identity.leave",
  "identity.recusal-declared": "identity.recusal",
  "identity.handover-offered": "identity.handover",
  "identity.handover-received": "identity.handover_receipt",
};
const RENAMED: Readonly<Record<string, string>> = { unitKind: "kind" };

const columnOf = (member: string): string =>
  RENAMED[member] ?? member.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Instants of the acts themselves, for the tables that have such columns. */
const rowOf = ({ id, payload, occurredAt }: StoredFact) => ({
  fact_id: id,
  offered_at: occurredAt,
  received_at: occurredAt,
  ...Object.fromEntries(
    Object.entries(payload).map(([member, value]) => [columnOf(member), value]),
  ),
});

export const organisationFacts: FactProjection = {
  kinds: [
    unitRegistered,
    postDefined,
    personRegistered,
    appointmentMade,
    delegationMade,
    leaveRecorded,
    recusalDeclared,
    handoverOffered,
    handoverReceived,
  ],
  tables: Object.values(TABLES),
  async apply(tx, facts) {
    for (const [kind, table] of Object.entries(TABLES)) {
      await insertRows(tx, table, facts.filter((fact) => fact.kind === kind).map(rowOf));
    }
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      Object.values(TABLES),
      facts.map(({ id }) => id),
    ),
};
