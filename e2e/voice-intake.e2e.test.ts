/** A citizen writes a complaint on the phone, the department answers, the first reading is the proof of service; a clerk enters a call. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { VoiceView } from "../contract/src/voices.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, dayFrom, pageOf, withoutScrolling } from "./city.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

const WIZARD = () => `kind=complaint&regime=works&matter=other&known=${dayFrom()}`;
const LONG = { timeout: 90_000 };

async function fill(page: Page): Promise<void> {
  await page.getByLabel("一句话说明").fill("对评标结果的投诉");
  await page.getByLabel("第 1 项").fill("第一候选人项目经理社保不在本单位。");
  await page.getByLabel("名称或姓名").fill("欧阳明月");
  await page.getByLabel("电话").fill("13800000000");
}

/** Signed in as somebody of the demo city. */
async function officeOf(account: string) {
  const opened = await fetch(`${city.url}/api/session/demo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ account }),
  });
  const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
  const send = (path: string, body?: object) =>
    fetch(`${city.url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { cookie, "content-type": "application/json", "x-mingjing-csrf": "1" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const get = async (number: string) =>
    (await (await send(`/api/voices/${number}`)).json()) as VoiceView;
  return {
    get,
    async act(number: string, path: string, content: object = {}) {
      const { voice } = await get(number);
      const done = await send(`/api/voices/${number}/${path}`, {
        version: voice.version,
        ...content,
      });
      if (done.status !== 200) throw new Error(`${path}: ${await done.text()}`);
    },
  };
}

test("from the wizard to the reply, on a phone", async () => {
  const context = await browser.newContext({
    locale: "zh-CN",
    viewport: { width: 360, height: 780 },
  });
  const page = await context.newPage();
  await page.goto(`${city.url}/voice?${WIZARD()}`);
  await page.getByRole("link", { name: "现在就写" }).click();
  await page.getByRole("searchbox").fill("公开招标");
  await page.getByRole("button", { name: "查找" }).click();
  await withoutScrolling(page);
  await page.locator("a.choice").first().click();
  await fill(page);
  await page.getByLabel("单位", { exact: true }).check();
  await page.getByLabel("统一社会信用代码").fill("91330100MA2AXXXX0A");
  await page.getByRole("button", { name: "加一项" }).click();
  await page.getByLabel("第 2 项").fill("评委打分相差过大。");
  await withoutScrolling(page);
  await page.getByRole("button", { name: "提交" }).last().click();
  await page.getByText("校验码不对，请核对。").waitFor(LONG);
  expect(await page.getByLabel("第 2 项").inputValue()).toBe("评委打分相差过大。");
  await page.getByLabel("个人", { exact: true }).check();
  await page.getByLabel("附件").setInputFiles({
    name: "投诉书.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.7 投诉书"),
  });
  await page.getByRole("button", { name: "提交" }).last().click();
  await page.getByRole("heading", { name: "已经收到" }).waitFor(LONG);
  await page.getByRole("img", { name: "二维码：编号和指纹，不含回执码" }).waitFor();
  await withoutScrolling(page);
  const number = await page.locator(".receipt-number").innerText();
  const code = await page.locator("code.receipt-code").innerText();
  expect(page.url()).not.toContain(code);
  await page.getByRole("button", { name: "查进度" }).click();
  await page.getByRole("heading", { name: `${number} 的进度` }).waitFor();
  await page.getByText("您的浏览器自己又数了一遍，结果一致。").waitFor();
  await withoutScrolling(page);
  await answer(number);
  await page.goto(`${city.url}/voice/status`);
  await page.getByLabel("回执码").fill(code.toLowerCase());
  await page.getByRole("button", { name: "打开" }).click();
  await page.getByText("驳回投诉。").waitFor();
  await page.getByText("首次打开，以此为送达凭据").waitFor();
  await page.getByText("申请行政复议，最晚").waitFor();
  await withoutScrolling(page);
  const { history } = await (await officeOf(handler)).get(number);
  expect(history.filter(({ kind }) => kind === "complaints.reply-read")).toHaveLength(1);
}, 300_000);

let handler = "";

/** The department that the list of duties names takes it, accepts it and answers each item. */
async function answer(number: string): Promise<void> {
  const coordinator = await officeOf("coordinator-1");
  const { voice } = await coordinator.get(number);
  handler = `${voice.unit.id}-1`;
  const office = await officeOf(handler);
  await office.act(number, "receipt");
  await office.act(number, "acceptance", { outcome: "accepted" });
  await office.act(number, "reply", {
    letterNo: "云监诉〔2026〕1号",
    decidedOn: dayFrom(),
    decision: "驳回投诉。",
    findings: [0, 1].map((claim) => ({
      claim,
      result: "notUpheld",
      text: `经核查第 ${claim + 1} 项所附材料，与所述不符。`,
      articles: ["ZTB-T-61"],
    })),
    service: { way: "platform", servedOn: dayFrom() },
    despite: true,
  });
}

test("without scripts the same form is sent, a draft is found again", async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale: "zh-CN",
    viewport: { width: 1366, height: 768 },
  });
  const page = await context.newPage();
  await page.goto(`${city.url}/voice/write?${WIZARD()}&ocid=none`);
  await fill(page);
  await page.getByLabel("个人", { exact: true }).check();
  await page.getByRole("button", { name: "先存草稿" }).click();
  await page.getByText("草稿已经保存到").waitFor();
  const code = await page.locator(".receipt-code code").innerText();
  await page.goto(`${city.url}/voice/draft`);
  await page.getByLabel("回执码").fill(code);
  await page.getByRole("button", { name: "打开" }).click();
  await page.getByText("找到了您的草稿").waitFor();
  expect(await page.getByLabel("一句话说明").inputValue()).toBe("对评标结果的投诉");
  await page.getByRole("button", { name: "提交" }).last().click();
  await page.getByRole("heading", { name: "已经收到" }).waitFor();
  expect(await page.locator("code.receipt-code").innerText()).toBe(code);
});

test("a clerk enters a call and gets the receipt to print", async () => {
  const page = await pageOf(browser, "centre-1");
  await page.goto(`${city.url}/console/voices/enter`);
  await page.getByRole("heading", { name: "登记来件" }).waitFor(LONG);
  await page.getByLabel("种类").selectOption("enquiry");
  await page.getByLabel("交易类别").selectOption("procurement");
  await page.getByText("在期限之内。").waitFor();
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await page.getByText("还有没填的，已在上面标出。").waitFor();
  await page.getByLabel("一句话说明").fill("询问采购文件第三章");
  await page.getByLabel("各项内容").fill("第三章的评分办法怎么理解？");
  await page.getByLabel("名称或姓名").fill("云澜第三建设有限公司");
  await page.getByLabel("电话", { exact: true }).last().fill("0571-88880000");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await page.getByRole("heading", { name: "来件回执" }).waitFor(LONG);
  const code = await page.locator(".desk-receipt code").first().innerText();
  await page.goto(`${city.url}/voice/status`);
  await page.getByLabel("回执码").fill(code);
  await page.getByRole("button", { name: "打开" }).click();
  await page.getByText("询问采购文件第三章").waitFor();
});
