/** City overview in a real browser; replies are checked against the contract before they are sent. */
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { InsightQuery, InsightView } from "../../contract/src/insight.ts";
import { openStage, type Stage } from "./browser.ts";
import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const isQuery = Compile(InsightQuery);
const isView = Compile(InsightView);

const QUARTERS = ["2025-Q3", "2025-Q4", "2026-Q1"];
const VIEW: InsightView = {
  measure: "leads",
  rows: "industry",
  columns: "period",
  rowValues: ["housing", "water", "*"],
  columnValues: QUARTERS,
  cells: [
    [
      { from: 40, upTo: 44 },
      { from: 35, upTo: 39 },
      { from: 0, upTo: 4 },
    ],
    [{ from: 0, upTo: 4 }, { from: 5, upTo: 9 }, { from: 10 }],
    [{ from: 0 }, { from: 0 }, { from: 15 }],
  ],
  rowTotals: [{ from: 75 }, { from: 15 }, { from: 15 }],
  columnTotals: [{ from: 40 }, { from: 40 }, { from: 25 }],
  total: { from: 105 },
  options: [
    { axis: "industry", values: ["housing", "water"] },
    { axis: "state", values: ["decided", "received"] },
    { axis: "pace", values: ["day", "none"] },
    { axis: "department", values: [] },
    { axis: "group", values: ["BEH+DEV", "DEV+PRC"] },
    { axis: "place", values: [] },
    { axis: "period", values: QUARTERS },
  ],
  periods: QUARTERS.map((period) => ({
    period,
    closedAt: "2026-04-11T00:00:00.000Z",
    dimensions: ["industry"],
  })),
};
const EMPTY: InsightView = {
  ...VIEW,
  rowValues: [],
  columnValues: [],
  cells: [],
  rowTotals: [],
  columnTotals: [],
  total: { from: 0 },
};

interface Options {
  readonly view?: InsightView;
  /** The first answers fail. */
  readonly failures?: number;
  readonly permissions?: readonly string[];
}

async function open(path: string, options: Options = {}) {
  const { view = VIEW, permissions = ["insight.read"] } = options;
  const page = await stage.openPage("/console/", { viewport: WIDE, cookie: ["mock", "housing-1"] });
  const asked: URLSearchParams[] = [];
  const left = { failures: options.failures ?? 0 };
  await page.route("**/api/session", async (route) => {
    const reply = await route.fetch();
    const session = (await reply.json()) as { permissions: string[] };
    await route.fulfill({
      json: { ...session, permissions: [...session.permissions, ...permissions] },
    });
  });
  await page.route("**/api/insight/overview**", async (route) => {
    const { searchParams } = new URL(route.request().url());
    const query = Object.fromEntries(searchParams);
    if (!isQuery.Check(query)) throw new Error(`no such query: ${searchParams.toString()}`);
    asked.push(searchParams);
    left.failures -= 1;
    if (left.failures >= 0) {
      const json = { code: "fault", status: 500, params: {}, errors: [], requestId: "r1" };
      await route.fulfill({ status: 500, json });
      return;
    }
    if (!isView.Check(view)) throw new Error(JSON.stringify(isView.Errors(view)));
    await route.fulfill({ json: { ...view, measure: query.measure } });
  });
  await page.goto(`${stage.server.url}/console${path}`);
  return { page, asked };
}

