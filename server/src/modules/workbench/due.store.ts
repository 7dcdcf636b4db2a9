/** Reads of what is due: open leads, own processes, openings. Every read names the scope of the reader. */
import { type RawBuilder, sql } from "kysely";

import type { DepartmentRow, DueRow, OpeningRow } from "../../../../contract/src/workbench.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead, visibleProcess } from "../../platform/identity/visible.ts";
import { compareRisk, type LotDays, riskOf, standingOf } from "./legal-risk.ts";

/** Open leads of one reader that are ordered here; more than anybody handles. */
const MOST_OPEN = 2000;

/** On `handling`: nobody acted for too long. Casework says what that is, so that each figure opens just those rows. */
type Condition = RawBuilder<unknown>;

const day = (column: string): RawBuilder<unknown> =>
  sql`(${sql.raw(column)} AT TIME ZONE 'Asia/Shanghai')::date::text`;

const LOT_DAYS = sql`${day("process.opening_at")} AS "openingOn", ${day("lot.opened_at")} AS "openedOn",
  ${day("lot.evaluated_at")} AS "evaluatedOn", ${day("lot.awarded_at")} AS "awardedOn",
  (SELECT disclosure_to::text FROM procurement.current_candidacy AS candidacy
   WHERE candidacy.ocid = lot.ocid AND candidacy.lot_id = lot.lot_id) AS "disclosedTo",
  lot.contracted_at IS NOT NULL OR lot.failed_at IS NOT NULL AS "isOver"`;

interface RawDueLead extends LotDays {
  readonly id: string;
  readonly title: string;
  readonly lotId: string;
  readonly number: string;
  readonly level: "determination" | "lead" | "hint";
  readonly bits: number;
  readonly state: "returned" | "routed" | "received" | "decided";
  readonly departmentId: string;
  readonly departmentName: string;
  readonly officerName: string | null;
  readonly since: Date;
  readonly urges: number;
}

export interface LeadFilter {
  /** Only leads in which nobody acted for long, that were returned, or that no duty claims. */
  readonly isLying: boolean;
  readonly today: string;
  readonly isStuck: Condition;
}

/** Open leads, heaviest first. */
export async function listDueLeads(
  db: Tx,
  scope: Scope,
  { isLying, today, isStuck }: LeadFilter,
): Promise<readonly DueRow[]> {
  const lying = sql`(handling.state = 'returned' OR ${isStuck}
    OR (handling.state = 'routed' AND handling.matched = 'fallback'))`;
  const { rows } = await sql<RawDueLead>`
    SELECT lead.id, lead.title, lead.lot_id AS "lotId", lead.number, lead.level, lead.bits, handling.state,
      handling.department_id AS "departmentId", handling.department_name AS "departmentName",
      handling.officer_name AS "officerName", handling.acted_at AS since, handling.urges, ${LOT_DAYS}
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
    LEFT JOIN procurement.process ON process.ocid = lead.ocid
    LEFT JOIN procurement.lot ON lot.ocid = lead.ocid AND lot.lot_id = lead.lot_id
    WHERE ${visibleLead(scope)} AND handling.state <> 'published' AND ${isLying ? lying : sql`true`}
    ORDER BY lead.raised_at DESC LIMIT ${MOST_OPEN}`.execute(db);
  return rows
    .map((row) => ({ bits: row.bits, ...dueLead(row, today) }))
    .toSorted(compareRisk)
    .map(({ bits: _bits, ...row }) => row);
}

function dueLead(row: RawDueLead, today: string): DueRow {
  const standing =
    row.state === "decided" ? ({ ground: "toPublish" } as const) : standingOf(row, today);
  return {
    kind: "lead",
    id: row.id,
    title: row.title,
    lotId: row.lotId,
    number: row.number,
    level: row.level,
    state: row.state,
    department: { id: row.departmentId, name: row.departmentName },
    ...(row.officerName === null ? {} : { officerName: row.officerName }),
    ...standing,
    risk: riskOf(standing, today),
    since: row.since.toISOString(),
    ...(row.urges === 0 ? {} : { urges: row.urges }),
  };
}

export interface LeadCounts {
  readonly returned: number;
  readonly fallback: number;
  readonly routed: number;
  readonly received: number;
  readonly decided: number;
  readonly stuck: number;
}

