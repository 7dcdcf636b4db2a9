/** Reads of the console: what a unit published, what was copied to it, what must come down. */
import { type RawBuilder, sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { PublicationListView, SiteCheck } from "../../../../contract/src/publications.ts";
import { type Database, type Tx } from "../../platform/database.ts";
import { readItems } from "./item-release.store.ts";
import type { Item } from "./item.ts";

type Reads = Database | Tx;

export interface Requirement {
  readonly reason: "reversed" | "mistaken" | "privacy" | "expired";
  readonly since: string;
  readonly ground: string;
}

export interface Copy {
  readonly unit: Department;
  readonly sentAt: string;
  readonly receivedAt: string | null;
  readonly receivedBy: string | null;
}

export interface HeldItem {
  readonly item: Item;
  /** Of several the first: its clock runs. */
  readonly requirement: Requirement | null;
  readonly copies: readonly Copy[];
  /** Latest of each site. */
  readonly checks: readonly SiteCheck[];
}

/** Days before the last day on which an item is listed as "soon to end". */
const SOON_DAYS = 14;

/** Not withdrawn, and not past its last day. */
const inForce = (today: string): RawBuilder<unknown> =>
  sql`(item.expires_on IS NULL OR item.expires_on >= ${today}::date)
    AND NOT EXISTS (SELECT FROM publication.withdrawal WHERE withdrawal.item = item.item)`;

const isRequired = sql`EXISTS (SELECT FROM publication.requirement WHERE requirement.item = item.item)`;

interface Asked {
  readonly unit: string;
  readonly today: string;
}

/** Condition on `publication.item`, by that name in the query. */
function listed(view: PublicationListView, { unit, today }: Asked): RawBuilder<unknown> {
  if (view === "copies")
    return sql`EXISTS (SELECT FROM publication.copy WHERE copy.item = item.item AND copy.unit_id = ${unit})`;
  if (view === "own") return sql`item.unit_id = ${unit}`;
  return sql`item.unit_id = ${unit} AND ${inForce(today)}
    AND (${isRequired} OR item.expires_on <= ${today}::date + ${SOON_DAYS}::int)`;
}

export async function listItems(
  db: Reads,
  asked: Asked & { readonly view: PublicationListView },
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const condition = listed(asked.view, asked);
  const order =
    asked.view === "due"
      ? sql`(${isRequired}) DESC, expires_on, item`
      : sql`published_at DESC, item`;
  const { rows } = await sql<{ item: string; total: number }>`
    SELECT item, count(*) OVER ()::int AS total
    FROM (SELECT DISTINCT ON (item) item, published_at, expires_on FROM publication.item
          WHERE ${condition} ORDER BY item, published_at DESC) AS item
    ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`.execute(db);
  return { ids: rows.map(({ item }) => item), total: rows[0]?.total ?? 0 };
}

export interface Counts {
  readonly shown: number;
  readonly unsigned: number;
  readonly due: number;
  readonly missing: number;
  /** Days on which the events happened whose withdrawal is due. */
  readonly required: readonly string[];
}

export async function countItems(db: Reads, asked: Asked): Promise<Counts> {
  const { unit, today } = asked;
  const { rows } = await sql<Counts>`
    SELECT (SELECT count(*)::int FROM publication.item WHERE unit_id = ${unit} AND ${inForce(today)}) AS shown,
      (SELECT count(*)::int FROM publication.copy WHERE unit_id = ${unit}
        AND NOT EXISTS (SELECT FROM publication.copy_receipt AS receipt
                        WHERE receipt.item = copy.item AND receipt.unit_id = copy.unit_id)) AS unsigned,
      (SELECT count(*)::int FROM publication.item WHERE ${listed("due", asked)}) AS due,
      (SELECT count(*)::int FROM publication.item WHERE unit_id = ${unit} AND ${inForce(today)}
        AND EXISTS (SELECT FROM (SELECT DISTINCT ON (site) found FROM publication.page_check
                                 WHERE page_check.item = item.item ORDER BY site, checked_at DESC) AS last
                    WHERE NOT last.found)) AS missing,
      (SELECT coalesce(array_agg(since::text), '{}') FROM publication.item
        CROSS JOIN LATERAL (SELECT min(since) AS since FROM publication.requirement
                            WHERE requirement.item = item.item) AS first
        WHERE unit_id = ${unit} AND ${inForce(today)} AND since IS NOT NULL) AS required`.execute(
    db,
  );
  return rows[0] ?? { shown: 0, unsigned: 0, due: 0, missing: 0, required: [] };
}

/** Items with everything about them, in the order of the ids. */
export async function readHeldItems(db: Reads, ids: readonly string[]): Promise<HeldItem[]> {
  const items = new Map((await readItems(db, ids)).map((item) => [item.id, item]));
  const requirements = await readRequirements(db, ids);
  const copies = Map.groupBy(await readCopies(db, ids), ({ item }) => item);
  const checks = Map.groupBy(await readChecks(db, ids), ({ item }) => item);
  return ids.flatMap((id) => {
    const item = items.get(id);
    if (item === undefined) return [];
    return [
      {
        item,
        requirement: requirements.get(id) ?? null,
        copies: (copies.get(id) ?? []).map(({ item: _item, ...copy }) => copy),
        checks: (checks.get(id) ?? []).map(({ item: _item, ...check }) => check),
      },
    ];
  });
}

async function readRequirements(
  db: Reads,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Requirement>> {
  const { rows } = await sql<Requirement & { item: string }>`
    SELECT DISTINCT ON (item) item, reason, since::text AS since, ground FROM publication.requirement
    WHERE item = ANY (${ids}) ORDER BY item, since, fact_id`.execute(db);
  return new Map(rows.map(({ item, ...requirement }) => [item, requirement]));
}

async function readCopies(db: Reads, ids: readonly string[]) {
  const { rows } = await sql<{
    item: string;
    unitId: string;
    unitName: string;
    sentAt: Date;
    receivedAt: Date | null;
    receivedBy: string | null;
  }>`
    SELECT DISTINCT ON (copy.item, copy.unit_id) copy.item, copy.unit_id AS "unitId", unit_name AS "unitName",
      sent_at AS "sentAt", received_at AS "receivedAt", officer_name AS "receivedBy"
    FROM publication.copy LEFT JOIN publication.copy_receipt AS receipt
      ON receipt.item = copy.item AND receipt.unit_id = copy.unit_id
    WHERE copy.item = ANY (${ids})
    ORDER BY copy.item, copy.unit_id, received_at NULLS LAST, sent_at`.execute(db);
  return rows.map(({ item, unitId, unitName, sentAt, receivedAt, receivedBy }) => ({
    item,
    unit: { id: unitId, name: unitName },
    sentAt: sentAt.toISOString(),
    receivedAt: receivedAt?.toISOString() ?? null,
    receivedBy,
  }));
}

async function readChecks(db: Reads, ids: readonly string[]) {
  const { rows } = await sql<Omit<SiteCheck, "at"> & { item: string; at: Date }>`
    SELECT DISTINCT ON (item, site) item, site, found, detail, checked_at AS at
    FROM publication.page_check WHERE item = ANY (${ids})
    ORDER BY item, site, checked_at DESC, fact_id DESC`.execute(db);
  return rows.map(({ at, ...check }) => ({ ...check, at: at.toISOString() }));
}

/** Public bodies that get copies: not the publishing one, nor offices that stand below another unit. */
export async function listMemberUnits(
  db: Reads,
  day: string,
  except: string,
): Promise<Department[]> {
  const { rows } = await sql<Department>`
    SELECT unit AS id, name FROM identity.unit_on(${day}::date) AS unit
    WHERE kind IN ('department', 'tradingCentre', 'coordinator', 'discipline', 'police', 'procuratorate', 'court')
      AND unit <> ${except}
      AND NOT EXISTS (SELECT FROM identity.unit_on(${day}::date) AS above
                      WHERE above.unit = unit.parent AND above.kind = 'department')
    ORDER BY unit`.execute(db);
  return [...rows];
}

/** Names under which a credit code is known, as stated by the trading systems. */
export async function listPartyNames(db: Reads, uscc: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT name FROM procurement.party WHERE uscc = ${uscc} ORDER BY name LIMIT 20`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}
