/**
 * What the platform says about itself can be checked by whoever reads it: a number of the figures opens a list of that
 * length, and the downloaded work summary says the number that its page shows.
 */
import { readFile } from "node:fs/promises";

import { strFromU8, unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { VoiceFigure, VoiceFigures } from "../contract/src/voice-figures.ts";
import type { VoicePage } from "../contract/src/voices.ts";
import type { WorkSummary } from "../contract/src/work-summary.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf } from "./city.ts";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await pageOf(browser, "coordinator-1");
}, 180_000);

afterAll(async () => {
  await browser?.close();
}, 60_000);

async function get<Reply>(path: string): Promise<Reply> {
  const answer = await page.request.get(city.url + path);
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as Reply;
}

const lengthOf = async (query: string): Promise<number> =>
  (await get<VoicePage>(`/api/voices?limit=200&${query}`)).rows.length;

function numbersIn(value: unknown): readonly VoiceFigure[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "count" in value && "query" in value ? [value as VoiceFigure] : [];
  return [...own, ...Object.values(value).flatMap(numbersIn)];
}

describe("figures", () => {
  test("every number of the demo city is the length of its list", async () => {
    const numbers = numbersIn(await get<VoiceFigures>("/api/voices/figures"));
    expect(numbers.some(({ count }) => count > 0)).toBe(true);
    for (const { count, query } of numbers)
      expect(await lengthOf(new URLSearchParams(query).toString()), JSON.stringify(query)).toBe(
        count,
      );
  });

  test("the number in the first sentence leads to the list that it counts", async () => {
    await page.goto(`${city.url}/console/voices/figures?period=all`);
    const link = page.getByRole("heading", { level: 1 }).getByRole("link");
    const count = Number(await link.innerText());
    const address = new URL((await link.getAttribute("href")) ?? "", city.url);
    expect(address.pathname).toBe("/console/voices");
    expect(count).toBeGreaterThan(0);
    expect(await lengthOf(address.searchParams.toString())).toBe(count);
  });
});

describe("the work summary", () => {
  test("downloads as a document that says what the page shows", async () => {
    const now = new Date();
    const quarter = `${now.getUTCFullYear()}Q${Math.floor(now.getUTCMonth() / 3) + 1}`;
    await page.goto(`${city.url}/console/reports/work-summary?quarter=${quarter}`);
    const report = page.getByRole("article");
    await report.waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "下载 Word 文件" }).click(),
    ]);
    const files = unzipSync(await readFile(await download.path()));
    const wordsOf = (name: string) => strFromU8(files[name]!).replaceAll(/<[^>]+>/g, "");
    const shown = (await report.innerText()).replaceAll(/\[\d+\]/g, "");
    const warnings = /共处理网上自动预警\s*(\d+)\s*起/.exec(shown)?.[1];
    expect(warnings).toBeDefined();
    expect(wordsOf("word/document.xml")).toContain(`共处理网上自动预警${warnings}起`);
    const summary = await get<WorkSummary>(`/api/reports/work-summary?quarter=${quarter}`);
    const hashes = summary.notes.flatMap(({ hash }) => hash ?? []);
    expect(hashes.length).toBeGreaterThan(5);
    expect(wordsOf("word/footnotes.xml")).toContain("SHA-256");
    expect(shown).not.toMatch(/\*\*/);
  });
});
