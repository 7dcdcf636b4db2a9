/** J4: a tip-off from both sides: written without a trace, opened with two shares, asked and answered through the mailbox. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { demoOfficeKey } from "../sealing/src/index.ts";
import { CANARY, markedJpeg } from "../sealing/test/marked-files.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf } from "./city.ts";

let browser: Browser;
let writer: BrowserContext;
const sent = { receipt: "" };

beforeAll(async () => {
  browser = await launchBrowser();
  writer = await browser.newContext({ locale: "zh-CN", viewport: { width: 1366, height: 768 } });
}, 180_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

const STORY = "某住建项目三家公司的投标文件错别字都一样，报价只差几百元，请核查。";
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();

async function writeTipoff(page: Page): Promise<void> {
  await press(page, "写举报");
  await press(page, /^党员干部/);
  await page.getByText("12388.gov.cn").waitFor();
  await press(page, "上一步");
  await press(page, /^企业、代理机构/);
  await press(page, "围标串标");
  await press(page, "工程建设招标投标");
  await press(page, "房屋建筑、市政");
  await press(page, /^全市/);
  await press(page, "下一步");
  await page.getByLabel("经过").fill("太短");
  await press(page, "下一步");
  await page.getByText("请至少写二十个字。").waitFor();
  await page.getByLabel("经过").fill(STORY);
  await press(page, "下一步");
  await press(page, /^不署名/);
  await page.getByLabel("需要遮盖的词").fill("某住建项目");
  await press(page, "下一步");
  const picture = {
    name: `${CANARY}.jpg`,
    mimeType: "image/jpeg",
    buffer: Buffer.from(markedJpeg(CANARY)),
  };
  const other = { name: "录音.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("ID3") };
  await page.locator("#tipoff-file").setInputFiles([picture, other]);
  await page.getByText("已清除", { exact: true }).waitFor();
  await press(page, "下一步");
  await page.getByText("有文件清除不了").waitFor();
  await page.getByRole("button", { name: "移除" }).nth(1).click();
  await press(page, "下一步");
  await page.getByText("云澜市住房和城乡建设局").waitFor();
  await page.getByText(demoOfficeKey("housing").key.keyId.slice(0, 4)).first().waitFor();
  await press(page, "加密并提交");
  await page.getByRole("heading", { name: "已经收到，请抄下收据" }).waitFor();
}

test("T31: written on one page: no foreign origin, no other address, no cookie, nothing stored, no entry in the history", async () => {
  const page = await writer.newPage();
  const foreign: string[] = [];
  const told: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(city.url)) foreign.push(request.url());
    told.push(`${request.url()} ${request.postData() ?? ""}`);
  });
  await page.goto(`${city.url}/deadline`);
  await page.goto(`${city.url}/tipoff`);
  const length = await page.evaluate<number>("history.length");
  const answer = await page.request.get(`${city.url}/tipoff`);
  expect(answer.headers()).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  await writeTipoff(page);
  sent.receipt = await page.locator(".tipoff-code").innerText();
  expect(sent.receipt).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  expect(page.url()).toBe(`${city.url}/tipoff`);
  expect(await page.evaluate<number>("history.length")).toBe(length);
  expect(await page.evaluate<number[]>("[localStorage.length, sessionStorage.length]")).toEqual([
    0, 0,
  ]);
  expect(await writer.cookies()).toEqual([]);
  expect(foreign).toEqual([]);
  const all = told.join("\n");
  for (const secret of [STORY, CANARY, "录音", sent.receipt, sent.receipt.replaceAll("-", "")])
    expect(all).not.toContain(secret);
  await page.getByRole("button", { name: "我抄好了，离开" }).click();
  await page.waitForURL(`${city.url}/`);
  // The page of the tip-off is gone from the history: before the start page stands the page from before.
  await page.goBack();
  expect(page.url()).toBe(`${city.url}/deadline`);
});

test("the way out is one press away at every step, and leaves no entry in the history", async () => {
  const page = await writer.newPage();
  await page.goto(`${city.url}/deadline`);
  await page.goto(`${city.url}/tipoff`);
  await press(page, "写举报");
  await press(page, /^企业、代理机构/);
  await page.getByRole("link", { name: "马上离开" }).click();
  await page.waitForURL(`${city.url}/`);
  await page.goBack();
  expect(page.url()).toBe(`${city.url}/deadline`);
});

async function openMailbox(page: Page): Promise<void> {
  await page.goto(`${city.url}/tipoff`);
  await press(page, "凭收据打开信箱");
  await page.getByLabel("收据，16 个字符").fill(sent.receipt.toLowerCase().replaceAll("-", " "));
  await page.getByRole("button", { name: "打开", exact: true }).click();
  await page.getByRole("heading", { name: "您的信箱" }).waitFor();
}

async function enterConsole(account: string): Promise<Page> {
  const page = await pageOf(browser, account, { height: 900 });
  await page.goto(`${city.url}/console/tipoffs`);
  return page;
}

const isSoon = (found: Locator): Promise<boolean> =>
  found.waitFor({ timeout: 4000 }).then(
    () => true,
    () => false,
  );

/** What the two holders have on paper. */
async function unlock(page: Page): Promise<void> {
  const { shares } = demoOfficeKey("housing");
  await page.getByLabel("第 1 份").fill(shares[1]?.code ?? "");
  await page.getByLabel("第 2 份").fill(shares[0]?.code ?? "");
  await page.getByRole("button", { name: "打开", exact: true }).click();
  await page.getByText("已打开", { exact: true }).waitFor();
}

