/** The projections hold nothing that the facts do not say. */
import { afterAll, beforeAll, expect, test } from "vitest";

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

const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Every row of every table that follows from facts, and of the public view. */
async function dump(): Promise<Record<string, string[]>> {
  const derived = ["released.process", "released.decision", "released.fact", "publication.due"];
  const tables = [...app.application.registry.projections.flatMap((one) => one.tables), ...derived];
  const entries: [string, string[]][] = [];
  for (const table of tables) {
    const rows = await app.database.query(
      `SELECT row::text AS text FROM ${table} AS row ORDER BY 1`,
    );
    entries.push([table, rows.map(({ text }) => text as string)]);
  }
  return Object.fromEntries(entries);
}

async function fill(): Promise<void> {
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...honestProcess("P1"), ...sharedDeviceProcess("P2")]);
  await app.settle();
  const corrected = { correctsSourceId: "P1/award-decided" };
  await app.send(key, [
    { ...anAward("P1", 2), ...corrected },
    {
      ...aNotice("P1", { title: "更正后的标题", venue: "开标二室" }),
      correctsSourceId: "P1/notice",
    },
    { ...bidsOpened("P1", honestBids(1, 2, 3, 4)), correctsSourceId: "P1/bids-opened" },
  ]);
  await app.send(key, [
    { ...anAward("P1", 3), ...corrected },
    aNotice("P3", { openingAt: "2026-06-20T09:30:00+08:00" }),
  ]);
  await app.settle();
}

async function receiveTheLead(): Promise<void> {
  const headers = await app.signIn(HOUSING);
  const [lead] = (await app.inject({ url: "/api/leads", headers })).json<{
    rows: { id: string }[];
  }>().rows;
  const payload = { version: 0 };
  const url = `/api/leads/${lead?.id}/receipt`;
  expect((await app.inject({ method: "POST", url, headers, payload })).statusCode).toBe(200);
}

test("a rebuild gives the same rows in every table, corrections and leads included", async () => {
  await fill();
  await receiveTheLead();
  await app.settle();
  const before = await dump();
  expect(before["procurement.award"]).toHaveLength(1);
  expect(before["procurement.award"]?.[0]).toContain("云澜第3建设有限公司");
  for (const table of [
    "screening.lead",
    "casework.event",
    "intake.source",
    "duties.duty",
    "publication.due",
  ]) {
    expect(before[table], table).not.toEqual([]);
  }
  const headers = { authorization: `Bearer ${app.operatorToken}` };
  const response = await app.inject({ method: "POST", url: "/api/admin/rebuild", headers });
  expect(response.statusCode).toBe(200);
  expect(await dump()).toEqual(before);
});

test("what was written into a projection by hand is gone after a rebuild", async () => {
  await app.database.query("UPDATE procurement.notice SET title = 'forged'");
  await app.application.rebuild();
  const [row] = await app.database.query(
    "SELECT count(*)::int AS count FROM procurement.notice WHERE title = 'forged'",
  );
  expect(row).toEqual({ count: 0 });
});

test("the serving login can neither change nor delete a fact", async () => {
  for (const statement of [
    "UPDATE fact.fact SET source = 'other'",
    "DELETE FROM fact.fact",
    "TRUNCATE fact.fact",
  ]) {
    await expect(app.database.query(statement)).rejects.toThrow(/permission denied/);
  }
});
