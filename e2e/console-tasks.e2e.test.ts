/** The console's promise to officials: every task by the keyboard alone, the commonest in five clicks. */
import { setTimeout as delay } from "node:timers/promises";

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import {
  type ClickTask,
  COMMONEST,
  CONSOLE_TASKS,
  type ConsoleTask,
  type End,
  keysOf,
  MOST_CLICKS,
  MOST_KEYS,
  type Press,
} from "./console-tasks.ts";
import { plantedLot } from "./planted-lot.ts";
import { type RunningServer, startServer } from "./server.ts";

/** Leads of the housing office; the tasks name them by their place here. */
const PLANTED = [
  "云澜市望湖路雨污分流改造工程施工招标公告",
  "锦屏社区老旧小区改造二期工程施工招标公告",
  "云澜市第三中学教学楼加固工程施工招标公告",
  "松壑片区道路及附属设施提升工程施工招标公告",
  "云澜市公共停车场智能化改造工程施工招标公告",
  "滨河片区海绵城市建设工程施工招标公告",
];
const HOUR_MS = 3_600_000;
const MOST_TABS = 60;

let server: RunningServer;
let browser: Browser;
const pages = new Map<string, Page>();
let leads: readonly string[] = [];

async function plant(): Promise<void> {
  const facts = PLANTED.flatMap((title, index) =>
    plantedLot(Date.now() - index * 30 * HOUR_MS, { ocid: `ocds-mj0001-TSK-000${index}`, title }),
  );
  const reply = await fetch(`${server.url}/api/intake/batches?source=demo`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${server.operatorToken}`,
      "content-type": "application/x-ndjson",
    },
    body: facts.map((fact) => JSON.stringify(fact)).join("\n"),
  });
  expect(await reply.json()).toMatchObject({ accepted: facts.length });
}

/** One tab an account, signed in through the demo door. */
async function pageOf(account: string): Promise<Page> {
  const known = pages.get(account);
  if (known !== undefined) return known;
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: "zh-CN",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await context.request.post(`${server.url}/api/session/demo`, {
    headers: { "x-mingjing-csrf": "1" },
    data: { account },
  });
  pages.set(account, page);
  return page;
}

const pathOf = (page: Page): string => {
  const { pathname, search } = new URL(page.url());
  return decodeURI(pathname.replace(/^\/console/, "") + search);
};

async function expectEnd(page: Page, end: End): Promise<void> {
  if ("path" in end) await expect.poll(() => pathOf(page), { timeout: 10_000 }).toMatch(end.path);
  else if ("text" in end) await page.getByText(end.text).first().waitFor();
  else if ("dialog" in end) await page.getByRole("dialog", { name: end.dialog }).waitFor();
  else {
    const [name, value] = end.root;
    await expect.poll(() => page.locator("html").getAttribute(name)).toBe(value);
  }
}

async function open(page: Page, from: ConsoleTask["from"] = "/"): Promise<void> {
  const path = typeof from === "string" ? from : `/leads/${leads[from.lead]}`;
  await page.goto(`${server.url}/console${path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluateAll((found) => found.some((one) => one.ownerDocument.activeElement === one));

/** Presses Tab until the control has the focus, as a person without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${String(target)} has no focus after ${MOST_TABS} times Tab`);
}

/** The arrow down in the focused list of choices, until it shows the wanted one. */
async function choose(page: Page, wanted: string): Promise<void> {
  const shown = page.locator("select:focus option:checked");
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    if ((await shown.textContent()) === wanted) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`there is no ${wanted} to choose`);
}

async function press(page: Page, step: Press): Promise<void> {
  if ("key" in step) await page.keyboard.press(step.key);
  else if ("type" in step) await page.keyboard.type(step.type);
  else if ("choose" in step) await choose(page, step.choose);
  else {
    const [role, name] = step.tabTo;
    const sheet = page.getByRole("dialog");
    const within = (await sheet.count()) > 0 ? sheet : page;
    // A choice is named by its word and the sentence below it.
    const exact = role === "radio" ? { name: new RegExp(`^${name}`) } : { name, exact: true };
    await tabTo(page, within.getByRole(role, exact));
  }
}

/** Waits until the demo door knows the officer. */
async function waitForDemo(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const reply = await fetch(`${server.url}/api/session`);
    const { demoAccounts } = (await reply.json()) as { demoAccounts: { account: string }[] };
    if (demoAccounts.some(({ account }) => account === "housing-1")) return;
    await delay(300);
  }
  throw new Error("the demo city has no account housing-1");
}

beforeAll(async () => {
  server = await startServer(60);
  browser = await launchBrowser();
  await waitForDemo();
  await plant();
  const officer = await pageOf("housing-1");
  for (let tries = 0; leads.length < PLANTED.length && tries < 100; tries += 1) {
    const reply = await officer.context().request.get(`${server.url}/api/leads?state=routed`);
    const { rows = [] } = (await reply.json()) as { rows?: { id: string; title: string }[] };
    const found = PLANTED.map((title) => rows.find((row) => row.title === title)?.id);
    leads = found.filter((id) => id !== undefined);
    await delay(300);
  }
  expect(leads).toHaveLength(PLANTED.length);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
}, 60_000);

/** The rows of a list are there before j looks for them: the address changes before the page that was left goes. */
async function settle(page: Page): Promise<void> {
  await page.locator(".skeleton").waitFor({ state: "detached" });
  const [, list] = /^\/(leads|processes)(?:\?|$)/.exec(pathOf(page)) ?? [];
  if (list === undefined) return;
  const rows =
    list === "leads" ? page.locator("[data-lead]") : page.getByRole("table", { name: "项目" });
  await rows.or(page.locator(".empty")).first().waitFor();
}

describe("by the keyboard alone", () => {
  test(`there are thirty tasks and more, each at most ${MOST_KEYS} keys after the palette`, () => {
    expect(CONSOLE_TASKS.length).toBeGreaterThanOrEqual(30);
    expect(CONSOLE_TASKS.filter((task) => keysOf(task) > MOST_KEYS)).toEqual([]);
  });

  test.each(CONSOLE_TASKS)("$as: $name ($typed)", async (task) => {
    const page = await pageOf(task.as);
    await open(page, task.from);
    await settle(page);
    const [first, ...rest] = task.finish ?? [];
    // Marking comes before the command that acts on what is marked.
    if (task.name !== "receive several leads") {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("option").first().waitFor();
      // Rows and the dictionary are loaded once; a person waits for neither.
      if (task.name === "open a lead by its title") await delay(600);
      await page.keyboard.type(task.typed);
      await page.getByRole("option", { selected: true }).waitFor();
      await delay(task.typed === "zfh" || task.typed === "whl" || task.typed === "zyx" ? 500 : 60);
      await page.keyboard.press("Enter");
      await expectEnd(page, task.opens);
    }
    if (first === undefined) return;
    await settle(page);
    for (const step of [first, ...rest]) await press(page, step);
    if (task.ends !== undefined) await expectEnd(page, task.ends);
  });
});

describe(`in at most ${MOST_CLICKS} clicks`, () => {
  test("ten tasks", () => {
    expect(COMMONEST).toHaveLength(10);
    expect(COMMONEST.filter(({ clicks }) => clicks.length > MOST_CLICKS)).toEqual([]);
  });

  async function click(page: Page, { clicks, fill = [] }: ClickTask): Promise<void> {
    for (const [index, [role, name]] of clicks.entries()) {
      for (const [before, label, text] of fill)
        if (before === index) await page.getByLabel(label).fill(text);
      const sheet = page.getByRole("dialog");
      const within = (await sheet.count()) > 0 ? sheet : page.locator(".app");
      await within
        .getByRole(
          role,
          typeof name === "string" && role !== "link" ? { name, exact: true } : { name },
        )
        .first()
        .click();
    }
  }

  test.each(COMMONEST)("$as: $name", async (task) => {
    pages.delete(task.as);
    const page = await pageOf(task.as);
    await open(page);
    await click(page, task);
    await expectEnd(page, task.ends);
  });
});
