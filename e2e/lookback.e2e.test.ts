/** Journey J6: scores arrive, the machine looks back, the committee is asked and corrects, the report is signed; then the lawful way. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  evaluatedLot,
  evaluationFact,
  honestScore,
  lotQuery,
  scoreFact,
  withGap,
} from "../server/test/lookback-builders.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, sendFacts, withoutScrolling } from "./city.ts";

const CODE = "E2E-J6";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

/** Waits until the machine has looked so often, then shows the lot anew. */
async function looked(page: Page, examinations: number): Promise<void> {
  const url = `${city.url}/api/lookback/lot?${lotQuery(CODE)}`;
  for (let tries = 0; tries < 60; tries += 1) {
    const reply = await page.request.get(url);
    const { row } = (await reply.json()) as { row?: { examinations: number } };
    if ((row?.examinations ?? 0) >= examinations) break;
    await page.waitForTimeout(500);
  }
  await page.goto(`${city.url}/console/lookback/lot?${lotQuery(CODE)}`);
  await page.getByRole("heading", { name: "打分矩阵" }).waitFor();
}

test("J6: scores → look-back → asked → corrected → signed → what comes later goes the lawful way", async () => {
  const centre = await pageOf(browser, "centre-1");
  await sendFacts(evaluatedLot({ code: CODE, scoreAt: withGap }));
  await looked(centre, 1);
  const matrix = centre.getByRole("table", { name: "专家（行）给各家投标（列）的打分" });
  expect(await matrix.locator("td.is-marked").count()).toBeGreaterThan(0);
  await centre
    .getByText(/改动 [\d.]+ 分即换人/)
    .first()
    .waitFor();
  await centre.getByText("漏打一项").waitFor();
  expect(await centre.getByRole("button", { name: /投标人/ }).count()).toBe(0);

  const send = centre.getByRole("button", { name: "送交评标委员会" });
  await send.click();
  await centre.getByText("请先选至少一项").waitFor();
  await centre.getByRole("checkbox", { name: /漏项错加/ }).check();
  await send.click();
  await centre.getByText("已提请，等答复").waitFor();

  await centre.getByLabel("更正，说明理由").check();
  await centre.getByLabel(/更正为/).fill("13");
  await centre.getByLabel("理由", { exact: true }).fill("漏填一项，按证明材料补录。");
  await centre.getByRole("button", { name: "提交答复" }).click();
  await centre.getByText("— → 13").waitFor();

  const whole = evaluationFact({
    code: CODE,
    scoreAt: (e, b, c) => withGap(e, b, c) ?? 13,
    minute: 50,
  });
  await sendFacts([
    { ...scoreFact(CODE, [2, 2, 1], 13), occurredAt: "2026-05-21T10:50:00+08:00" },
    { ...whole, correctsSourceId: whole.sourceId, sourceId: `${whole.sourceId}/2` },
  ]);
  await looked(centre, 2);
  await centre.getByText("已消除：漏项错加").waitFor();

  await centre.getByRole("link", { name: "看报告全文" }).click();
  await centre.getByRole("heading", { name: "评审回头看报告" }).waitFor();
  await centre.getByText("漏填一项，按证明材料补录。").waitFor();
  await centre.getByRole("link", { name: "回到标段" }).click();
  await centre.getByRole("button", { name: "签署报告" }).click();
  await centre.getByText("报告已签署").first().waitFor();
  expect(await send.count()).toBe(0);

  const late = scoreFact(CODE, [5, 1, 2], honestScore(5, 1, 2) - 4);
  await sendFacts([{ ...late, correctsSourceId: late.sourceId, sourceId: `${CODE}/late` }]);
  await looked(centre, 3);
  await centre.getByRole("checkbox", { name: /客观分不一致/ }).check();
  await centre.getByRole("button", { name: "移送", exact: true }).click();
  await centre.getByText("已移送").first().waitFor();
  await centre.locator(".timeline").getByText("移送行政监督部门").waitFor();

  const officer = await pageOf(browser, "housing-1", { width: 360 });
  await officer.goto(`${city.url}/console/lookback/lot?${lotQuery(CODE)}`);
  await officer.getByRole("heading", { name: "打分矩阵" }).waitFor();
  await withoutScrolling(officer);
  for (const act of ["移送", "签署报告", "送交评标委员会"])
    expect(await officer.getByRole("button", { name: act, exact: true }).count(), act).toBe(0);
  await officer.goto(`${city.url}/console/lookback`);
  await officer.getByRole("table").waitFor();
  await withoutScrolling(officer);

  const bidder = await pageOf(browser, "bidder-1");
  const refused = await bidder.request.get(`${city.url}/api/lookback/lots`);
  expect(refused.status()).toBe(403);
}, 300_000);
