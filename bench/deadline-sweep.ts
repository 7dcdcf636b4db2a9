/**
 * One sweep over 100,000 open clocks of which a tenth has just ended, as on the worst morning of a year. Reference: the
 * database alone finds and deletes the same steps, and records nothing.
 */
import { publishedCalendar } from "../clocks/src/index.ts";
import { setClocks } from "../server/src/modules/deadlines/clock.store.ts";
import { deadlinesFacts } from "../server/src/modules/deadlines/deadlines.facts.ts";
import { sweepDeadlines } from "../server/src/modules/deadlines/index.ts";
import { type Database, inTransaction, openDatabase } from "../server/src/platform/database.ts";
import { createFactRegistry } from "../server/src/platform/facts/registry.ts";
import type { Bench } from "./bench.ts";
import { createServedDatabase, queryOf } from "./postgres.ts";
import { resultOf } from "./result.ts";

const ROUNDS = 3;
const PAGE = 2000;
const DUE_SHARE = 0.1;
const NOW = Date.parse("2026-06-01T00:00:00+08:00");
const HOUR = 3_600_000;

/** Clocks of promises: four rungs each, one in ten ended a minute ago. */
async function open(db: Database, count: number, round: number): Promise<void> {
  for (let start = 0; start < count; start += PAGE) {
    const clocks = Array.from({ length: Math.min(PAGE, count - start) }, (_, nth) => {
      const n = start + nth;
      const isDue = n % Math.round(1 / DUE_SHARE) === 0;
      const dueAt = new Date(isDue ? NOW - 60_000 : NOW + (72 + (n % 500)) * HOUR).toISOString();
      return {
        subject: `bench:${round}-${n}`,
        clocks: [
          {
            clock: "local.complaint",
            unit: { id: "housing", name: "住建局" },
            dueAt,
            isStatutory: false,
            binds: true,
            number: `TS-2026-${n}`,
          },
        ],
      };
    });
    await inTransaction(db, (tx) => setClocks(tx, clocks, publishedCalendar));
  }
}

export const deadlineSweep: Bench = {
  name: "deadline-sweep",
  async run({ postgres, isQuick, say }) {
    const count = isQuick ? 5000 : 100_000;
    const database = await createServedDatabase(postgres);
    const handle = openDatabase(database.appUrl);
    const registry = createFactRegistry([deadlinesFacts]);
    const runs = [];
    try {
      for (let round = 0; round < (isQuick ? 1 : ROUNDS); round += 1) {
        await queryOf(database.ownerUrl, "TRUNCATE deadlines.clock, deadlines.step");
        await open(handle.db, count, round);
        await queryOf(database.ownerUrl, "ANALYZE deadlines.step");
        const due = `FROM deadlines.step WHERE at <= to_timestamp(${NOW / 1000})`;
        const beginReference = performance.now();
        await queryOf(database.ownerUrl, `BEGIN; DELETE ${due}; ROLLBACK`);
        const reference = (performance.now() - beginReference) / 1000;
        const begin = performance.now();
        const recorded = await sweepDeadlines({
          db: handle.db,
          registry,
          now: async () => new Date(NOW),
        });
        const value = (performance.now() - begin) / 1000;
        say(
          `  ${recorded} of ${count} in ${value.toFixed(2)} s; deleted alone ${reference.toFixed(2)} s`,
        );
        if (recorded !== count * DUE_SHARE) throw new Error(`${recorded} rungs were recorded`);
        runs.push({ value, reference });
      }
    } finally {
      await handle.close();
      await database.drop();
    }
    return [
      resultOf(
        {
          name: "deadline-sweep",
          unit: "s",
          target: { atMost: 10 },
          referenceName: "the same rungs deleted, nothing recorded, s",
          detail: { clocks: count, due: count * DUE_SHARE },
        },
        runs,
      ),
    ];
  },
};
