/** Reads of contracting processes from the projection, with the leads the reader may see. */
import { type RawBuilder, sql } from "kysely";

import type {
  LotView,
  ProcessEvent,
  ProcessPage,
  ProcessQuery,
  ProcessRow,
  ProcessView,
} from "../../../../contract/src/processes.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import {
  applicationFilters,
  visibleLead,
  visibleProcess,
} from "../../platform/identity/visible.ts";
import { createMemory } from "../../platform/remember.ts";
import { searchQuery } from "../../platform/search/words.ts";
import { pageOf, readCursor } from "./cursor.ts";

/** State of a process: that of its furthest lot. */
export const STATE = sql`process.state`;

const ROW = sql`ocid, coalesce(title, ocid) AS title, regime, industry, place_name AS place,
  procuring_entity ->> 'name' AS "procuringEntity", published_at AS "publishedAt",
  opening_at AS "openingAt", ${STATE} AS state, lots`;

function present<T extends object>(row: T): T {
  const entries = Object.entries(row).flatMap(([key, value]) => {
    if (value === null) return [];
    return [[key, value instanceof Date ? value.toISOString() : value]];
  });
  return Object.fromEntries(entries) as T;
}

/** A total is counted no further: nobody pages through more, and a million rows are not counted on every request. */
export const MOST_COUNTED = 1000;
/** With fewer cells each one's newest rows are read by index; with more, the newest of all are likely to be among them. */
const FEW_CELLS = 40;

interface Filters {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly openingOn?: string | undefined;
}

/** What the filters allow; on `process`, by that name in the query. A filter that is not asked for is not in the text. */
export function processMatches({ q, state, openingOn }: Filters): RawBuilder<unknown> {
  const words = q === undefined ? undefined : searchQuery(q);
  const conditions = [sql`published_at IS NOT NULL`];
  if (words !== undefined) conditions.push(sql`process.search @@ ${words}::tsquery`);
  if (state !== undefined) conditions.push(sql`${STATE} = ANY (${state.split(",")}::text[])`);
  if (openingOn !== undefined)
    conditions.push(sql`(opening_at AT TIME ZONE 'Asia/Shanghai')::date = ${openingOn}::date`);
  return sql.join(conditions, sql` AND `);
}

/** Newest first; what the scope allows, by two conditions that do not know of each other (decision 0010). */
export async function listProcesses(
  db: Tx,
  scope: Scope,
  query: ProcessQuery,
): Promise<ProcessPage> {
  const { q } = query;
  const words = q === undefined ? undefined : searchQuery(q);
  return words === undefined
    ? listAll(db, scope, query)
    : searchProcesses(db, scope, { ...query, words });
}

/** True for the list without filters, whose plan is the same for all. */
export const isPlainList = ({ q, state, openingOn }: ProcessQuery): boolean =>
  q === undefined && state === undefined && openingOn === undefined;

const ORDER = sql`ORDER BY published_at DESC, ocid DESC`;
// A number in the text: the planner must know how few rows are wanted before it keeps a plan.
const newest = (limit: number) => sql`${ORDER} LIMIT ${sql.lit(limit)}`;

/** On `process`: what follows the row at which the last page ended. */
function beyond(cursor: string | undefined): RawBuilder<unknown> {
  const after = readCursor(cursor);
  return after === undefined
    ? sql`true`
    : sql`(published_at, ocid) < (${after.at}::timestamptz, ${after.id})`;
}

type FoundRow = ProcessRow & { readonly publishedAt: Date };

const pageOfRows = (rows: readonly FoundRow[], limit: number) =>
  pageOf(rows, limit, ({ publishedAt, ocid }) => ({ at: publishedAt.toISOString(), id: ocid }));

async function listAll(db: Tx, scope: Scope, query: ProcessQuery): Promise<ProcessPage> {
  const { state, openingOn, cursor, limit = 50 } = query;
  const found = processMatches({ state, openingOn });
  const place = beyond(cursor);
  const order = newest(limit + 1);
  const cells = isPlainList(query) ? await kindOfCells(db, scope) : "unlisted";
  const wanted = sql`(SELECT c.cell FROM identity.scope_cell AS c
    WHERE c.scope = ${scope.id} AND c.matter = 'process') AS wanted`;
  const source =
    cells !== "few"
      ? sql`(SELECT * FROM procurement.process WHERE ${visibleProcess(scope)} AND ${found} AND ${place} ${order})`
      : newestOfCells({
          wanted,
          limit: limit + 1,
          where: sql`${visibleProcess(scope)} AND ${found} AND ${place}`,
        });
  const { rows } = await sql<FoundRow>`SELECT ${ROW} FROM ${source} AS process ${ORDER}`.execute(
    db,
  );
  const page = pageOfRows(rows, limit);
  const total =
    cursor === undefined && page.next === undefined
      ? page.rows.length
      : await countProcesses(db, {
          rows:
            cells === "unlisted"
              ? sql`procurement.process WHERE ${visibleProcess(scope)} AND ${found}`
              : sql`${wanted} JOIN procurement.process ON process.cell = wanted.cell
                    WHERE ${visibleProcess(scope)} AND ${found}`,
          key: JSON.stringify([scope, state, openingOn]),
        });
  return { ...page, rows: page.rows.map(present), total };
}

