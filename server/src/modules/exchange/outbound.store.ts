/**
 * What the ferry reads and remembers inside. Rows of schema released are read with the login of the public, so that
 * nothing else can ever enter a package; keys that changed, and what was sent, with the serving login.
 */
import { sql } from "kysely";

import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { KeyedRow, Sent } from "./compare.ts";
import { type Relation, relationOf, RELATIONS } from "./relations.ts";

/** One packing at a time, on however many nodes. */
const LOCK = 7_301_020;
const FETCH = 400;
const SETTLE_SECONDS = 60;

/** Both readers see one moment; `seen` tells later what that moment had seen. */
export interface Snapshot {
  /** Serving login. */
  readonly app: Tx;
  /** Login of the public. */
  readonly released: Tx;
  readonly seen: string;
  readonly progress: Progress;
}

export interface Progress {
  readonly sequence: number;
  readonly previous: string | null;
  readonly packedAt: Date | null;
  readonly leaves: number;
  readonly checkpoint: number;
  readonly countedAt: Date | null;
  readonly wanted: number;
  readonly done: number;
}

const PROGRESS = sql`sequence, previous, packed_at AS "packedAt", leaves, checkpoint, counted_at AS "countedAt",
  whole_wanted AS wanted, whole_done AS done`;

export async function readProgress(db: Database | Tx): Promise<Progress> {
  const { rows } = await sql<Progress>`SELECT ${PROGRESS} FROM exchange.progress`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("exchange.progress has no row");
  return row;
}

/** Says that somebody carries changes away. If nobody did for long, none were noted: the whole state is due. */
export async function switchOn(db: Database, vkey: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ isFollowing: boolean }>`
      SELECT looked_at > now() - interval '7 days' AS "isFollowing"
      FROM exchange.switch FOR UPDATE`.execute(tx);
    await sql`UPDATE exchange.switch SET looked_at = now(), vkey = ${vkey}`.execute(tx);
    if (rows[0]?.isFollowing !== true) await wantWhole(tx);
  });
}

/** The next packing begins anew. */
export async function wantWhole(db: Database | Tx): Promise<void> {
  await sql`UPDATE exchange.progress SET whole_wanted = whole_wanted + 1`.execute(db);
}

/** After a restore the numbers of packages that the backup does not know of must not be given again. */
export async function leaveNumbersOut(db: Database): Promise<void> {
  await sql`UPDATE exchange.progress SET whole_wanted = whole_wanted + 1,
    sequence = sequence + 1000 + coalesce(greatest(extract(epoch FROM now() - packed_at), 0)::bigint, 0)`.execute(
    db,
  );
}

/** Waits for writers who began before changes were noted; those after them note. */
export async function waitForWriters(db: Database): Promise<void> {
  const tables = RELATIONS.filter(({ follow }) => follow === "changes");
  await inTransaction(db, async (tx) => {
    await sql`SET LOCAL lock_timeout = ${sql.lit(`${SETTLE_SECONDS}s`)}`.execute(tx);
    const names = sql.join(tables.map(({ name }) => sql.table(`released.${name}`)));
    await sql`LOCK TABLE ${names} IN SHARE MODE`.execute(tx);
  });
}

/**
 * Runs work on one moment, seen by both logins. The transactions only read: a long one with a number of its own would
 * hold up the feed. @returns undefined while another one is packing
 */
