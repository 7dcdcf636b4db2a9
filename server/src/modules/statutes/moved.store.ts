/** Dates that entries moved, and years that were missed, as they are on record. */
import { sql } from "kysely";

import type { DatesMoved } from "../../../../contract/src/facts/statutes.dates-moved.ts";
import type { Database, Tx } from "../../platform/database.ts";

type Reads = Database | Tx;

/** Dates by entry, e.g. `2027/1`. */
export async function countMoved(db: Reads): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ entry: string; count: number }>`
    SELECT entry, sum(jsonb_array_length(moves))::int AS count FROM statutes.moved GROUP BY entry`.execute(
    db,
  );
  return new Map(rows.map(({ entry, count }) => [entry, count]));
}

export async function listMoved(db: Reads, entry: string): Promise<DatesMoved["moves"]> {
  const { rows } = await sql<{ moves: DatesMoved["moves"] }>`
    SELECT moves FROM statutes.moved WHERE entry = ${entry} ORDER BY part`.execute(db);
  return rows.flatMap(({ moves }) => moves);
}

/** Whether it was told of within the days before. */
export async function wasTold(tx: Tx, year: number, since: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM statutes.year_missed
    WHERE year = ${year} AND missed_on > ${since}::date LIMIT 1`.execute(tx);
  return rows.length > 0;
}
