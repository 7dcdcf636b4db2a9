/** Reads of leads. Every read names the scope of the reader. */
import { type RawBuilder, sql } from "kysely";

import {
  type LeadEvent,
  type LeadPage,
  type LeadQuery,
  type LeadRow,
  type LeadView,
  STUCK_DAYS,
} from "../../../../contract/src/leads.ts";
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import type { Offer, Party } from "../../../../contract/src/values.ts";
import { pageOf, readCursor } from "../../kernel/cursor.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import { present } from "../../kernel/present.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead } from "../../platform/identity/visible.ts";
import { containing } from "../../platform/like.ts";
import type { PastAct } from "./correction.ts";

interface RawLead extends Omit<
  LeadRow,
  "firms" | "department" | "raisedAt" | "stateSince" | "urges"
> {
  readonly parties: Party[];
  readonly departmentId: string;
  readonly departmentName: string;
  readonly raisedAt: Date;
  readonly stateSince: Date;
  readonly screeningId: string;
  readonly matched: string | null;
  readonly returns: number;
  readonly urges: number;
  readonly decision: (LeadView["decision"] & { officer: unknown; version: unknown }) | null;
}

const COLUMNS = sql`lead.id, lead.number, lead.ocid, lead.lot_id AS "lotId", lead.title, lead.level,
  lead.bits, lead.indicators, lead.parties, lead.raised_at AS "raisedAt", handling.state,
  handling.department_id AS "departmentId", handling.department_name AS "departmentName",
  handling.officer_name AS "officerName", handling.state_since AS "stateSince", handling.version,
  handling.matched, handling.returns, handling.urges, lead.screening_id AS "screeningId", handling.decision`;

const FROM = sql`screening.lead JOIN casework.handling ON handling.lead_id = lead.id`;

function rowOf(raw: RawLead): LeadRow {
  return {
    id: raw.id,
    number: raw.number,
    ocid: raw.ocid,
    lotId: raw.lotId,
    title: raw.title,
    level: raw.level,
    bits: raw.bits,
    indicators: raw.indicators,
    firms: raw.parties.map(partyName),
    raisedAt: raw.raisedAt.toISOString(),
    state: raw.state,
    department: { id: raw.departmentId, name: raw.departmentName },
    ...(raw.officerName == null ? {} : { officerName: raw.officerName }),
    stateSince: raw.stateSince.toISOString(),
    version: raw.version,
    ...(raw.urges === 0 ? {} : { urges: raw.urges }),
  };
}

/** Nobody acted for longer than the product's own figure for the state; on `handling`, by that name in the query. */
export const IS_STUCK = sql`CASE handling.state
  ${sql.join(
    Object.entries(STUCK_DAYS).map(
      ([state, days]) =>
        sql`WHEN ${sql.lit(state)} THEN handling.acted_at < now() - ${sql.lit(`${days} days`)}::interval`,
    ),
    sql` `,
  )} ELSE false END`;

/** What the scope and every filter but the state allow; on `lead` and `handling`, by those names in the query. */
export function leadMatches(
  scope: Scope,
  { level, department, stuck, matched, q, from, to }: LeadQuery,
): RawBuilder<unknown> {
  const levels = level?.split(",") ?? null;
  const pattern = containing(q);
  return sql`${visibleLead(scope)}
    AND (${q ?? ""} = '' OR lead.title LIKE ${pattern} OR lead.number LIKE ${pattern}
         OR lead.parties::text LIKE ${pattern})
    AND (${levels}::text[] IS NULL OR lead.level = ANY (${levels}::text[]))
    AND (${department ?? null}::text IS NULL OR handling.department_id = ${department ?? null})
    AND (${matched ?? null}::text IS NULL OR handling.matched = ${matched ?? null})
    AND lead.raised_at >= ${from ?? "0001-01-01"}::date::timestamp AT TIME ZONE 'Asia/Shanghai'
    AND lead.raised_at < (${to ?? "9999-12-30"}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
    AND ${stuck === undefined ? sql`true` : IS_STUCK}`;
}

