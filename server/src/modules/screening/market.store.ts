/** Keeps one row a lot of the market, and reads the cells of a batch. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import type { MarketCell } from "./input.ts";
import {
  CELL_MAX,
  CELL_MONTHS,
  cellKeyOf,
  cellNameOf,
  type MarketLot,
  mostBidders,
  type OpenedLot,
} from "./market.ts";

/** The opening told last stands for its lot. */
export async function keepMarketLots(tx: Tx, opened: readonly OpenedLot[]): Promise<void> {
  const last = new Map(opened.map((lot) => [`${lot.ocid}\n${lot.lotId}`, lot]));
  const lots = [...last.values()].map(({ ocid, lotId, market }) => ({ ocid, lotId, ...market }));
  await sql`
    WITH told AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(lots)}::json)
        AS told (ocid text, "lotId" text, "openedAt" timestamptz, category text, method text,
                 "sizeBand" bigint, bidders int, tail double precision)
    ), gone AS (
      DELETE FROM screening.market_lot lot USING told
      WHERE lot.ocid = told.ocid AND lot.lot_id = told."lotId" AND told.tail IS NULL
    )
    INSERT INTO screening.market_lot
      (ocid, lot_id, opened_at, category, method, size_band, bidders, tail)
    SELECT ocid, "lotId", "openedAt", category, method, "sizeBand", bidders, tail
    FROM told WHERE tail IS NOT NULL
    ON CONFLICT (ocid, lot_id) DO UPDATE SET
      opened_at = excluded.opened_at, category = excluded.category, method = excluded.method,
      size_band = excluded.size_band, bidders = excluded.bidders, tail = excluded.tail`.execute(tx);
}

/**
 * The cell of each lot in input order, of lots opened before it, at most 36 months and not the lot itself.
 * One query for all.
 */
export async function loadCells(tx: Tx, lots: readonly MarketLot[]): Promise<MarketCell[]> {
  if (lots.length === 0) return [];
  const asked = lots.map((lot, place) => ({ ...lot, place, most: mostBidders(lot.bidders) }));
  const { rows } = await sql<{ place: number; tails: number[] | null }>`
    SELECT place, (
      SELECT array_agg(tail ORDER BY tail) FROM (
        SELECT tail FROM screening.market_lot earlier
        WHERE earlier.category = asked.category AND earlier.method = asked.method
          AND earlier.size_band = asked."sizeBand"
          AND earlier.bidders BETWEEN asked.bidders AND asked.most
          AND earlier.opened_at < asked."openedAt"
          AND earlier.opened_at >= asked."openedAt" - make_interval(months => ${CELL_MONTHS})
          AND (earlier.ocid, earlier.lot_id) <> (asked.ocid, asked."lotId")
        ORDER BY earlier.opened_at DESC, earlier.ocid, earlier.lot_id LIMIT ${CELL_MAX}) latest) AS tails
    FROM json_to_recordset(${JSON.stringify(asked)}::json)
      AS asked (place int, ocid text, "lotId" text, "openedAt" timestamptz, category text, method text,
                "sizeBand" bigint, bidders int, most int)`.execute(tx);
  const tailsOf = new Map(rows.map(({ place, tails }) => [place, tails ?? []]));
  return lots.map((lot, place) => {
    const rdnorTails = tailsOf.get(place) ?? [];
    return { name: cellNameOf(lot), of: cellKeyOf(lot), lots: rdnorTails.length, rdnorTails };
  });
}