describe("city overview", () => {
  test("says how many at least, and what is below five", async () => {
    const { page } = await open("/insight");
    await page.getByRole("heading", { name: "全市线索，至少 105 件。" }).waitFor();
    const cells = await page.locator(".heat-table tbody td").allInnerTexts();
    expect(cells.map((cell) => cell.trim()).join(" ")).toBe(
      "40–44 35–39 <5 ≥75 <5 5–9 ≥10 ≥15 未列出 未列出 ≥15 ≥15 ≥40 ≥40 ≥25 ≥105",
    );
    const small = page.locator(".heat-table .is-small").first();
    expect(await small.getAttribute("title")).toBe("不足 5，也可能是 0。");
    await page.getByText("为什么有的格显示「<5」？").click();
    await page.getByText("都推不出任何一格不足 5 的实数").waitFor();
  });

  test("more is tinted more, and nothing that is not shown is tinted", async () => {
    const { page } = await open("/insight");
    await page.locator(".heat-table").waitFor();
    const heat = await page
      .locator(".heat-table tbody tr:first-child td")
      .evaluateAll((cells) =>
        cells.map((cell) => (cell as HTMLElement).style.getPropertyValue("--heat")),
      );
    expect(heat).toEqual(["1", "0.875", "0", "0"]);
  });

  test("choices stand in the address and in the query; the files are asked for the same", async () => {
    const { page, asked } = await open("/insight?industry=water");
    await page.locator(".heat-table").waitFor();
    await page.getByLabel("行", { exact: true }).selectOption("state");
    await page.getByLabel("起", { exact: true }).selectOption("2025-Q4");
    await expect.poll(() => asked.at(-1)?.get("from")).toBe("2025-Q4");
    const wanted = {
      measure: "leads",
      rows: "state",
      columns: "period",
      from: "2025-Q4",
      industry: "water",
    };
    expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual(wanted);
    const address = new URL(page.url()).searchParams;
    expect(Object.fromEntries(address)).toEqual({
      industry: "water",
      rows: "state",
      from: "2025-Q4",
    });
    const href = await page.getByRole("link", { name: "文本表格" }).getAttribute("href");
    const file = new URL(href ?? "", stage.server.url);
    expect(file.pathname).toBe("/api/insight/overview/export");
    expect(Object.fromEntries(file.searchParams)).toEqual({
      ...wanted,
      format: "csv",
      lang: "zh-CN",
    });
    await page.getByRole("button", { name: "去掉筛选" }).click();
    await expect.poll(() => asked.at(-1)?.has("industry")).toBe(false);
  });

  test("the other figures start anew", async () => {
    const { page, asked } = await open("/insight?state=decided&from=2025-Q4");
    await page.getByRole("button", { name: "项目", exact: true }).click();
    await expect.poll(() => asked.at(-1)?.get("measure")).toBe("processes");
    expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({
      measure: "processes",
      rows: "regime",
      columns: "period",
    });
  });

  test("nothing to show says why; a failure offers to try again", async () => {
    const { page } = await open("/insight", { view: EMPTY });
    await page.getByText("没有可以列出的数字。").waitFor();
    await page.getByText("一期结束 10 天后定稿").waitFor();
    const failed = await open("/insight", { failures: 4 });
    await failed.page.getByText("出错了，没有完成。").waitFor({ timeout: 20_000 });
    await failed.page.getByRole("button", { name: "再试一次" }).click();
    await failed.page.locator(".heat-table").waitFor({ timeout: 20_000 });
  });

  test("menu, g then i and the palette lead here; not without the permission", async () => {
    const { page } = await open("/leads");
    await page.getByRole("link", { name: "全市概览" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await page.locator(".heat-table").waitFor();
    expect(new URL(page.url()).pathname).toBe("/console/insight");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    await page.keyboard.type("qsgl");
    await page.getByRole("option", { name: /全市概览/ }).waitFor();
    const other = await open("/leads", { permissions: [] });
    await other.page.locator("[data-lead]").first().waitFor();
    expect(await other.page.getByRole("link", { name: "全市概览" }).count()).toBe(0);
  });

  test("by keyboard: every choice, the table and the explanation are reached in turn", async () => {
    const { page } = await open("/insight");
    await page.locator(".heat-table").waitFor();
    await page.getByRole("button", { name: "线索", exact: true }).focus();
    const reached: string[] = [];
    for (let step = 0; step < 14; step += 1) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(
          () => document.activeElement?.className || document.activeElement?.tagName || "",
        ),
      );
    }
    expect(reached.filter((name) => name === "select")).toHaveLength(8);
    expect(reached).toContain("heat-box");
    expect(reached).toContain("SUMMARY");
  });

  test.each([
    ["with figures", VIEW],
    ["empty", EMPTY],
  ])(
    "%s: fits desk and phone, no serious finding, no Latin word in Chinese",
    async (_name, view) => {
      const { page } = await open("/insight", { view });
      await page.getByText("为什么有的格").waitFor();
      await (view === VIEW ? page.locator(".heat-table") : page.locator(".empty")).waitFor();
      expect(await latinWords(page)).toEqual([]);
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        expect(await seriousFindings(page), `${viewport.width}`).toEqual([]);
        expect(await overflow(page), `${viewport.width}`).toBeLessThanOrEqual(0);
      }
    },
  );
});
