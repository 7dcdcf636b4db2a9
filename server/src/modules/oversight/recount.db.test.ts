/** A calendar that is entered afterwards moves what is waited for, and nothing that is done (T58). */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { publishedYears } from "../../../../clocks/src/index.ts";
import type { NoticeContent } from "../../../../contract/src/oversight-values.ts";
import type { NoticeView } from "../../../../contract/src/oversight.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { sweepDeadlines } from "../deadlines/index.ts";
import { summariseOversight } from "./index.ts";
import { answerNotice, receiveNotice, signNotice } from "./notice.service.ts";
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
const HOUSING = { id: "housing", name: "云澜市住房和城乡建设局" };
const SIGNED_AT = "2026-06-01T02:00:00.000Z";
const CONTENT: NoticeContent = {
  kind: "urge",
  unit: HOUSING,
  title: "TS-2026-0001 已过法定期限",
  ground: "法定期限届满，至今未作出处理决定。",
  demand: "依法作出处理决定。",
  articles: [],
};

let app: TestApp;
let officer: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp({ isStarted: false });
  officer = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    departmentId: HOUSING.id,
    departmentName: HOUSING.name,
  });
});
afterAll(() => app.close());

const context = (at: string) => ({
  db: app.database.app.db,
  registry: app.application.registry,
  officer: { account: "housing-1", name: "陈岚", department: HOUSING },
  at,
});
const sign = () => signNotice(context(SIGNED_AT), { content: CONTENT });

const duesOf = () =>
  app.database.query("SELECT number, due_on::text AS due FROM oversight.notice ORDER BY number");
const clockOf = async (subject: string) => {
  const rows = await app.database.query<{ due: string }>(
    "SELECT due_on::text AS due FROM deadlines.clock WHERE subject = $1 AND due_on IS NOT NULL",
    [subject],
  );
  return rows.map(({ due }) => due);
};

async function enterCalendar(at: string): Promise<string> {
  const { db } = app.database.app;
  return inTransaction(db, async (tx) => {
    const id = await recordFact(tx, app.application.registry, {
      kind: "statutes.calendar-year-entered",
      source: "mingjing",
      sourceId: "test/2026",
      subject: "calendar:2026",
      occurredAt: at,
      payload: ENTERED,
    });
    await sql`INSERT INTO oversight.recount VALUES (${id})`.execute(tx);
    return id;
  });
}

const draftCard = () =>
  inTransaction(app.database.app.db, (tx) =>
    recordFact(tx, app.application.registry, {
      kind: "oversight.card-drafted",
      source: "mingjing",
      sourceId: "card/housing/2026-Q1",
      subject: "card:housing/2026-Q1",
      occurredAt: SIGNED_AT,
      payload: {
        unit: HOUSING,
        quarter: "2026-Q1",
        figures: {
          handled: 0,
          statutory: { n: 0, k: 0 },
          commitment: { n: 0, k: 0 },
          bounced: 0,
          substantive: { n: 0, k: 0 },
          reversed: { n: 0, k: 0 },
          published: { n: 0, k: 0 },
        },
      },
    }),
  );

test("open notices and cards move and keep both dates; what is answered and what was climbed stay, also after a rebuild", async () => {
  const { db } = app.database.app;
  const { registry } = app.application;
  const [open, received, answered] = [await sign(), await sign(), await sign()];
  await draftCard();
  await receiveNotice(context("2026-06-01T03:00:00.000Z"), { number: received, version: 0 });
  await answerNotice(context("2026-06-02T03:00:00.000Z"), answered, {
    version: 0,
    answer: "mended",
    text: "已作出处理决定。",
  });
  const now = async () => new Date("2026-06-05T08:00:00.000Z");
  await sweepDeadlines({ db, registry, now });
  const rungs = () => app.database.query("SELECT * FROM deadlines.escalation ORDER BY fact_id");
  const climbed = await rungs();
  expect(climbed.length).toBeGreaterThan(0);
  const [cardBefore] = await clockOf("card:housing/2026-Q1");

  const because = await enterCalendar("2026-06-05T08:00:00.000Z");
  expect(await recount({ db, registry }, await now())).toBe(3);
  const dues = [
    { number: open, due: "2026-06-09" },
    { number: received, due: "2026-06-09" },
    { number: answered, due: "2026-06-08" },
  ];
  expect(await duesOf()).toEqual(dues);
  expect(await clockOf(`notice:${open}`)).toEqual(["2026-06-09"]);
  expect(await clockOf(`notice:${answered}`)).toEqual([]);
  const moved = await app.database.query(
    "SELECT subject, payload FROM fact.fact WHERE kind = 'oversight.dates-moved' ORDER BY subject",
  );
  const clocks = [{ clock: "notice.answer", from: "2026-06-08", to: "2026-06-09" }];
  const [cardAfter] = await clockOf("card:housing/2026-Q1");
  expect(cardAfter).not.toBe(cardBefore);
  expect(moved).toEqual([
    {
      subject: "card:housing/2026-Q1",
      payload: { because, clocks: [{ clock: "card.comment", from: cardBefore, to: cardAfter }] },
    },
    { subject: `notice:${open}`, payload: { because, clocks } },
    { subject: `notice:${received}`, payload: { because, clocks } },
  ]);
  const reply = await app.inject({ url: `/api/oversight/notices/${open}`, headers: officer });
  expect(reply.statusCode, reply.body).toBe(200);
  const view = reply.json<NoticeView>();
  const event = view.history.find(({ kind }) => kind === "oversight.dates-moved");
  expect(event?.moved).toEqual(clocks);
  await sweepDeadlines({ db, registry, now });
  expect((await rungs()).slice(0, climbed.length)).toEqual(climbed);
  // The second counting finds nothing to say.
  expect(await recount({ db, registry }, await now())).toBe(0);
  await summariseOversight(db);
  expect(await duesOf()).toEqual(dues);
});