export async function countLeads(db: Tx, scope: Scope, isStuck: Condition): Promise<LeadCounts> {
  const { rows } = await sql<LeadCounts>`
    SELECT count(*) FILTER (WHERE state = 'returned')::int AS returned,
      count(*) FILTER (WHERE state = 'routed' AND matched = 'fallback')::int AS fallback,
      count(*) FILTER (WHERE state = 'routed')::int AS routed,
      count(*) FILTER (WHERE state = 'received')::int AS received,
      count(*) FILTER (WHERE state = 'decided')::int AS decided,
      count(*) FILTER (WHERE ${isStuck})::int AS stuck
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
    WHERE ${visibleLead(scope)} AND state <> 'published'`.execute(db);
  return rows[0] ?? { returned: 0, fallback: 0, routed: 0, received: 0, decided: 0, stuck: 0 };
}

/** Who lets lie, and since when: most lying leads first. */
export async function listDepartments(
  db: Tx,
  scope: Scope,
  isStuck: Condition,
): Promise<DepartmentRow[]> {
  const { rows } = await sql<
    Omit<DepartmentRow, "department" | "lyingSince"> & {
      id: string;
      name: string;
      lyingSince: Date | null;
    }
  >`
    SELECT department_id AS id, max(department_name) AS name,
      count(*) FILTER (WHERE state = 'returned')::int AS returned,
      count(*) FILTER (WHERE state = 'routed')::int AS routed,
      count(*) FILTER (WHERE state = 'received')::int AS received,
      count(*) FILTER (WHERE state = 'decided')::int AS decided,
      count(*) FILTER (WHERE ${isStuck})::int AS stuck, coalesce(sum(urges), 0)::int AS urges,
      min(acted_at) FILTER (WHERE ${isStuck}) AS "lyingSince"
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
    WHERE ${visibleLead(scope)} AND state <> 'published'
    GROUP BY department_id ORDER BY stuck DESC, "lyingSince", id`.execute(db);
  return rows.map(({ id, name, lyingSince, ...counts }) => ({
    department: { id, name },
    ...counts,
    ...(lyingSince === null ? {} : { lyingSince: lyingSince.toISOString() }),
  }));
}

/** Openings of a calendar day in Asia/Shanghai, in their order. */
export async function listOpenings(db: Tx, scope: Scope, today: string): Promise<OpeningRow[]> {
  const { rows } = await sql<{
    ocid: string;
    title: string | null;
    at: Date;
    place: string | null;
    venue: string | null;
    isOpened: boolean;
  }>`
    SELECT ocid, title, opening_at AS at, place_name AS place, venue,
      EXISTS (SELECT FROM procurement.lot WHERE lot.ocid = process.ocid AND opened_at IS NOT NULL) AS "isOpened"
    FROM procurement.process
    WHERE ${visibleProcess(scope)} AND opening_at >= (${today} || ' 00:00+08')::timestamptz
      AND opening_at < (${today} || ' 00:00+08')::timestamptz + interval '1 day'
    ORDER BY opening_at, ocid LIMIT 200`.execute(db);
  return rows.map(({ ocid, title, at, place, venue, isOpened }) => ({
    ocid,
    title: title ?? ocid,
    at: at.toISOString(),
    ...(place === null ? {} : { place }),
    ...(venue === null ? {} : { venue }),
    state: isOpened ? "opened" : "announced",
  }));
}

const MOST_OWN = 500;

interface RawOwnLot extends LotDays {
  readonly ocid: string;
  readonly title: string | null;
  readonly lotId: string;
  readonly state: OpeningRow["state"];
}

/** Lots of the reader's own processes that ask something of it, heaviest first. */
export async function listOwnLots(db: Tx, scope: Scope, today: string): Promise<readonly DueRow[]> {
  const { rows } = await sql<RawOwnLot>`
    SELECT process.ocid, process.title, lot.lot_id AS "lotId", lot.state, ${LOT_DAYS}
    FROM procurement.process JOIN procurement.lot_state AS lot ON lot.ocid = process.ocid
    WHERE ${visibleProcess(scope)} AND lot.contracted_at IS NULL AND lot.failed_at IS NULL
    ORDER BY process.published_at DESC NULLS LAST LIMIT ${MOST_OWN}`.execute(db);
  return rows
    .map((row): DueRow => {
      const standing = standingOf(row, today);
      return {
        kind: "process",
        id: row.ocid,
        title: row.title ?? row.ocid,
        lotId: row.lotId,
        state: row.state,
        ...standing,
        risk: riskOf(standing, today),
      };
    })
    .toSorted(compareRisk);
}

export async function countProcesses(db: Tx, scope: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM procurement.process
    WHERE ${visibleProcess(scope)} AND published_at IS NOT NULL`.execute(db);
  return rows[0]?.count ?? 0;
}