test("the officer opens it with two shares, asks; the writer answers; the answer comes back; it is closed without a name", async () => {
  const officer = await enterConsole("housing-1");
  // It comes with the next run of the job; of the city's tip-offs none has a file.
  const own = officer.locator("tr", { has: officer.locator("td.number", { hasText: /^1$/ }) });
  for (let tries = 0; !(await isSoon(own)); tries += 1) {
    if (tries > 12) throw new Error("the tip-off did not come to its office");
    await officer.reload();
  }
  await own.getByRole("link").click();
  await officer.getByText("内容已加密").first().waitFor();
  expect(await officer.getByText(STORY).count()).toBe(0);
  await unlock(officer);
  await officer.getByText(STORY).waitFor();
  await officer.getByRole("button", { name: "1.jpg" }).waitFor();
  const download = officer.waitForEvent("download");
  await press(officer, "1.jpg");
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const picture = Buffer.concat(chunks);
  expect(picture.subarray(0, 2).toString("hex")).toBe("ffd8");
  expect(picture.includes(CANARY)).toBe(false);

  await press(officer, "向举报人提问");
  await officer.getByLabel("问题").fill("请问是哪个标段？");
  await press(officer, "加密并留在信箱");
  await officer.getByText("请问是哪个标段？").first().waitFor();

  const page = await writer.newPage();
  await openMailbox(page);
  await page.getByText("请问是哪个标段？").waitFor();
  await page.getByLabel("补充情况或者回答提问").fill("是二标段。");
  await press(page, "加密并送出");
  await page.getByText("您的补充已加密送出").waitFor();

  const reply = officer.getByText("是二标段。");
  for (let tries = 0; !(await isSoon(reply)); tries += 1) {
    if (tries > 12) throw new Error("the answer did not come to the officer");
    await officer.reload();
    await unlock(officer);
  }
  await press(officer, "答复");
  await officer.getByLabel("部分属实").check();
  await officer.getByRole("textbox", { name: "答复" }).fill("部分属实，已责令改正。");
  await press(officer, "加密并留在信箱");
  await officer.getByText("部分属实，已责令改正。").waitFor();
  await press(officer, "办结");
  await officer
    .getByLabel("公开摘要")
    .fill("某住建项目投标文件雷同，联系电话13800001234，部分属实，已责令改正。");
  await officer.getByText(/将记录为：█/).waitFor();
  await officer.locator("form").getByRole("button", { name: "办结" }).click();
  await officer.getByText("办结", { exact: true }).first().waitFor();

  await openMailbox(page);
  await page.getByText("部分属实，已责令改正。").waitFor();
  await page.getByText("处理结果：部分属实").waitFor();
  await page.goto(`${city.url}/tipoff/results`);
  const summary = page.getByText("投标文件雷同");
  await summary.waitFor();
  expect(await summary.innerText()).not.toMatch(/某住建项目|13800001234/);
}, 180_000);

test("inspectors and the coordinator do not see it; the centre has no such page", async () => {
  const centre = await enterConsole("centre-1");
  await centre.getByRole("link", { name: "线索" }).first().waitFor();
  expect(await centre.getByRole("link", { name: "举报", exact: true }).count()).toBe(0);
  const refused = await centre.request.get(`${city.url}/api/tipoffs`);
  expect(refused.status()).toBe(403);
});
