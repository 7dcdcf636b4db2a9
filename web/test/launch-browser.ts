/** The browser of page tests, journeys and screens. */
import { type Browser, chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=zh-CN",
];

/** Our readers' browser is Chinese; without a UTF-8 locale it would also drop Chinese file names. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: FLAGS,
    env: { ...process.env, LC_ALL: "C.UTF-8", LANGUAGE: "zh_CN" },
  });
}
