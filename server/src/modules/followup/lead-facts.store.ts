/** Reads of leads, their lots and their handling, for what follows them. Every read names the scope of the reader. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { UnitKind } from "../../../../contract/src/organisation.ts";
import type { IndicatorResult, Level } from "../../../../contract/src/screening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead } from "../../platform/identity/visible.ts";
import type { Dossier, StaffAct } from "./dossier.ts";

export interface KnownLead extends Omit<Dossier, "officials" | "level"> {
  readonly id: string;
  readonly level: Level;
  readonly state: string;
  readonly isUnderEvaluation: boolean;
}

interface RawLead {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly raisedAt: Date;
  readonly level: Level;
  readonly bits: number;
  readonly parties: readonly Party[];
  readonly state: string;
  readonly departmentId: string;
  readonly departmentName: string;
  readonly results: readonly IndicatorResult[] | null;
  readonly entity: string | null;
  readonly agency: string | null;
  readonly place: string | null;
}

/** @param scope Absent: whoever asks was checked before. @throws RuleViolation leads.not-found */
export async function readLead(tx: Tx, id: string, scope: Scope | undefined): Promise<KnownLead> {
  const { rows } = await sql<RawLead>`
    SELECT lead.id, lead.number, lead.title, lead.ocid, lead.lot_id AS "lotId", lead.raised_at AS "raisedAt",
      lead.level, lead.bits, lead.parties, handling.state, handling.department_id AS "departmentId",
      handling.department_name AS "departmentName", screening.results,
      process.procuring_entity ->> 'name' AS entity, process.procurement_agency ->> 'name' AS agency,
      process.place_name AS place
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
    LEFT JOIN screening.screening ON screening.fact_id = lead.screening_id
    LEFT JOIN procurement.process ON process.ocid = lead.ocid
    WHERE lead.id = ${id} AND ${scope === undefined ? sql`true` : visibleLead(scope)}`.execute(tx);
  const [raw] = rows;
  if (raw === undefined) throw new RuleViolation("leads.not-found", { id });
  const lot = await readLot(tx, raw);
  return {
    id,
    number: raw.number,
    title: raw.title,
    ocid: raw.ocid,
    lotId: raw.lotId,
    raisedAt: raw.raisedAt.toISOString(),
    level: raw.level,
    bits: raw.bits,
    state: raw.state,
    department: { id: raw.departmentId, name: raw.departmentName },
    entity: raw.entity ?? undefined,
    agency: raw.agency ?? undefined,
    place: raw.place ?? undefined,
    parties: raw.parties,
    bidders: lot.bidders,
    isUnderEvaluation: lot.isUnderEvaluation,
    results: raw.results ?? [],
    staffActs: await readStaffActs(tx, raw),
  };
}

export interface KnownLot {
  readonly bidders: readonly Party[];
  readonly isOpened: boolean;
  /** Opened, and neither evaluated nor awarded nor failed yet. */
  readonly isUnderEvaluation: boolean;
}

export async function readLot(
  tx: Tx,
  { ocid, lotId }: { readonly ocid: string; readonly lotId: string },
): Promise<KnownLot> {
  const { rows } = await sql<{ bids: readonly { bidder: Party }[]; isOver: boolean }>`
    SELECT opening.bids, (
        EXISTS (SELECT FROM procurement.evaluation AS done WHERE done.ocid = opening.ocid AND done.lot_id = opening.lot_id)
        OR EXISTS (SELECT FROM procurement.candidacy AS done WHERE done.ocid = opening.ocid AND done.lot_id = opening.lot_id)
        OR EXISTS (SELECT FROM procurement.award AS done WHERE done.ocid = opening.ocid AND done.lot_id = opening.lot_id)
        OR EXISTS (SELECT FROM procurement.failure AS done WHERE done.ocid = opening.ocid AND done.lot_id = opening.lot_id)
      ) AS "isOver"
    FROM procurement.current_opening AS opening
    WHERE opening.ocid = ${ocid} AND opening.lot_id = ${lotId}`.execute(tx);
  const [row] = rows;
  return {
    bidders: (row?.bids ?? []).map(({ bidder }) => bidder),
    isOpened: row !== undefined,
    isUnderEvaluation: row !== undefined && !row.isOver,
  };
}

