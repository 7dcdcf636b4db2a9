/** Reads the database itself: is every fact there once, in the log once, and does the log add up? */
import { hash } from "node:crypto";

import pg from "pg";

import type { KeptReceipt } from "./import-run.ts";
import { within } from "./processes.ts";

const PAGE = 20_000;
/** Counting costs the database something; it has other work. */
const COUNT_EVERY_MS = 400;

export interface Audit {
  /** True when every fact is in the log; `whole`: and every subscriber is done and the whole log is signed. */
  settle(limitMs: number, whole: boolean): Promise<boolean>;
  /** Receipts whose fact is missing or differs in the store or the log. */
  countLost(source: string, receipts: readonly KeptReceipt[]): Promise<number>;
  countFacts(source: string): Promise<number>;
  /** Facts stored more than once, and facts more than once in the log. */
  countDoubled(): Promise<number>;
  /** What does not add up in the log: gaps, wrong leaves, checkpoints with another root. */
  logProblems(): Promise<readonly string[]>;
}

/** Opens a connection of its own for each question, because the database is killed between them. */
export function createAudit(ownerUrl: () => Promise<string>): Audit {
  const ask = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: await ownerUrl() });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    settle: (limitMs, whole) =>
      within(limitMs, () => ask((client) => isSettled(client, whole)), COUNT_EVERY_MS),
    countLost: (source, receipts) => ask((client) => countLost(client, source, receipts)),
    countFacts: (source) =>
      ask((client) =>
        countOf(client, "SELECT count(*)::int AS count FROM fact.fact WHERE source = $1", [source]),
      ),
    countDoubled: () => ask((client) => countOf(client, DOUBLED)),
    logProblems: () => ask(logProblems),
  };
}

async function countOf(client: pg.Client, text: string, values: unknown[] = []): Promise<number> {
  const { rows } = await client.query<{ count: number }>(text, values);
  return rows[0]?.count ?? 0;
}

/** One statement, one snapshot: the subscribers go on recording facts meanwhile. Padding that no block needed yet may wait. */
async function isSettled(client: pg.Client, whole: boolean): Promise<boolean> {
  const { rows } = await client.query<{ isLogged: boolean; isWhole: boolean }>(
    `SELECT facts = leaves AS "isLogged", unread = 0 AND leaves = signed AS "isWhole"
     FROM (SELECT
       (SELECT count(*) FROM fact.fact)
         - (SELECT count(*) FROM witness.waiting WHERE is_padding) AS facts,
       (SELECT count(*) FROM witness.leaf) AS leaves,
       (SELECT coalesce(max(size), 0) FROM witness.checkpoint) AS signed,
       (SELECT count(*) FROM fact.feed_cursor AS place WHERE EXISTS (
          SELECT 1 FROM fact.fact
          WHERE (fact.epoch, fact.xid, fact.id) > (place.epoch, place.xid, place.id))) AS unread
     ) AS state`,
  );
  return rows[0] !== undefined && rows[0].isLogged && (rows[0].isWhole || !whole);
}

async function countLost(
  client: pg.Client,
  source: string,
  receipts: readonly KeptReceipt[],
): Promise<number> {
  let lost = 0;
  for (let start = 0; start < receipts.length; start += PAGE) {
    const page = receipts.slice(start, start + PAGE);
    lost += await countOf(
      client,
      `SELECT count(*)::int AS count
       FROM unnest($2::uuid[], $3::text[], $4::text[]) AS receipt (id, source_id, digest)
       WHERE 1 <> (SELECT count(*) FROM fact.fact JOIN witness.leaf ON leaf.fact_id = fact.id
                   WHERE fact.id = receipt.id AND fact.source = $1
                     AND fact.source_id = receipt.source_id
                     AND encode(fact.digest, 'hex') = receipt.digest)`,
      [
        source,
        page.map(({ id }) => id),
        page.map(({ sourceId }) => sourceId),
        page.map(({ digest }) => digest),
      ],
    );
  }
  return lost;
}

const DOUBLED = `
  SELECT ((SELECT count(*) FROM (SELECT 1 FROM fact.fact
             GROUP BY source, source_id, kind, subject, occurred_at, md5(payload::text)
             HAVING count(*) > 1) AS stored)
        + (SELECT count(*) FROM (SELECT 1 FROM witness.leaf GROUP BY fact_id HAVING count(*) > 1) AS logged)
         )::int AS count`;

const sha256 = (prefix: number, parts: readonly Buffer[]): Buffer =>
  hash("sha256", Buffer.concat([Buffer.of(prefix), ...parts]), "buffer");

/** Merkle tree of RFC 6962 §2.1 that keeps its peaks only; written apart from the server's. */
export class LeafStack {
  readonly #peaks: { height: number; hash: Buffer }[] = [];

  push(leaf: Buffer): void {
    let added = { height: 0, hash: leaf };
    for (let last = this.#peaks.at(-1); last?.height === added.height; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      added = { height: added.height + 1, hash: sha256(1, [last.hash, added.hash]) };
    }
    this.#peaks.push(added);
  }

  root(): Buffer {
    const hashes = this.#peaks.map((peak) => peak.hash);
    if (hashes.length === 0) return hash("sha256", Buffer.alloc(0), "buffer");
    return hashes.reduceRight((right, left) => sha256(1, [left, right]));
  }
}

interface LeafRow {
  readonly index: number;
  readonly hash: Buffer;
  readonly digest: Buffer | null;
}

async function logProblems(client: pg.Client): Promise<readonly string[]> {
  const { rows: checkpoints } = await client.query<{ size: number; root: Buffer }>(
    "SELECT size::int AS size, root FROM witness.checkpoint",
  );
  const rootBySize = new Map(checkpoints.map(({ size, root }) => [size, root]));
  const problems: string[] = [];
  const stack = new LeafStack();
  let size = 0;
  for await (const { index, hash: stored, digest } of leavesOf(client)) {
    if (index !== size) return [...problems, `the log has no leaf ${size}`];
    if (digest === null || !sha256(0, [digest]).equals(stored)) {
      problems.push(`leaf ${index} is not the hash of its fact`);
    }
    stack.push(stored);
    size += 1;
    const signed = rootBySize.get(size);
    if (signed !== undefined && !signed.equals(stack.root())) {
      problems.push(`the checkpoint of ${size} has another root than its leaves`);
    }
    rootBySize.delete(size);
  }
  for (const beyond of rootBySize.keys()) {
    if (beyond > 0) problems.push(`the checkpoint of ${beyond} has no leaves`);
  }
  return problems;
}

async function* leavesOf(client: pg.Client): AsyncGenerator<LeafRow> {
  for (let from = 0; ; from += PAGE) {
    const { rows } = await client.query<LeafRow>(
      `SELECT leaf_index::int AS index, leaf_hash AS hash, digest
       FROM witness.leaf LEFT JOIN fact.fact ON fact.id = leaf.fact_id
       WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY leaf_index`,
      [from, from + PAGE],
    );
    yield* rows;
    if (rows.length < PAGE) return;
  }
}