export async function withSnapshot<T>(
  { db, publicDb }: { readonly db: Database; readonly publicDb: Database },
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T | undefined> {
  return reading(db).execute(async (app) => {
    const { rows } = await sql<{ isMine: boolean; name: string; seen: string }>`
      SELECT pg_try_advisory_xact_lock(${LOCK}) AS "isMine", pg_export_snapshot() AS name,
             pg_current_snapshot()::text AS seen`.execute(app);
    const [moment] = rows;
    if (moment?.isMine !== true) return undefined;
    const progress = await readProgress(app);
    return reading(publicDb).execute(async (released) => {
      await sql`SET TRANSACTION SNAPSHOT ${sql.lit(moment.name)}`.execute(released);
      await sql`SET LOCAL statement_timeout = 0`.execute(released);
      await sql`SET LOCAL TimeZone = 'UTC'`.execute(released);
      return work({ app, released, seen: moment.seen, progress });
    });
  });
}

const reading = (db: Database) =>
  db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");

const keyOf = ({ key }: Relation) => sql`jsonb_build_object(${keyColumns(key)})::text`;

const keyColumns = (key: readonly string[]) =>
  sql.join(key.map((name) => sql`${sql.lit(name)}, ${sql.ref(`one.${name}`)}`));

/** The rows of these keys. `below`: of leaves only those before this index. */
export async function readRows(
  tx: Tx,
  relation: Relation,
  { keys, below }: { readonly keys: readonly string[]; readonly below?: number },
): Promise<readonly KeyedRow[]> {
  const table = sql.table(`released.${relation.name}`);
  const same = sql.join(
    relation.key.map((name) => sql`${sql.ref(`one.${name}`)} = ${sql.ref(`wanted.${name}`)}`),
    sql` AND `,
  );
  const limit = below === undefined ? sql`` : sql`AND one.leaf_index < ${below}`;
  const { rows } = await sql<KeyedRow>`
    SELECT ${keyOf(relation)} AS key, row_to_json(one)::text AS row
    FROM json_to_recordset(${`[${keys.join(",")}]`}::json) AS wanted (${keyTypes(relation)})
    JOIN ${table} AS one ON ${same} ${limit}`.execute(tx);
  return rows;
}

const TYPES: Readonly<Record<string, string>> = {
  fact_id: "uuid",
  position: "integer",
  version: "bigint",
};

const keyTypes = ({ key }: Relation) =>
  sql.join(key.map((name) => sql`${sql.id(name)} ${sql.raw(TYPES[name] ?? "text")}`));

/** All rows of a relation, a page at a time. `from`: leaves from this index on. */
export async function* readAll(
  tx: Tx,
  relation: Relation,
  from?: number,
): AsyncGenerator<readonly KeyedRow[]> {
  const limit = from === undefined ? sql`` : sql`WHERE one.leaf_index >= ${sql.lit(from)}`;
  yield* pages<KeyedRow>(
    tx,
    sql`SELECT ${keyOf(relation)} AS key, row_to_json(one)::text AS row
        FROM ${sql.table(`released.${relation.name}`)} AS one ${limit}`,
  );
}

let cursors = 0;

async function* pages<T>(tx: Tx, query: ReturnType<typeof sql>): AsyncGenerator<readonly T[]> {
  cursors += 1;
  const name = sql.id(`ferry_${cursors}`);
  await sql`DECLARE ${name} NO SCROLL CURSOR FOR ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<T>`FETCH ${sql.lit(FETCH)} FROM ${name}`.execute(tx);
    if (rows.length > 0) yield rows;
    if (rows.length < FETCH) break;
  }
  await sql`CLOSE ${name}`.execute(tx);
}

/** Keys that were noted, each once, in pages of one relation. */
export async function* readChanges(
  tx: Tx,
): AsyncGenerator<{ readonly relation: Relation; readonly keys: readonly string[] }> {
  const query = sql`SELECT DISTINCT relation, key::text AS key FROM exchange.change ORDER BY relation, key`;
  for await (const page of pages<{ relation: string; key: string }>(tx, query)) {
    for (const [name, rows] of Map.groupBy(page, ({ relation }) => relation))
      yield { relation: relationOf(name), keys: rows.map(({ key }) => key) };
  }
}

/** Digests of what was sent; of all keys of the relation if none are named. */
export async function readSent(
  tx: Tx,
  relation: Relation,
  keys?: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; digest: string }>`
    SELECT key, encode(digest, 'hex') AS digest FROM exchange.sent
    WHERE relation = ${relation.name} AND (${keys === undefined} OR key = ANY (${keys ?? []}))`.execute(
    tx,
  );
  return new Map(rows.map(({ key, digest }) => [key, digest]));
}

/** Leaves whose hashes the log holds, and the newest checkpoint. */
export async function readLogSize(
  tx: Tx,
): Promise<{ readonly leaves: number; readonly checkpoint: number }> {
  const { rows } = await sql<{ leaves: number; checkpoint: number }>`
    SELECT coalesce((SELECT block * 256 + octet_length(hashes) / 32 FROM released.log_node
                     WHERE level = 0 ORDER BY block DESC LIMIT 1), 0)::bigint AS leaves,
           coalesce((SELECT max(size) FROM released.log_checkpoint), 0)::bigint AS checkpoint`.execute(
    tx,
  );
  return rows[0] ?? { leaves: 0, checkpoint: 0 };
}

/** Rows of nodes that changed while the log grew from `before` to `after` leaves. */
export function readNodes(
  tx: Tx,
  { before, after }: { readonly before: number; readonly after: number },
): AsyncGenerator<readonly { readonly row: string }[]> {
  const [from, to] = [sql.lit(before), sql.lit(after)];
  return pages(
    tx,
    sql`SELECT row_to_json(node)::text AS row FROM generate_series(0, 62) AS height
        JOIN LATERAL (SELECT * FROM released.log_node WHERE level = height::smallint
                      AND block >= (${from}::bigint >> height) / 256) AS node
          ON (${to}::bigint >> height) > (${from}::bigint >> height)`,
  );
}

/** Leaf data from `before` up to, not including, `after`. */
export function readEntries(
  tx: Tx,
  { before, after }: { readonly before: number; readonly after: number },
): AsyncGenerator<readonly { readonly row: string }[]> {
  return pages(
    tx,
    sql`SELECT row_to_json(one)::text AS row FROM released.log_entry AS one
        WHERE one.leaf_index >= ${sql.lit(before)} AND one.leaf_index < ${sql.lit(after)}`,
  );
}

export function readCheckpoints(
  tx: Tx,
  after: number,
): AsyncGenerator<readonly { readonly row: string }[]> {
  return pages(
    tx,
    sql`SELECT row_to_json(one)::text AS row FROM released.log_checkpoint AS one
        WHERE one.size > ${sql.lit(after)} ORDER BY one.size`,
  );
}

/** Notes what was sent, in the transaction of a package or, on the way to a whole new state, before. */
export async function writeSent(db: Database | Tx, sent: readonly Sent[]): Promise<void> {
  const gone = sent.filter(({ digest }) => digest === null);
  const there = sent.filter(({ digest }) => digest !== null);
  if (gone.length > 0)
    await sql`DELETE FROM exchange.sent USING json_to_recordset(${JSON.stringify(gone)}::json)
        AS gone (relation text, key text)
      WHERE sent.relation = gone.relation AND sent.key = gone.key`.execute(db);
  if (there.length > 0)
    await sql`INSERT INTO exchange.sent (relation, key, digest)
      SELECT relation, key, decode(digest, 'hex') FROM json_to_recordset(${JSON.stringify(there)}::json)
        AS there (relation text, key text, digest text)
      ON CONFLICT (relation, key) DO UPDATE SET digest = excluded.digest`.execute(db);
}

export async function forgetSent(db: Database): Promise<void> {
  for (const { name } of RELATIONS)
    await sql`DELETE FROM exchange.sent WHERE relation = ${name}`.execute(db);
}