interface OfCells {
  /** Cells, under the name `wanted`. */
  readonly wanted: RawBuilder<unknown>;
  /** On `process`. */
  readonly where: RawBuilder<unknown>;
  readonly limit: number;
}

/** Rows of each cell that are looked at first. */
const FIRST_OF_CELL = 5;

/**
 * The newest of all cells, from the index alone; only those that are shown are fetched. A few of each cell say how far
 * back the list can reach at the most (`edge`), and no cell is read beyond.
 */
function newestOfCells({ wanted, where, limit }: OfCells): RawBuilder<unknown> {
  const ofCell = (more: RawBuilder<unknown>, count: number) => sql`
    ${wanted} CROSS JOIN LATERAL (SELECT published_at, ocid FROM procurement.process
      WHERE process.cell = wanted.cell AND ${where} AND ${more} ${newest(count)}) AS newest`;
  const edge = sql`(SELECT newest.published_at FROM ${ofCell(sql`true`, FIRST_OF_CELL)}
    ORDER BY newest.published_at DESC OFFSET ${sql.lit(limit - 1)} LIMIT 1)`;
  return sql`(
    WITH edge AS MATERIALIZED (SELECT coalesce(${edge}, '-infinity') AS at)
    SELECT process.* FROM (SELECT newest.* FROM ${ofCell(sql`published_at >= (SELECT at FROM edge)`, limit)}
      ${newest(limit)}) AS key
    JOIN procurement.process ON process.ocid = key.ocid)`;
}

interface WordsQuery extends ProcessQuery {
  /** tsquery text. */
  readonly words: string;
}

/** How many of the newest processes are looked through for common words before the index of words is asked. */
export const searchWindow = { processes: 2500 };
/** A count reads so many such windows at the most before the index of words is quicker. */
const DENSE_WINDOWS = 4;
/** Codes are rare: looking through the newest for one would be for nothing. */
const isRare = (words: string): boolean => words.includes(":*");

/**
 * A common word stands in one of the newest rows soon; a rare one, and any in a small jurisdiction, is found by the index
 * of words, which gives its rows unordered. So the newest are looked through first where that may serve, but only so many.
 */
async function searchProcesses(db: Tx, scope: Scope, query: WordsQuery): Promise<ProcessPage> {
  const { words, cursor, limit = 50 } = query;
  const isIndexed = isRare(words) || (await kindOfCells(db, scope)) === "few";
  const from = isIndexed ? undefined : await windowStart(db);
  const among = from === undefined ? [] : await searchNewest(db, scope, { ...query, from });
  const isFull = among.length > limit;
  const { rows, counted } = isFull
    ? { rows: among, counted: undefined }
    : await searchByIndex(db, scope, query);
  const page = pageOfRows(rows, limit);
  const isWhole = cursor === undefined && page.next === undefined;
  const isSorted = from !== undefined && isFull && isDense(among, from);
  const total = isWhole
    ? page.rows.length
    : (counted ?? (await countFound(db, scope, { ...query, isSorted })));
  return { ...page, rows: page.rows.map(present), total };
}

/**
 * True if as many as are counted are likely to stand among the newest: then they are counted newest first, from the list in
 * its order. Otherwise the index of words gives any so many.
 */
function isDense(rows: readonly FoundRow[], from: Date): boolean {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return false;
  const at = first.publishedAt.getTime();
  const depth = (at - last.publishedAt.getTime()) * (MOST_COUNTED / rows.length);
  return depth < DENSE_WINDOWS * (at - from.getTime());
}

/** Undefined where there are not so many processes. One for all readers: it says nothing of any. */
async function windowStart(db: Tx): Promise<Date | undefined> {
  const key = String(searchWindow.processes);
  const known = windows.find(key);
  if (known !== undefined) return known.from;
  const { rows } = await sql<{ at: Date | null }>`
    SELECT procurement.nth_newest(${searchWindow.processes}) AS at`.execute(db);
  const from = rows[0]?.at ?? undefined;
  windows.keep(key, { from });
  return from;
}

