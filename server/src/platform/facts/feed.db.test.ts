/** The feed under concurrent writers: nothing lost, nothing twice. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aNotice } from "../../../test/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../../test/harness.ts";
import { procurementFacts } from "../../modules/procurement/index.ts";
import { inTransaction, type Tx } from "../database.ts";
import { passFeed, pollOnce, type Subscriber } from "./feed.ts";
import { recordFact } from "./record.ts";
import { createFactRegistry } from "./registry.ts";

const registry = createFactRegistry([procurementFacts]);
const WRITERS = 6;
const TRANSACTIONS = 10;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  // Writers of the first processes of a cell of jurisdiction wait for each other too.
  await inTransaction(database.app.db, (tx) => write(tx, "FIRST"));
});
afterAll(() => database.close());

/** Each notice names a buyer of its own: writers of the same new party wait for each other. */
const write = (tx: Tx, code: string): Promise<string> => {
  const procuringEntity = { kind: "organisation", name: `云澜市${code}工程中心` };
  return recordFact(tx, registry, { ...aNotice(code, { procuringEntity }), source: "city" });
};

/** A subscriber that notes what it was given. */
function listener(name: string): { readonly subscriber: Subscriber; readonly seen: string[] } {
  const seen: string[] = [];
  const handle = async (_tx: Tx, facts: readonly { id: string }[]) =>
    void seen.push(...facts.map(({ id }) => id));
  return { seen, subscriber: { name, kinds: "all", batch: 7, handle } };
}

/** Reads to the end, once no transaction (of any database of the server) is older than the newest fact. */
async function drain(subscriber: Subscriber): Promise<void> {
  const settled =
    "SELECT bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())) AS done FROM fact.fact";
  while ((await database.query(settled))[0]?.["done"] !== true);
  while (await pollOnce(database.app.db, subscriber, { isWaiting: true }));
}

test("a transaction that commits late is still read, after one that began later and committed first", async () => {
  const { db } = database.app;
  const { subscriber, seen } = listener("test.late");
  await drain(subscriber);
  seen.length = 0;
  const wrote = Promise.withResolvers<string>();
  const release = Promise.withResolvers<void>();
  const slow = inTransaction(db, async (tx) => {
    wrote.resolve(await write(tx, "SLOW"));
    await release.promise;
  });
  const early = await wrote.promise;
  const late = await inTransaction(db, (tx) => write(tx, "FAST"));
  while (await pollOnce(db, subscriber));
  expect(seen).not.toContain(early);
  release.resolve();
  await slow;
  await drain(subscriber);
  expect(seen.toSorted()).toEqual([early, late].toSorted());
});

test("writers and readers at once: every fact is seen exactly once", async () => {
  const { db } = database.app;
  const { subscriber, seen } = listener("test.busy");
  const work = { done: false };
  const writer = async (number: number) => {
    for (let n = 0; n < TRANSACTIONS; n += 1) {
      await inTransaction(db, async (tx) => {
        for (const part of ["a", "b", "c"]) await write(tx, `W${number}-${n}-${part}`);
      });
    }
  };
  const reader = async () => {
    while (!work.done) await pollOnce(db, subscriber);
  };
  const readers = [reader(), reader()];
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
  work.done = true;
  await Promise.all(readers);
  await drain(subscriber);
  const facts = await database.query("SELECT id FROM fact.fact");
  expect(facts.length).toBeGreaterThanOrEqual(WRITERS * TRANSACTIONS * 3);
  expect(seen.toSorted()).toEqual(facts.map(({ id }) => id as string).toSorted());
});

test("a subscriber that fails gets the same facts again", async () => {
  const { db } = database.app;
  const { subscriber, seen } = listener("test.failing");
  const failing: Subscriber = {
    ...subscriber,
    handle: () => Promise.reject(new Error("the subscriber broke")),
  };
  await expect(pollOnce(db, failing)).rejects.toThrow("the subscriber broke");
  await drain(subscriber);
  const facts = await database.query("SELECT id FROM fact.fact");
  expect(seen).toHaveLength(facts.length);
});

