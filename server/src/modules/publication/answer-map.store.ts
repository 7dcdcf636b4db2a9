/** Brings the map of released records up to date: only the paths of keys that grew are read and written. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import { addRows } from "../../platform/facts/rows.ts";
import { markPending } from "./answer-entries.store.ts";
import { append, EMPTY_LOG, type KeyLog, rootOf } from "./key-log.ts";
import { EMPTY_MAP, mapKeyOf, type MapPage, pageBytes, parsePage, putLeaves } from "./map-page.ts";

const LOCK = 7_301_006;
/** Keys taken into one version; what is left waits for the next. */
const MOST_KEYS = 20_000;
const MOST_REMOVED = 20_000;

interface Version {
  readonly version: number;
  readonly root: Buffer;
}

/** Takes in what is pending. @returns the root of the map. Called in the transaction that records it in the log. */
export async function updateMap(tx: Tx, now: Date): Promise<Buffer> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx);
  const last = await readNewestVersion(tx);
  const grown = await growKeys(tx, await takePending(tx));
  if (grown.length === 0) return last.root;
  const version = last.version + 1;
  const read = await pageReader(tx);
  const leaves = grown.map(({ key, log }) => ({
    mapKey: mapKeyOf(key),
    size: log.size,
    root: rootOf(log),
  }));
  const { pages, root } = await putLeaves(read.pages, leaves);
  await writePages(tx, { version, pages, replaced: read.versions });
  await addRows(
    tx,
    "released.answer_key",
    grown.map(({ key, log }) => ({
      key,
      version,
      size: log.size,
      root: hex(rootOf(log)),
      peaks: hex(log.peaks),
    })),
  );
  await addRows(tx, "released.map_version", [{ version, root: hex(root), made_at: now }]);
  await removeStale(tx);
  return root;
}

const hex = (bytes: Buffer): string => `\\x${bytes.toString("hex")}`;

async function readNewestVersion(tx: Tx): Promise<Version> {
  const { rows } = await sql<Version>`
    SELECT version, root FROM released.map_version ORDER BY version DESC LIMIT 1`.execute(tx);
  return rows[0] ?? { version: 0, root: EMPTY_MAP };
}

async function takePending(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    DELETE FROM publication.answer_pending WHERE id IN (
      SELECT id FROM publication.answer_pending ORDER BY id LIMIT ${MOST_KEYS})
    RETURNING key`.execute(tx);
  return [...new Set(rows.map(({ key }) => key))];
}

interface Grown {
  readonly key: string;
  readonly log: KeyLog;
}

/** The tree of each key with the entries that came since. One whose next entry is missing stays as it is, and pending. */
async function growKeys(tx: Tx, keys: readonly string[]): Promise<readonly Grown[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{
    key: string;
    size: number | null;
    peaks: Buffer | null;
    hashes: readonly Buffer[] | null;
    from: number | null;
  }>`
    SELECT wanted.key, newest.size, newest.peaks, entries.hashes, entries.from
    FROM unnest(${keys}::text[]) AS wanted (key)
    LEFT JOIN LATERAL (SELECT size, peaks FROM released.answer_key AS one WHERE one.key = wanted.key
                       ORDER BY version DESC LIMIT 1) AS newest ON true
    LEFT JOIN LATERAL (SELECT array_agg(hash ORDER BY position) AS hashes, min(position) AS from,
                              max(position) AS until
                       FROM released.answer_entry AS entry
                       WHERE entry.key = wanted.key AND position >= coalesce(newest.size, 0)) AS entries
      ON entries.until - entries.from + 1 = array_length(entries.hashes, 1)`.execute(tx);
  const grown = rows.flatMap(({ key, size, peaks, hashes, from }) => {
    const log = size === null || peaks === null ? EMPTY_LOG : { size, peaks };
    return hashes === null || from !== log.size ? [] : [{ key, log: append(log, hashes) }];
  });
  const taken = new Set(grown.map(({ key }) => key));
  const stuck = rows.filter(({ key, from }) => from !== null && !taken.has(key));
  if (stuck.length > 0)
    await markPending(
      tx,
      stuck.map(({ key }) => key),
    );
  return grown;
}

/** Reads the newest pages and remembers of which version they are. */
async function pageReader(tx: Tx) {
  const versions = new Map<string, number>();
  const pages = async (names: readonly string[]): Promise<ReadonlyMap<string, MapPage>> => {
    if (names.length === 0) return new Map();
    const { rows } = await sql<{ prefix: string; version: number; body: Buffer }>`
      SELECT page.prefix, version, body FROM unnest(${names}::text[]) AS wanted (prefix)
      JOIN LATERAL (SELECT * FROM released.map_page AS one WHERE one.prefix = wanted.prefix
                    ORDER BY version DESC LIMIT 1) AS page ON true`.execute(tx);
    for (const { prefix, version } of rows) versions.set(prefix, version);
    return new Map(rows.map(({ prefix, body }) => [prefix, parsePage(body)]));
  };
  return { pages, versions };
}

interface Written {
  readonly version: number;
  readonly pages: ReadonlyMap<string, MapPage>;
  /** Prefix → version of the page that stood there. */
  readonly replaced: ReadonlyMap<string, number>;
}

async function writePages(tx: Tx, { version, pages, replaced }: Written): Promise<void> {
  const names = [...pages.keys()];
  const bodies = [...pages.values()].map(pageBytes);
  await sql`INSERT INTO released.map_page (prefix, version, body)
    SELECT prefix, ${version}::bigint, body FROM unnest(${names}::text[], ${bodies}::bytea[]) AS page (prefix, body)`.execute(
    tx,
  );
  const old = names.filter((name) => replaced.has(name));
  await sql`INSERT INTO publication.map_stale (prefix, version, since)
    SELECT prefix, version, ${version}::bigint
    FROM unnest(${old}::text[], ${old.map((name) => replaced.get(name))}::bigint[]) AS page (prefix, version)`.execute(
    tx,
  );
}

/** Pages that neither the newest signed version nor a later one needs. */
async function removeStale(tx: Tx): Promise<void> {
  await sql`WITH signed AS (
      SELECT map_version.version FROM released.fact JOIN released.fact_leaf USING (fact_id)
      JOIN released.map_version ON map_version.root = decode(fact #>> '{payload,mapRoot}', 'hex')
      WHERE ocid = (SELECT 'log:' || origin FROM released.log) AND kind = 'witness.roots-recorded'
        AND leaf_index < (SELECT max(size) FROM released.log_checkpoint)
      ORDER BY leaf_index DESC LIMIT 1
    ), old AS (
      DELETE FROM publication.map_stale WHERE (prefix, version) IN (
        SELECT prefix, version FROM publication.map_stale WHERE since <= (SELECT version FROM signed)
        LIMIT ${MOST_REMOVED})
      RETURNING prefix, version
    ) DELETE FROM released.map_page AS page USING old
      WHERE page.prefix = old.prefix AND page.version = old.version`.execute(tx);
}
