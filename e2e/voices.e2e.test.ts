/**
 * J2 and J3 from the handler's side, in a real browser: a complaint is signed for, accepted, paused and resumed, its reply
 * is refused by the meter until every claim is answered, then signed and published; a works objection has three days, and
 * the pause of the tender lifts with the answer.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { SendVoice, VoiceReceiptView } from "../contract/src/voice-intake.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, dayFrom, pageOf, sendFacts } from "./city.ts";
import { plantedLot } from "./planted-lot.ts";

const PROJECT = { ocid: "ocds-mj0001-VOC-0001", title: "云澜市听泉路雨污分流改造工程施工招标公告" };

let browser: Browser;
let page: Page;

const headers = () => ({ authorization: `Bearer ${city.operatorToken}` });

async function sendVoice(changes: Partial<SendVoice>): Promise<string> {
  const voice: SendVoice = {
    externalNo: `E2E-${changes.kind}`,
    sentAt: new Date().toISOString(),
    kind: "complaint",
    regime: "works",
    matter: "result",
    ocid: PROJECT.ocid,
    title: "对听泉路工程评标结果的投诉",
    claims: ["第一候选人项目经理社保不在本单位。", "评委对业绩的打分相差过大。"],
    knownOn: dayFrom(-3),
    earlier: { receivedOn: dayFrom(-5), answeredOn: dayFrom(-3) },
    writer: {
      party: { kind: "organisation", name: "云澜青石建设有限公司" },
      contactName: "欧阳文",
    },
    ...changes,
  };
  const response = await fetch(`${city.url}/api/intake/voices?source=demo`, {
    method: "POST",
    headers: { ...headers(), "content-type": "application/json" },
    body: JSON.stringify(voice),
  });
  const text = await response.text();
  expect(response.status, text).toBe(201);
  return (JSON.parse(text) as VoiceReceiptView).number;
}

beforeAll(async () => {
  browser = await launchBrowser();
  await sendFacts(plantedLot(Date.now(), PROJECT));
  page = await pageOf(browser, "housing-1");
  page.setDefaultTimeout(20_000);
}, 180_000);

afterAll(async () => {
  await browser?.close();
}, 60_000);

const button = (name: string) => page.getByRole("button", { name, exact: true });
const sheet = (name: string) => page.getByRole("dialog", { name });
const cards = () => page.getByRole("group", { name: "期限", exact: true });

/** Day that is the first of the running period. */
async function firstCounted(): Promise<string> {
  const cell = page.locator(".day-strip").first().locator(".strip-pledge, .strip-done").first();
  return ((await cell.locator("title").textContent()) ?? "").slice(0, 10);
}

async function writeFinding(text: string): Promise<void> {
  await page.getByRole("radio", { name: "不成立", exact: true }).check();
  await page.getByLabel("查明的事实和认定意见").fill(text);
  await page.getByRole("button", { name: "引用", exact: true }).first().click();
}

const FIRST = "社保缴费记录载明项目经理自二〇二五年六月起连续参保，材料由人社部门盖章。";
const SECOND = "三号评委业绩项多计两分，更正后总分相差零点四分，排序不变。";

let complaint = "";

test("the list opens the complaint; it is signed for and accepted, and each day is drawn", async () => {
  complaint = await sendVoice({});
  await page.goto(`${city.url}/console/voices`);
  await page.getByRole("link", { name: "对听泉路工程评标结果的投诉" }).click();
  await page.getByRole("heading", { name: "每一天怎么算" }).waitFor();
  expect(await cards().innerText()).toContain("法定 3 个工作日");
  await button("签收").click();
  await button("受理审查").click();
  const form = sheet("受理审查");
  await form.getByRole("radio", { name: "受理", exact: true }).check();
  await form.getByRole("button", { name: "受理审查" }).click();
  await cards().getByText("法定 30 个工作日").waitFor();
  const numbers = await page.locator(".day-strip").first().locator(".strip-n").allTextContents();
  const counted = numbers.filter((text) => /^\d+$/.test(text)).map(Number);
  expect(counted.length).toBeGreaterThan(10);
  expect(counted).toEqual(counted.map((_, at) => at + 1));
}, 90_000);

