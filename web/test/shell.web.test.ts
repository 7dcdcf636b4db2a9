/* oxlint-disable max-lines -- the shell in one browser, opened once */
/** The frame of the console: home, keys, palette, views, acts that can be taken back, elder mode, print. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { openStage, type Stage } from "./browser.ts";
import { MockState } from "./mock-state.ts";
import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";
import { openLead } from "./pages.ts";
import type { TabOptions } from "./tab.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});
beforeEach(() => {
  Object.assign(stage.server.state, new MockState());
});

const path = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;
const sentPaths = () => stage.server.state.sent.map((call) => call.path.split("/").at(-1));
const undoBar = (page: Page) => page.getByRole("status", { name: "刚才的操作" });

async function openHome(account: string, options: TabOptions = {}): Promise<Page> {
  const page = await stage.openAs(account, "/console/", options);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

async function openPalette(page: Page, typed: string): Promise<Page> {
  const field = page.getByRole("dialog").getByRole("combobox");
  // On a busy machine a heading can be seen before the page listens to keys.
  await expect
    .poll(
      async () => {
        if (!(await field.isVisible())) await page.keyboard.press("Control+k");
        return field.isVisible();
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await page.keyboard.type(typed);
  return page;
}

describe("the workbench", () => {
  test("orders by legal risk, with its word, its day and its article", async () => {
    const page = await openHome("housing-1");
    const heads = await page.locator(".due-head").allTextContents();
    expect(heads.map((head) => head.split(" 按")[0]?.trim())).toEqual([
      "◆ 今明两天到期",
      "期限之内",
    ]);
    await page.getByText("公示期内可以提出异议（实施条例第54条）").first().waitFor();
    await page.getByRole("link", { name: "待签收" }).click();
    await page.locator("[data-lead]").first().waitFor();
    expect(path(page)).toBe("/console/leads?state=routed");
  });

  test("shows a coordinator who lets lie, and since when; each figure opens its rows", async () => {
    const page = await openHome("coordinator-1");
    const board = page.getByRole("region", { name: "各部门办理情况" });
    await board.getByText(/起，6 日/).waitFor();
    await board.getByRole("link", { name: "3" }).click();
    await expect.poll(() => path(page)).toBe("/console/leads?department=housing&stuck=yes");
    await page.getByRole("button", { name: "去掉筛选：久未办理" }).click();
    await expect.poll(() => path(page)).toBe("/console/leads?department=housing");
  });

  test("shows a bidder the own receipts with the certificate, and no menu of leads", async () => {
    const page = await openHome("bidder-1");
    const own = page.getByRole("link", { name: /^下载「.*」的见证书文件$/ });
    expect(await own.getAttribute("href")).toBe(
      "/api/own/processes/ocds-mj0001-YL2026-0312/certificate",
    );
    await expect(page.getByRole("link", { name: "线索", exact: true }).count()).resolves.toBe(0);
  });

  test("goes on in another post, whose home it is", async () => {
    const page = await stage.openPage("/console/leads", { cookie: ["mock", "housing-3"] });
    await page.getByRole("button", { name: /建筑市场监管科/ }).click();
    await page
      .getByLabel("换岗位")
      .selectOption({ label: "云澜市住房和城乡建设局 质量安全科（代理至 2026-12-31）" });
    await expect.poll(() => stage.server.state.post).toBe("housing-3-other");
    await expect.poll(() => path(page)).toMatch(/^\/console\/?$/);
    expect(stage.server.state.sent.at(-1)).toMatchObject({ csrf: "1" });
  });
});

describe("keys", () => {
  test("g and a letter opens a page, j and Enter a row, ? the sheet", async () => {
    const page = await openHome("housing-1");
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await page.getByRole("rowheader").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "见证书" }).waitFor();
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "快捷键" });
    await sheet.getByText("把筛选存为视图").waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
  });

  test("letters typed into a field are text, and the first Tab offers to skip to the content", async () => {
    const page = await stage.openAs("housing-1", "/console/leads");
    await page.locator("[data-lead]").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("gp?");
    await expect(page.getByLabel("按编号、项目或企业查找").inputValue()).resolves.toBe("gp?");
    const other = await stage.openAs("housing-1", "/console/processes");
    await other.keyboard.press("Tab");
    await other.keyboard.press("Enter");
    await expect.poll(() => other.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
  });
});

describe("the palette", () => {
  test.each([
    ["待签收", "characters"],
    ["daiqianshou", "pinyin"],
    ["dqs", "initials"],
    ["daiqainshou", "a slip of the finger"],
  ])("finds the leads to receive by %s: %s", async (typed) => {
    const page = await openPalette(await openHome("housing-1"), typed);
    await page.getByRole("option", { name: /待签收的线索/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator("[data-lead]").first().waitFor();
    expect(path(page)).toBe("/console/leads?state=routed");
  });

  test("finds leads by the initials of their title, and units", async () => {
    const page = await openPalette(await openHome("housing-1"), "jpsq");
    await page
      .getByRole("option", { name: /锦屏社区卫生服务中心装修/ })
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    await openPalette(page, "jtys");
    await page.getByRole("option", { name: /云澜市交通运输局/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => path(page)).toBe("/console/leads?department=transport");
  });

  test("offers what was opened lately first", async () => {
    const page = await openPalette(await openHome("housing-1"), "dgb");
    await page.getByRole("option", { name: /待公布的决定/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await openPalette(page, "");
    const first = page.getByRole("dialog").getByRole("option").first();
    await expect(first.textContent()).resolves.toContain("待公布的决定");
  });

  test("offers the acts of the open lead", async () => {
    const page = await openPalette(await openLead(stage, "received"), "jlbz");
    await page.getByRole("option", { name: /记录步骤/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "记录步骤" }).waitFor();
  });
});

describe("saved views", () => {
  test("keep the filter of the address under a name: in the menu, in the palette, until removed", async () => {
    const page = await stage.openAs("housing-1", "/console/leads?level=hint");
    await page.locator("[data-lead]").first().waitFor();
    await page.keyboard.press("v");
    await page.getByLabel("名称").fill("周一先看");
    await page.getByRole("radio", { name: /住房和城乡建设局的同事/ }).check();
    await page.getByRole("button", { name: "保存" }).click();
    const link = page.getByRole("navigation").getByRole("link", { name: "周一先看" });
    await link.waitFor();
    expect(stage.server.state.sent.at(-1)?.body).toEqual({
      name: "周一先看",
      path: "/leads?level=hint",
      isShared: true,
    });
    await page.goto(`${stage.server.url}/console/`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await openPalette(page, "zyxk");
    await page.getByRole("option", { name: /周一先看/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => path(page)).toBe("/console/leads?level=hint");
    await page.getByRole("button", { name: "删除视图 周一先看" }).click();
    await link.waitFor({ state: "detached" });
  });
});

describe("several leads at once", () => {
  async function markTwo(page: Page): Promise<void> {
    await page.locator("[data-lead]").first().waitFor();
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  }

  test("are received together; the refused one is named with its reason", async () => {
    const page = await stage.openAs("housing-1", "/console/leads?state=routed");
    await markTwo(page);
    const second = await page.locator("[data-lead]").nth(1).getAttribute("data-lead");
    stage.server.state.bump(second ?? "");
    await page.keyboard.press("e");
    await undoBar(page).getByText("签收 2 条线索").waitFor();
    expect(stage.server.state.sent).toEqual([]);
    await undoBar(page).getByRole("button", { name: "现在发出" }).click();
    await undoBar(page).getByText("已签收 1 条，1 条没有签收。").waitFor();
    await undoBar(page).getByText("刚才有人先处理了这条线索").waitFor();
    expect(sentPaths()).toEqual(["receipts"]);
  });

  test("are not received once taken back", async () => {
    const page = await stage.openAs("housing-1", "/console/leads?state=routed");
    await markTwo(page);
    await page.keyboard.press("e");
    await page.keyboard.press("u");
    await undoBar(page).getByText("签收 2 条线索").waitFor({ state: "detached" });
    await page.goto(`${stage.server.url}/console/processes`);
    await page.getByRole("rowheader").first().waitFor();
    expect(stage.server.state.sent).toEqual([]);
  });
});

describe("an act that can be taken back", () => {
  test("is sent when the page is left before its ten seconds", async () => {
    const page = await openLead(stage, "routed");
    await page.getByRole("button", { name: "签收", exact: true }).click();
    await undoBar(page)
      .getByText(/^签收 线2026/)
      .waitFor();
    expect(stage.server.state.sent).toEqual([]);
    await page.goto("about:blank");
    await expect.poll(sentPaths).toEqual(["receipt"]);
  });

  test("is not sent after 撤销, and can be given again", async () => {
    const page = await openLead(stage, "routed");
    const receive = page.getByRole("button", { name: "签收", exact: true });
    await receive.click();
    await undoBar(page).getByRole("button", { name: /撤销/ }).click();
    await receive.click();
    await undoBar(page).getByRole("button", { name: "现在发出" }).click();
    await page.getByText("核查中").first().waitFor();
    expect(sentPaths()).toEqual(["receipt"]);
  });

  test("is sent by itself after ten seconds", async () => {
    const page = await openLead(stage, "routed");
    await page.getByRole("button", { name: "签收", exact: true }).click();
    await page.getByText("核查中").first().waitFor({ timeout: 15_000 });
    expect(sentPaths()).toEqual(["receipt"]);
  });
});

describe("on a phone of 360 px", () => {
  test("a lead is received, returned with its ground, routed anew and urged", async () => {
    let page = await openLead(stage, "routed", { viewport: NARROW });
    const lead = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "退回" }).click();
    const sheet = page.getByRole("dialog", { name: "退回" });
    await sheet.getByRole("button", { name: "退回", exact: true }).click();
    await sheet.getByText("请写明内容，至少 2 个字").waitFor();
    await sheet.getByLabel("退回的理由").fill("公路工程，由交通运输部门监督。");
    await sheet.getByRole("button", { name: "退回", exact: true }).click();
    await undoBar(page).getByRole("button", { name: "现在发出" }).click();
    await page.getByText("已退回，等综合协调部门改派。").waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    page = await stage.openAs("coordinator-1", lead, { viewport: NARROW });
    await page.getByRole("button", { name: "改派部门" }).click();
    const route = page.getByRole("dialog", { name: "改派部门" });
    await route.getByLabel("主管部门").selectOption("云澜市交通运输局");
    await route.getByLabel("指定的依据").fill("按权责清单确认。");
    await route.getByRole("button", { name: "改派", exact: true }).click();
    await undoBar(page).getByRole("button", { name: "现在发出" }).click();
    await page.getByText("改派给云澜市交通运输局").waitFor();

    await page.getByRole("button", { name: "催办" }).click();
    const urge = page.getByRole("dialog", { name: "催办" });
    await urge.getByLabel("催办内容").fill("请今日内签收。");
    await urge.getByRole("button", { name: "催办", exact: true }).click();
    await undoBar(page).getByRole("button", { name: "现在发出" }).click();
    await page.getByText("请今日内签收。").waitFor();
    expect(sentPaths()).toEqual(["return", "route", "urge"]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });

  test("a lead is received", async () => {
    const page = await openLead(stage, "routed", { viewport: NARROW });
    await page.getByRole("button", { name: "签收", exact: true }).click();
    await undoBar(page).getByRole("button", { name: "现在发出" }).click();
    await page.getByText("核查中").first().waitFor();
    expect(sentPaths()).toEqual(["receipt"]);
  });
});

describe("an own act put right", () => {
  test("shows the right one, the wrong one struck through, and why", async () => {
    const page = await openLead(stage, "received");
    await page.getByRole("button", { name: "记录步骤" }).click();
    const step = page.getByRole("dialog", { name: "记录步骤" });
    await step.getByRole("radio", { name: "现场查看" }).check();
    await step.getByLabel("经过和结果").fill("4月18日到图文店查看。");
    await step.getByRole("button", { name: "记入" }).click();
    await page.getByRole("button", { name: /^更正/ }).click();
    const form = page.getByRole("dialog", { name: "更正本人操作" });
    await expect(form.getByLabel("经过和结果").inputValue()).resolves.toBe("4月18日到图文店查看。");
    await form.getByLabel("经过和结果").fill("4月19日到图文店查看。");
    await form.getByLabel("更正的原因").fill("日期写错。");
    await form.getByRole("button", { name: "更正", exact: true }).click();
    await page.locator("del", { hasText: "4月18日" }).waitFor();
    await page.locator("ins", { hasText: "4月19日" }).waitFor();
    await page.getByText(/更正：日期写错。/).waitFor();
  });
});

describe("detail pages", () => {
  test("keep the time line in view beside the page, however far it is scrolled", async () => {
    const page = await openLead(stage, "received");
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const box = await page.getByRole("complementary", { name: "经过和查阅记录" }).boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect((box?.y ?? 0) + 40).toBeLessThan(WIDE.height);
  });

  test("fields say what the law says, with the article", async () => {
    const page = await openLead(stage, "received");
    await page.getByRole("button", { name: "作出决定" }).click();
    const form = page.getByRole("dialog", { name: "作出决定" });
    await form.getByText("法律怎么说").first().click();
    await form.getByText("招标投标法实施条例第61条").waitFor();
  });

  test("print on A4 with who printed and when, without what belongs to the screen", async () => {
    const page = await openLead(stage, "received");
    await page.emulateMedia({ media: "print" });
    await page
      .getByText(/云澜市住房和城乡建设局 陈岚 打印于 \d{4}-\d{2}-\d{2} \d{2}:\d{2}/)
      .waitFor();
    await expect(page.getByRole("navigation").isVisible()).resolves.toBe(false);
    await expect(page.getByRole("button", { name: "作出决定" }).isVisible()).resolves.toBe(false);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const boxes = pdf.toString("latin1").match(/\/MediaBox \[[^\]]*\]/g) ?? [];
    expect(boxes.length).toBeGreaterThan(0);
    for (const box of boxes) expect(box).toMatch(/0 0 59\d(\.\d+)? 84\d/);
    // The tab is the next test's too.
    await page.emulateMedia({ media: "screen" });
  });
});

describe("elder mode", () => {
  test("outlives a reload; body text is 24 px and buttons are 60 px high", async () => {
    const page = await openHome("housing-1");
    await page.getByRole("button", { name: "换成大字" }).click();
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    const size = await page.evaluate(() => getComputedStyle(document.body).fontSize);
    expect(size).toBe("24px");
    await page.goto(`${stage.server.url}/console/leads`);
    const button = page.getByRole("button", { name: "存为视图" });
    await button.waitFor();
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(60);
  });
});

const SHELL_PAGES: readonly (readonly [string, (options: TabOptions) => Promise<Page>])[] = [
  ["home of an officer", (options) => openHome("housing-1", options)],
  ["home of the coordinator", (options) => openHome("coordinator-1", options)],
  ["home of a bidder", (options) => openHome("bidder-1", options)],
  [
    "help sheet",
    async (options) => {
      const page = await openHome("housing-1", options);
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "快捷键" }).waitFor();
      return page;
    },
  ],
  [
    "lead with a waiting act",
    async (options) => {
      const page = await openLead(stage, "routed", options);
      await page.getByRole("button", { name: "退回" }).click();
      const sheet = page.getByRole("dialog", { name: "退回" });
      await sheet.getByLabel("退回的理由").fill("不属于本部门。");
      await sheet.getByRole("button", { name: "退回", exact: true }).click();
      await undoBar(page).getByText(/^退回/).waitFor();
      return page;
    },
  ],
];

describe.each(SHELL_PAGES)("the page %s", (_name, open) => {
  const fits = async (page: Page) => {
    for (const viewport of [NARROW, WIDE]) {
      await page.setViewportSize(viewport);
      expect(await overflow(page), String(viewport.width)).toBeLessThanOrEqual(0);
    }
  };

  test("has no serious finding of axe in light and in elder mode, no Latin word, and fits", async () => {
    const page = await open({});
    expect(await latinWords(page)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
    await fits(page);
    await page.evaluate(() => void (document.documentElement.dataset["mode"] = "elder"));
    expect(await seriousFindings(page)).toEqual([]);
    await fits(page);
  });

  test("has no serious finding of axe in the dark", async () => {
    const page = await open({ colorScheme: "dark" });
    expect(await seriousFindings(page)).toEqual([]);
  });
});
