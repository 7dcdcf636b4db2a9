/** The sweep under clocks that jump (T59): nothing early, nothing twice, nothing left. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { publishedCalendar } from "../../../../clocks/src/index.ts";
import { createRandom } from "../../../../simulate/src/random.ts";
import { createTestDatabase, type TestDatabase } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { createFactRegistry } from "../../platform/facts/registry.ts";
import { databaseNow, setClocks } from "./clock.store.ts";
import { deadlinesFacts } from "./deadlines.facts.ts";
import type { RunningClock } from "./ladder.ts";
import { sweepDeadlines } from "./sweep.service.ts";

let database: TestDatabase;
const registry = createFactRegistry([deadlinesFacts]);
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const HOUR = 3_600_000;
/** Over the end of the year: 2026 has a notice, 2027 has none. */
const BEGIN = Date.parse("2026-12-30T00:00:00+08:00");
const CLOCKS = 40;
const RUNS = 25;

const clock = (dueAt: number): RunningClock => ({
  clock: "hop.take",
  unit: { id: "housing", name: "住建局" },
  dueAt: new Date(dueAt).toISOString(),
  isStatutory: false,
  binds: false,
  number: "TS-2026-0001",
  ladder: { T0: ["handler"] },
});

test(`${RUNS} runs of jumping clocks over the end of the year`, async () => {
  const random = createRandom(59, "clock-jumps");
  const { db } = database.app;
  for (let run = 0; run < RUNS; run += 1) {
    const dues = Array.from({ length: CLOCKS }, () => BEGIN + random.integer(0, 96) * HOUR);
    await inTransaction(db, (tx) =>
      setClocks(
        tx,
        dues.map((dueAt, nth) => ({ subject: `test:${run}-${nth}`, clocks: [clock(dueAt)] })),
        publishedCalendar,
      ),
    );
    let furthest = 0;
    let now = BEGIN;
    for (let step = 0; step < 30; step += 1) {
      // Forward by up to eight hours, now and then by a day, or back by up to a day.
      const jump = random.integer(0, 9);
      now += jump === 0 ? -24 * HOUR : jump === 1 ? 24 * HOUR : random.integer(0, 8) * HOUR;
      furthest = Math.max(furthest, now);
      await sweepDeadlines({ db, registry, now: async () => new Date(now) });
      const rows = await database.query<{ subject: string; at: Date }>(
        "SELECT subject, at FROM deadlines.escalation WHERE subject LIKE $1",
        [`test:${run}-%`],
      );
      const expected = dues.filter((dueAt) => dueAt <= furthest - 3000).length;
      expect(rows.length).toBe(expected);
      expect(new Set(rows.map(({ subject }) => subject)).size).toBe(expected);
      expect(rows.every(({ at }) => at.getTime() <= furthest)).toBe(true);
    }
  }
}, 120_000);

test("the clock of production is the database's, which no node sets", async () => {
  const before = Date.now();
  const now = await inTransaction(database.app.db, databaseNow);
  expect(Math.abs(now.getTime() - before)).toBeLessThan(60_000);
});