test("a pause moves the date and a resumption gives it back", async () => {
  const before = await firstCounted();
  await button("暂停期限").click();
  const form = sheet("暂停期限");
  await form.getByRole("radio", { name: "鉴定", exact: true }).check();
  await form.getByLabel("文书名称和文号").fill("云建监鉴〔2026〕3号 鉴定委托书");
  await form.getByLabel("预计恢复日期").fill(dayFrom(5));
  await form.getByRole("button", { name: "暂停期限" }).click();
  await page.locator(".strip-pause").first().waitFor();
  expect((await firstCounted()) > dayFrom(5)).toBe(true);
  await button("恢复期限").click();
  await sheet("恢复期限").getByLabel("结果文书").fill("鉴定意见书 118 号");
  await sheet("恢复期限").getByRole("button", { name: "恢复期限" }).click();
  await button("暂停期限").waitFor();
  expect(await firstCounted()).toBe(before);
}, 90_000);

test("the meter refuses a claim without an answer; answered, the decision is signed and published", async () => {
  await writeFinding(FIRST);
  await page.locator(".meter-bar").getByText("请求 2 没有认定").waitFor();
  await page.getByLabel("文号").fill("云建监诉〔2026〕12号");
  await page.getByLabel("处理决定", { exact: true }).fill("驳回投诉。");
  await button("签发处理决定").click();
  await page.getByRole("alert").getByText("签发前还有需要看的").waitFor();
  await page.reload();
  await page.getByText(/已恢复 .* 的草稿/).waitFor();
  await button("写认定").click();
  await writeFinding(SECOND);
  await page.locator(".meter-bar").getByText("2 项请求都有认定").waitFor();
  await button("签发处理决定").click();
  await button("公示").click();
  const form = sheet("公示");
  await form.getByText("没有发现个人信息").waitFor();
  const text = form.getByLabel("公示正文");
  await text.fill(`${await text.inputValue()}\n联系人：欧阳文`);
  await form.getByText(/处个人信息，不能公示/).waitFor();
  expect(await form.getByRole("button", { name: "公示" }).isDisabled()).toBe(true);
  await form.getByRole("button", { name: "一键隐去" }).click();
  await form.getByText("没有发现个人信息").waitFor();
  await form.getByRole("button", { name: "公示" }).click();
  await button("撤回公示").waitFor();
  const letter = await page.request.get(
    `${city.url}/api/voices/${complaint}/letter.docx?kind=reply`,
  );
  expect((await letter.body()).subarray(0, 2).toString()).toBe("PK");
}, 120_000);

test("a works objection has three days, and the pause of the tender lifts with the answer", async () => {
  const number = await sendVoice({
    kind: "objection",
    title: "对听泉路工程评标结果的异议",
    claims: ["第一候选人业绩证明与公示不符。"],
  });
  await page.goto(`${city.url}/console/voices/${number}`);
  await page.getByText("招标应当暂停。").waitFor();
  expect(await cards().innerText()).toContain("法定 3 日");
  await button("签收").click();
  await writeFinding("经与业主单位核对合同和竣工备案，该业绩真实，规模与公示一致，附核对函。");
  await page.getByLabel("文号").fill("答复一号");
  await page.getByLabel("答复结论").fill("异议不成立。");
  await page.getByText("1 项请求都有认定").waitFor();
  await button("签发答复").click();
  await page.getByText("暂停招标的提示已解除").waitFor();
}, 90_000);

test("on a telephone nothing of list and case is wider than the screen", async () => {
  await page.setViewportSize({ width: 360, height: 780 });
  for (const path of ["/console/voices?state=published", `/console/voices/${complaint}`]) {
    await page.goto(city.url + path);
    await page.getByText(complaint).first().waitFor();
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(width, path).toBeLessThanOrEqual(360);
  }
}, 60_000);
