/** The console's promise to officials: every task by the keyboard alone, the commonest in five clicks. */
import { setTimeout as delay } from "node:timers/promises";

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf as openAs, sendFacts } from "./city.ts";
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

let browser: Browser;
const pages = new Map<string, Page>();
let leads: readonly string[] = [];

async function plant(): Promise<void> {
  const now = Date.now();
  await sendFacts(
    PLANTED.flatMap((title, index) =>
      plantedLot(now - index * 30 * HOUR_MS, { ocid: `ocds-mj0001-TSK-000${index}`, title }),
    ),
  );
}

/** One tab an account, signed in through the demo door. */
async function pageOf(account: string): Promise<Page> {
  const known = pages.get(account);
  if (known !== undefined) return known;
  const page = await openAs(browser, account);
  await page.emulateMedia({ reducedMotion: "reduce" });
  page.setDefaultTimeout(10_000);
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
  await page.goto(`${city.url}/console${path}`);
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

beforeAll(async () => {
  browser = await launchBrowser();
  await plant();
  const officer = await pageOf("housing-1");
  for (let tries = 0; leads.length < PLANTED.length && tries < 100; tries += 1) {
    const reply = await officer.context().request.get(`${city.url}/api/leads?state=routed`);
    const { rows = [] } = (await reply.json()) as { rows?: { id: string; title: string }[] };
    const found = PLANTED.map((title) => rows.find((row) => row.title === title)?.id);
    leads = found.filter((id) => id !== undefined);
    await delay(300);
  }
  expect(leads).toHaveLength(PLANTED.length);
}, 180_000);

afterAll(async () => {
  await browser?.close();
}, 60_000);

/** The rows of a list are there before j looks for them: the address changes before the page that was left goes. */
async function settle(page: Page): Promise<void> {
  await page.locator(".skeleton").waitFor({ state: "detached" });
  const [, name] = /^\/(leads|processes)(?:\?|$)/.exec(pathOf(page)) ?? [];
  if (name === undefined) return;
  const list = page.locator(".page", { has: page.getByRole("searchbox") });
  const rows =
    name === "leads" ? list.locator("[data-lead]") : list.getByRole("table", { name: "项目" });
  await rows.or(list.locator(".empty")).first().waitFor();
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
