/**
 * Three leads, three packs: unzipped, opened from the disk without any network, the rules give every figure again; then one
 * byte of each is changed, and the page and the command line name it.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { packVerify } from "../cli/src/commands/pack-verify.ts";
import type { RateList } from "../contract/src/evidence.ts";
import type { LeadPage } from "../contract/src/leads.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, sendFacts, withoutScrolling } from "./city.ts";
import { plantedLot } from "./planted-lot.ts";

const HOUR_MS = 3_600_000;
const TITLES = [1, 2, 3].map((n) => `证据包第${n}号桥梁工程施工`);

let browser: Browser;
let directory: string;
beforeAll(async () => {
  browser = await launchBrowser();
  directory = await mkdtemp(join(tmpdir(), "mingjing-packs-"));
  await sendFacts(
    TITLES.flatMap((title, index) =>
      plantedLot(Date.now() - index * 30 * HOUR_MS, { ocid: `ocds-mj0001-EVD-000${index}`, title }),
    ),
  );
}, 240_000);
afterAll(async () => {
  await browser?.close();
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
}, 60_000);

async function leadOf(page: Page, title: string): Promise<string> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const reply = await page.request.get(`${city.url}/api/leads`, { params: { q: title } });
    const [row] = ((await reply.json()) as LeadPage).rows;
    if (row !== undefined) return row.id;
    await page.waitForTimeout(500);
  }
  throw new Error(`no lead of ${title}`);
}

/** Downloads by the button of the lead's page. @returns bytes of the archive */
async function exportPack(page: Page, lead: string): Promise<Uint8Array> {
  await page.goto(`${city.url}/console/leads/${encodeURIComponent(lead)}`);
  const panel = page.locator("section.panel", { hasText: "证据封存" });
  await panel.getByText("保全至").first().waitFor();
  const started = page.waitForEvent("download");
  await panel.getByRole("button", { name: "导出证据包" }).click();
  const file = await (await started).path();
  await panel.getByText("导出证据包").nth(1).waitFor();
  return readFile(file);
}

async function unpack(zip: Uint8Array, name: string): Promise<string> {
  const folder = join(directory, name);
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** A tab that reaches nothing but the disk. */
async function openOffline(folder: string): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", offline: true });
  const page = await context.newPage();
  page.on("request", (request) => expect(request.url()).toMatch(/^(file|data):/));
  await page.goto(`file://${folder}/index.html`);
  await page.locator("#mj-verdict").waitFor();
  return page;
}

const flip = async (file: string, place: (text: string) => number): Promise<number> => {
  const bytes = await readFile(file);
  const offset = place(bytes.toString("latin1"));
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  await writeFile(file, bytes);
  return offset;
};

const CHANGES = [
  {
    file: "data/facts.js",
    place: (text: string) => text.indexOf('"bits": ') + 8,
    fact: "标段筛查",
  },
  {
    file: "data/lead.js",
    place: (text: string) => text.indexOf('"exportedBy"') + 20,
    fact: undefined,
  },
  {
    file: "index.html",
    place: (text: string) => text.indexOf("mingjing-rule-salt"),
    fact: undefined,
  },
];

test("three packs replay offline; one changed byte of each is named", async () => {
  const coordinator = await pageOf(browser, "coordinator-1");
  for (const [index, title] of TITLES.entries()) {
    const lead = await leadOf(coordinator, title);
    const zip = await exportPack(coordinator, lead);
    const folder = await unpack(zip, String(index));
    const page = await openOffline(folder);
    expect(await page.locator("#mj-verdict").getAttribute("data-verdict")).toBe("valid");
    await page.getByText("个数字全部相同").first().waitFor();
    await page.getByRole("heading", { name: "当日有效的条文" }).waitFor();

    const out: string[] = [];
    const world = {
      write: (text: string) => void out.push(text),
      printError: (text: string) => void out.push(text),
      readFile: async () => zip,
    };
    expect(await packVerify(["pack.zip"], world), out.join("")).toBe(0);

    const change = CHANGES[index];
    if (change === undefined) throw new Error("one change a pack");
    const offset = await flip(join(folder, change.file), change.place);
    const changed = await openOffline(folder);
    expect(await changed.locator("#mj-verdict").getAttribute("data-verdict")).toBe("refused");
    await changed.getByText(`${change.file} 第 ${offset} 字节`).first().waitFor();
    if (change.fact !== undefined)
      await changed.getByText(`所属事实：${change.fact}`).first().waitFor();
  }
}, 240_000);

test("the chain shows the export; a review is recorded from the page; nothing is wider than a telephone", async () => {
  const coordinator = await pageOf(browser, "coordinator-1");
  const lead = await leadOf(coordinator, TITLES[0] ?? "");
  const centre = await pageOf(browser, "centre-1", { width: 360 });
  await centre.goto(`${city.url}/console/leads/${encodeURIComponent(lead)}`);
  const panel = centre.locator("section.panel", { hasText: "证据封存" });
  await panel.getByText("系统封存").waitFor();
  await panel.getByRole("button", { name: "记录技术审核" }).click();
  await centre.getByRole("radio", { name: "技术审核" }).check();
  await centre.getByRole("radio", { name: "通过", exact: true }).check();
  await centre.getByLabel("审核意见").fill("重新运行结果与封存时一致。");
  await centre.getByRole("button", { name: "记录审核" }).click();
  await panel.getByText("技术审核：通过").waitFor();
  await withoutScrolling(centre);
}, 120_000);

test("the filled city has opened quarters; each says how many lots were bound", async () => {
  const coordinator = await pageOf(browser, "coordinator-1");
  await coordinator.goto(`${city.url}/console/evidence/rates`);
  await coordinator.getByText(/已开启 \d+ 个季度/).waitFor();
  const reply = await coordinator.request.get(`${city.url}/api/evidence/rates`);
  const { rows } = (await reply.json()) as RateList;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ lots, hits }) => lots >= hits)).toBe(true);
}, 60_000);
