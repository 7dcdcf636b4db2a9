/** Calendar and law in a real browser; replies are checked against the contract before they are sent. */
import type { Page } from "playwright-core";
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { publishedLaw, publishedYears } from "../../clocks/src/index.ts";
import { articleEntered } from "../../contract/src/facts/statutes.article-entered.ts";
import {
  CalendarView,
  LawView,
  StatuteDrafts,
  StatutePreview,
} from "../../contract/src/statutes.ts";
import { openStage, type Stage } from "./browser.ts";
import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

function checked<Schema extends TSchema>(schema: Schema, body: Static<Schema>): string {
  const check = Compile(schema);
  if (!check.Check(body)) throw new Error(JSON.stringify(check.Errors(body)));
  return JSON.stringify(body);
}

const calendar = checked(CalendarView, {
  today: "2026-12-28",
  versions: publishedYears.map(({ year, notices, off, makeUp }) => ({
    year,
    notices: [...notices],
    off,
    makeUp: [...makeUp],
    version: 0,
  })),
  alarm: { year: 2027, voices: 2, clocks: 3 },
});
const law = checked(LawView, {
  today: "2026-12-28",
  articles: publishedLaw.articles.map((article) => ({
    ...article,
    isInForce: true,
    clocks: article.id === "CG-53" ? ["challenge.reply"] : [],
    duties: 0,
  })),
  rules: [
    {
      clock: "challenge.reply",
      regimes: ["procurement"],
      unit: "workingDay",
      length: 7,
      startsFrom: "receipt",
      pausesOn: {},
      articles: ["CG-53", "MOF94-13"],
    },
  ],
});
const { version: _version, ...content } = articleEntered.example;
const id = "0e3f1f4e-2f4b-4c3a-9a57-0a2f6c1d2e3f";
const drafts = checked(StatuteDrafts, {
  rows: [
    {
      id,
      kind: "article",
      content,
      madeBy: { account: "coordinator-1", name: "江予安" },
      changedAt: "2026-12-28T01:00:00.000Z",
      errors: [],
      request: null,
    },
  ],
});
const preview = checked(StatutePreview, {
  errors: [],
  version: 1,
  days: [],
  voices: 3,
  movedVoices: 1,
  movedClocks: 1,
  moves: [
    {
      voice: "v-1",
      number: "2026-0001",
      title: "关于评标结果的质疑",
      clock: "challenge.reply",
      before: null,
      after: "2027-01-07",
    },
  ],
  quotes: [
    { kind: "clock", id: "challenge.reply" },
    { kind: "page", id: "/deadline" },
  ],
  quotingLetters: 2,
  letters: [
    {
      kind: "reply",
      state: "issued",
      number: "云建监诉〔2026〕12号",
      on: "2026-12-20",
      case: "ZY-2026-0001",
      link: "/voices/ZY-2026-0001",
    },
    { kind: "urge", state: "drafted", on: "2026-12-21", link: "/oversight" },
  ],
});

async function open(path: string, viewport = WIDE) {
  const page: Page = await stage.openPage("/console/", { viewport, cookie: ["mock", "housing-1"] });
  const posted: { readonly path: string; readonly body: unknown }[] = [];
  await page.route("**/api/session", async (route) => {
    const reply = await route.fetch();
    const session = (await reply.json()) as { permissions: string[] };
    const more = ["statutes.read", "statutes.enter"];
    await route.fulfill({ json: { ...session, permissions: [...session.permissions, ...more] } });
  });
  await page.route("**/api/statutes/**", async (route) => {
    const request = route.request();
    const name = new URL(request.url()).pathname.slice("/api/statutes/".length);
    if (request.method() !== "GET") posted.push({ path: name, body: request.postDataJSON() });
    if (name === "requests") {
      await route.fulfill({ status: 202, json: { approval: "request-1" } });
      return;
    }
    const answers: Readonly<Record<string, string>> = {
      calendar,
      law,
      drafts,
      [`drafts/${id}/preview`]: preview,
    };
    const body = answers[name];
    await route.fulfill({
      status: body === undefined ? 404 : 200,
      contentType: "application/json",
      body: body ?? "{}",
    });
  });
  await page.goto(`${stage.server.url}/console${path}`);
  return { page, posted };
}

test("the year: marks in words, the notice, the alarm for the year that is missing", async () => {
  const { page } = await open("/calendar");
  await page.getByText("2 件在办事项的 3 个期限暂定").waitFor();
  const october = page.getByRole("table", { name: "10 月", exact: true });
  expect(await october.getByRole("cell", { name: /国庆节/u }).count()).toBe(7);
  expect(await october.getByRole("cell", { name: /班/u }).innerText()).toContain("10");
  await page.getByRole("button", { name: "下一年" }).click();
  await page.getByText("2027 年：尚未公布").waitFor();
});

test("the law register is searched and filtered in the address", async () => {
  const { page } = await open("/calendar/law?q=答复质疑");
  const table = page.getByRole("table", { name: "法规库" });
  await table.getByText("第53条").first().waitFor();
  expect(await table.getByRole("row").count()).toBe(2);
  await page.getByRole("button", { name: "未核对原文" }).click();
  await page.getByText("没有符合条件的条文").waitFor();
});

test("a draft shows old and new date before it is asked for", async () => {
  const { page, posted } = await open("/calendar/enter");
  await page
    .getByRole("row", { name: "2026-0001 关于评标结果的质疑 答复质疑 暂定 2027-01-07" })
    .waitFor();
  const letters = page.getByRole("table", { name: "未办结案件里引用它的文书" });
  const sent = letters.getByRole("link", { name: "答复书 云建监诉〔2026〕12号" });
  expect(await sent.getAttribute("href")).toBe("/console/voices/ZY-2026-0001");
  await letters.getByRole("row", { name: "督促函 （无文号） 2026-12-21 草拟" }).waitFor();
  await page.getByLabel("申请理由").fill("法律已公布");
  await page.getByRole("button", { name: "申请复核" }).click();
  await page.getByRole("link", { name: "查看申请" }).waitFor();
  expect(posted).toEqual([{ path: "requests", body: { draft: id, reason: "法律已公布" } }]);
});

/** Parts of the ids of articles. */
const ID_PARTS = new Set(["CG", "MOF", "ZTB", "XXGK", "MFD", "LOCAL", "PAUSE", "T"]);

describe.each([
  "/calendar",
  "/calendar?year=2027",
  "/calendar/law",
  "/calendar/enter",
  "/calendar/enter/year?year=2026",
  "/calendar/enter/article?replaces=CG-53",
])("%s", (path) => {
  test("fits desk and phone, has no serious finding, and no Latin word in Chinese", async () => {
    const { page } = await open(path);
    await page.locator("main .panel, main .year-picture").first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect((await latinWords(page)).filter((word) => !ID_PARTS.has(word))).toEqual([]);
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      expect(await overflow(page), `${viewport.width}`).toBeLessThanOrEqual(0);
    }
  });
});
