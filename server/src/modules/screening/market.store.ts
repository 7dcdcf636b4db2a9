/** Keeps one row a lot of the market, and reads the cells of a batch. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import type { MarketCell } from "./input.ts";
import { FIGURES, type Figure, type FigureRank } from "./market-figures.ts";
import {
  CELL_MAX,
  CELL_MONTHS,
  cellKeyOf,
  cellNameOf,
  type MarketLot,
  mostBidders,
  type OpenedLot,
} from "./market.ts";
import { RELAY_BIDDERS, RELAY_SECONDS, WIDE_MAX } from "./relay.ts";

const NAMES = FIGURES.map((figure) => sql.id(figure));
const COLUMNS = sql.join(NAMES);
const TYPED = sql.join(NAMES.map((name) => sql`${name} double precision`));
const EXCLUDED = sql.join(NAMES.map((name) => sql`${name} = excluded.${name}`));

/** The opening told last stands for its lot. */
export async function keepMarketLots(tx: Tx, opened: readonly OpenedLot[]): Promise<void> {
  const last = new Map(opened.map((lot) => [`${lot.ocid}\n${lot.lotId}`, lot]));
  const lots = [...last.values()].map(({ ocid, lotId, market }) => {
    const { figures, ...rest } = market ?? {};
    return { ocid, lotId, ...rest, ...figures };
  });
  await sql`
    WITH told AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(lots)}::json)
        AS told (ocid text, "lotId" text, "openedAt" timestamptz, category text, method text,
                 "sizeBand" bigint, bidders int, tail double precision, ${TYPED})
    ), gone AS (
      DELETE FROM screening.market_lot lot USING told
      WHERE lot.ocid = told.ocid AND lot.lot_id = told."lotId" AND told.tail IS NULL
    )
    INSERT INTO screening.market_lot
      (ocid, lot_id, opened_at, category, method, size_band, bidders, tail, ${COLUMNS}, upload_gaps)
    SELECT ocid, "lotId", "openedAt", category, method, "sizeBand", bidders, tail, ${COLUMNS}, gaps
    FROM (${withReceipts}) AS told WHERE tail IS NOT NULL
    ON CONFLICT (ocid, lot_id) DO UPDATE SET
      opened_at = excluded.opened_at, category = excluded.category, method = excluded.method,
      size_band = excluded.size_band, bidders = excluded.bidders, tail = excluded.tail,
      ${EXCLUDED}, upload_gaps = excluded.upload_gaps`.execute(tx);
}

const WITHIN = sql.join(
  RELAY_SECONDS.map((seconds) => sql`(count(*) FILTER (WHERE gap <= ${seconds}))::int`),
);

/** How near to each other the last uploads of two bidders came (relay.ts). */
const uploadGaps = sql`
  SELECT ARRAY[${WITHIN}, count(*)::int] FROM (
    WITH upload AS (
      SELECT bidder_key, extract(epoch FROM max(occurred_at)) AS at FROM procurement.submission
      WHERE ocid = told.ocid AND lot_id = told."lotId" AND stage = 'receipt'
      GROUP BY bidder_key ORDER BY bidder_key LIMIT ${RELAY_BIDDERS})
    SELECT abs(one.at - other.at) AS gap
    FROM upload one JOIN upload other ON one.bidder_key < other.bidder_key) AS pair`;

/** With the share of those who fetched the documents and did not bid, and the gaps of uploads, as known now. */
const withReceipts = sql`
  SELECT ocid, "lotId", "openedAt", category, method, "sizeBand", bidders, tail,
    ${sql.join(NAMES.slice(0, -1))}, (
      SELECT (count(*) FILTER (WHERE NOT stayed))::double precision / nullif(count(*), 0) FROM (
        SELECT bidder_key, EXISTS (
          SELECT 1 FROM procurement.submission receipt
          WHERE receipt.ocid = told.ocid AND receipt.lot_id = told."lotId"
            AND receipt.bidder_key = fetched.bidder_key AND receipt.stage = 'receipt') AS stayed
        FROM procurement.submission fetched
        WHERE fetched.ocid = told.ocid AND fetched.lot_id = told."lotId" AND stage = 'download'
        GROUP BY bidder_key) AS who) AS dropped, (${uploadGaps}) AS gaps
  FROM told`;

interface CellRow extends Readonly<Record<`${Figure}${"Lots" | "AtMost" | "AtLeast"}`, number>> {
  readonly place: number;
  readonly tails: number[] | null;
  readonly own: number | null;
  readonly gaps: (number | null)[];
  readonly wideLots: number;
  readonly wideGaps: (number | null)[];
}

