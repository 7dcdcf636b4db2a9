/**
 * Inclusion proofs out of a large log: the time of one, and the memory that many take. Leaves are hashes made by the
 * database; the nodes above them are hashed here and written with COPY, as the log stores them.
 */
import { hash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inclusionProof, rootOf, rootThrough } from "../server/src/modules/witness/tree.ts";
import { withNodes } from "../server/src/modules/witness/witness.store.ts";
import { type Database, openDatabase } from "../server/src/platform/database.ts";
import type { Bench } from "./bench.ts";
import { psql } from "./copy-reference.ts";
import { type BenchDatabase, createServedDatabase, queryOf } from "./postgres.ts";
import { type Run, resultOf } from "./result.ts";

const ROUNDS = 3;
const PROOFS = 2000;
const ROW = 256;
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const MB = 1e6;

const nodeOf = (left: Buffer, right: Buffer) =>
  hash("sha256", Buffer.concat([NODE, left, right]), "buffer");

/** Rows of one level after the other, each level made of the one below it; at most two levels are in memory. */
async function writeNodes(file: string, leaves: number): Promise<void> {
  const out = createWriteStream(file);
  let hashes = Buffer.alloc(leaves * 32);
  for (let at = 0; at < leaves; at++)
    hash("sha256", Buffer.concat([LEAF, Buffer.from(String(at))]), "buffer").copy(hashes, at * 32);
  for (let level = 0; hashes.length > 0; level++) {
    const count = hashes.length / 32;
    for (let block = 0; block * ROW < count; block++) {
      const part = hashes.subarray(block * ROW * 32, (block + 1) * ROW * 32);
      if (!out.write(`${level}\t${block}\t\\\\x${part.toString("hex")}\n`))
        await once(out, "drain");
    }
    const parents = Buffer.alloc(Math.floor(count / 2) * 32);
    for (let at = 0; at < parents.length / 32; at++)
      nodeOf(
        hashes.subarray(at * 64, at * 64 + 32),
        hashes.subarray(at * 64 + 32, at * 64 + 64),
      ).copy(parents, at * 32);
    hashes = parents;
  }
  out.end();
  await once(out, "close");
}

async function fill({ ownerUrl }: BenchDatabase, leaves: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-proofs-"));
  try {
    const file = join(folder, "node");
    await writeNodes(file, leaves);
    await psql(ownerUrl, ["-c", `\\copy witness.node (level, block, hashes) FROM '${file}'`]);
    await queryOf(ownerUrl, "ANALYZE witness.node");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** Milliseconds of each proof, of leaves all over the log. @throws Error if one does not lead to the root */
async function proofTimes(db: Database, leaves: number, round: number): Promise<number[]> {
  const root = await withNodes(db, "witness.node", (read) => rootOf(read, leaves));
  const times: number[] = [];
  for (let n = 0; n < PROOFS; n++) {
    const index = ((round * PROOFS + n) * 7_919_993) % leaves;
    const begin = performance.now();
    const { leaf, proof } = await withNodes(db, "witness.node", (read) => ({
      leaf: read(0, index),
      proof: inclusionProof(read, index, leaves),
    }));
    times.push(performance.now() - begin);
    if (!rootThrough({ leaf, index, size: leaves }, proof).equals(root))
      throw new Error(`the proof of leaf ${index} does not lead to the root`);
  }
  return times;
}

/** One row by its key, as a measure of the way to the database. */
async function readTimes(db: BenchDatabase, leaves: number): Promise<number[]> {
  const handle = openDatabase(db.appUrl);
  const times: number[] = [];
  try {
    for (let n = 0; n < PROOFS; n++) {
      const block = Math.floor(((n * 7_919_993) % leaves) / ROW);
      const begin = performance.now();
      await handle.pool.query("SELECT hashes FROM witness.node WHERE level = 0 AND block = $1", [
        block,
      ]);
      times.push(performance.now() - begin);
    }
    return times;
  } finally {
    await handle.close();
  }
}

export const proofs: Bench = {
  name: "proofs",
  async run({ postgres, isQuick, say }) {
    const leaves = isQuick ? 1_000_000 : 10_000_000;
    const database = await createServedDatabase(postgres);
    const handle = openDatabase(database.appUrl);
    try {
      await fill(database, leaves);
      const runs: Run[] = [];
      const heaps: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const value = percentile(await proofTimes(handle.db, leaves, round), 0.95);
        const reference = percentile(await readTimes(database, leaves), 0.95);
        globalThis.gc?.();
        heaps.push(process.memoryUsage().heapUsed / MB);
        runs.push({ value, reference });
        say(
          `  ${value.toFixed(1)} ms, one row ${reference.toFixed(1)} ms, ${heaps.at(-1)?.toFixed(0)} MB`,
        );
      }
      const growth = (heaps.at(-1) ?? 0) - (heaps[0] ?? 0);
      const detail = { leaves, proofs: PROOFS };
      const referenceName = "one row of nodes by its key, p95, ms";
      return [
        resultOf(
          { name: "log-proof-p95", unit: "ms", target: { atMost: 20 }, referenceName, detail },
          runs,
        ),
        resultOf(
          {
            name: "log-proof-memory",
            unit: "MB more after 4,000 proofs",
            target: { atMost: 20 },
            detail,
          },
          [{ value: growth }],
        ),
      ];
    } finally {
      await handle.close();
      await database.drop();
    }
  },
};
