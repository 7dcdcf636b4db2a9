import { afterAll, beforeAll, expect, test } from "vitest";

import { publishedCalendar, publishedLaw } from "../../../../clocks/src/index.ts";
import { articleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import { calendarYearEntered } from "../../../../contract/src/facts/statutes.calendar-year-entered.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { readCalendar, readLaw, readPublicStatutes } from "./index.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const YEAR = {
  year: 2027,
  notices: ["https://example.gov.cn/2027"],
  off: { "2027-01-01": "元旦" },
  makeUp: ["2027-01-02"],
  ground: "通知〔2026〕1号",
};

const enter = (version: number, off: Record<string, string> = YEAR.off) =>
  inTransaction(app.database.app.db, (tx) =>
    recordFact(tx, app.application.registry, {
      kind: calendarYearEntered.kind,
      source: "mingjing",
      sourceId: `statutes/calendar/2027/${version}`,
      subject: "calendarYear:2027",
      occurredAt: `2026-06-0${version}T08:00:00Z`,
      payload: { ...YEAR, off, version },
    }),
  );

const queriesIn = async (count: number) => {
  let queries = 0;
  await inTransaction(app.database.app.db, async (tx) => {
    const counted = new Proxy(tx, {
      get: (target, name) => {
        if (name === "getExecutor") queries += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    for (let n = 0; n < count; n += 1) await readCalendar(counted);
  });
  return queries;
};

test("before anything is entered: calendar and law of the program", async () => {
  const { calendar, versionOf } = await readCalendar(app.database.app.db);
  expect(calendar.years).toEqual(publishedCalendar.years);
  expect([versionOf(2026), versionOf(2027)]).toEqual(["2026/published", undefined]);
  expect(await readLaw(app.database.app.db)).toEqual(publishedLaw);
});

test("an entered year counts at once, its latest version, inside and in public", async () => {
  await enter(1);
  const first = await readCalendar(app.database.app.db);
  expect(first.versionOf(2027)).toBe("2027/1");
  expect(first.calendar.kindOf("2027-01-02")).toEqual({ kind: "makeUpDay" });
  await enter(2, { ...YEAR.off, "2027-01-04": "调整" });
  const second = await readCalendar(app.database.app.db);
  expect(second.versionOf(2027)).toBe("2027/2");
  expect(second.calendar.isWorkingDay("2027-01-04")).toBe(false);
  const { calendar, entries } = await readPublicStatutes(app.database.public.db);
  expect(calendar.isWorkingDay("2027-01-04")).toBe(false);
  expect(entries.years.map(({ version }) => version)).toEqual([1, 2]);
});

test("what one transaction enters it sees itself; another only when it is committed", async () => {
  const seen = await inTransaction(app.database.app.db, async (tx) => {
    const before = (await readCalendar(tx)).versionOf(2027);
    await recordFact(tx, app.application.registry, {
      kind: calendarYearEntered.kind,
      source: "mingjing",
      sourceId: "statutes/calendar/2027/3",
      subject: "calendarYear:2027",
      occurredAt: "2026-06-03T08:00:00Z",
      payload: { ...YEAR, version: 3 },
    });
    const outside = (await readCalendar(app.database.app.db)).versionOf(2027);
    return [before, (await readCalendar(tx)).versionOf(2027), outside];
  });
  expect(seen).toEqual(["2027/2", "2027/3", "2027/2"]);
});

test("100,000 readings in a sweep ask the database as often as one", async () => {
  await readCalendar(app.database.app.db);
  const one = await queriesIn(1);
  expect(one).toBeGreaterThan(0);
  expect(await queriesIn(100_000)).toBe(one);
});

test("an article changes the law from its day on; a rebuild gives the same", async () => {
  await inTransaction(app.database.app.db, (tx) =>
    recordFact(tx, app.application.registry, {
      kind: articleEntered.kind,
      source: "mingjing",
      sourceId: "statutes/article/CG-53@2030/1",
      subject: "article:CG-53@2030",
      occurredAt: "2026-06-04T08:00:00Z",
      payload: articleEntered.example,
    }),
  );
  const law = await readLaw(app.database.app.db);
  expect(law.articles.find(({ id }) => id === "CG-53")?.validTo).toBe("2029-12-31");
  expect(
    law.rules.filter(({ id }) => id === "challenge.reply").map(({ length }) => length),
  ).toEqual([7, 5]);
  await app.application.rebuild();
  expect(await readLaw(app.database.app.db)).toEqual(law);
  expect((await readPublicStatutes(app.database.public.db)).law).toEqual(law);
});