export async function listLeads(db: Tx, scope: Scope, query: LeadQuery): Promise<LeadPage> {
  const { state, cursor, limit = 50 } = query;
  const states = state?.split(",") ?? null;
  const after = readCursor(cursor);
  const matches = leadMatches(scope, query);
  const { rows } = await sql<RawLead>`
    SELECT ${COLUMNS} FROM ${FROM}
    WHERE ${matches} AND (${states}::text[] IS NULL OR handling.state = ANY (${states}::text[]))
      AND (${after?.at ?? null}::timestamptz IS NULL
           OR (lead.raised_at, lead.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}))
    ORDER BY lead.raised_at DESC, lead.id DESC LIMIT ${limit + 1}`.execute(db);
  const { rows: counted } = await sql<{ state: keyof LeadPage["counts"]; count: number }>`
    SELECT handling.state, count(*)::int AS count FROM ${FROM} WHERE ${matches} GROUP BY 1`.execute(
    db,
  );
  const counts = { returned: 0, routed: 0, received: 0, decided: 0, published: 0 };
  for (const { state: name, count } of counted) counts[name] = count;
  const page = pageOf(rows, limit, ({ raisedAt, id }) => ({ at: raisedAt.toISOString(), id }));
  return { ...page, rows: page.rows.map(rowOf), counts };
}

async function getRaw(db: Tx, id: string, scope: Scope | undefined): Promise<RawLead> {
  const { rows } = await sql<RawLead>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE lead.id = ${id} AND ${scope === undefined ? sql`true` : visibleLead(scope)}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("leads.not-found", { id });
  return row;
}

/** @param scope Absent: whoever asks was checked before */
export async function getHandled(tx: Tx, id: string, scope: Scope | undefined) {
  const raw = await getRaw(tx, id, scope);
  const { state, version, decision, matched, returns } = raw;
  return { state, version, decision, matched, returns, lead: rowOf(raw) };
}

/** One act on a lead, by the fact that made it. */
export async function findPastAct(
  tx: Tx,
  lead: string,
  factId: string,
): Promise<PastAct | undefined> {
  const { rows } = await sql<{ kind: string; at: Date; account: string | null }>`
    SELECT kind, occurred_at AS at, payload -> 'officer' ->> 'account' AS account
    FROM casework.event WHERE lead_id = ${lead} AND fact_id::text = ${factId}`.execute(tx);
  const [row] = rows;
  return row && { kind: row.kind, at: row.at.toISOString(), account: row.account ?? undefined };
}

/** What decides which acts are offered; not shown. */
export type HandledView = Omit<LeadView, "may"> & {
  readonly matched: string | null;
  readonly returns: number;
};

/** The whole lead page, without `may` (the route knows who asks). */
export async function getLeadView(db: Tx, id: string, scope: Scope): Promise<HandledView> {
  const raw = await getRaw(db, id, scope);
  const lead = rowOf(raw);
  const [process, bids, screening, history] = await Promise.all([
    readProcess(db, lead),
    readBids(db, lead, raw.parties),
    readScreening(db, raw.screeningId),
    readHistory(db, id),
  ]);
  const { officer: _officer, version: _version, ...decision } = raw.decision ?? {};
  return {
    lead,
    matched: raw.matched,
    returns: raw.returns,
    version: raw.version,
    process,
    bids,
    screening,
    history,
    ...(raw.decision === null ? {} : { decision: decision as NonNullable<LeadView["decision"]> }),
  };
}

async function readProcess(db: Tx, { ocid, lotId, title }: LeadRow): Promise<LeadView["process"]> {
  const { rows } = await sql<Record<string, unknown> & { openedAt: Date | null }>`
    SELECT process.ocid, process.title, regime, method, industry, place_name AS place,
      procuring_entity ->> 'name' AS "procuringEntity", procurement_agency ->> 'name' AS "procurementAgency",
      lot.ceiling_price AS "ceilingPrice", lot.opened_at AS "openedAt"
    FROM procurement.process LEFT JOIN procurement.lot ON lot.ocid = process.ocid AND lot.lot_id = ${lotId}
    WHERE process.ocid = ${ocid}`.execute(db);
  const [row] = rows;
  const known = present({ ...row, openedAt: row?.openedAt?.toISOString() ?? null });
  return { ocid, title, regime: "other", ...known };
}

