/** A real browser on the built console, with a mock in place of the server. */
import type { Page } from "playwright-core";
import { inject } from "vitest";

import { arrive } from "./arrive.ts";
import { launchBrowser } from "./launch-browser.ts";
import { startMockServer } from "./mock-server.ts";
import { createTab, type TabOptions } from "./tab.ts";

/** Mock server and browser; `close` ends both. */
export async function openStage() {
  const server = await startMockServer(inject("builtPages"));
  const browser = await launchBrowser();
  const openPage = createTab(browser, server.url);
  /** A page of somebody who is signed in already. */
  const openAs = async (account: string, path: string, options: TabOptions = {}): Promise<Page> => {
    const page = await openPage(path, { ...options, cookie: ["mock", account] });
    await arrive(page);
    return page;
  };
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { server, openPage, openAs, close };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;
