/** What every journey through the shared city does first: signing in, sending facts. */
import type { Browser, Page } from "playwright-core";
import { expect, inject } from "vitest";

import type { FactInput } from "../contract/src/facts/fact.ts";
import { dayAfter, plainDateOf } from "../server/src/kernel/plain-date.ts";

export const city = inject("city");

/** A tab of its own, as somebody of the demo city. */
export async function pageOf(
  browser: Browser,
  account: string,
  { width = 1366, height = 768 } = {},
): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width, height } });
  const page = await context.newPage();
  const reply = await page.request.post(`${city.url}/api/session/demo`, {
    headers: { "x-mingjing-csrf": "1" },
    data: { account },
  });
  expect(reply.status(), await reply.text()).toBe(200);
  return page;
}

/**
 * Opens a field of choices and takes one. A list that moves between the press and the release of the mouse takes nothing:
 * a person would press again, and so does this.
 */
export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  const taken = page.locator(".ant-select").filter({ has: field });
  for (let attempt = 1; ; attempt += 1) {
    await field.click();
    await page.getByTitle(option).last().click();
    try {
      await taken.getByText(option).first().waitFor({ timeout: 5000 });
      return;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** Sends facts as the city's source does; all are new and well formed. */
export async function sendFacts(facts: readonly FactInput[]): Promise<void> {
  const response = await fetch(`${city.url}/api/intake/batches?source=demo`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${city.operatorToken}`,
      "content-type": "application/x-ndjson",
    },
    body: facts.map((fact) => JSON.stringify(fact)).join("\n"),
  });
  expect(await response.json()).toMatchObject({ accepted: facts.length, quarantined: 0 });
}

/** Today in Asia/Shanghai, or so many days from it. */
export const dayFrom = (days = 0): string => dayAfter(plainDateOf(new Date()), days);

/** Nothing is wider than the screen. */
export async function withoutScrolling(page: Page): Promise<void> {
  const beyond = await page.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
  expect(beyond).toBeLessThanOrEqual(0);
}
