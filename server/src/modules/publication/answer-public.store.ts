/** What answers are made of, read through the public login: all of one version of the map. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { findPath, type MapPath, pageNames, parsePage } from "./map-page.ts";

/** Digits of keys whose pages are read at once; a map of 16 million keys is about six deep. */
const FIRST_PAGES = 12;

/** One moment for all that is read. */
export const reading = <T>(publicDb: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  publicDb
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(work);

/** Version of the map with this root; 0 for the map without keys. */
export async function findVersion(tx: Tx, root: Buffer): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    SELECT version FROM released.map_version WHERE root = ${root}`.execute(tx);
  return rows[0]?.version ?? (root.every((byte) => byte === 0) ? 0 : undefined);
}

/** Path of a key in a version of the map. */
export async function readPath(tx: Tx, mapKey: Buffer, version: number): Promise<MapPath> {
  const names = pageNames(mapKey);
  const readPages = async (wanted: readonly string[]) => {
    const { rows } = await sql<{ prefix: string; body: Buffer }>`
      SELECT page.prefix, body FROM unnest(${wanted}::text[]) AS wanted (prefix)
      JOIN LATERAL (SELECT * FROM released.map_page AS one
                    WHERE one.prefix = wanted.prefix AND version <= ${version}
                    ORDER BY version DESC LIMIT 1) AS page ON true`.execute(tx);
    return new Map(rows.map(({ prefix, body }) => [prefix, parsePage(body)]));
  };
  const first = await readPages(names.slice(0, FIRST_PAGES));
  if (first.size < FIRST_PAGES) return findPath(first, mapKey);
  return findPath(await readPages(names), mapKey);
}

/** Entries below a size by their places; null where one is missing. */
export async function readEntries(tx: Tx, key: string, size: number): Promise<readonly unknown[]> {
  const { rows } = await sql<{ position: number; hash: string; record: unknown }>`
    SELECT position, encode(hash, 'hex') AS hash, record FROM released.answer_entry
    WHERE key = ${key} AND position < ${size} ORDER BY position`.execute(tx);
  const byPlace = new Map(rows.map((row) => [row.position, row.record ?? row.hash]));
  return Array.from({ length: size }, (_, position) => byPlace.get(position) ?? null);
}

export interface PageOf<T> {
  readonly after: T;
  readonly limit: number;
}

export interface KeyRow {
  readonly key: string;
  readonly size: number;
  readonly root: string;
}

/** Keys as a version has them. */
export async function readKeyRows(
  tx: Tx,
  version: number,
  { after, limit }: PageOf<string>,
): Promise<readonly KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    SELECT DISTINCT ON (key COLLATE "C") key, size, encode(root, 'hex') AS root FROM released.answer_key
    WHERE version <= ${version} AND key COLLATE "C" > ${after}
    ORDER BY key COLLATE "C", version DESC LIMIT ${limit}`.execute(tx);
  return rows;
}

export interface EntryRow {
  readonly n: number;
  readonly key: string;
  readonly position: number;
  readonly hash: string;
  readonly record: unknown;
}

/** Entries of all keys in the order in which they came. */
export async function readEntryRows(
  publicDb: Database,
  { after, limit }: PageOf<number>,
): Promise<readonly EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    SELECT n, key, position, encode(hash, 'hex') AS hash, record FROM released.answer_entry
    WHERE n > ${after} ORDER BY n LIMIT ${limit}`.execute(publicDb);
  return rows;
}
