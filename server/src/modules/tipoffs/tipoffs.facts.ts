/** Facts of tip-offs → rows; where a tip-off stands is a summary of its events. */
import { sql } from "kysely";

import { tipoffAnswered } from "../../../../contract/src/facts/tipoffs.answered.ts";
import { tipoffClosed } from "../../../../contract/src/facts/tipoffs.closed.ts";
import { contentDeleted } from "../../../../contract/src/facts/tipoffs.content-deleted.ts";
import {
  type KeyPublished,
  keyPublished,
} from "../../../../contract/src/facts/tipoffs.key-published.ts";
import { messageLeft } from "../../../../contract/src/facts/tipoffs.message-left.ts";
import {
  type TipoffReceived,
  tipoffReceived,
} from "../../../../contract/src/facts/tipoffs.received.ts";
import { tipoffRouted } from "../../../../contract/src/facts/tipoffs.routed.ts";
import { tipoffStepRecorded } from "../../../../contract/src/facts/tipoffs.step-recorded.ts";
import type { Tx } from "../../platform/database.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const TABLES = ["tipoffs.office_key", "tipoffs.tipoff", "tipoffs.event"] as const;

export const tipoffFacts: FactProjection = {
  kinds: [
    keyPublished,
    tipoffReceived,
    tipoffRouted,
    messageLeft,
    tipoffStepRecorded,
    tipoffAnswered,
    tipoffClosed,
    contentDeleted,
  ],
  tables: [...TABLES, "tipoffs.handling", "released.tipoff_summary"],
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, "tipoffs.office_key", of(keyPublished.kind).map(keyRow));
    await insertRows(tx, "tipoffs.tipoff", of(tipoffReceived.kind).map(tipoffRow));
    const events = facts.filter(
      ({ kind }) => kind !== keyPublished.kind && kind !== tipoffReceived.kind,
    );
    // A second act of the same version must fail, so that two people of an office cannot both win.
    await addRows(tx, "tipoffs.event", events.map(eventRow));
    await summarise(tx, facts);
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      TABLES,
      facts.map(({ id }) => id),
    );
    await summarise(tx, facts);
  },
};

const idOf = (subject: string): string => subject.replace(/^tipoff:/, "");

function keyRow({ id, occurredAt, payload }: StoredFact) {
  const { keyId, unit, publicKey, holders, officer } = payload as unknown as KeyPublished;
  return {
    fact_id: id,
    key_id: keyId,
    unit: unit.id,
    unit_name: unit.name,
    public_key: publicKey,
    holders,
    published_at: occurredAt,
    published_by: officer.name,
  };
}

function tipoffRow({ id, subject, occurredAt, payload }: StoredFact) {
  const { coded, keyId, content, files, mailbox } = payload as unknown as TipoffReceived;
  return {
    fact_id: id,
    tipoff_id: idOf(subject),
    hour: occurredAt,
    coded,
    key_id: keyId,
    content,
    files,
    mailbox_key: mailbox.publicKey,
    token_hash: mailbox.tokenHash,
  };
}

const eventRow = ({ id, subject, occurredAt, kind, payload }: StoredFact) => ({
  fact_id: id,
  tipoff_id: idOf(subject),
  occurred_at: occurredAt,
  kind,
  version: payload["version"] ?? null,
  payload,
});

/** The last of a member of the events of a kind. */
const lastOf = (kind: string, member: ReturnType<typeof sql>) =>
  sql`(array_agg(${member} ORDER BY version DESC) FILTER (WHERE kind = ${kind}))[1]`;

async function summarise(tx: Tx, facts: readonly StoredFact[]): Promise<void> {
  const ids = [...new Set(facts.map(({ subject }) => idOf(subject)))].toSorted();
  await sql`DELETE FROM tipoffs.handling WHERE tipoff_id = ANY (${ids})`.execute(tx);
  await sql`
    INSERT INTO tipoffs.handling (tipoff_id, state, version, hour, coded, regime, place, department_id, department_name,
      matched, legal_basis, family, keys, outcome, summary, closed_at, is_deleted)
    SELECT tipoff_id,
      CASE WHEN bool_or(kind = ${tipoffClosed.kind}) THEN 'closed'
           WHEN bool_or(kind = ${tipoffAnswered.kind}) THEN 'answered'
           WHEN max(version) > 0 THEN 'inHand' ELSE 'routed' END,
      max(version), min(hour), (array_agg(coded))[1], (array_agg(coded))[1] ->> 'regime',
      (array_agg(coded))[1] ->> 'place',
      ${lastOf(tipoffRouted.kind, sql`payload -> 'department' ->> 'id'`)},
      ${lastOf(tipoffRouted.kind, sql`payload -> 'department' ->> 'name'`)},
      ${lastOf(tipoffRouted.kind, sql`payload ->> 'matched'`)},
      ${lastOf(tipoffRouted.kind, sql`payload ->> 'legalBasis'`)},
      coalesce((SELECT array_agg(unit) FROM jsonb_array_elements_text(
        ${lastOf(tipoffRouted.kind, sql`payload -> 'family'`)}) AS unit), '{}'),
      coalesce((SELECT array_agg(key) FROM jsonb_array_elements_text(
        ${lastOf(tipoffRouted.kind, sql`payload -> 'keys'`)}) AS key), '{}'),
      ${lastOf(tipoffAnswered.kind, sql`payload ->> 'outcome'`)},
      ${lastOf(tipoffClosed.kind, sql`payload ->> 'summary'`)},
      max(occurred_at) FILTER (WHERE kind = ${tipoffClosed.kind}),
      bool_or(kind = ${contentDeleted.kind})
    FROM tipoffs.event JOIN tipoffs.tipoff USING (tipoff_id) WHERE tipoff_id = ANY (${ids})
    GROUP BY tipoff_id HAVING bool_or(kind = ${tipoffRouted.kind})`.execute(tx);
  await release(tx, facts);
}

/** The public sees the summary and coded words; neither the unit that was reported nor when the tip-off came. */
async function release(tx: Tx, facts: readonly StoredFact[]): Promise<void> {
  const ids = [...new Set(facts.map(({ subject }) => idOf(subject)))].toSorted();
  await sql`
    DELETE FROM released.tipoff_summary
    WHERE fact_id = ANY (${facts.map(({ id }) => id)}::uuid[])
      OR fact_id IN (SELECT fact_id FROM tipoffs.event WHERE tipoff_id = ANY (${ids}))`.execute(tx);
  await sql`
    INSERT INTO released.tipoff_summary (fact_id, closed_on, view)
    SELECT event.fact_id, (closed_at AT TIME ZONE 'Asia/Shanghai')::date, jsonb_strip_nulls(jsonb_build_object(
      'department', department_name, 'topic', coded -> 'topic', 'regime', coded -> 'regime', 'outcome', outcome,
      'summary', summary))
    FROM tipoffs.handling JOIN tipoffs.event USING (tipoff_id)
    WHERE tipoff_id = ANY (${ids}) AND event.kind = ${tipoffClosed.kind} AND summary IS NOT NULL
      AND coded ->> 'about' = 'parties'`.execute(tx);
}