/** How many earlier lots have the figure, and how many of these are at most and at least as large. */
const RANKS = sql.join(
  FIGURES.map((figure, index) => {
    const own = figure === "dropped" ? sql`lot.dropped` : sql`asked.${NAMES[index]}`;
    const earlier = sql`latest.${NAMES[index]}`;
    return sql`(count(${earlier}))::int AS ${sql.id(`${figure}Lots`)},
      (count(*) FILTER (WHERE ${earlier} <= ${own}))::int AS ${sql.id(`${figure}AtMost`)},
      (count(*) FILTER (WHERE ${earlier} >= ${own}))::int AS ${sql.id(`${figure}AtLeast`)}`;
  }),
);

const GAPS = sql.join(
  [...RELAY_SECONDS.keys(), RELAY_SECONDS.length].map(
    (place) => sql`sum(latest.upload_gaps[${sql.lit(place + 1)}])::int`,
  ),
);

/**
 * The cell of each lot in input order, of lots opened before it, at most 36 months and not the lot itself.
 * One query for all.
 */
export async function loadCells(tx: Tx, lots: readonly MarketLot[]): Promise<MarketCell[]> {
  if (lots.length === 0) return [];
  const asked = lots.map(({ figures, ...lot }, place) => ({
    ...lot,
    ...figures,
    place,
    most: mostBidders(lot.bidders),
  }));
  const { rows } = await sql<CellRow>`
    SELECT asked.place, lot.dropped AS own, cell.*, wide.*
    FROM json_to_recordset(${JSON.stringify(asked)}::json)
      AS asked (place int, ocid text, "lotId" text, "openedAt" timestamptz, category text, method text,
                "sizeBand" bigint, bidders int, most int, ${TYPED})
    LEFT JOIN screening.market_lot lot ON lot.ocid = asked.ocid AND lot.lot_id = asked."lotId"
    CROSS JOIN LATERAL (
      SELECT array_agg(latest.tail ORDER BY latest.tail) AS tails, ${RANKS},
        ARRAY[${GAPS}] AS gaps FROM (
        SELECT tail, ${COLUMNS}, upload_gaps FROM screening.market_lot earlier
        WHERE earlier.category = asked.category AND earlier.method = asked.method
          AND earlier.size_band = asked."sizeBand"
          AND earlier.bidders BETWEEN asked.bidders AND asked.most
          AND earlier.opened_at < asked."openedAt"
          AND earlier.opened_at >= asked."openedAt" - make_interval(months => ${CELL_MONTHS})
          AND (earlier.ocid, earlier.lot_id) <> (asked.ocid, asked."lotId")
        ORDER BY earlier.opened_at DESC, earlier.ocid, earlier.lot_id LIMIT ${CELL_MAX}) latest) cell
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "wideLots", ARRAY[${GAPS}] AS "wideGaps" FROM (
        SELECT upload_gaps FROM screening.market_lot earlier
        WHERE earlier.method = asked.method AND earlier.upload_gaps IS NOT NULL
          AND earlier.opened_at < asked."openedAt"
          AND earlier.opened_at >= asked."openedAt" - make_interval(months => ${CELL_MONTHS})
          AND (earlier.ocid, earlier.lot_id) <> (asked.ocid, asked."lotId")
        ORDER BY earlier.opened_at DESC, earlier.ocid, earlier.lot_id LIMIT ${WIDE_MAX}) latest) wide`.execute(
    tx,
  );
  const found = new Map(rows.map((row) => [row.place, row]));
  return lots.map((lot, place) => cellOf(lot, found.get(place)));
}

function cellOf(lot: MarketLot, row: CellRow | undefined): MarketCell {
  const rdnorTails = row?.tails ?? [];
  const ranks = row === undefined ? undefined : ranksOf(row);
  return {
    name: cellNameOf(lot),
    of: cellKeyOf(lot),
    lots: rdnorTails.length,
    rdnorTails,
    ...(ranks === undefined ? {} : { ranks }),
    ...(row?.own == null ? {} : { dropped: row.own }),
    ...(row?.gaps.at(-1) == null ? {} : { gaps: row.gaps.map((pairs) => pairs ?? 0) }),
    ...(row?.wideGaps.at(-1) == null
      ? {}
      : { wide: { lots: row.wideLots, gaps: row.wideGaps.map((pairs) => pairs ?? 0) } }),
  };
}

const ranksOf = (row: CellRow) =>
  Object.fromEntries(FIGURES.map((figure) => [figure, rankOf(row, figure)])) as Record<
    Figure,
    FigureRank
  >;

const rankOf = (row: CellRow, figure: Figure): FigureRank => ({
  lots: row[`${figure}Lots`],
  atMost: row[`${figure}AtMost`],
  atLeast: row[`${figure}AtLeast`],
});
