/** The projection on a real database, where two transactions meet. */
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFacts, type RecordableFact } from "../../platform/facts/record.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  // The parties are known: transactions that add the same party would wait for each other there.
  await app.send(await app.addSource("first"), [aNotice("P0")]);
});
afterAll(() => app.close());

interface Stated {
  readonly code: string;
  readonly name: string;
  readonly day: number;
  readonly payload: object;
}

const factOf = ({ code, name, day, payload }: Stated): RecordableFact => ({
  ...aNotice(code, { ...payload }, { sourceId: `${code}/${name}` }),
  version: 1,
  source: "first",
  occurredAt: `2026-05-0${day}T01:00:00.000Z`,
});

test("two notices of one process recorded at once are both in its summary", async () => {
  const { db } = app.database.app;
  const { registry } = app.application;
  const [written, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const record = (stated: Omit<Stated, "code">, wait: () => Promise<void>) =>
    inTransaction(db, async (tx) => {
      await recordFacts(tx, registry, [factOf({ code: "P1", ...stated })]);
      await wait();
    });
  const first = record({ name: "one", day: 2, payload: { lots: [{ lotId: "A" }] } }, () => {
    written.resolve();
    return mayCommit.promise;
  });
  await written.promise;
  const later = { lots: [{ lotId: "B" }], venue: "第三开标室" };
  const second = record({ name: "other", day: 3, payload: later }, async () => undefined);
  await delay(300);
  mayCommit.resolve();
  await Promise.all([first, second]);
  const lots = await app.database.query(
    "SELECT lot_id FROM procurement.lot WHERE ocid = $1 ORDER BY lot_id",
    [ocidOf("P1")],
  );
  expect(lots).toEqual([{ lot_id: "A" }, { lot_id: "B" }]);
  const processes = await app.database.query(
    "SELECT venue FROM procurement.process WHERE ocid = $1",
    [ocidOf("P1")],
  );
  expect(processes).toEqual([{ venue: "第三开标室" }]);
});

test("many batches over the same processes at once neither block each other for ever nor lose a notice", async () => {
  const { db } = app.database.app;
  const { registry } = app.application;
  const codes = Array.from({ length: 12 }, (_, n) => `M${n}`);
  await Promise.all(
    Array.from({ length: 8 }, (_, batch) =>
      inTransaction(db, (tx) =>
        recordFacts(
          tx,
          registry,
          (batch % 2 === 0 ? codes : codes.toReversed()).map((code) =>
            factOf({
              code,
              name: `notice-${batch}`,
              day: 4,
              payload: { lots: [{ lotId: String(batch) }] },
            }),
          ),
        ),
      ),
    ),
  );
  const [row] = await app.database.query(
    "SELECT count(*)::int AS lots FROM procurement.lot WHERE ocid LIKE 'ocds-mj0001-M%'",
  );
  expect(row).toEqual({ lots: 12 * 8 });
});
