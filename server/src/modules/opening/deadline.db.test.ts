/**
 * T03: commitments that arrive around a deadline, over three nodes whose clocks are wrong. In time is what the database had committed
 * before it, by its own clock; every node says the same; nobody locks early. The campaign runs it with 10,000.
 */
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import { aLotFact, aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { lockDue, planOpening } from "./index.ts";
import { readCommitments } from "./session.store.ts";

const CASES = Number(process.env["MINGJING_TEST_CASES"] ?? 300);
const A_ROUND = 12;
const ROUNDS = Math.ceil(CASES / A_ROUND);
/** One node is five minutes behind, one is right, one ahead. */
const SKEWS = [-300_000, 0, 300_000];
const GAP_MS = 150;
const SPREAD_MS = 5;

let nodes: readonly TestApp[];
let key = "";
beforeAll(async () => {
  const first = await createTestApp({ isStarted: false, skewMs: SKEWS[0] ?? 0 });
  key = await first.addSource("trading");
  const { database } = first;
  const others = SKEWS.slice(1).map((skewMs) =>
    createTestApp({ isStarted: false, database, skewMs }),
  );
  nodes = [first, ...(await Promise.all(others))];
}, 120_000);
afterAll(async () => {
  for (const node of nodes.toReversed()) await node.close();
});

const codeOf = (round: number) => `EDGE${String(round).padStart(4, "0")}`;
const hashOf = (name: string) => createHash("sha256").update(name).digest("hex");
const nodeOf = (n: number): TestApp => {
  const node = nodes[n % nodes.length];
  if (node === undefined) throw new Error("no node");
  return node;
};

async function databaseNow(node: TestApp): Promise<number> {
  const [row] = await node.database.query<{ now: number }>(
    "SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now",
  );
  return row?.now ?? Number.NaN;
}

/** Milliseconds by which the database is ahead of `performance.now()`, and half of the shortest way there. */
async function measureClock(): Promise<{ ahead: number; within: number }> {
  let best = { ahead: 0, within: Infinity };
  for (let left = 20; left > 0; left -= 1) {
    const began = performance.now();
    const now = await databaseNow(nodeOf(1));
    const within = (performance.now() - began) / 2;
    if (within < best.within) best = { ahead: now - began - within, within };
  }
  return best;
}

interface Sent {
  readonly round: number;
  readonly hash: string;
  /** Instants of the database between which it was committed, milliseconds. */
  readonly from: number;
  readonly to: number;
}

interface Run {
  readonly deadlines: readonly number[];
  readonly ahead: number;
  readonly within: number;
  /** How long a submission takes, so that its commit and not its sending is near the deadline. */
  takes: number;
  readonly sent: Sent[];
}

async function waitUntil(run: Run, at: number): Promise<void> {
  const left = () => at - run.ahead - performance.now();
  if (left() > 4) await delay(left() - 3);
  while (left() > 0) await new Promise((resolve) => setImmediate(resolve));
}

async function submit(run: Run, round: number, n: number): Promise<void> {
  const deadline = run.deadlines[round] ?? 0;
  const hash = hashOf(`${round}/${n}`);
  const fact: FactInput = aLotFact(
    codeOf(round),
    "bid-committed",
    { commitment: hash, sizeClass: "10M" },
    // What the sender says of the time decides nothing.
    {
      sourceId: `${codeOf(round)}/commitment/${n}`,
      occurredAt: new Date(deadline + (n % 2 === 0 ? -60_000 : 60_000)).toISOString(),
    },
  );
  await waitUntil(run, deadline - run.takes + (Math.random() * 2 - 1) * SPREAD_MS);
  const began = performance.now();
  const answer = await nodeOf(n).send(key, [fact]);
  const ended = performance.now();
  expect(answer.accepted).toBe(1);
  run.takes += (ended - began - run.takes) * 0.1;
  run.sent.push({
    round,
    hash,
    from: began + run.ahead - run.within,
    to: ended + run.ahead + run.within,
  });
}

async function playRound(run: Run, round: number, id: string): Promise<void> {
  const at = run.deadlines[round] ?? 0;
  const { registry } = nodeOf(0).application;
  // Each node tries to lock by its own clock, before and after.
  const locks = [-8, -1, 3].flatMap((offset) =>
    nodes.map(async ({ database }, place) => {
      await waitUntil(run, at + offset);
      const now = new Date(Date.now() + (SKEWS[place] ?? 0));
      await lockDue({ db: database.app.db, registry }, id, now).catch((error: unknown) => {
        if ((error as { code?: string }).code !== "opening.before-deadline") throw error;
      });
    }),
  );
  await Promise.all([
    ...Array.from({ length: A_ROUND }, (_, n) => submit(run, round, n)),
    ...locks,
  ]);
}

async function prepare(deadlines: readonly number[]): Promise<readonly string[]> {
  const node = nodeOf(1);
  const iso = (at: number) => new Date(at).toISOString();
  const notices = deadlines.map((at, round) =>
    aNotice(codeOf(round), { bidDeadline: iso(at), openingAt: iso(at) }),
  );
  for (let start = 0; start < notices.length; start += 500)
    await node.send(key, notices.slice(start, start + 500));
  const { registry } = node.application;
  const officer = {
    account: "agency-1",
    name: "林嘉禾",
    department: { id: "agency-1", name: "代理" },
  };
  const ids: string[] = [];
  for (const [round, at] of deadlines.entries())
    ids.push(
      await planOpening(
        { db: node.database.app.db, registry, officer, at: iso(at - 86_400_000), scope: undefined },
        {
          ocid: ocidOf(codeOf(round)),
          lotId: "1",
          startsAt: iso(at),
          mode: "online",
          decryptMinutes: 60,
        },
        { nonce: hashOf(`nonce ${round}`), host: "代理" },
      ),
    );
  return ids;
}

/** What a node holds to be in time, by commitment. */
async function judgedBy({ database }: TestApp, deadlines: readonly number[]) {
  const judged = new Map<string, boolean>();
  for (const [round, at] of deadlines.entries()) {
    const lot = { ocid: ocidOf(codeOf(round)), lotId: "1", deadline: new Date(at).toISOString() };
    const rows = await inTransaction(database.app.db, (tx) => readCommitments(tx, lot));
    for (const { hash, isInTime } of rows) judged.set(hash, isInTime);
  }
  return judged;
}

test(
  `${ROUNDS * A_ROUND} commitments within ${SPREAD_MS} ms of ${ROUNDS} deadlines over three skewed nodes`,
  { timeout: 120_000 + ROUNDS * 600 },
  async () => {
    const clock = await measureClock();
    const begin = Math.ceil(Date.now() + 4000 + ROUNDS * 25);
    const deadlines = Array.from({ length: ROUNDS }, (_, round) => begin + round * GAP_MS);
    const ids = await prepare(deadlines);
    const run: Run = { deadlines, ...clock, takes: 30, sent: [] };
    await Promise.all(ids.map((id, round) => playRound(run, round, id)));
    const views = await Promise.all(nodes.map((node) => judgedBy(node, deadlines)));
    const [view = new Map<string, boolean>()] = views;
    const figures = { submissions: run.sent.length, inTime: 0, surelyBefore: 0, surelyAfter: 0 };
    const wrong: Sent[] = [];
    for (const sent of run.sent) {
      const deadline = deadlines[sent.round] ?? 0;
      const isInTime = view.get(sent.hash) === true;
      figures.inTime += Number(isInTime);
      figures.surelyBefore += Number(sent.to < deadline);
      figures.surelyAfter += Number(sent.from >= deadline);
      if ((sent.to < deadline && !isInTime) || (sent.from >= deadline && isInTime))
        wrong.push(sent);
    }
    const disagreements = run.sent.filter(({ hash }) =>
      views.some((other) => other.get(hash) !== view.get(hash)),
    ).length;
    // The database's own book of commits, asked past all of the product's code.
    const [book] = await nodeOf(0).database.query<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE pg_xact_commit_timestamp(fact.xid::xid) < starts_at)::int AS committed,
         count(*) FILTER (WHERE fact.recorded_at < starts_at
           AND pg_xact_commit_timestamp(fact.xid::xid) >= starts_at)::int AS straddling
       FROM procurement.commitment JOIN fact.fact ON fact.id = fact_id
       JOIN opening.session ON session.ocid = commitment.ocid`,
    );
    const [early] = await nodeOf(0).database.query<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE fact.recorded_at < session.starts_at)::int AS early, count(*)::int AS locked
       FROM opening.event JOIN fact.fact ON fact.id = fact_id JOIN opening.session USING (session)
       WHERE fact.payload ->> 'step' = 'locked'`,
    );
    const report = { ...figures, ...book, ...early, disagreements, wrong: wrong.length };
    process.stderr.write(`${JSON.stringify({ deadline: report })}\n`);
    expect(figures.inTime).toBeGreaterThan(0);
    expect(figures.inTime).toBeLessThan(figures.submissions);
    expect(report).toMatchObject({
      submissions: ROUNDS * A_ROUND,
      committed: figures.inTime,
      disagreements: 0,
      wrong: 0,
      early: 0,
      locked: ROUNDS,
    });
  },
);

test("the receipt says when it was recorded and committed, by the database", async () => {
  const from = await databaseNow(nodeOf(0));
  const fact = aLotFact("RECEIPT1", "bid-committed", { commitment: hashOf("x"), sizeClass: "10M" });
  await nodeOf(2).send(key, [fact]);
  const response = await nodeOf(0).inject({
    url: `/api/intake/receipts?sourceId=${encodeURIComponent(fact.sourceId)}`,
    headers: { authorization: `Bearer ${key}` },
  });
  const { receipts } = response.json<{ receipts: { recordedAt: string; committedAt: string }[] }>();
  const [{ recordedAt = "", committedAt = "" } = {}] = receipts;
  const to = await databaseNow(nodeOf(0));
  expect(Date.parse(recordedAt)).toBeGreaterThanOrEqual(Math.floor(from));
  expect(Date.parse(committedAt)).toBeGreaterThanOrEqual(Date.parse(recordedAt));
  expect(Date.parse(committedAt)).toBeLessThanOrEqual(Math.ceil(to));
});
