/**
 * The promise of a certificate of chosen events: an officer ticks what a court asked for, takes file and paper, and the court's
 * clerk verifies it on the portal and asks what became of it.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { honestProcess, ocidOf } from "../server/test/builders.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, sendFacts, withoutScrolling } from "./city.ts";

const CODE = "E2E-CHOSEN";
const COURT = "云澜市中级人民法院";

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), "mingjing-chosen-"));
  await sendFacts(honestProcess(CODE));
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function savedBy(page: Page, button: string, name: string): Promise<string> {
  const waiting = page.waitForEvent("download", { timeout: 90_000 });
  await page.getByRole("button", { name: button }).click();
  const path = join(folder, name);
  await (await waiting).saveAs(path);
  return path;
}

test("ticked events become a certificate for a court, on file and on paper; the portal verifies it and knows that it stands", async () => {
  const officer = await pageOf(browser, "centre-1");
  await officer.goto(`${city.url}/console/dossier/${encodeURIComponent(ocidOf(CODE))}`);
  await officer.getByRole("button", { name: "出具见证书" }).click();
  const ticks = officer.getByRole("checkbox", { name: /^写进见证书：/ });
  await ticks.first().check();
  await ticks.nth(1).check();
  await officer.getByText("已勾选 2 条。").waitFor();
  await officer.getByRole("button", { name: "出具", exact: true }).click();
  await officer.getByText("请选择出具给谁。").waitFor();
  await officer.getByRole("radio", { name: /^法院/ }).check();
  await officer.getByRole("button", { name: "出具", exact: true }).click();
  await officer.getByText("请填写法院全称。").waitFor();
  await officer.getByLabel("法院全称").fill(COURT);
  await officer.getByLabel("用途").fill("答复法院调取证据");
  await officer.getByRole("button", { name: "出具", exact: true }).click();
  await officer.getByText(/已出具，并写进公开日志。$/).waitFor({ timeout: 60_000 });
  const file = await savedBy(officer, "下载见证书文件", "court.mjcert.json");
  const paper = await savedBy(officer, "下载纸质版", "court.pdf");
  expect((await readFile(paper)).subarray(0, 5).toString()).toBe("%PDF-");
  await officer.setViewportSize({ width: 360, height: 740 });
  await withoutScrolling(officer);

  const clerk = await browser.newPage({ locale: "zh-CN" });
  await clerk.goto(`${city.url}/verify`);
  for (const chosen of [file, paper]) {
    await clerk.locator('#verifier input[type="file"]').setInputFiles(chosen);
    await clerk.locator("#verdict").waitFor();
    await expect.poll(() => clerk.locator("article.sheet.valid").count()).toBe(1);
    await clerk.getByText(`出具给法院：${COURT}。`).waitFor();
  }
  await clerk.getByRole("button", { name: "查这份见证书现在的状态" }).click();
  await clerk.getByText("这份见证书现在有效，没有被取代，也没有撤回。").waitFor();
  await clerk.setViewportSize({ width: 360, height: 740 });
  await withoutScrolling(clerk);
}, 240_000);