async function searchNewest(
  db: Tx,
  scope: Scope,
  { from, words, cursor, limit = 50, ...query }: WordsQuery & { readonly from: Date },
): Promise<readonly FoundRow[]> {
  const place = beyond(cursor);
  const { rows } = await sql<FoundRow>`
    SELECT ${ROW} FROM (SELECT * FROM procurement.process
      WHERE ${visibleProcess(scope)} AND ${processMatches({ ...query, q: undefined })} AND ${place}
        AND published_at >= ${from} AND search @@ ${words}::tsquery ${newest(limit + 1)}) AS process ${ORDER}`.execute(
    db,
  );
  return rows;
}

interface Wanted {
  readonly most: number;
  readonly cursor?: string | undefined;
  /** False: any of them, to be counted. */
  readonly isSorted?: boolean;
}

/** `search_visible` asks the policy's condition itself; the policy and the first wall are asked of its rows again. */
const foundByIndex = (
  { words, state, openingOn }: WordsQuery,
  { most, cursor, isSorted = true }: Wanted,
) => {
  const after = readCursor(cursor);
  return sql`procurement.search_visible(${words}, ${state?.split(",") ?? null}::text[], ${openingOn ?? null}::date,
    ${after?.at ?? null}::timestamptz, ${after?.id ?? null}::text, ${sql.lit(most)}, ${sql.lit(isSorted)})`;
};

/** A first page is counted along. */
async function searchByIndex(
  db: Tx,
  scope: Scope,
  { cursor, limit = 50, ...query }: WordsQuery,
): Promise<{ readonly rows: readonly FoundRow[]; readonly counted: number | undefined }> {
  const most = cursor === undefined ? Math.max(MOST_COUNTED, limit + 1) : limit + 1;
  const { rows } = await sql<FoundRow & { readonly counted: number }>`
    WITH found AS MATERIALIZED (SELECT * FROM ${foundByIndex(query, { most, cursor })})
    SELECT ${ROW}, (SELECT count(*)::int FROM found) AS counted
    FROM (SELECT process.* FROM (SELECT * FROM found ${newest(limit + 1)}) AS found
      JOIN procurement.process ON process.ocid = found.ocid WHERE ${visibleProcess(scope)}) AS process ${ORDER}`.execute(
    db,
  );
  return {
    rows: rows.map(({ counted: _counted, ...row }) => row),
    counted: cursor === undefined ? (rows[0]?.counted ?? 0) : undefined,
  };
}

async function countFound(
  db: Tx,
  scope: Scope,
  { isSorted, ...query }: WordsQuery & { readonly isSorted: boolean },
): Promise<number> {
  const { words, state, openingOn } = query;
  return countProcesses(db, {
    rows: sql`${foundByIndex(query, { most: MOST_COUNTED, isSorted })} AS found`,
    key: JSON.stringify([scope, state, openingOn, words]),
  });
}

const FOR_A_MINUTE = { milliseconds: 60_000, most: 10_000 } as const;
/** Lists that were found to have the most, by scope and filter: they hardly ever have less a minute later. */
const many = createMemory<typeof MOST_COUNTED>(FOR_A_MINUTE);
const windows = createMemory<{ readonly from: Date | undefined }>(FOR_A_MINUTE);

async function countProcesses(
  db: Tx,
  { rows: from, key }: { readonly rows: RawBuilder<unknown>; readonly key: string },
): Promise<number> {
  if (many.find(key) !== undefined) return MOST_COUNTED;
  const { rows } = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM (
      SELECT FROM ${from} LIMIT ${sql.lit(MOST_COUNTED)}) AS counted`.execute(db);
  const total = rows[0]?.total ?? 0;
  if (total === MOST_COUNTED) many.keep(key, MOST_COUNTED);
  return total;
}

/** `unlisted`: every cell, or rows of its own beside the cells. */
type CellsKind = "few" | "many" | "unlisted";
/** By scope; every way of reading gives the same rows, so an old answer costs time only. */
const kinds = createMemory<CellsKind>(FOR_A_MINUTE);

async function kindOfCells(db: Tx, scope: Scope): Promise<CellsKind> {
  if (scope.own.length > 0 || applicationFilters.areOff) return "unlisted";
  const known = kinds.find(scope.id);
  if (known !== undefined) return known;
  const { rows } = await sql<{ cell: string }>`
    SELECT cell FROM identity.scope_cell WHERE scope = ${scope.id} AND matter = 'process'
    ORDER BY cell <> '*', cell LIMIT ${FEW_CELLS + 1}`.execute(db);
  const listed = rows.length <= FEW_CELLS ? "few" : "many";
  const kind = rows.some(({ cell }) => cell === "*") ? "unlisted" : listed;
  kinds.keep(scope.id, kind);
  return kind;
}

/** @throws RuleViolation processes.not-found */
export async function getProcessView(db: Tx, scope: Scope, ocid: string): Promise<ProcessView> {
  const head = await getHead(db, scope, ocid);
  const [lots, events, leads] = await Promise.all([
    readLots(db, ocid),
    readEvents(db, ocid),
    readLeads(db, ocid, scope),
  ]);
  return { ...head, lots, events, leads };
}

async function getHead(db: Tx, scope: Scope, ocid: string) {
  const { rows } = await sql<ProcessRow & Record<string, string | null>>`
    SELECT ${ROW}, method, category, venue, procurement_agency ->> 'name' AS "procurementAgency",
      bid_deadline AS "bidDeadline" FROM procurement.process WHERE ocid = ${ocid} AND ${visibleProcess(scope)}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("processes.not-found", { ocid });
  const { method, category, venue, procurementAgency, bidDeadline, ...process } = row;
  return {
    process: present(process),
    ...present({ method, category, venue, procurementAgency, bidDeadline }),
  } as Pick<ProcessView, "process">;
}

