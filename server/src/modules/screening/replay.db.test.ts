/** Subscribers that are handed the feed again from its start (after a restore) change nothing and never fail. */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import {
  aDuty,
  anAward,
  aNotice,
  bidsOpened,
  honestBids,
  honestProcess,
  sharedDeviceProcess,
} from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("duties");
});
afterAll(() => app.close());

/** Notices name the category, so that their lots have a market. */
const categorised = (fact: FactInput): FactInput =>
  fact.kind === "procurement.notice-published"
    ? { ...fact, payload: { ...fact.payload, category: "市政工程施工" } }
    : fact;

/** Every fact but its place in the feed; the time of recording too, so that nothing was written anew. */
const facts = () =>
  app.database.query("SELECT id, kind, source_id, occurred_at, digest FROM fact.fact ORDER BY id");
const tableOf = (name: string) =>
  app.database.query(`SELECT to_jsonb(t) AS row FROM ${name} t ORDER BY to_jsonb(t)::text`);
const TABLES = [
  "screening.screening",
  "screening.lead",
  "screening.tail",
  "screening.market_lot",
  "screening.seen_value",
  "casework.handling",
  "casework.event",
];

/** The subscribers stand at the start again, as a backup may leave them. */
const rewind = (...names: string[]) =>
  app.database.query(
    `UPDATE fact.feed_cursor SET epoch = 0, xid = '0', id = '00000000-0000-0000-0000-000000000000'
     WHERE subscriber = ANY ($1)`,
    [names],
  );

test("the same facts after the feed was read twice, though the clock and what is known have moved", async () => {
  const lines = [
    ...["H1", "H2"].flatMap(honestProcess),
    ...["L1", "L2"].flatMap(sharedDeviceProcess),
  ];
  await app.send(key, lines.map(categorised));
  await app.settle();
  const routed = await tableOf("casework.handling");
  expect(routed).toHaveLength(2);
  // Meanwhile time passes, a duty is listed, another lot opens and an award changes the history.
  app.setNow("2026-09-01T08:00:00.000Z");
  const answer = await app.send(key, [
    aDuty(),
    aNotice("H3"),
    bidsOpened("H3", honestBids(1, 2, 3)),
    anAward("H3", 1),
  ]);
  expect(answer).toMatchObject({ accepted: 4 });
  await app.settle();
  const before = await facts();
  const tables = await Promise.all(TABLES.map(tableOf));
  for (const names of [
    ["screening.openings", "casework.routing"],
    ["casework.routing"],
    ["screening.openings"],
  ]) {
    await rewind(...names);
    await app.settle();
    expect(await facts()).toEqual(before);
    expect(await Promise.all(TABLES.map(tableOf))).toEqual(tables);
  }
});

test("the screening bears the time at which the opening came to be known, not that of the run", async () => {
  const rows = await app.database.query(
    `SELECT screened.occurred_at = date_trunc('milliseconds', opened.recorded_at) AS same
     FROM fact.fact screened JOIN fact.fact opened ON screened.source_id = 'screening/' || opened.id
     WHERE screened.kind = 'screening.lot-screened'`,
  );
  expect(rows).toHaveLength(5);
  expect(rows.every(({ same }) => same === true)).toBe(true);
});

test("one lost cursor row is as good as a rewound one", async () => {
  const before = await facts();
  await rewind("screening.openings", "casework.routing");
  await app.send(key, [...sharedDeviceProcess("L3")]);
  await app.settle();
  const added = (await facts()).slice(before.length).map(({ kind }) => kind as string);
  const own = added.filter((kind) => /^(screening|casework)/.test(kind));
  expect(own).toEqual([
    "screening.lot-screened",
    "screening.input-kept",
    "screening.lead-raised",
    "casework.lead-routed",
  ]);
});

test("tables that a restore did not bring are filled from the projection before the next lot is judged", async () => {
  const tables = ["screening.market_lot", "screening.seen_value"];
  const before = await Promise.all(tables.map(tableOf));
  expect(before.every((rows) => rows.length > 0)).toBe(true);
  for (const table of [...tables, "screening.comparison_filled"])
    await app.database.query(`DELETE FROM ${table}`);
  await app.send(key, honestProcess("H4"));
  await app.settle();
  const after = await Promise.all(tables.map(tableOf));
  for (const [n, rows] of before.entries()) expect(after[n]).toEqual(expect.arrayContaining(rows));
});

test("lead numbers go on after the largest given, with no gap, whatever counter a restore forgot", async () => {
  const numbers = async () =>
    (await app.database.query("SELECT number FROM screening.lead ORDER BY number")).map(
      ({ number }) => String(number).split("-")[1],
    );
  expect(await numbers()).toEqual(["00001", "00002", "00003"]);
  await app.send(key, sharedDeviceProcess("L4"));
  await app.settle();
  expect(await numbers()).toEqual(["00001", "00002", "00003", "00004"]);
});
