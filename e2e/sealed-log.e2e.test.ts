/** The organ opens its own records in a real browser with its key file; others see none of them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { type RunningServer, startServer } from "./server.ts";

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer(60);
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
}, 60_000);

/** Tries again until the demo city has its accounts and its keys. */
async function pageOf(account: string, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await expect
    .poll(
      async () => {
        const reply = await context.request.post(`${server.url}/api/session/demo`, {
          data: { account },
        });
        return reply.status();
      },
      { timeout: 60_000 },
    )
    .toBe(200);
  const page = await context.newPage();
  await page.goto(`${server.url}/console${path}`);
  return page;
}

const keyFile = () => join(server.dataDir, "secrets/demo/seal-key-discipline.json");
const passphrase = async () =>
  (await readFile(join(server.dataDir, "secrets/demo/seal-key-passphrase.txt"), "utf8")).trim();

describe("sealed records", () => {
  test("a stationed inspector's read opens on the organ's page, with file and passphrase only", async () => {
    const inspector = await pageOf("discipline-housing-1", "/leads");
    await expect
      .poll(async () => (await inspector.request.get(`${server.url}/api/leads`)).status(), {
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
    const reply = await page.request.get(`${server.url}/api/audit/entries?limit=200`);
    const { rows } = (await reply.json()) as { rows: { role: string }[] };
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ role }) => role === "inspector" || role === "police")).toEqual([]);
  });
});
