/** What the board reads beside the facts of the voices. Every read names the scope of the reader. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead, visibleVoice } from "../../platform/identity/visible.ts";
import type { RunningMark, Rung } from "./case-record.ts";
import type { Period } from "./days.ts";

/** Beside the facts: where it stands, and when the log took each fact in. */
export interface CaseExtra {
  readonly id: string;
  readonly unit: Department;
  readonly project: string | null;
  readonly receiptId: string;
  readonly logged: Readonly<Record<string, string>>;
  readonly marks: readonly RunningMark[];
  readonly rungs: readonly Rung[];
}

const instant = (column: string) =>
  sql.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** @param scope Absent: the machine counts for all. Voices received or answered in the period, and all that are not settled. */
export async function listCaseIds(
  tx: Tx,
  scope: Scope | undefined,
  { from, to }: Period,
): Promise<readonly string[]> {
  const start = sql`${from}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`;
  const end = sql`(${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`;
  const { rows } = await sql<{ id: string }>`
    SELECT voice_id AS id FROM complaints.handling
    WHERE ${scope === undefined ? sql`true` : visibleVoice(scope)} AND received_at < ${end}
      AND (received_at >= ${start} OR replied_at >= ${start} OR state_since >= ${start}
           OR state NOT IN ('refused', 'withdrawn', 'transferred', 'published'))
    ORDER BY voice_id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The instant at which a signed head of the log first covered a fact; before that nothing is known of it. */
const LOGGED_AT = sql`(SELECT signed_at FROM released.log_checkpoint
  WHERE log_checkpoint.size > leaf.leaf_index ORDER BY log_checkpoint.size LIMIT 1)`;

export async function readExtras(tx: Tx, ids: readonly string[]): Promise<readonly CaseExtra[]> {
  const { rows } = await sql<CaseExtra>`
    SELECT handling.voice_id AS id, jsonb_build_object('id', unit_id, 'name', unit_name) AS unit,
      process.title AS project, voice.fact_id AS "receiptId",
      (SELECT coalesce(jsonb_object_agg(leaf.fact_id, ${instant("signed.at")}), '{}')
       FROM fact.fact JOIN witness.leaf ON leaf.fact_id = fact.id
         CROSS JOIN LATERAL (SELECT ${LOGGED_AT} AS at) AS signed
       WHERE fact.subject = 'voice:' || handling.voice_id AND signed.at IS NOT NULL) AS logged,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('clock', clock, 'dueOn', due_on,
          'dueAt', ${instant("due_at")}, 'isStatutory', is_statutory, 'binds', binds)), '[]')
       FROM deadlines.clock WHERE clock.subject = 'voice:' || handling.voice_id) AS marks,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('clock', clock, 'step', step,
          'at', ${instant("at")}) ORDER BY at), '[]')
       FROM deadlines.escalation WHERE escalation.subject = 'voice:' || handling.voice_id) AS rungs
    FROM complaints.handling JOIN complaints.voice ON voice.id = handling.voice_id
      LEFT JOIN procurement.process ON process.ocid = handling.ocid
    WHERE handling.voice_id = ANY (${[...ids]}::text[])`.execute(tx);
  return rows;
}

export interface OpenLead {
  readonly id: string;
  readonly number: string;
  readonly unit: Department;
  readonly project: string | null;
  readonly routedOn: string;
}

/** Leads that were handed over in the period, and those of them that have no end. */
export async function readLeads(
  tx: Tx,
  scope: Scope,
  { from, to }: Period,
): Promise<{ readonly handed: number; readonly open: readonly OpenLead[] }> {
  const { rows } = await sql<OpenLead & { readonly isOpen: boolean }>`
    SELECT lead.id, lead.number, process.title AS project,
      jsonb_build_object('id', department_id, 'name', department_name) AS unit,
      (routed.at AT TIME ZONE 'Asia/Shanghai')::date::text AS "routedOn",
      handling.state IN ('routed', 'received', 'returned') AS "isOpen"
    FROM casework.handling JOIN screening.lead ON lead.id = handling.lead_id
      LEFT JOIN procurement.process ON process.ocid = lead.ocid
      CROSS JOIN LATERAL (SELECT min(occurred_at) AS at FROM casework.event
        WHERE event.lead_id = handling.lead_id AND kind = 'casework.lead-routed') AS routed
    WHERE ${visibleLead(scope)} AND (routed.at AT TIME ZONE 'Asia/Shanghai')::date <= ${to}::date
      AND ((routed.at AT TIME ZONE 'Asia/Shanghai')::date >= ${from}::date
           OR handling.state IN ('routed', 'received', 'returned'))`.execute(tx);
  return {
    handed: rows.length,
    open: rows.filter(({ isOpen }) => isOpen).map(({ isOpen: _isOpen, ...row }) => row),
  };
}
