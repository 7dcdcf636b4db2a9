/**
 * One tab for all tests of a file. Opening a window costs more than most tests do; so a test gets the
 * same tab, with nothing in it that an earlier test left behind.
 */
import type { Browser, Page } from "playwright-core";

import { WIDE } from "./page-checks.ts";

export interface TabOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly javaScriptEnabled?: boolean;
  /** Name and value, set before the page loads. */
  readonly cookie?: readonly [string, string];
}

/** Cookies, what the page stored on the device, a lost network and routes are all undone. */
async function wipe(page: Page, origin: string): Promise<void> {
  const context = page.context();
  await context.setOffline(false);
  await context.clearCookies();
  await page.unrouteAll();
  // Leaving the page first, so that it cannot store anything any more.
  await page.goto("about:blank");
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "local_storage" });
  await session.detach();
}

/** `open` brings the tab, empty, to a path of `origin`. */
export function createTab(browser: Browser, origin: string) {
  const tabs = new Map<boolean, Page>();
  const tabOf = async (javaScriptEnabled: boolean): Promise<Page> => {
    const known = tabs.get(javaScriptEnabled);
    if (known !== undefined) {
      await wipe(known, origin);
      return known;
    }
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    tabs.set(javaScriptEnabled, page);
    return page;
  };
  return async (path: string, options: TabOptions = {}): Promise<Page> => {
    const page = await tabOf(options.javaScriptEnabled ?? true);
    const { colorScheme = "light", cookie, viewport = WIDE } = options;
    await page.setViewportSize(viewport);
    // Sheets that slide in are only waited for.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (cookie !== undefined) {
      await page.context().addCookies([{ name: cookie[0], value: cookie[1], url: origin }]);
    }
    await page.goto(origin + path);
    return page;
  };
}
