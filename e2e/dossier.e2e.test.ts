/** Journey J-28: an inspector reads a dossier and takes a copy; another department is refused; an expert is looked for with four eyes. */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { strFromU8, unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { aNotice, ocidOf } from "../server/test/builders.ts";
import { evaluatedLot, evaluatorToken } from "../server/test/lookback-builders.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, sendFacts, withoutScrolling } from "./city.ts";

const CODE = "E2E-DOSSIER";
const OTHER = "E2E-DOSSIER-WATER";

let browser: Browser;
let folder = "";
beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), "mingjing-dossier-"));
  await sendFacts([
    ...evaluatedLot({ code: CODE }),
    aNotice(OTHER, { industry: "water", title: "云澜市水库除险加固工程招标公告" }),
  ]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What the browser saved, unpacked. */
async function exportedBy(page: Page): Promise<Record<string, Uint8Array>> {
  await page.getByRole("button", { name: "导出卷宗" }).click();
  await page.getByLabel("目的").fill("核查评审打分");
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "导出", exact: true }).click();
  const file = await (await waiting).path();
  await page.getByText(/^已导出/).waitFor();
  return unzipSync(new Uint8Array(await readFile(file)));
}

test("an inspector opens the dossier, filters it, checks a proof, and takes a copy that opens offline", async () => {
  const inspector = await pageOf(browser, "inspector-1");
  await inspector.goto(`${city.url}/console/processes/${ocidOf(CODE)}`);
  await inspector.getByRole("link", { name: "调阅卷宗" }).click();
  await inspector.getByRole("heading", { name: "全部记录" }).waitFor();
  await inspector.getByRole("button", { name: "跳到评标" }).click();
  await inspector.getByText("专家评分").first().waitFor();
  await inspector.getByRole("button", { name: "显示更早的记录" }).click();
  await inspector.getByText("公告发布").first().waitFor();

  await inspector.getByRole("button", { name: /^公告与文件/ }).click();
  // The unfiltered list may end too: its end is told from the filtered one's by the scores.
  await expect.poll(() => inspector.getByText("专家评分").count()).toBe(0);
  await inspector.getByText("已到最后一条。").waitFor();
  await inspector.keyboard.press("j");
  await inspector.keyboard.press("Enter");
  await inspector.getByRole("button", { name: "在本机核对" }).click();
  await inspector.getByText(/^核对一致：这条记录/).waitFor();

  await inspector.getByRole("button", { name: "清除筛选" }).click();
  await inspector.getByText("专家评分").first().waitFor();
  const files = await exportedBy(inspector);
  const sums = strFromU8(files["SHA256SUMS.txt"] ?? new Uint8Array());
  for (const line of sums.trim().split("\n"))
    expect(sha256(files[line.slice(66)] ?? new Uint8Array()), line).toBe(line.slice(0, 64));

  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  const offline = await browser.newPage();
  await offline.context().setOffline(true);
  await offline.goto(pathToFileURL(join(folder, "index.html")).href);
  await offline.getByText("导出人：").first().waitFor();
  const chosen = Object.keys(files).map((name) => join(folder, name));
  await offline.getByLabel(/核对文件/).setInputFiles(chosen);
  await offline.getByText(/^核对一致：6\/6/).waitFor();
  const csv = await readFile(join(folder, "timeline.csv"));
  csv[10] = (csv[10] ?? 0) ^ 1;
  await writeFile(join(folder, "timeline.csv"), csv);
  await offline.getByLabel(/核对文件/).setInputFiles([]);
  await offline.getByText(/^请把 SHA256SUMS/).waitFor();
  await offline.getByLabel(/核对文件/).setInputFiles(chosen);
  await offline.getByText("对不上：timeline.csv").waitFor();
  await offline.close();
}, 180_000);

test("a department of another jurisdiction is refused; a phone shows the dossier without scrolling sideways", async () => {
  const housing = await pageOf(browser, "housing-1", { width: 360 });
  const refused = await housing.request.get(
    `${city.url}/api/dossier/projects/${ocidOf(OTHER)}/timeline`,
  );
  expect(refused.status()).toBe(404);
  await housing.goto(`${city.url}/console/dossier/${ocidOf(CODE)}`);
  await housing.getByRole("heading", { name: "全部记录" }).waitFor();
  await withoutScrolling(housing);
  await housing.goto(`${city.url}/console/dossier/${ocidOf(OTHER)}`);
  await housing.getByRole("alert").waitFor();
}, 120_000);

test("an expert is looked for: asked with a case, approved by another unit, opened, on record", async () => {
  const housing = await pageOf(browser, "housing-1");
  const value = evaluatorToken(2);
  const query = new URLSearchParams({ kind: "person", value }).toString();
  await housing.goto(`${city.url}/console/retrievals?${query}`);
  const send = housing.getByRole("button", { name: "提交申请" });
  expect(await send.isDisabled()).toBe(true);
  await housing.getByLabel("目的").fill("核查评审打分");
  await housing.getByLabel("案件或者线索编号").fill("线2026-00317");
  await send.click();
  await housing.getByText("已提交。").waitFor();
  const reply = await housing.request.get(`${city.url}/api/dossier/retrievals`);
  const { rows } = (await reply.json()) as {
    rows: { id: string; approval: string; target: { label: string } }[];
  };
  const [asked] = rows;
  const result = `${city.url}/api/dossier/retrievals/${asked?.id}/result`;
  expect((await housing.request.get(result)).status()).toBe(403);

  const coordinator = await pageOf(browser, "coordinator-1");
  await coordinator.goto(`${city.url}/console/approvals/${asked?.approval}`);
  await coordinator.getByText("定向调阅人员或者设备").first().waitFor();
  await coordinator.getByText(value).waitFor();
  await coordinator.getByLabel(/确认$/).fill(asked?.target.label ?? "");
  await coordinator.getByRole("button", { name: /^同意/ }).click();
  await coordinator.getByText("已同意并执行").first().waitFor();

  await housing.reload();
  await housing.getByRole("link", { name: "查看结果" }).first().click();
  await housing.getByText("评标专家").first().waitFor();
  await housing.getByRole("link", { name: "卷宗" }).first().waitFor();
  await withoutScrolling(housing);
}, 120_000);
