/**
 * J2 from both sides, in a real browser: a bidder objects to the documents of a works tender while it may, the tenderer has
 * three calendar days and must pause, its answer moves the deadline of the bids, and the bidder reads it with the next right.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { cityRegister } from "../simulate/src/index.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, dayFrom, pageOf, sendFacts, withoutScrolling } from "./city.ts";
import { plantedLot } from "./planted-lot.ts";

const inChinese = (day: string): string => {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
};

const OPEN = { ocid: "ocds-mj0001-OBJ-0001", title: "云澜市采薇路综合管廊工程施工招标公告" };
const LATE = { ocid: "ocds-mj0001-OBJ-0002", title: "云澜市采薇路桥梁加固工程施工招标公告" };
const DEADLINE_IN = 12;
/** The demo city is made from it (server/src/demo.ts). */
const SEED = 20_261;

let browser: Browser;
let tenderer: Page;
let bidder: Page;

/** A notice of the tenderer that has a desk on the platform; its bids are due in so many days. */
function notice(
  project: typeof OPEN,
  { procuringEntity, days }: { procuringEntity: unknown; days: number },
) {
  const [planted] = plantedLot(Date.now(), project);
  if (planted === undefined) throw new Error("nothing planted");
  const bidDeadline = `${dayFrom(days)}T09:30:00+08:00`;
  return {
    ...planted,
    payload: { ...planted.payload, procuringEntity, bidDeadline, openingAt: bidDeadline },
  };
}

beforeAll(async () => {
  browser = await launchBrowser();
  tenderer = await pageOf(browser, "entity-1");
  const [procuringEntity] = cityRegister(SEED).procuringEntities;
  await sendFacts([
    notice(OPEN, { procuringEntity, days: DEADLINE_IN }),
    notice(LATE, { procuringEntity, days: 9 }),
  ]);
  const context = await browser.newContext({
    locale: "zh-CN",
    viewport: { width: 360, height: 780 },
  });
  bidder = await context.newPage();
}, 60_000);

afterAll(async () => {
  await browser?.close();
}, 60_000);

/** The public page of a process, once it is released. */
async function openProcess({ ocid, title }: typeof OPEN): Promise<void> {
  await expect
    .poll(
      async () => {
        const reply = await bidder.goto(`${city.url}/process/${ocid}`);
        return reply?.status();
      },
      { timeout: 30_000 },
    )
    .toBe(200);
  await bidder.getByRole("heading", { level: 1, name: title }).waitFor();
}

test("nine days before the deadline there is no button any more, and the wizard says why", async () => {
  await openProcess(LATE);
  const box = bidder.locator("#voices");
  expect(await box.getByRole("link", { name: "对招标文件提异议" }).count()).toBe(0);
  await box.getByText(`对招标文件的异议期已于 ${inChinese(dayFrom(-1))}`).waitFor();
  await box.getByRole("link", { name: "为什么" }).click();
  await bidder.getByRole("heading", { name: "已经过了期限" }).waitFor();
  await bidder.getByText("中华人民共和国招标投标法实施条例第22条").waitFor();
  await withoutScrolling(bidder);
}, 60_000);

const receipt = { number: "", code: "" };

test("from the project's page to the receipt: what the page knows is not asked again", async () => {
  await openProcess(OPEN);
  await withoutScrolling(bidder);
  await bidder.getByRole("link", { name: "对招标文件提异议" }).click();
  await bidder.getByRole("heading", { name: "现在可以提" }).waitFor();
  await bidder
    .getByText(inChinese(dayFrom(DEADLINE_IN - 10)))
    .first()
    .waitFor();
  await bidder.getByRole("link", { name: "现在就写" }).click();
  await bidder.getByText(OPEN.title).first().waitFor();
  await bidder.getByLabel("一句话说明").fill("对资格条件的异议");
  await bidder.getByLabel("第 1 项").fill("业绩条件限定本市项目，排斥外地投标人。");
  await bidder.getByRole("button", { name: "加一项" }).click();
  await bidder.getByLabel("第 2 项").fill("评分办法没有写明业绩的计分上限。");
  await bidder.getByLabel("个人", { exact: true }).check();
  await bidder.getByLabel("名称或姓名").fill("欧阳明月");
  await bidder.getByLabel("电话").fill("13800000000");
  await bidder.getByRole("button", { name: "提交" }).last().click();
  await bidder.getByRole("heading", { name: "已经收到" }).waitFor({ timeout: 60_000 });
  receipt.number = await bidder.locator(".receipt-number").innerText();
  receipt.code = await bidder.locator("code.receipt-code").innerText();
}, 120_000);

const button = (name: string) => tenderer.getByRole("button", { name, exact: true });

test("the tenderer's desk: three calendar days, the tender must pause, seven working days are nowhere", async () => {
  await tenderer.goto(`${city.url}/console/voices/${receipt.number}`);
  await tenderer.getByText("招标应当暂停。").waitFor();
  const cards = tenderer.getByRole("group", { name: "期限", exact: true });
  const words = await cards.innerText();
  expect(words).toContain("法定 3 日");
  expect(words).not.toContain("7 个工作日");
  const strip = tenderer.locator(".day-strip").first();
  const last = strip.locator("title").filter({ hasText: dayFrom(3) });
  expect(await last.count()).toBeGreaterThan(0);
  await button("签收").click();
}, 60_000);

async function writeFinding(result: string, text: string): Promise<void> {
  await tenderer.getByRole("radio", { name: result, exact: true }).check();
  await tenderer.getByLabel("查明的事实和认定意见").fill(text);
  await tenderer.getByRole("button", { name: "引用", exact: true }).first().click();
}

test("an upheld claim changes the documents twelve days before the deadline: fifteen are proposed", async () => {
  await writeFinding("成立", "业绩条件限定项目所在地，不合理地限制了外地投标人，予以删除。");
  await tenderer.getByText("请求 2 没有认定").waitFor();
  await tenderer.getByText("投标截止需要顺延。").waitFor();
  await tenderer.getByText(`应当顺延到 ${dayFrom(15)} 或者以后`).waitFor();
  await button("写认定").click();
  await writeFinding("不成立", "评分办法第三章第四节写明业绩项最高六分，附该页复印件。");
  await tenderer.getByLabel("文号").fill("采薇答复一号");
  await tenderer.getByLabel("答复结论").fill("异议部分成立，招标文件予以澄清。");
  await tenderer.getByText("2 项请求都有认定").waitFor();
  await button("签发答复").click();
  await tenderer.getByText("暂停招标的提示已解除").waitFor();
}, 90_000);

test("the bidder reads the answer claim by claim, the later deadline, and the next right with its day", async () => {
  await bidder.goto(`${city.url}/voice/status`);
  await bidder.getByLabel("回执码").fill(receipt.code);
  await bidder.getByRole("button", { name: "打开" }).click();
  await bidder.getByText("异议部分成立，招标文件予以澄清。").waitFor();
  await bidder.getByText("业绩条件限定项目所在地").waitFor();
  await bidder
    .getByText(inChinese(dayFrom(15)))
    .first()
    .waitFor();
  await bidder.getByText(/向监督部门投诉，最晚 \d{4}年/).waitFor();
  expect(await bidder.locator("main").innerText()).not.toMatch(/ZTB-/);
  await withoutScrolling(bidder);
}, 60_000);
