/** A real browser on the built console, with the checks every page has to pass. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type BrowserContextOptions, type Page } from "playwright-core";

import { startMockServer } from "./mock-server.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const WIDE = { width: 1366, height: 768 };
export const NARROW = { width: 360, height: 740 };

/** Builds the pages as they are shipped into a directory of their own. */
async function buildPages(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "mingjing-web-"));
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const command = [vite, "build", join(ROOT, "web"), "--outDir", directory, "--emptyOutDir"];
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, [...command, "--logLevel", "error"], { env });
  return directory;
}

/** Pages, mock server and browser; `close` ends and removes all three. */
export async function openStage() {
  const dist = await buildPages();
  const server = await startMockServer(dist);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: FLAGS,
    // Without a UTF-8 locale the browser drops Chinese file names.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  const openPage = async (path: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ viewport: WIDE, colorScheme: "light", ...options });
    const page = await context.newPage();
    await page.goto(server.url + path);
    return page;
  };
  /** A page of somebody who is signed in already. */
  const openAs = async (account: string, path: string, options: BrowserContextOptions = {}) => {
    const cookie = { name: "mock", value: account, domain: "127.0.0.1", path: "/" };
    const storageState = {
      cookies: [
        { ...cookie, expires: -1, httpOnly: true, secure: false, sameSite: "Lax" as const },
      ],
      origins: [],
    };
    const page = await openPage(path, { ...options, storageState });
    await page.getByRole("navigation").waitFor();
    return page;
  };
  const closePages = () => Promise.all(browser.contexts().map((context) => context.close()));
  const close = async () => {
    await browser.close();
    await server.close();
    await rm(dist, { recursive: true, force: true });
  };
  return { server, openPage, openAs, closePages, close };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Rule ids and targets of serious and critical findings; empty is what a page has to reach. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations, passes } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .options({ resultTypes: ["violations"] })
    .analyze();
  if (passes.length === 0) throw new Error("axe examined nothing");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.html}`),
    );
}

/** Pixels by which the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Key names, document and indicator codes, and the address of an object; all else is a word. */
const CODES = [
  /ocds-mj0001-[A-Z0-9-]+/g,
  /\b[A-Z]{3}-\d{2}\b/g,
  /\b(Ctrl|Enter|Esc|J|K|X)\b/g,
  /\b[0-9a-f]{8,64}\b/g,
  /\bpublication\.decision-published\b/g,
];

/** Latin words a Chinese reader would see, outside <code> and texts marked as another language. */
export async function latinWords(page: Page): Promise<readonly string[]> {
  const text = await page.evaluate(() => {
    const isForeign = (element: Element | null) =>
      element === null || element.closest("code, script, style, [lang=en]") !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!isForeign(node.parentElement)) texts.push(node.textContent ?? "");
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      if (isForeign(element)) continue;
      for (const name of ["aria-label", "title", "placeholder"]) {
        texts.push(element.getAttribute(name) ?? "");
      }
    }
    return texts.join("\n");
  });
  if (!/[\u4e00-\u9fff]/.test(text)) throw new Error("the page shows no Chinese at all");
  const bare = CODES.reduce((rest, code) => rest.replaceAll(code, " "), text);
  return bare.match(/[A-Za-z]{2,}/g) ?? [];
}
