/** Reads of published outcomes, with the login that sees schema `released` only. */
import { sql } from "kysely";

import type { TipoffResultsView } from "../../../../web/src/apps/portal/views.ts";
import type { Database } from "../../platform/database.ts";

type Row = TipoffResultsView["rows"][number];

interface StoredView extends Omit<Row, "department" | "month" | "regime"> {
  readonly department: string;
  readonly regime?: string;
}

const MOST = 100;

/** Newest first; of the day of closing only the month is shown. */
export async function listSummaries(db: Database): Promise<readonly Row[]> {
  const { rows } = await sql<{ view: StoredView; month: string }>`
    SELECT view, to_char(closed_on, 'YYYY-MM') AS month FROM released.tipoff_summary
    ORDER BY closed_on DESC, fact_id LIMIT ${MOST}`.execute(db);
  return rows.map(({ view: { regime = null, ...view }, month }) => ({ ...view, regime, month }));
}
