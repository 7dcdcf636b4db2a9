/**
 * The map of released records at a million keys: keys taken into a new version a second, and the time of a proof. References
 * of the same run: a tree of objects in memory that keeps no versions and writes nothing, and a read of one row by its key.
 */
import { createHash } from "node:crypto";

import { sql } from "kysely";

import { updateMap } from "../server/src/modules/publication/answer-map.store.ts";
import { readPath } from "../server/src/modules/publication/answer-public.store.ts";
import { mapKeyOf } from "../server/src/modules/publication/map-page.ts";
import { type Database, inTransaction, openDatabase } from "../server/src/platform/database.ts";
import type { Bench } from "./bench.ts";
import { type BenchPostgres, createServedDatabase, queryOf } from "./postgres.ts";
import { type Run, resultOf } from "./result.ts";

const ROUNDS = 5;
const BATCH = 1000;
const PROOFS = 2000;
const EMPTY = Buffer.alloc(32);

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A node of the reference: a leaf with its key, or two halves. */
type Node =
  | { readonly key: Buffer; readonly hash: Buffer }
  | { readonly left: Node | undefined; readonly right: Node | undefined; readonly hash: Buffer };

const bitAt = (key: Buffer, depth: number): number =>
  ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;
const hashOf = (node: Node | undefined): Buffer => node?.hash ?? EMPTY;

/** The tree with one leaf put in, as short as it can be written. */
function put(node: Node | undefined, leaf: Leaf, depth = 0): Node {
  if (node === undefined) return leaf;
  if ("key" in node) {
    if (node.key.equals(leaf.key)) return leaf;
    return put(put(branch(undefined, undefined), node, depth), leaf, depth);
  }
  return bitAt(leaf.key, depth) === 0
    ? branch(put(node.left, leaf, depth + 1), node.right)
    : branch(node.left, put(node.right, leaf, depth + 1));
}

const branch = (left: Node | undefined, right: Node | undefined): Node => ({
  left,
  right,
  hash: sha256(Buffer.of(1), hashOf(left), hashOf(right)),
});

interface Leaf {
  readonly key: Buffer;
  readonly hash: Buffer;
}

/** The tree of many leaves at once. */
function build(leaves: readonly Leaf[], depth = 0): Node | undefined {
  if (leaves.length <= 1) return leaves[0];
  const halves: [Leaf[], Leaf[]] = [[], []];
  for (const leaf of leaves) halves[bitAt(leaf.key, depth) as 0 | 1].push(leaf);
  return branch(build(halves[0], depth + 1), build(halves[1], depth + 1));
}

const leafOf = (key: string, content: string) => {
  const mapKey = mapKeyOf(key);
  return { key: mapKey, hash: sha256(Buffer.of(0), mapKey, Buffer.from(content)) };
};

/** Keys `firm:0` … with one record each. */
const addRecords = (db: Database, { first, count, position }: Added) =>
  sql`WITH entry AS (
      INSERT INTO released.answer_entry (key, position, n, hash, subject, record_id, is_live, record)
      SELECT 'firm:' || place, ${position}::integer, ${position}::bigint * 100000000 + place,
             sha256(convert_to(place || ' ' || ${position}::text, 'UTF8')), 'bench', gen_random_uuid(), false, NULL
      FROM generate_series(${first}::integer, ${first + count - 1}::integer) AS place
      RETURNING key)
    INSERT INTO publication.answer_pending (key) SELECT key FROM entry`.execute(db);

interface Added {
  readonly first: number;
  readonly count: number;
  readonly position: number;
}

/** Takes in all that is pending. @returns seconds */
async function takeIn(db: Database): Promise<number> {
  const begin = performance.now();
  let before: Buffer | undefined;
  for (;;) {
    const root = await inTransaction(db, (tx) => updateMap(tx, new Date()));
    if (before?.equals(root) === true) break;
    before = root;
  }
  return (performance.now() - begin) / 1000;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** Milliseconds of each of these, one after the other. */
async function timesOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>) {
  const times: number[] = [];
  for (const item of items) {
    const begin = performance.now();
    await work(item);
    times.push(performance.now() - begin);
  }
  return times;
}

async function proofRun(db: Database, keys: number): Promise<Run> {
  const { rows } = await sql<{ version: number }>`
    SELECT max(version) AS version FROM released.map_version`.execute(db);
  const version = rows[0]?.version ?? 0;
  const names = Array.from({ length: PROOFS }, (_, n) => `firm:${(n * 7919) % (keys * 2)}`);
  const proofs = await timesOf(names, (name) =>
    db.transaction().execute((tx) => readPath(tx, mapKeyOf(name), version)),
  );
  const reads = await timesOf(names, (name) =>
    db
      .transaction()
      .execute((tx) =>
        sql`SELECT root FROM released.answer_key WHERE key = ${name} AND version = 1`.execute(tx),
      ),
  );
  return { value: percentile(proofs, 0.95), reference: percentile(reads, 0.95) };
}

async function openBench(postgres: BenchPostgres) {
  const database = await createServedDatabase(postgres);
  const handle = openDatabase(database.appUrl);
  return {
    db: handle.db,
    ownerUrl: database.ownerUrl,
    async close() {
      await handle.close();
      await database.drop();
    },
  };
}

const PAGE = 100_000;

async function fill(db: Database, keys: number, say: (text: string) => void): Promise<void> {
  for (let first = 0; first < keys; first += PAGE) {
    const count = Math.min(PAGE, keys - first);
    await addRecords(db, { first, count, position: 0 });
    const seconds = await takeIn(db);
    say(`  ${first + count} keys, the last ${count} in ${seconds.toFixed(1)} s`);
  }
}

const UPDATE = {
  name: "map-update",
  unit: "keys/s",
  target: { atLeast: 500 },
  referenceName: "a tree of objects in memory, one version, nothing written, keys/s",
};
const PROOF = {
  name: "map-proof-p95",
  unit: "ms",
  target: { atMost: 50 },
  referenceName: "one row by its key, ms",
};

export const map: Bench = {
  name: "map",
  async run({ postgres, isQuick, say }) {
    const keys = isQuick ? 20_000 : 1_000_000;
    let tree = build(Array.from({ length: keys }, (_, n) => leafOf(`firm:${n}`, "0")));
    const opened = await openBench(postgres);
    const { db, ownerUrl } = opened;
    const updates: Run[] = [];
    const proofs: Run[] = [];
    try {
      await fill(db, keys, say);
      await queryOf(ownerUrl, "ANALYZE");
      for (let round = 0; round < (isQuick ? 1 : ROUNDS); round += 1) {
        const first = round * BATCH;
        await addRecords(db, { first, count: BATCH, position: 1 });
        const value = BATCH / (await takeIn(db));
        const begin = performance.now();
        for (let n = first; n < first + BATCH; n++) tree = put(tree, leafOf(`firm:${n}`, "1"));
        const reference = BATCH / ((performance.now() - begin) / 1000);
        updates.push({ value, reference });
        proofs.push(await proofRun(db, keys));
        say(`  ${Math.round(value)} keys/s, proofs ${proofs.at(-1)?.value.toFixed(1)} ms`);
      }
      const [size] = await queryOf(
        ownerUrl,
        "SELECT pg_total_relation_size('released.map_page')::float8 / 1e6 AS mb",
      );
      const detail = { keys, batch: BATCH, pagesMb: Math.round(Number(size?.["mb"])) };
      return [resultOf({ ...UPDATE, detail }, updates), resultOf({ ...PROOF, detail }, proofs)];
    } finally {
      await opened.close();
    }
  },
};
