/**
 * How long the archived page takes for a certificate of 200 events in Chromium with its processor slowed down four times, from
 * reading the file to the sheet; reference of the same run: the same without slowing down.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { CDPSession, Page } from "playwright-core";

import { buildCertificate2 } from "../verifier/test/build-certificate-2.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import type { BenchContext } from "./bench.ts";
import { medianOf, type BenchResult, resultOf } from "./result.ts";

const EVENTS = 200;
/** Other leaves of the log before each event: proofs of 14 hashes. */
const OTHERS_BEFORE = 50;
const SLOW_DOWN = 4;
const ARCHIVED = resolve(import.meta.dirname, "../web/dist/verify-offline.html");

/** Milliseconds until the sheet stands. @throws Error when the certificate does not hold */
async function verifyMs(page: Page, file: string): Promise<number> {
  await page.getByRole("button", { name: "重新开始" }).click();
  await page.locator("#files").setInputFiles(file);
  const status = page.locator('[data-role="status"]');
  await status.filter({ hasText: "用时" }).waitFor();
  const verdict = await page.locator("article.sheet").getAttribute("data-verdict");
  if (verdict !== "valid") throw new Error(`the page says ${verdict}`);
  return Number(/用时 ([\d.]+) 秒/u.exec(await status.innerText())?.[1]) * 1000;
}

async function medianAt(
  { page, session }: { readonly page: Page; readonly session: CDPSession },
  file: string,
  { rate, times }: { readonly rate: number; readonly times: number },
): Promise<number> {
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) all.push(await verifyMs(page, file));
  return medianOf(all);
}

export async function measureBrowser({ isQuick, say }: BenchContext): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-bench-"));
  const browser = await launchBrowser();
  try {
    const facts = Array.from({ length: EVENTS }, () => ({}));
    const { text } = buildCertificate2({ facts, othersBefore: OTHERS_BEFORE });
    const file = join(folder, "events.mjcert.json");
    await writeFile(file, text);
    const context = await browser.newContext({ locale: "zh-CN", offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(ARCHIVED).href);
    const session = await context.newCDPSession(page);
    const times = isQuick ? 3 : 9;
    await medianAt({ page, session }, file, { rate: 1, times: 2 });
    const reference = await medianAt({ page, session }, file, { rate: 1, times });
    const value = await medianAt({ page, session }, file, { rate: SLOW_DOWN, times });
    say(
      `  ${Math.round(value)} ms in the browser at 1/${SLOW_DOWN} speed, ${Math.round(reference)} ms at full speed`,
    );
    return resultOf(
      {
        name: "certificate-in-browser",
        unit: "ms",
        target: { atMost: 300 },
        referenceName: "the same at full speed, ms",
        detail: { events: EVENTS, slowDown: SLOW_DOWN, bytes: Buffer.byteLength(text) },
      },
      [{ value, reference }],
    );
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
