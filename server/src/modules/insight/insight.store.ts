/** Rows of the whole city, counted for closing a period; and the closed periods. */
import { type RawBuilder, sql } from "kysely";

import type { Dimension, Measure } from "../../../../contract/src/insight.ts";
import type { Database } from "../../platform/database.ts";
import type { CountedRows, PublishedCell, PublishedPeriod } from "./suppression.ts";

/** The name of a place is one of those it has; its code, to the county, is what counts. */
const place = sql`coalesce(min(process.place_name) OVER (PARTITION BY left(process.place_code, 6)),
  left(process.place_code, 6), '')`;

const COUNTED: Readonly<Record<Measure, RawBuilder<unknown>>> = {
  processes: sql`SELECT to_char(published_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS period,
      regime, coalesce(industry, '') AS industry, ${place} AS place
    FROM procurement.process WHERE published_at IS NOT NULL`,
  // Days from the lead to its receipt, in bands.
  leads: sql`SELECT to_char(lead.raised_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-"Q"Q') AS period,
      coalesce(lead.industry, '') AS industry, handling.state, handling.department_name AS department,
      (SELECT string_agg(DISTINCT left(indicator, 3), '+' ORDER BY left(indicator, 3))
       FROM jsonb_array_elements_text(lead.indicators) AS indicator) AS "group",
      CASE WHEN received.days IS NULL THEN 'none' WHEN received.days <= 1 THEN 'day'
           WHEN received.days <= 3 THEN 'threeDays' WHEN received.days <= 7 THEN 'week'
           ELSE 'longer' END AS pace,
      ${place} AS place
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
      LEFT JOIN procurement.process USING (ocid)
      LEFT JOIN LATERAL (
        SELECT extract(epoch FROM min(occurred_at) - lead.raised_at) / 86400 AS days FROM casework.event
        WHERE event.lead_id = lead.id AND kind = 'casework.lead-received') AS received ON true`,
};

/** Counts by every dimension, of the named periods. Nothing of this leaves the closing of a period. */
export async function countRows(
  db: Database,
  measure: Measure,
  { dimensions, periods }: { dimensions: readonly Dimension[]; periods: readonly string[] },
): Promise<ReadonlyMap<string, readonly CountedRows[]>> {
  const columns = sql.join(dimensions.map((dimension) => sql.ref(dimension)));
  const { rows } = await sql<Record<string, string> & { count: number }>`
    SELECT period, ${columns}, count(*)::int AS count FROM (${COUNTED[measure]}) AS counted
    WHERE period = ANY (${periods}::text[]) GROUP BY period, ${columns}`.execute(db);
  const byPeriod = new Map<string, CountedRows[]>();
  for (const { count, period = "", ...values } of rows) {
    const found = byPeriod.get(period) ?? [];
    found.push({ values, count });
    byPeriod.set(period, found);
  }
  return byPeriod;
}

/** Closes a period for good; a period that is closed stays as it is. */
export async function closePeriod(
  db: Database,
  measure: Measure,
  { period, closedAt, dimensions, cells }: PublishedPeriod,
): Promise<void> {
  await sql`INSERT INTO insight.period (id, measure, period, closed_at, dimensions, cells)
    VALUES (${`${measure} ${period}`}, ${measure}, ${period}, ${closedAt}, ${dimensions}::text[],
      ${JSON.stringify(cells)}::jsonb)
    ON CONFLICT (measure, period) DO NOTHING`.execute(db);
}

/** Closed periods of a measure, oldest first. */
export async function listPeriods(db: Database, measure: Measure): Promise<PublishedPeriod[]> {
  const { rows } = await sql<{
    period: string;
    closedAt: Date;
    dimensions: Dimension[];
    cells: PublishedCell[];
  }>`SELECT period, closed_at AS "closedAt", dimensions, cells FROM insight.period
    WHERE measure = ${measure} ORDER BY period`.execute(db);
  return rows.map((row) => ({ ...row, closedAt: row.closedAt.toISOString() }));
}