interface RawLot {
  readonly lotId: string;
  readonly title: string | null;
  readonly ceilingPrice: LotView["ceilingPrice"] | null;
  readonly state: LotView["state"];
  readonly openedAt: Date | null;
  readonly bids: LotView["bids"] | null;
  readonly ranking: (LotView["bids"][number] & { bidder: Party })[] | null;
  readonly candidates: LotView["candidates"] | null;
  readonly award: LotView["award"] | null;
  readonly contract: LotView["contract"] | null;
}

async function readLots(db: Tx, ocid: string): Promise<LotView[]> {
  const { rows } = await sql<RawLot>`
    SELECT lot_id AS "lotId", lot.title, lot.ceiling_price AS "ceilingPrice", state,
      opened_at AS "openedAt", opening.bids, evaluation.ranking, candidacy.candidates,
      CASE WHEN award.fact_id IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object(
        'supplier', award.supplier, 'offer', award.offer, 'at', award.occurred_at)) END AS award,
      CASE WHEN contract.fact_id IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object(
        'contractNo', contract.contract_no, 'amount', contract.amount, 'signedOn', contract.signed_on)) END AS contract
    FROM procurement.lot_state lot
    LEFT JOIN procurement.current_opening opening USING (ocid, lot_id)
    LEFT JOIN procurement.current_evaluation evaluation USING (ocid, lot_id)
    LEFT JOIN procurement.current_candidacy candidacy USING (ocid, lot_id)
    LEFT JOIN procurement.current_award award USING (ocid, lot_id)
    LEFT JOIN procurement.current_contract contract USING (ocid, lot_id)
    WHERE ocid = ${ocid} ORDER BY lot_id`.execute(db);
  return rows.map(({ bids, ranking, candidates, ...lot }) => {
    const ranked = new Map((ranking ?? []).map((row) => [partyKey(row.bidder), row]));
    return {
      ...present(lot),
      bids: (bids ?? []).map((bid) => {
        const { rank, score } = ranked.get(partyKey(bid.bidder)) ?? {};
        return {
          ...bid,
          ...(rank === undefined ? {} : { rank }),
          ...(score === undefined ? {} : { score }),
        };
      }),
      candidates: candidates ?? [],
    } as unknown as LotView;
  });
}

async function readEvents(db: Tx, ocid: string): Promise<ProcessEvent[]> {
  const { rows } = await sql<ProcessEvent>`
    SELECT occurred_at AS at, kind, id AS "factId", leaf.leaf_index AS "leafIndex",
      payload ->> 'lotId' AS "lotId", coalesce(payload ->> 'noticeType', payload ->> 'decisionNo') AS detail,
      payload ->> 'title' AS text
    FROM fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
    WHERE subject = ${ocid}
      AND kind NOT IN ('procurement.expert-scored', 'screening.lot-screened', 'procurement.document-downloaded')
      AND (kind NOT IN ('procurement.bid-received', 'procurement.bid-withdrawn', 'procurement.bid-decrypted')
           OR EXISTS (SELECT FROM procurement.opening
                      WHERE opening.ocid = subject AND opening.lot_id = payload ->> 'lotId'))
    ORDER BY occurred_at, id LIMIT 500`.execute(db);
  return rows.map(present);
}

async function readLeads(db: Tx, ocid: string, scope: Scope): Promise<ProcessView["leads"]> {
  const { rows } = await sql<ProcessView["leads"][number]>`
    SELECT lead.id, lead.number, handling.state FROM screening.lead
    JOIN casework.handling ON handling.lead_id = lead.id
    WHERE lead.ocid = ${ocid} AND ${visibleLead(scope)}
    ORDER BY lead.raised_at`.execute(db);
  return [...rows];
}
