/** The organ opens its own records in a real browser with its key file; others see none of them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf as openAs } from "./city.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

async function pageOf(account: string, path: string): Promise<Page> {
  const page = await openAs(browser, account);
  await page.goto(`${city.url}/console${path}`);
  return page;
}

const keyFile = () => join(city.dataDir, "secrets/demo/seal-key-discipline.json");
const passphrase = async () =>
  (await readFile(join(city.dataDir, "secrets/demo/seal-key-passphrase.txt"), "utf8")).trim();

describe("sealed records", () => {
  test("a stationed inspector's read opens on the organ's page, with file and passphrase only", async () => {
    const inspector = await pageOf("discipline-housing-1", "/leads");
    await expect
      .poll(async () => (await inspector.request.get(`${city.url}/api/leads`)).status(), {
        timeout: 60_000,
      })
      .toBe(200);
    const page = await pageOf("inspector-1", "/audit/sealed");
    await page.getByLabel("密钥文件").setInputFiles(keyFile());
    const secret = page.getByLabel("口令", { exact: true }).first();
    await secret.fill("not the passphrase");
    await page.getByRole("button", { name: "打开记录" }).click();
    await page.getByText("口令不对，或者文件被改动过。").waitFor();
    await secret.fill(await passphrase());
    await page.getByRole("button", { name: "打开记录" }).click();
    const table = page.getByRole("table", { name: "已打开的访问记录" });
    await table.waitFor();
    await table.getByText("/api/leads").first().waitFor();
    expect(await table.getByRole("row").count()).toBeGreaterThan(1);
  });

  test("the auditor's page holds officers' accesses, none of the organs', and no gap", async () => {
    const page = await pageOf("audit-1", "/audit");
    await page.getByRole("button", { name: "核对记录与见证日志" }).click();
    await page.getByText("没有缺口。").waitFor();
    const reply = await page.request.get(`${city.url}/api/audit/entries?limit=200`);
    const { rows } = (await reply.json()) as { rows: { role: string }[] };
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ role }) => role === "inspector" || role === "police")).toEqual([]);
  });
});

/** Approves the request that the page's link names, as somebody of another unit, and shows what it changes. */
async function approve(page: Page, { account, confirm }: { account: string; confirm: string }) {
  const link = page.getByRole("link", { name: "查看申请" });
  const path = new URL((await link.getAttribute("href")) ?? "", page.url()).pathname;
  const other = await pageOf(account, path.replace(/^\/console/, ""));
  const field = other.getByLabel(`输入“${confirm}”确认`);
  await field.fill(confirm);
  await other.getByRole("button", { name: "同意并执行" }).click();
  await other.getByText("已同意并执行").first().waitFor();
  return other;
}

describe("what two units agree on", () => {
  test("another key of the organ: asked for by one of its persons, approved by a group stationed elsewhere", async () => {
    const page = await pageOf("inspector-1", "/audit/sealed");
    const keyInUse = () => page.getByText("正在使用的密钥").innerText();
    const before = await keyInUse();
    const form = page.locator("form.seal-form").nth(1);
    await form.getByLabel("口令", { exact: true }).fill("云澜市纪检监察口令新编一则");
    await form.getByLabel("再输一次口令").fill("云澜市纪检监察口令新编一则");
    await form.getByLabel("更换理由").fill("密钥保管人轮换");
    const saved = page.waitForEvent("download");
    await form.getByRole("button", { name: "申请更换" }).click();
    await saved;
    await page.getByText("已提交，等待复核").waitFor();
    expect(await keyInUse()).toBe(before);
    await approve(page, {
      account: "discipline-housing-1",
      confirm: "中共云澜市纪律检查委员会 云澜市监察委员会",
    });
    await page.reload();
    await expect.poll(keyInUse).not.toBe(before);
  });

  test("how long access records stay searchable: asked for by the auditor, approved by the coordinator", async () => {
    const page = await pageOf("audit-1", "/audit");
    await page.getByText("访问记录可检索 1095 天").waitFor();
    await page.getByLabel("改为（天）").fill("90");
    await page.getByLabel("理由").fill("检索表过大");
    await page.getByRole("button", { name: "申请修改" }).click();
    await page.getByText("请填 180 到 36500 之间的整数").waitFor();
    await page.getByLabel("改为（天）").fill("730");
    await page.getByRole("button", { name: "申请修改" }).click();
    await page.getByText("由另一机构的人员复核后生效").waitFor();
    const other = await approve(page, { account: "coordinator-1", confirm: "留存期限" });
    await other.getByText("留存期限（天）").waitFor();
    await page.reload();
    await page.getByText("访问记录可检索 730 天").waitFor();
  });
});
