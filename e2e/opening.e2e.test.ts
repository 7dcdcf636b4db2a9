/** Journey J7: host, witness, two bidders and a citizen at one opening at once, then an inspector; an objection is answered on the spot. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { choose, city, pageOf, withoutScrolling } from "./city.ts";

/** The opening that the demo leaves to its visitor; its deadline is a minute after the city's start. */
const ID = "open-05-1";

let browser: Browser;
let host: Page;
let bidder: Page;
let rival: Page;
let witness: Page;
let citizen: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  host = await pageOf(browser, "agency-1");
  bidder = await pageOf(browser, "bidder-1", { width: 360, height: 740 });
  rival = await pageOf(browser, "bidder-2");
  witness = await pageOf(browser, "centre-1");
  const context = await browser.newContext({ locale: "zh-CN" });
  citizen = await context.newPage();
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

const hall = (page: Page, part: string) => page.locator(`#hall-${part}`);

test("the citizen finds the opening in the day's list, and no name before the bidders are read out", async () => {
  await citizen.goto(`${city.url}/openings`);
  await citizen.getByRole("link", { name: /鹤汀大桥桥面铺装维修工程施工/ }).click();
  await citizen.getByRole("heading", { name: /鹤汀大桥/, level: 1 }).waitFor();
  expect(await hall(citizen, "steps").getByRole("listitem").count()).toBe(7);
  expect(await hall(citizen, "bids").innerText()).not.toContain("有限公司");
});

test("both bidders sign in and one asks; the citizen reads a number that says nothing, nobody reads a name", async () => {
  for (const page of [bidder, rival]) {
    await page.goto(`${city.url}/console/openings/${ID}`);
    await page.getByRole("button", { name: "签到" }).click();
    await page.getByText("已签到").waitFor();
  }
  await rival.getByLabel("写一条留言").fill("解密时限从什么时候起算？");
  await rival.getByRole("button", { name: "发布" }).click();
  await hall(citizen, "messages")
    .getByText("解密时限从什么时候起算？")
    .waitFor({ timeout: 20_000 });
  expect(await hall(citizen, "messages").innerText()).toMatch(/编号 \d{4}/);
  await witness.goto(`${city.url}/console/openings/${ID}`);
  await witness.getByText("解密时限从什么时候起算？").waitFor();
  for (const page of [citizen, witness, bidder, rival])
    expect(await page.locator("main").innerText()).not.toContain("远岫路桥建设有限公司");
});

test("the host names the bidders; the citizen's page follows without being loaded again", async () => {
  await host.goto(`${city.url}/console/openings`);
  await host
    .getByRole("cell")
    .or(host.getByRole("rowheader"))
    .getByRole("link", { name: /鹤汀大桥/ })
    .click();
  await host.getByText("收到 6 份投标文件，可以公布投标人。").waitFor({ timeout: 90_000 });
  await citizen.evaluate("window.stayed = true");
  await host.getByRole("button", { name: "公布投标人" }).click();
  await host.getByRole("button", { name: "开始解密" }).click();
  await hall(citizen, "bids").getByText("远岫路桥建设有限公司").waitFor({ timeout: 20_000 });
  expect(await citizen.evaluate("window.stayed")).toBe(true);
});

test("what the bidders' machines decrypt is compared with its commitment; the rest is recorded with its ground", async () => {
  const row = (name: string) => host.getByRole("row").filter({ hasText: name });
  await row("潮信港务工程有限公司").getByRole("button", { name: "解密失败…" }).click();
  await choose(host, "失败原因", "投标人原因");
  await host.getByRole("button", { name: "登记" }).click();
  await row("潮信港务工程有限公司").getByText("未解密（投标人原因）").waitFor();
  await row("远岫路桥建设有限公司").getByText("一致").waitFor({ timeout: 120_000 });
  await host.getByRole("button", { name: "开始唱标" }).click({ timeout: 150_000 });
}, 300_000);

test("prices are public one by one as they are read out", async () => {
  const before = await hall(citizen, "bids").innerText();
  expect(before).not.toMatch(/\d元|\d 元/);
  await host.getByRole("button", { name: "唱读" }).first().click();
  await hall(citizen, "bids").getByText(/\d 元/).first().waitFor({ timeout: 20_000 });
  expect((await hall(citizen, "bids").innerText()).match(/\d 元/g)).toHaveLength(1);
  for (let left = 4; left > 0; left -= 1) {
    await host.getByRole("button", { name: "唱读" }).first().click();
    await expect.poll(() => host.getByRole("button", { name: "唱读" }).count()).toBe(left - 1);
  }
});

