/** Takes the picture of a screen and says what is wrong with it. */
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { Browser, BrowserContextOptions, ConsoleMessage, Page } from "playwright-core";

import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "../../web/test/page-checks.ts";
import { type DemoCity, signIn } from "./city.ts";
import type { Shot } from "./shot.ts";

export const WINDOWS = { 1366: WIDE, 360: NARROW } as const;
export type Width = keyof typeof WINDOWS;

const TALL = 1600;
/** The window whose pictures the documents show. */
const DOCUMENTED = 1366;
const IMAGES = resolve(import.meta.dirname, "../../docs/images");

export interface Finding {
  readonly shot: string;
  readonly width: Width;
  readonly kind: "way" | "scroll" | "latin" | "contrast" | "axe" | "console";
  readonly detail: string;
}

/** Names and codes a Chinese reader knows by their letters. */
const ALLOWED = /^(IP|MAC|API|PDF|CSV|SHA|SM|OCDS|English|Mingjing|mjcert|json|CPU)$/;
/** What the browser itself says of a request that failed. */
const NETWORK = /^Failed to load resource/;

export interface Studio {
  readonly browser: Browser;
  readonly city: DemoCity;
  readonly urls: { readonly city: string; readonly nothing: string };
  readonly folder: string;
}

async function optionsOf(
  shot: Shot,
  width: Width,
  { urls }: Studio,
): Promise<BrowserContextOptions> {
  const url = new URL(urls[shot.from ?? "city"]);
  const [name, value] = shot.as === undefined ? ["", ""] : await signIn(url.origin, shot.as);
  const cookie = { name, value, domain: url.hostname, path: "/", expires: -1 };
  const session = { ...cookie, httpOnly: true, secure: false, sameSite: "Strict" as const };
  const stored = [
    ...(shot.language === "en" ? [{ name: "mingjing.language", value: "en" }] : []),
    ...(shot.dark === true ? [{ name: "mingjing.theme", value: "dark" }] : []),
  ];
  return {
    viewport: WINDOWS[width],
    colorScheme: shot.dark === true ? "dark" : "light",
    reducedMotion: "reduce",
    locale: shot.language === "en" ? "en-GB" : "zh-CN",
    storageState: {
      cookies: shot.as === undefined ? [] : [session],
      origins: [{ origin: url.origin, localStorage: stored }],
    },
  };
}

async function examine(
  page: Page,
  shot: Shot,
): Promise<readonly Pick<Finding, "kind" | "detail">[]> {
  const wide = await overflow(page);
  const words = shot.language === "en" ? [] : await latinWords(page);
  const serious = await seriousFindings(page);
  return [
    ...(wide > 0 ? [{ kind: "scroll" as const, detail: `${wide} px too wide` }] : []),
    ...words
      .filter((word) => !ALLOWED.test(word))
      .map((detail) => ({ kind: "latin" as const, detail })),
    ...serious.map((detail) => ({
      kind: detail.startsWith("color-contrast:") ? ("contrast" as const) : ("axe" as const),
      detail,
    })),
  ];
}

export const fileOf = (shot: Shot, width: Width): string => `${shot.name}-${width}.png`;

/** Opens one screen in one window. Whatever goes wrong on the way is a finding too. */
export async function take(shot: Shot, width: Width, studio: Studio): Promise<readonly Finding[]> {
  const context = await studio.browser.newContext(await optionsOf(shot, width, studio));
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const said: string[] = [];
  page.on("pageerror", (error) => said.push(error.message));
  page.on("console", (message: ConsoleMessage) => {
    if (message.type() !== "error") return;
    if (shot.failsOnPurpose === true && NETWORK.test(message.text())) return;
    said.push(`${message.text()} ${message.location().url}`);
  });
  const url = studio.urls[shot.from ?? "city"];
  const found: Pick<Finding, "kind" | "detail">[] = [];
  try {
    await shot.open({ page, context, city: studio.city, url });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const path = join(studio.folder, fileOf(shot, width));
    const isSheet = (await page.locator(".act-drawer").count()) > 0;
    // A sheet scrolls in itself: a tall window shows it whole.
    if (isSheet) await page.setViewportSize({ ...WINDOWS[width], height: TALL });
    await page.screenshot({ path, fullPage: !isSheet, animations: "disabled" });
    if (shot.image !== undefined && width === DOCUMENTED)
      await copyFile(path, join(IMAGES, `${shot.image}.png`));
    found.push(...(await examine(page, shot)));
  } catch (error) {
    found.push({ kind: "way", detail: (error as Error).message.split("\n")[0] ?? "" });
  } finally {
    await context.close();
  }
  found.push(...said.map((detail) => ({ kind: "console" as const, detail })));
  return found.map((one) => ({ shot: shot.name, width, ...one }));
}
