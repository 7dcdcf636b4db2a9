/** Columns of schema `released`, inside and on a portal host: packages carry them, and both sides must agree. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import type { Columns } from "./package.ts";
import { RELATIONS } from "./relations.ts";

/** Columns of each relation of the ferry, in alphabetical order; none for one that is not there. */
export async function readColumns(tx: Tx): Promise<Columns> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    SELECT relname AS name, array_agg(attname::text ORDER BY attname::text) AS columns
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'released'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped
    GROUP BY relname`.execute(tx);
  const found = new Map(rows.map(({ name, columns }) => [name, columns]));
  return Object.fromEntries(RELATIONS.map(({ name }) => [name, found.get(name) ?? []]));
}