test("one bidder confirms, the other objects from the phone; nothing is signed before the host has answered", async () => {
  await host.getByRole("button", { name: "唱标完毕" }).click();
  await rival.getByRole("button", { name: "确认唱标无误" }).click({ timeout: 60_000 });
  await hall(citizen, "bids").getByText("已确认").waitFor({ timeout: 20_000 });
  await bidder.getByLabel("提出异议").fill("请说明一家未解密是否影响评标基准价。");
  await bidder.getByRole("button", { name: "提出异议" }).click();
  await withoutScrolling(bidder);
  await rival.getByText("请说明一家未解密是否影响评标基准价。").waitFor({ timeout: 60_000 });
  await host.getByText("还有 1 件异议没有答复，答复后才能签名。").waitFor();
  expect(await host.getByRole("button", { name: "提交记录签名" }).count()).toBe(0);
  await hall(citizen, "objections").getByText("尚未答复").waitFor({ timeout: 20_000 });
  await host.getByLabel("答复异议 1").fill("未解密的投标不参加评标，基准价按有效报价计算。");
  await host.getByRole("button", { name: "当场答复" }).click();
  await hall(citizen, "objections").getByText("未解密的投标不参加评标", { exact: false }).waitFor({
    timeout: 20_000,
  });
});

test("host, witness and both bidders sign one record; the replay shows its fingerprint", async () => {
  await host.getByRole("button", { name: "提交记录签名" }).click();
  await host.getByRole("button", { name: "核对无误，签名" }).click();
  await host.getByText("签名有效").waitFor();
  for (const page of [witness, bidder, rival])
    await page.getByRole("button", { name: "核对无误，签名" }).click({ timeout: 60_000 });
  await host.getByText("4 方签名").waitFor();
  const hash = (await host.locator("code").first().innerText()).trim();
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  await host.getByRole("button", { name: "结束开标" }).click();
  await host.getByText("开标已结束。").waitFor();
  const inspector = await pageOf(browser, "inspector-1");
  await inspector.goto(`${city.url}/console/openings/${ID}`);
  await inspector.getByText(hash).waitFor();
  expect(await inspector.getByRole("button", { name: "当场答复" }).count()).toBe(0);
  await expect
    .poll(async () => {
      await citizen.reload();
      return hall(citizen, "record").innerText();
    })
    .toContain(hash);
  await citizen.setViewportSize({ width: 360, height: 740 });
  await withoutScrolling(citizen);
});

test("the citizen computes the replay again: equal; with one word changed the page names the event", async () => {
  await citizen.getByRole("button", { name: "校验回放" }).click();
  await citizen.getByText(/^一致：本页收到的 \d+ 条事件/).waitFor();
  const address = `${city.url}/openings/${ID}`;
  await citizen.route(address, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/(?<="text":"[^"]*)基准价按/g, "基准价不按");
    await route.fulfill({ response: answer, body });
  });
  await citizen.goto(address);
  await citizen.getByRole("button", { name: "校验回放" }).click();
  await citizen.getByText(/^不一致：第 \d+ 条事件（\d\d:\d\d:\d\d）与封存时不同/).waitFor();
  await citizen.unroute(address);
});

test("text only: no picture, no drawing, the same words", async () => {
  await citizen.goto(`${city.url}/openings/${ID}`);
  await citizen.getByRole("link", { name: "只看文字（省流量）" }).click();
  await citizen.getByRole("link", { name: "完整页面" }).waitFor();
  expect(await citizen.locator("[data-hall-picture], .hall-prices").count()).toBe(0);
  await hall(citizen, "bids").getByText("远岫路桥建设有限公司").waitFor();
});

test("the agency plans an opening from the notice", async () => {
  await host.goto(`${city.url}/console/openings`);
  await host.getByText("选择标段并安排").click();
  await choose(host, "标段", /北汀桥下游护岸工程施工/);
  expect(await host.getByLabel("开标室", { exact: true }).inputValue()).toBe("开标二室");
  await host.getByRole("button", { name: "安排", exact: true }).click();
  await host.getByText("投标截止之前，任何人都看不到投标人和家数；到时系统自动锁定。").waitFor();
  await host.goto(`${city.url}/console/openings`);
  await host.getByRole("heading", { name: "开标室一览" }).waitFor();
  await host.getByText("没有待安排的标段。").waitFor();
});
