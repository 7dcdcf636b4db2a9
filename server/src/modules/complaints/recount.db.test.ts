/** A calendar that is entered afterwards moves what is open, and nothing that is done (T58). */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { publishedYears } from "../../../../clocks/src/index.ts";
import type { VoiceHistoryEvent } from "../../../../contract/src/voices.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { sweepDeadlines } from "../deadlines/index.ts";
import { receiveVoice, takeVoice } from "./index.ts";
import { recount } from "./recount.job.ts";

/** 2026 once more, with one day off that no notice names: Wednesday, June 3rd. */
const [published] = publishedYears.filter(({ year }) => year === 2026);
const ENTERED = {
  ...published,
  notices: [...(published?.notices ?? [])],
  off: { ...published?.off, "2026-06-03": "示例假日" },
  ground: "放假安排更正（示例）",
  version: 1,
};

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ isStarted: false });
});
afterAll(() => app.close());

const receive = (at: string) =>
  inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, {
      content: {
        kind: "complaint",
        regime: "works",
        title: "对评标结果的投诉",
        claims: ["评标结果有误。"],
        writer: { party: { kind: "organisation", name: "云澜第3建设有限公司" } },
      },
      channel: "web",
      at,
    }),
  );

const dueOf = async (number: string) => {
  const rows = await app.database.query<{ due: string }>(
    "SELECT due_on::text AS due FROM deadlines.clock WHERE subject = $1 AND clock = 'complaint.accept'",
    [`voice:${number}`],
  );
  return rows[0]?.due;
};

test("a day off that is entered later moves the open date, keeps both, and leaves climbed rungs alone", async () => {
  const { db } = app.database.app;
  const { registry } = app.application;
  const old = await receive("2026-05-20T02:00:00.000Z");
  const open = await receive("2026-06-01T02:00:00.000Z");
  expect(await dueOf(open.number)).toBe("2026-06-04");
  const now = async () => new Date("2026-06-01T08:00:00.000Z");
  await sweepDeadlines({ db, registry, now });
  const rungs = () => app.database.query("SELECT * FROM deadlines.escalation ORDER BY fact_id");
  const before = await rungs();
  expect(before.length).toBeGreaterThan(0);
  await inTransaction(db, async (tx) => {
    const id = await recordFact(tx, registry, {
      kind: "statutes.calendar-year-entered",
      source: "mingjing",
      sourceId: "test/2026",
      subject: "calendar:2026",
      occurredAt: "2026-06-01T08:00:00.000Z",
      payload: ENTERED,
    });
    await sql`INSERT INTO complaints.recount VALUES (${id})`.execute(tx);
  });
  await recount({ db, registry }, new Date("2026-06-01T08:00:00.000Z"));
  expect(await dueOf(open.number)).toBe("2026-06-05");
  await sweepDeadlines({ db, registry, now });
  expect((await rungs()).slice(0, before.length)).toEqual(before);
  const history = await app.database.query<VoiceHistoryEvent>(
    "SELECT payload FROM complaints.event WHERE voice_id = $1 AND kind = 'complaints.dates-moved'",
    [open.number],
  );
  expect(history.map(({ payload }) => payload["clocks"])).toEqual([
    expect.arrayContaining([{ clock: "complaint.accept", from: "2026-06-04", to: "2026-06-05" }]),
  ]);
  // The second counting finds nothing to say.
  expect(await recount({ db, registry }, new Date())).toBe(0);
  expect(old.number).toBe("TS-2026-0001");
  await takeVoice(
    {
      db,
      registry,
      officer: {
        account: "coordinator-1",
        name: "江予安",
        department: { id: "coordinator", name: "公管办" },
      },
      scope: undefined,
      at: "2026-06-01T09:00:00.000Z",
    },
    { id: open.number, version: 0 },
  );
  expect(await dueOf(open.number)).toBe("2026-06-05");
});
