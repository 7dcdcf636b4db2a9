/**
 * The promise of the product in one journey: a fact comes in, is screened, becomes a lead, an officer
 * decides and publishes, and a citizen verifies the certificate; one changed byte is refused.
 */
import { readFile } from "node:fs/promises";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, sendFacts } from "./city.ts";
import { plantedLot } from "./planted-lot.ts";

const PROJECT = { ocid: "ocds-mj0001-RVR-0001", title: "云澜市听雨路雨污分流改造工程施工招标公告" };
const DECISION = "云建监〔2026〕21号";
const FINDINGS = "经核查，两家投标人在同一图文店制作文件，各自独立报价，未发现条例规定的情形。";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
}, 60_000);

async function openPage(path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(city.url + path);
  return page;
}

async function decideAndPublish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "签收" }).click();
  await page.getByRole("button", { name: "记录步骤" }).click();
  const step = page.getByRole("dialog", { name: "记录步骤" });
  await step.getByRole("radio", { name: "收到企业说明" }).check();
  await step.getByLabel("经过和结果").fill("两家企业分别说明在同一图文店制作投标文件。");
  await step.getByRole("button", { name: "记入" }).click();
  await page.getByRole("button", { name: "作出决定" }).click();
  const form = page.getByRole("dialog", { name: "作出决定" });
  await form.getByRole("radio", { name: /^不成立/ }).check();
  await form.getByLabel("文号").fill(DECISION);
  await form.getByLabel("认定的事实和理由").fill(FINDINGS);
  await form.getByRole("button", { name: /条例/ }).first().click();
  await form.getByRole("button", { name: "作出决定" }).click();
  await page.getByRole("button", { name: "公布决定" }).click();
  const sheet = page.getByRole("dialog", { name: "公布决定" });
  await sheet.getByRole("button", { name: "以认定的事实为底稿" }).click();
  await sheet.getByLabel("输入文号确认").fill(DECISION);
  await sheet.getByRole("button", { name: "公布", exact: true }).click();
  await page.getByText("决定已公布，这条线索已办结。").waitFor();
}

async function choose(page: Page, text: string): Promise<string> {
  await page.locator("input[type=file]").setInputFiles({
    name: "a.mjcert.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await page.locator("#verdict").waitFor();
  return page.locator("#verdict").innerText();
}

describe("the river, from a fact to a verified certificate", () => {
  test("sign in, handle the lead, publish; verify in the browser; one changed byte is refused", async () => {
    await sendFacts(plantedLot(Date.now(), PROJECT));
    const page = await pageOf(browser, "housing-1");
    await expect
      .poll(
        async () => {
          const reply = await page.request.get(
            `${city.url}/api/leads?q=${encodeURIComponent(PROJECT.title)}`,
          );
          return ((await reply.json()) as { rows: unknown[] }).rows.length;
        },
        { timeout: 30_000 },
      )
      .toBe(1);
    const reply = await page.request.get(
      `${city.url}/api/leads?q=${encodeURIComponent(PROJECT.title)}`,
    );
    const [lead] = ((await reply.json()) as { rows: { id: string; number: string }[] }).rows;
    await page.goto(`${city.url}/console/leads/${lead?.id}`);
    await decideAndPublish(page);

    const citizen = await openPage(`/process/${PROJECT.ocid}`);
    await expect
      .poll(async () => (await citizen.reload(), citizen.locator("main").innerText()), {
        timeout: 30_000,
      })
      .toContain(DECISION);
    expect(await citizen.locator("body").innerText()).toContain(PROJECT.title);
    expect(await citizen.locator("body").innerText()).not.toContain(lead?.number);
    const certificate = await downloadWithDecision(citizen);

    const verify = await openPage("/verify");
    expect(await choose(verify, certificate)).not.toContain("对不上");
    const at = certificate.indexOf(DECISION);
    const changed = `${certificate.slice(0, at)}沪${certificate.slice(at + 1)}`;
    expect(await choose(await openPage("/verify"), changed)).toContain("对不上");
  }, 180_000);
});

/** The newest facts are in the certificate once the log signed them. */
async function downloadWithDecision(citizen: Page): Promise<string> {
  let text = "";
  await expect
    .poll(
      async () => {
        const [download] = await Promise.all([
          citizen.waitForEvent("download"),
          citizen.locator('a[href*="/certificate"]').first().click(),
        ]);
        text = await readFile(await download.path(), "utf8");
        await citizen.reload();
        return text.includes(DECISION);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  return text;
}