/** Acts of public duty: when it was raised, routed, received, returned, urged, decided, and by whom. */
async function readStaffActs(
  tx: Tx,
  { id, raisedAt, departmentName }: Pick<RawLead, "id" | "raisedAt" | "departmentName">,
): Promise<readonly StaffAct[]> {
  const { rows } = await sql<{ at: Date; kind: string; unit: string | null; name: string | null }>`
    SELECT occurred_at AS at, kind, coalesce(payload #>> '{officer,department,name}', payload #>> '{department,name}')
      AS unit, payload #>> '{officer,name}' AS name
    FROM casework.event WHERE lead_id = ${id} ORDER BY fact_id`.execute(tx);
  return [
    { at: raisedAt.toISOString(), act: "screening.lead-raised", unit: "" },
    ...rows.map(({ at, kind, unit, name }) => ({
      at: at.toISOString(),
      act: kind,
      unit: unit ?? departmentName,
      name: name ?? undefined,
    })),
  ];
}

/** The unit of this kind on that day; the one registered first where there are several. */
export async function findUnitOf(
  tx: Tx,
  kind: UnitKind,
  at: string,
): Promise<Department | undefined> {
  const { rows } = await sql<Department>`
    SELECT unit AS id, name FROM identity.unit_on(${plainDateOf(new Date(at))}::date)
    WHERE kind = ${kind} ORDER BY unit LIMIT 1`.execute(tx);
  return rows[0];
}

/** Units that a letter can go to. */
export async function listUnits(tx: Tx, at: string): Promise<readonly Department[]> {
  const { rows } = await sql<Department>`
    SELECT unit AS id, name FROM identity.unit_on(${plainDateOf(new Date(at))}::date)
    WHERE kind IN ('department', 'coordinator', 'discipline', 'police', 'procuringEntity', 'procurementAgency')
    ORDER BY kind, unit LIMIT 500`.execute(tx);
  return rows;
}

export interface QueuedLead {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly level: Level;
  readonly bits: number;
  readonly indicators: readonly string[];
  readonly raisedAt: Date;
  readonly isOpen: boolean;
}

/** Leads that nobody decided, and those asked for by id. */
export async function listQueue(
  tx: Tx,
  scope: Scope,
  ids: readonly string[],
): Promise<readonly QueuedLead[]> {
  const { rows } = await sql<QueuedLead>`
    SELECT lead.id, lead.number, lead.title, lead.level, lead.bits, lead.indicators, lead.raised_at AS "raisedAt",
      handling.state NOT IN ('decided', 'published') AS "isOpen"
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
    WHERE ${visibleLead(scope)}
      AND (handling.state NOT IN ('decided', 'published') OR lead.id = ANY (${[...ids]}::text[]))
    ORDER BY lead.raised_at DESC LIMIT 2000`.execute(tx);
  return rows;
}

/** Projects with a lead raised in these days. */
export async function countProjects(
  tx: Tx,
  scope: Scope,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(DISTINCT lead.ocid)::int AS count
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
    WHERE ${visibleLead(scope)}
      AND lead.raised_at >= ${from}::date::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND lead.raised_at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Everything that names a party: keys for comparing, words for finding it in a text. */
export const namesOf = (party: Party) => ({
  key: partyKey(party),
  name: partyName(party),
  words: wordsOf(party),
});

function wordsOf(party: Party): readonly string[] {
  if (party.kind === "naturalPerson") return [party.maskedName];
  if (party.kind === "consortium") return [party.name, ...party.members.flatMap(wordsOf)];
  return [party.name, ...(party.uscc === undefined ? [] : [party.uscc])];
}

/** Rules that raised the lead. */
export async function indicatorsOf(tx: Tx, lead: string): Promise<readonly string[]> {
  const { rows } = await sql<{ indicators: readonly string[] }>`
    SELECT indicators FROM screening.lead WHERE id = ${lead}`.execute(tx);
  return rows[0]?.indicators ?? [];
}
