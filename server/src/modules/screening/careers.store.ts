/** Reads the past of the bidders of a batch, and the registers, from the views of procurement. */
import { sql } from "kysely";

import { partyKey } from "../../kernel/party.ts";
import type { Tx } from "../../platform/database.ts";
import { type Past, type PastLot, indexPast } from "./careers.ts";
import type { RegisteredFirm, Registry, Restriction } from "./input.ts";
import type { LoadedLot } from "./screening.store.ts";

/** Category and district of a lot; undefined when one of them is unknown. */
export function careerCellOf({ process }: LoadedLot): string | undefined {
  const { category, placeCode } = process ?? {};
  return category == null || placeCode == null ? undefined : `${category}|${placeCode}`;
}

export const bidderKeysOf = ({ opening }: LoadedLot): string[] => [
  ...new Set(opening.payload.bids.map(({ bidder }) => partyKey(bidder))),
];

interface PastRow {
  readonly openedAt: number;
  readonly cell: string;
  readonly bidders: string[];
  readonly winner: string | null;
  readonly awardedAt: number | null;
}

/** All lots of 24 months in which these bidders bid, and all of their categories and districts. Two queries for all. */
export async function loadPast(tx: Tx, lots: readonly LoadedLot[]): Promise<Past> {
  const instants = lots.map(({ opening }) => Date.parse(opening.openedAt));
  const keys = [...new Set(lots.flatMap(bidderKeysOf))];
  const cells = [...new Set(lots.map(careerCellOf).filter((cell) => cell !== undefined))];
  const { rows } = await sql<PastRow>`
    WITH span AS (
      SELECT ${new Date(Math.min(...instants)).toISOString()}::timestamptz - interval '25 months' AS first,
             ${new Date(Math.max(...instants)).toISOString()}::timestamptz AS last
    ), wanted AS (
      SELECT fact_id FROM procurement.opening_bid, span
      WHERE bidder_key = ANY (${keys}) AND occurred_at >= first AND occurred_at < last
      UNION
      SELECT opening.fact_id FROM procurement.process JOIN procurement.opening USING (ocid), span
      WHERE process.category || '|' || process.place_code = ANY (${cells})
        AND opening.occurred_at >= first AND opening.occurred_at < last
    )
    SELECT extract(epoch FROM max(bid.occurred_at))::float8 * 1000 AS "openedAt",
      coalesce(max(process.category || '|' || process.place_code), '') AS cell,
      array_agg(DISTINCT bid.bidder_key) AS bidders,
      max(award.supplier_key) AS winner,
      extract(epoch FROM max(award.occurred_at))::float8 * 1000 AS "awardedAt"
    FROM wanted JOIN procurement.opening_bid bid USING (fact_id)
    LEFT JOIN procurement.process USING (ocid)
    LEFT JOIN procurement.award ON award.ocid = bid.ocid AND award.lot_id = bid.lot_id
    GROUP BY bid.ocid, bid.lot_id`.execute(tx);
  return indexPast(rows.map(pastLotOf));
}

const pastLotOf = ({ winner, awardedAt, ...lot }: PastRow): PastLot => ({
  ...lot,
  ...(winner === null || awardedAt === null ? {} : { winner, awardedAt }),
});

interface FirmRow extends Omit<RegisteredFirm, "foundedOn" | "headToken"> {
  readonly key: string;
  readonly foundedOn: string | null;
  readonly headToken: string | null;
}

/** What the registers say of these bidders; undefined when none was ever sent. */
export interface Registers {
  readonly firms: ReadonlyMap<string, readonly FirmRow[]>;
  /** Absent: no list was ever sent. */
  readonly restrictions?: ReadonlyMap<string, readonly Restriction[]>;
}

export async function loadRegisters(
  tx: Tx,
  lots: readonly LoadedLot[],
): Promise<Registers | undefined> {
  const keys = [...new Set(lots.flatMap(bidderKeysOf))];
  const { rows: known } = await sql<{ hasFirms: boolean; hasLists: boolean }>`
    SELECT EXISTS (SELECT 1 FROM procurement.firm) AS "hasFirms",
      EXISTS (SELECT 1 FROM procurement.restriction) AS "hasLists"`.execute(tx);
  const { hasFirms = false, hasLists = false } = known[0] ?? {};
  if (!hasFirms && !hasLists) return undefined;
  const { rows: firms } = await sql<FirmRow>`
    SELECT firm_key AS key, fact_id AS "factId", as_of::text AS "asOf", founded_on::text AS "foundedOn",
      status, head_token AS "headToken"
    FROM procurement.firm WHERE firm_key = ANY (${keys}) ORDER BY as_of DESC, fact_id DESC`.execute(
    tx,
  );
  const { rows: listed } = await sql<Omit<Restriction, "to"> & { to: string | null }>`
    SELECT firm_key AS bidder, fact_id AS "factId", list, decision_no AS "decisionNo", authority,
      valid_from::text AS "from", valid_to::text AS "to", regimes
    FROM procurement.restriction WHERE firm_key = ANY (${keys}) ORDER BY fact_id`.execute(tx);
  const restrictions = listed.map(({ to, ...row }) => ({ ...row, ...(to === null ? {} : { to }) }));
  return {
    firms: Map.groupBy(firms, ({ key }) => key),
    ...(hasLists ? { restrictions: Map.groupBy(restrictions, ({ bidder }) => bidder) } : {}),
  };
}

/** As the registers stood on a day (Asia/Shanghai): the latest extract up to it; restrictions in force on it. */
export function registryOn(registers: Registers, keys: readonly string[], day: string): Registry {
  const firms = keys.flatMap((key): [string, RegisteredFirm][] => {
    const row = registers.firms.get(key)?.find(({ asOf }) => asOf <= day);
    if (row === undefined) return [];
    const { factId, asOf, status, foundedOn, headToken } = row;
    return [
      [
        key,
        {
          factId,
          asOf,
          status,
          ...(foundedOn === null ? {} : { foundedOn }),
          ...(headToken === null ? {} : { headToken }),
        },
      ],
    ];
  });
  const { restrictions: lists } = registers;
  if (lists === undefined) return { firms: Object.fromEntries(firms) };
  const restrictions = keys
    .flatMap((key) => lists.get(key) ?? [])
    .filter(({ from, to }) => from <= day && (to === undefined || day <= to));
  return { firms: Object.fromEntries(firms), restrictions };
}
