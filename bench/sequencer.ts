/**
 * The log: leaves a second, each page committed, with the tree of SHA-256 and the one of SM3. The reference hashes the same
 * leaves and nodes in one process and writes them with psql's \copy into tables of the same form, in the same run.
 */
import { hash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sequencer } from "../server/src/modules/witness/sequencer.subscriber.ts";
import { extendSm3 } from "../server/src/modules/witness/sm3.store.ts";
import { type Database, inTransaction, openDatabase } from "../server/src/platform/database.ts";
import { pollOnce } from "../server/src/platform/facts/feed.ts";
import type { Bench } from "./bench.ts";
import { psql } from "./copy-reference.ts";
import {
  type BenchDatabase,
  type BenchPostgres,
  createServedDatabase,
  queryOf,
} from "./postgres.ts";
import { type Run, resultOf } from "./result.ts";

const ROUNDS = 3;
const TREES = ["sha256", "sm3"] as const;
const HASHES_A_ROW = 256;

/** Facts that only the log looks at: digests of 64 random-looking bytes. */
const addFacts = (url: string, first: number, count: number) =>
  queryOf(
    url,
    `INSERT INTO fact.fact (id, kind, version, source, source_id, subject, occurred_at, payload, content_hash, salt, digest)
     SELECT gen_random_uuid(), 'bench.fact', 1, 'bench', n::text, 'bench:' || n, now(), '{}',
            sha256(convert_to(n::text, 'UTF8')), substring(sha256(convert_to(n || 's', 'UTF8')) FOR 16),
            sha512(convert_to(n::text, 'UTF8'))
     FROM generate_series($1::int, $2::int) AS n`,
    [first, first + count - 1],
  );

/** @returns seconds of the log, and of the other tree */
async function sequence(db: Database, size: number): Promise<{ log: number; sm3: number }> {
  const begin = performance.now();
  while (await pollOnce(db, sequencer, { isWaiting: true })) continue;
  const middle = performance.now();
  while ((await inTransaction(db, (tx) => extendSm3(tx, size))) < size) continue;
  return { log: (middle - begin) / 1000, sm3: (performance.now() - middle) / 1000 };
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Levels of the tree over these leaves, the leaves first. */
function levelsOf(algorithm: (typeof TREES)[number], digests: readonly Buffer[]): Buffer[][] {
  const of = (...parts: readonly Buffer[]) => hash(algorithm, Buffer.concat(parts), "buffer");
  let level: Buffer[] = digests.map((digest) => of(LEAF, digest));
  const levels: Buffer[][] = [];
  while (level.length > 0) {
    levels.push(level);
    const parents: Buffer[] = [];
    for (let at = 1; at < level.length; at += 2)
      parents.push(of(NODE, level[at - 1] ?? LEAF, level[at] ?? LEAF));
    level = parents;
  }
  return levels;
}

function rowsOf(levels: readonly Buffer[][]): string {
  const rows: string[] = [];
  for (const [level, hashes] of levels.entries())
    for (let block = 0; block * HASHES_A_ROW < hashes.length; block++) {
      const part = hashes.slice(block * HASHES_A_ROW, (block + 1) * HASHES_A_ROW);
      rows.push(`${level}\t${block}\t\\\\x${Buffer.concat(part).toString("hex")}`);
    }
  return `${rows.join("\n")}\n`;
}

/** @returns seconds to hash and write the same, the reading of the digests left out */
async function reference(database: BenchDatabase, count: number): Promise<number> {
  await queryOf(
    database.ownerUrl,
    `CREATE TABLE bench_leaf (LIKE witness.leaf INCLUDING ALL); CREATE TABLE bench_sha256 (LIKE witness.node INCLUDING ALL);
     CREATE TABLE bench_sm3 (LIKE witness.node INCLUDING ALL)`,
  );
  const facts = await queryOf(
    database.ownerUrl,
    "SELECT id, digest FROM fact.fact ORDER BY id LIMIT $1",
    [count],
  );
  const digests = facts.map(({ digest }) => digest as Buffer);
  const folder = await mkdtemp(join(tmpdir(), "mingjing-sequencer-"));
  const begin = performance.now();
  try {
    for (const algorithm of TREES) {
      const levels = levelsOf(algorithm, digests);
      const file = join(folder, algorithm);
      await writeFile(file, rowsOf(levels));
      await psql(database.ownerUrl, ["-c", `\\copy bench_${algorithm} FROM '${file}'`]);
      if (algorithm === "sm3") continue;
      const leaves = levels[0] ?? [];
      const lines = leaves.map(
        (leaf, at) => `${at}\t${String(facts[at]?.["id"])}\t\\\\x${leaf.toString("hex")}\n`,
      );
      await writeFile(join(folder, "leaf"), lines.join(""));
      await psql(database.ownerUrl, ["-c", `\\copy bench_leaf FROM '${join(folder, "leaf")}'`]);
    }
    return (performance.now() - begin) / 1000;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await queryOf(database.ownerUrl, "DROP TABLE bench_leaf, bench_sha256, bench_sm3");
  }
}

async function withDatabase<T>(
  postgres: BenchPostgres,
  work: (database: BenchDatabase, db: Database) => Promise<T>,
): Promise<T> {
  const database = await createServedDatabase(postgres);
  const handle = openDatabase(database.appUrl);
  try {
    return await work(database, handle.db);
  } finally {
    await handle.close();
    await database.drop();
  }
}

export const sequencerBench: Bench = {
  name: "sequencer",
  async run({ postgres, isQuick, say }) {
    const count = isQuick ? 50_000 : 300_000;
    const runs: Run[] = [];
    const logs: Run[] = [];
    await withDatabase(postgres, async (database, db) => {
      for (let round = 0; round < (isQuick ? 1 : ROUNDS); round++) {
        await addFacts(database.ownerUrl, round * count, count);
        const { log, sm3 } = await sequence(db, (round + 1) * count);
        const other = count / (await reference(database, count));
        runs.push({ value: count / (log + sm3), reference: other });
        logs.push({ value: count / log });
        say(
          `  ${Math.round(count / log)} leaves/s, ${Math.round(count / (log + sm3))} with the SM3 tree, ${Math.round(other)} by hashing and COPY`,
        );
      }
    });
    const detail = { leaves: count, page: sequencer.batch ?? 0 };
    const referenceName =
      "one process that hashes the same with SHA-256 and SM3, and COPY, leaves/s";
    return [
      resultOf({ name: "sequencer", unit: "leaves/s", target: { atLeast: 20_000 }, detail }, logs),
      resultOf(
        {
          name: "sequencer-both-trees",
          unit: "leaves/s",
          target: { ratioAtLeast: 0.3 },
          referenceName,
          detail,
        },
        runs,
      ),
    ];
  },
};
