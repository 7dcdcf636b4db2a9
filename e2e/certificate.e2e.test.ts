/**
 * The promise of the certificate: file, PDF and paper verify with the archived page alone, the server gone and no network;
 * the holder hides an event and the rest still verifies; one changed byte is named.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { photoOf, pixelsOf, renderPages, SHOTS } from "../paper/test/photo.ts";
import type { Pixels } from "../verifier/src/index.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { type RunningServer, startCity } from "./server.ts";

const VALID = "这份见证书是真的，内容没有被改动";
const ARCHIVED = resolve(import.meta.dirname, "../web/dist/verify-offline.html");

let server: RunningServer | undefined;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-certificate-"));
  [server, browser] = await Promise.all([startCity(10), launchBrowser()]);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

interface Downloads {
  readonly json: string;
  readonly pdf: string;
  readonly page: string;
  readonly vkey: string;
}

/** What a citizen takes home from the portal, by its own buttons. */
async function takeHome(url: string): Promise<Downloads> {
  const context = await browser.newContext({ locale: "zh-CN", acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`${url}/projects`);
  await page.locator('a[href^="/process/"]').first().click();
  // A project of this minute has its certificate once a checkpoint holds it, which a busy machine takes time for.
  const paper = page.getByRole("link", { name: "下载纸质版", exact: true });
  const end = performance.now() + 90_000;
  while ((await paper.count()) === 0 && performance.now() < end) {
    await page.waitForTimeout(2000);
    await page.reload();
  }
  const keep = async (name: string, link: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: 90_000 }),
      page.getByRole("link", { name: link, exact: true }).click(),
    ]);
    await download.saveAs(join(folder, name));
    return join(folder, name);
  };
  const pdf = await keep("a.pdf", "下载纸质版");
  const json = await keep("a.mjcert.json", "下载");
  await page.goto(`${url}/verify`);
  const archived = await keep("verify-offline.html", "下载离线核验页");
  const reply = await page.request.get(`${url}/api/log/checkpoint`);
  const { vkey } = (await reply.json()) as { vkey: string };
  await context.close();
  return { json, pdf, page: archived, vkey };
}

async function openArchived(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(pathToFileURL(path).href);
  return page;
}

/** Chooses files and gives the verdict's words and the seconds it took. */
async function verdictOn(page: Page, ...files: string[]): Promise<{ said: string; ms: number }> {
  await page.getByRole("button", { name: "重新开始" }).click();
  const since = performance.now();
  await page.locator("#files").setInputFiles(files);
  await page.locator("#verdict").waitFor({ timeout: 30_000 });
  const ms = performance.now() - since;
  return { said: await page.locator("#verdict").innerText(), ms };
}

/** A picture as a telephone gives it. */
async function jpegOf({ data, width, height }: Pixels, name: string): Promise<string> {
  const grey = Buffer.alloc(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = data[pixel * 4] ?? 0;
  const raw = join(folder, `${name}.pgm`);
  await writeFile(raw, Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), grey]));
  const jpeg = join(folder, `${name}.jpg`);
  execFileSync("ffmpeg", ["-v", "error", "-y", "-i", raw, "-q:v", "4", jpeg]);
  return jpeg;
}

/** Pages of the paper on which there are codes: the last one. */
const paperOf = async (pdf: string) => renderPages(await readFile(pdf), 300).at(-1);

async function changeOneByte(json: string): Promise<string> {
  const text = await readFile(json, "utf8");
  const at = text.indexOf('"entries"');
  const title = text.indexOf("工程", at) < 0 ? text.indexOf("公", at) : text.indexOf("工程", at);
  expect(title).toBeGreaterThan(at);
  const changed = join(folder, "changed.mjcert.json");
  await writeFile(changed, `${text.slice(0, title)}江${text.slice(title + 1)}`);
  return changed;
}

test("file, PDF and paper verify with the centre gone; an event is hidden; a changed byte is named", async () => {
  const { url } = server!;
  const home = await takeHome(url);
  expect(await readFile(home.page, "utf8")).toBe(await readFile(ARCHIVED, "utf8"));
  expect((await readFile(home.page)).length).toBeLessThanOrEqual(200_000);
  await server?.stop();
  server = undefined;

  const context = await browser.newContext({ locale: "zh-CN", offline: true });
  const page = await openArchived(context, home.page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.locator("#key").fill(home.vkey);

  expect((await verdictOn(page, home.json)).said).toBe(VALID);
  const number = await page.locator(".about dd").first().innerText();
  expect((await verdictOn(page, home.pdf)).said).toBe(VALID);
  expect(await page.locator(".about dd").first().innerText()).toBe(number);

  const paper = await paperOf(home.pdf);
  if (paper === undefined) throw new Error("the PDF has no pages");
  const scan = await verdictOn(page, await jpegOf(pixelsOf(paper), "scan"));
  expect(scan.said).toBe(VALID);
  for (const [place, shot] of SHOTS.entries()) {
    const photo = await jpegOf(photoOf(paper, shot), `photo-${place}`);
    const { said, ms } = await verdictOn(page, photo);
    console.log(`photo of paper, ${shot.name}: ${(ms / 1000).toFixed(2)} s`);
    expect(said).toBe(VALID);
    expect(ms).toBeLessThan(3000);
  }
  expect(await page.locator(".about dd").first().innerText()).toBe(number);

  await verdictOn(page, home.json);
  const rows = await page.locator("#rows tbody tr").count();
  await page.locator("[data-hide]").first().click();
  expect(await page.locator("#verdict").innerText()).toBe(VALID);
  const [hidden] = await Promise.all([
    page.waitForEvent("download", { timeout: 90_000 }),
    page.locator("#hidden-file").click(),
  ]);
  await hidden.saveAs(join(folder, "hidden.mjcert.json"));
  expect((await verdictOn(page, join(folder, "hidden.mjcert.json"))).said).toBe(VALID);
  expect(await page.locator(".about dd").first().innerText()).toBe(number);
  expect(await page.locator("#rows tbody tr").count()).toBe(rows);
  expect(await page.locator("[data-hide]").count()).toBe(rows - 1);

  const changed = await verdictOn(page, await changeOneByte(home.json));
  expect(changed.said).toContain("对不上");
  const failed = page.locator(".checks li").filter({ has: page.locator(".tag.fails") });
  expect(await failed.first().innerText()).toContain("每条事实的指纹是否相符");
  expect(asked.filter((address) => !/^(file|blob|data):/u.test(address))).toEqual([]);
  await context.close();
}, 240_000);