describe("one look for all", () => {
  const wanting = (name: string, kinds: Subscriber["kinds"]): Subscriber => ({
    name,
    kinds,
    handle: async () => undefined,
  });
  const none = wanting("pass.none", ["procurement.award-decided"]);
  const some = wanting("pass.some", ["procurement.award-decided", "procurement.notice-published"]);
  const all = wanting("pass.all", "all");
  const everybody = [none, some, all];
  const names = (found: readonly Subscriber[]) => found.map(({ name }) => name);
  const pass = async () => names(await passFeed(database.app.db, everybody));
  const placeOf = async ({ name }: Subscriber) =>
    (
      await database.query(
        "SELECT epoch, xid::text AS xid, id FROM fact.feed_cursor WHERE subscriber = $1",
        [name],
      )
    )[0];

  test("those who want nothing of what is new stand behind it, the others are named until they have read it", async () => {
    await inTransaction(database.app.db, (tx) => write(tx, "PASS1"));
    // The first look may come while a transaction of another database is older than the newest fact.
    await expect.poll(pass).not.toContain(none.name);
    for (const subscriber of [some, all]) await drain(subscriber);
    await drain(none);
    expect(await pass()).toEqual([]);
    expect(await placeOf(none)).toEqual(await placeOf(all));
    const id = await inTransaction(database.app.db, (tx) => write(tx, "PASS2"));
    await expect.poll(pass).toEqual([some.name, all.name]);
    await expect.poll(async () => (await pass(), (await placeOf(none))?.["id"])).toBe(id);
    expect((await placeOf(some))?.["id"]).not.toBe(id);
    for (const subscriber of [some, all]) await drain(subscriber);
    expect(await pass()).toEqual([]);
  });

  test("one that is at work, on this node or another, is not moved, and nobody waits for it", async () => {
    // Before the work begins: what comes later waits for the end of it anyway, as of every transaction.
    await inTransaction(database.app.db, (tx) => write(tx, "PASS3"));
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const work = inTransaction(database.app.db, async (tx) => {
      await sql`SELECT FROM fact.feed_cursor WHERE subscriber = ${none.name} FOR UPDATE`.execute(
        tx,
      );
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const before = await placeOf(none);
    await expect.poll(pass).toEqual([some.name, all.name]);
    expect(await placeOf(none)).toEqual(before);
    release.resolve();
    await work;
    await expect.poll(async () => (await pass(), await placeOf(none))).not.toEqual(before);
    for (const subscriber of [some, all]) await drain(subscriber);
    expect(await pass()).toEqual([]);
    expect(await placeOf(none)).toEqual(await placeOf(all));
  });

  test("nothing of a transaction that has not ended is passed over", async () => {
    const wrote = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const slow = inTransaction(database.app.db, async (tx) => {
      await write(tx, "PASS4");
      wrote.resolve();
      await release.promise;
    });
    await wrote.promise;
    await inTransaction(database.app.db, (tx) => write(tx, "PASS5"));
    const before = await placeOf(none);
    expect(await pass()).toEqual([]);
    expect(await placeOf(none)).toEqual(before);
    release.resolve();
    await slow;
    await expect.poll(pass).toEqual([some.name, all.name]);
  });
});

test("transaction ids are ordered as numbers: ten comes after nine", async () => {
  const own = await createTestDatabase();
  const copy = (id: string, xid: number) =>
    own.query(`INSERT INTO fact.fact (id, kind, version, source, source_id, subject, occurred_at,
        payload, content_hash, salt, digest, xid)
      VALUES ('${id}', 'procurement.award-decided', 1, 'city', '${id}', 'ocds-mj0001-X', now(), '{}',
        decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'),
        decode(repeat('00', 64), 'hex'), '${xid}')`);
  const nine = "01900000-0000-7000-8000-000000000001";
  const ten = "01900000-0000-7000-8000-000000000002";
  await copy(ten, 10);
  await copy(nine, 9);
  const { subscriber, seen } = listener("test.order");
  while (await pollOnce(own.app.db, { ...subscriber, batch: 1 }));
  expect(seen).toEqual([nine, ten]);
  await own.close();
});
