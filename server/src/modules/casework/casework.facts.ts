/** Casework facts → events; the state of a lead is a summary of its events. */
import { sql } from "kysely";

import { actCorrected } from "../../../../contract/src/facts/casework.act-corrected.ts";
import { decisionReleased } from "../../../../contract/src/facts/casework.decision-released.ts";
import { leadDecided } from "../../../../contract/src/facts/casework.lead-decided.ts";
import { leadReceived } from "../../../../contract/src/facts/casework.lead-received.ts";
import { leadReturned } from "../../../../contract/src/facts/casework.lead-returned.ts";
import { leadRouted } from "../../../../contract/src/facts/casework.lead-routed.ts";
import { leadUrged } from "../../../../contract/src/facts/casework.lead-urged.ts";
import { stepRecorded } from "../../../../contract/src/facts/casework.step-recorded.ts";
import type { Tx } from "../../platform/database.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact } from "../../platform/facts/rows.ts";

export const caseworkFacts: FactProjection = {
  kinds: [
    leadRouted,
    leadReceived,
    leadReturned,
    leadUrged,
    stepRecorded,
    leadDecided,
    actCorrected,
    decisionReleased,
  ],
  tables: ["casework.event", "casework.handling"],
  async apply(tx, facts) {
    const rows = facts.map(({ id, subject, occurredAt, kind, payload }) => ({
      fact_id: id,
      lead_id: leadIdOf(subject),
      occurred_at: occurredAt,
      kind,
      // An urging has none: it must not make the act of an officer at work stale.
      version: kind === leadUrged.kind ? null : (payload["version"] ?? 0),
      payload,
    }));
    // A second event of the same version must fail, so that two officers cannot both win.
    await addRows(tx, "casework.event", rows);
    await summarise(tx, facts);
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      ["casework.event"],
      facts.map((fact) => fact.id),
    );
    await summarise(tx, facts);
  },
};

const leadIdOf = (subject: string): string => subject.slice("lead:".length);

async function summarise(tx: Tx, facts: readonly StoredFact[]): Promise<void> {
  const leads = [...new Set(facts.map(({ subject }) => leadIdOf(subject)))].toSorted();
  await sql`DELETE FROM casework.handling WHERE lead_id = ANY (${leads})`.execute(tx);
  await sql`INSERT INTO casework.handling
      (lead_id, state, version, department_id, department_name, officer_name, state_since, decision, matched, returns,
       urges, urged_at, acted_at)
    SELECT lead_id,
      CASE WHEN bool_or(kind = 'casework.decision-released') THEN 'published'
           WHEN bool_or(kind = 'casework.lead-decided') THEN 'decided'
           WHEN bool_or(kind = 'casework.lead-received') THEN 'received'
           WHEN max(version) FILTER (WHERE kind = 'casework.lead-returned')
                > max(version) FILTER (WHERE kind = 'casework.lead-routed') THEN 'returned'
           ELSE 'routed' END,
      max(version),
      (array_agg(payload -> 'department' ->> 'id' ORDER BY version DESC)
        FILTER (WHERE kind = 'casework.lead-routed'))[1],
      (array_agg(payload -> 'department' ->> 'name' ORDER BY version DESC)
        FILTER (WHERE kind = 'casework.lead-routed'))[1],
      (array_agg(payload -> 'officer' ->> 'name' ORDER BY version DESC)
        FILTER (WHERE kind = 'casework.lead-received'))[1],
      max(occurred_at) FILTER (
        WHERE kind NOT IN ('casework.step-recorded', 'casework.act-corrected', 'casework.lead-urged')),
      (array_agg(CASE kind WHEN 'casework.act-corrected' THEN payload -> 'decision' ELSE payload END
                 ORDER BY version DESC)
        FILTER (WHERE kind = 'casework.lead-decided'
                      OR (kind = 'casework.act-corrected' AND payload ? 'decision')))[1],
      (array_agg(payload ->> 'matched' ORDER BY version DESC) FILTER (WHERE kind = 'casework.lead-routed'))[1],
      count(*) FILTER (WHERE kind = 'casework.lead-returned'),
      count(*) FILTER (WHERE kind = 'casework.lead-urged'),
      max(occurred_at) FILTER (WHERE kind = 'casework.lead-urged'),
      max(occurred_at) FILTER (WHERE kind <> 'casework.lead-urged')
    FROM casework.event WHERE lead_id = ANY (${leads})
    GROUP BY lead_id HAVING bool_or(kind = 'casework.lead-routed')
    ON CONFLICT (lead_id) DO NOTHING`.execute(tx);
}
