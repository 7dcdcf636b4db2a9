/** Fills what lots are compared with from the projection of procurement: after an upgrade or a restore. */
import { type RawBuilder, sql } from "kysely";

import type { BidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import type { Tx } from "../../platform/database.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import { keepMarketLots } from "./market.store.ts";
import { openedOf } from "./market.ts";
import { noteSeen, type Submission } from "./rarity.store.ts";
import { loadOpened } from "./screening.store.ts";

const PAGE = 5000;

/** Does nothing once done. The feed tells the rest. */
export async function fillComparison(tx: Tx): Promise<void> {
  const { rows } = await sql`SELECT 1 FROM screening.comparison_filled`.execute(tx);
  if (rows.length > 0) return;
  await eachPage(
    tx,
    sql<
      Omit<Submission, "factId">
    >`bidder, trace, ${OCCURRED_AT} AS at FROM procurement.submission`,
    (page) => noteSeen(tx, page),
  );
  await eachPage(
    tx,
    sql<OpeningRow>`ocid, ${OCCURRED_AT} AS "openedAt", jsonb_strip_nulls(jsonb_build_object(
          'lotId', lot_id, 'ceilingPrice', ceiling_price, 'bids', bids)) AS payload
        FROM procurement.opening`,
    async (page) => keepMarketLots(tx, (await loadOpened(tx, page)).map(openedOf)),
  );
  await sql`INSERT INTO screening.comparison_filled DEFAULT VALUES`.execute(tx);
}

interface OpeningRow {
  readonly ocid: string;
  readonly openedAt: string;
  readonly payload: BidsOpened;
}

/** Rows in the order in which their facts came, `PAGE` at a time. */
async function eachPage<Row>(
  tx: Tx,
  columnsAndTable: RawBuilder<Row>,
  take: (page: readonly (Row & { readonly factId: string })[]) => Promise<void>,
): Promise<void> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await sql<Row & { readonly factId: string }>`
      SELECT fact_id AS "factId", ${columnsAndTable}
      WHERE fact_id > ${after}::uuid ORDER BY fact_id LIMIT ${PAGE}`.execute(tx);
    const last = rows.at(-1);
    if (last === undefined) return;
    await take(rows);
    after = last.factId;
  }
}
