/**
 * A rule must be open to whoever it hits: an officer finds a planted lot behind a rule's number, reads the law of another place, and sees the
 * checks of the project; a bidder checks its own file in the browser with the network cut.
 */
import { strToU8, zipSync } from "fflate";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, sendFacts } from "./city.ts";
import { plantedLot } from "./planted-lot.ts";

const PROJECT = { ocid: "ocds-mj0001-RUL-0001", title: "云澜市镜湖路排水改造工程施工招标公告" };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

describe("the rules", () => {
  test("a number opens its list, the list its project, and the law changes with the place", async () => {
    await sendFacts(plantedLot(Date.now(), PROJECT));
    const page = await pageOf(browser, "housing-1");
    await expect
      .poll(
        async () => {
          const reply = await page.request.get(`${city.url}/api/indicators/DEV-01/lots`);
          return ((await reply.json()) as { rows: { ocid: string }[] }).rows.some(
            ({ ocid }) => ocid === PROJECT.ocid,
          );
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    await page.goto(`${city.url}/console/rules`);
    await page.getByRole("heading", { name: /条规则/ }).waitFor();
    await page.getByRole("link", { name: /DEV-01/ }).click();
    await page.getByText("设定命中的标段").waitFor();
    const demonstration = page.getByRole("table", { name: "样例" });
    expect(await demonstration.getByRole("row", { name: /设定命中/ }).innerText()).toContain(
      "命中",
    );
    expect(await demonstration.getByRole("row", { name: /只差一处/ }).innerText()).toContain(
      "未命中",
    );
    await page.getByLabel("地区").selectOption({ label: "福建省" });
    await page.getByText("在这个地区和日期，命中属于“认定级”。").waitFor();
    await page.getByRole("link", { name: PROJECT.title }).first().click();
    await page.getByRole("heading", { name: "程序核对" }).waitFor();
    const checks = page.locator("section", { hasText: "程序核对" }).last();
    expect(await checks.innerText()).toMatch(/项没有异常|需要核实/);
  });
});

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const row = (cells: readonly string[]) =>
  `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`;

describe("the bidder's self-check", () => {
  test("names what was left in the file, with the network cut and nothing sent", async () => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    await page.goto(`${city.url}/self-check`);
    // The browser asks for the tab's icon when it likes, also after the page has loaded.
    const href = await page.locator("link[rel=icon]").getAttribute("href");
    const icon = new URL(href ?? "", city.url).href;
    await context.setOffline(true);
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.url() !== icon) sent.push(request.url());
    });
    const table = `<w:tbl>${row(["数量", "单价", "合价"])}${row(["80", "1250", "100000.01"])}</w:tbl>`;
    const file = zipSync({
      "word/document.xml": strToU8(
        `<w:document>${paragraph("我单位与屏岚远桥建设有限公司签订")}${table}</w:document>`,
      ),
      "docProps/core.xml": strToU8("<cp:p><dc:creator>李四</dc:creator></cp:p>"),
    });
    await page.getByLabel("本单位名称").fill("云澜青石建设有限公司");
    await page.getByLabel("要自查的文件").setInputFiles({
      name: "投标文件.docx",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(file),
    });
    const result = page.locator("#self-check-result");
    await result.getByText("屏岚远桥建设有限公司（1 处）", { exact: false }).waitFor();
    const told = await result.innerText();
    expect(told).toContain("作者：李四");
    expect(told).toContain("写的是 100000.01，数量乘单价是 100000.00");
    await page.getByLabel("要自查的文件").setInputFiles({
      name: "照片.png",
      mimeType: "image/png",
      buffer: Buffer.from([137, 80, 78, 71]),
    });
    await result.getByText("《照片.png》不是能读的文件", { exact: false }).waitFor();
    expect(sent).toEqual([]);
    await context.close();
  });
});