async function readBids(
  db: Tx,
  { ocid, lotId }: LeadRow,
  parties: readonly Party[],
): Promise<LeadView["bids"]> {
  const { rows } = await sql<{
    bids: { bidder: Party; status: string; offer?: Offer; receivedAt?: string }[];
    ranking: { bidder: Party; rank?: number }[] | null;
    supplierKey: string | null;
  }>`
    SELECT opening.bids, evaluation.ranking, award.supplier_key AS "supplierKey"
    FROM procurement.current_opening opening
    LEFT JOIN procurement.current_evaluation evaluation USING (ocid, lot_id)
    LEFT JOIN procurement.current_award award USING (ocid, lot_id)
    WHERE ocid = ${ocid} AND lot_id = ${lotId}`.execute(db);
  const keys = new Set(parties.map(partyKey));
  const [row] = rows;
  return (row?.bids ?? []).map(({ bidder, status, offer, receivedAt }) => {
    const key = partyKey(bidder);
    const rank = row?.ranking?.find((ranked) => partyKey(ranked.bidder) === key)?.rank;
    return {
      bidder,
      status,
      ...(offer === undefined ? {} : { offer }),
      ...(receivedAt === undefined ? {} : { receivedAt }),
      ...(rank === undefined ? {} : { rank }),
      isInLead: keys.has(key),
      isWinner: row?.supplierKey === key,
    };
  });
}

async function readScreening(db: Tx, id: string): Promise<LeadView["screening"]> {
  const { rows } = await sql<{
    at: Date;
    engineVersion: string;
    inputHash: string;
    inputs: number;
    bits: number;
    groups: string[];
    results: IndicatorResult[];
    leafIndex: number | null;
  }>`
    SELECT occurred_at AS at, engine_version AS "engineVersion", input_hash AS "inputHash", inputs, bits,
           groups, results, leaf.leaf_index AS "leafIndex"
    FROM screening.screening LEFT JOIN witness.leaf USING (fact_id) WHERE fact_id = ${id}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("leads.not-found", { id });
  const { at, leafIndex, ...rest } = row;
  return {
    factId: id,
    at: at.toISOString(),
    ...rest,
    ...(leafIndex === null ? {} : { leafIndex }),
  };
}

interface RawEvent {
  readonly at: Date;
  readonly kind: string;
  readonly factId: string;
  readonly leafIndex: number | null;
  readonly payload: Record<string, unknown>;
}

async function readHistory(db: Tx, id: string): Promise<LeadEvent[]> {
  const { rows } = await sql<RawEvent>`
    SELECT at, kind, event.fact_id AS "factId", payload, leaf.leaf_index AS "leafIndex"
    FROM (
      SELECT raised_at AS at, 'screening.lead-raised' AS kind, fact_id, '{}'::jsonb AS payload, -1 AS version
      FROM screening.lead WHERE id = ${id}
      UNION ALL
      SELECT occurred_at, kind, fact_id, payload, version FROM casework.event WHERE lead_id = ${id}
    ) AS event LEFT JOIN witness.leaf ON leaf.fact_id = event.fact_id
    -- Ids grow as facts are recorded; an urging has no version to order by.
    ORDER BY event.fact_id`.execute(db);
  return rows.map(eventOf);
}

function eventOf(row: RawEvent): LeadEvent {
  const { officer, department, legalBasis, matched, ground, corrects } = row.payload;
  // A correction holds the whole act as it should have been.
  const right = row.payload["decision"] ?? row.payload["step"];
  const act = (corrects === undefined ? row.payload : right) as Record<string, unknown>;
  const { step, text, findings, outcome, decisionNo, decidedOn, articles } = act;
  const words = {
    officer,
    department,
    step,
    text: text ?? findings,
    outcome,
    decisionNo,
    decidedOn,
    articles,
    legalBasis,
    matched,
    ground,
    corrects,
  };
  const told = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  return {
    at: row.at.toISOString(),
    kind: row.kind,
    factId: row.factId,
    ...(row.leafIndex === null ? {} : { leafIndex: row.leafIndex }),
    ...told,
  };
}
