/**
 * Journey J1: alert → lead → report to the department with its receipt → notice, and the reply by the bidder's account →
 * the department decides → published. Before the reply, a publication that names the firm is refused.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { FactInput } from "../contract/src/facts/fact.ts";
import type { Organisation } from "../contract/src/values.ts";
import { cityRegister } from "../simulate/src/index.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, dayFrom, pageOf, sendFacts, withoutScrolling } from "./city.ts";
import { plantedLot } from "./planted-lot.ts";

const PROJECT = { ocid: "ocds-mj0001-FLW-0001", title: "云澜市望江路雨水管网改造工程施工招标公告" };
const DECISION = "云建监〔2026〕77号";
const SEED = 20_261;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

/** The firm of the demo's bidder account. */
function bidderFirm(): Organisation {
  const { parts } = cityRegister(SEED).organisation;
  const unit = parts.find(
    ({ kind, payload }) => kind === "unit-registered" && payload["unit"] === "bidder-1",
  );
  return unit?.payload["party"] as Organisation;
}

/** The planted lot with that firm in the first one's place, and its award: the committee is done. */
function lotOf(firm: Organisation): readonly FactInput[] {
  const text = JSON.stringify(plantedLot(Date.now(), PROJECT));
  const facts = JSON.parse(
    text.replaceAll(
      JSON.stringify({ kind: "organisation", name: "云澜青石建设有限公司" }),
      JSON.stringify(firm),
    ),
  ) as FactInput[];
  const opened = facts.at(-1);
  if (opened === undefined) throw new Error("no opening");
  const award: FactInput = {
    ...opened,
    kind: "procurement.award-decided",
    sourceId: `${PROJECT.ocid.toLowerCase()}/award`,
    payload: {
      lotId: "1",
      supplier: firm,
      offer: { kind: "total", amount: { amountMinor: "1187650000", currency: "CNY" } },
    },
  };
  return [...facts, award];
}

async function leadOf(page: Page): Promise<string> {
  let id = "";
  await expect
    .poll(
      async () => {
        const query = `q=${encodeURIComponent(PROJECT.title)}`;
        const reply = await page.request.get(`${city.url}/api/leads?${query}`);
        id = ((await reply.json()) as { rows: { id: string }[] }).rows[0]?.id ?? "";
        return id;
      },
      { timeout: 30_000 },
    )
    .not.toBe("");
  return id;
}

const panel = (page: Page, name: string) =>
  page.locator("section.panel").filter({ has: page.getByRole("heading", { name, exact: true }) });

async function decide(officer: Page): Promise<void> {
  await officer.getByRole("button", { name: "作出决定" }).click();
  const form = officer.getByRole("dialog", { name: "作出决定" });
  await form.getByRole("radio", { name: /^成立/ }).check();
  await form.getByLabel("文号").fill(DECISION);
  await form.getByLabel("认定的事实和理由").fill("经核查，两份投标文件由同一台设备制作并上传。");
  await form.getByRole("button", { name: /条例/ }).first().click();
  await form.getByRole("button", { name: "作出决定" }).click();
}

async function publish(officer: Page, firm: string) {
  await officer.getByRole("button", { name: "公布决定" }).click();
  const sheet = officer.getByRole("dialog", { name: "公布决定" });
  await sheet.locator("textarea").fill(`经核查，${firm}的投标文件与他人由同一台设备上传。`);
  await sheet.getByLabel("输入文号确认").fill(DECISION);
  await sheet.getByRole("button", { name: "公布", exact: true }).click();
  return sheet;
}

test("J1: reported and receipted, told and heard, decided and published; never before it was heard", async () => {
  const firm = bidderFirm();
  await sendFacts(lotOf(firm));
  const centre = await pageOf(browser, "centre-1");
  const id = await leadOf(centre);
  const address = `${city.url}/console/leads/${id}`;

  await centre.goto(address);
  await panel(centre, "报告").getByRole("button", { name: "起草主管部门报告" }).click();
  const draft = centre.getByRole("dialog", { name: "起草主管部门报告" });
  await draft.getByRole("button", { name: "生成文本" }).click();
  await draft.getByText(firm.name).first().waitFor();
  await draft.getByRole("button", { name: "发出" }).click();
  await panel(centre, "报告").getByText("已发出").waitFor();
  expect(await panel(centre, "陈述申辩").getByRole("button", { name: "告知企业" }).count()).toBe(0);

  const officer = await pageOf(browser, "housing-1");
  await officer.goto(address);
  await panel(officer, "报告").getByRole("button", { name: "签收" }).click();
  await panel(officer, "报告").getByText("已签收").waitFor();
  const receipt = officer.locator(".acts").getByRole("button", { name: "签收" });
  await receipt.click();
  await decide(officer);

  const refused = await publish(officer, firm.name);
  await refused.getByText(`还不能公布：决定点了${firm.name}的名`).waitFor();
  await refused.getByRole("button", { name: "先放着" }).click();

  await panel(officer, "陈述申辩").getByRole("button", { name: "告知企业" }).click();
  const notice = officer.getByRole("dialog", { name: "告知企业" });
  await notice.getByLabel("企业").selectOption({ label: firm.name });
  await notice.getByLabel("理由", { exact: true }).fill("两份投标文件由同一台设备上传。");
  await notice.getByLabel("陈述期限").fill(dayFrom(5));
  await notice.getByRole("button", { name: "告知企业" }).click();
  await panel(officer, "陈述申辩").getByText("待企业陈述").waitFor();

  const bidder = await pageOf(browser, "bidder-1", { width: 360 });
  await bidder.goto(`${city.url}/console/followup/own`);
  const own = bidder.locator(".followup-item").filter({ hasText: PROJECT.title });
  await own.getByText("两份投标文件由同一台设备上传。").waitFor();
  expect(await own.innerText()).not.toContain("陈岚");
  await withoutScrolling(bidder);
  await own.getByRole("button", { name: "提交陈述" }).click();
  const reply = bidder.getByRole("dialog", { name: "提交陈述" });
  await reply.getByLabel("陈述申辩").fill("我公司在图文店制作文件，附付款凭证。");
  await reply.getByRole("button", { name: "提交陈述" }).click();
  await own.getByText("已陈述，待复核").waitFor();

  await officer.reload();
  await panel(officer, "陈述申辩").getByText("我公司在图文店制作文件，附付款凭证。").waitFor();
  await publish(officer, firm.name);
  await officer.getByText("决定已公布，这条线索已办结。").waitFor();
}, 240_000);

test("registers and triage: every counter opens its list; a 360 px screen holds both pages", async () => {
  const centre = await pageOf(browser, "centre-1", { width: 360 });
  const sent = await centre.request.post(`${city.url}/api/followup/letters`, {
    headers: { "x-mingjing-csrf": "1" },
    data: {
      unit: "housing",
      matter: "assist",
      title: "关于商请协助核查的函",
      text: "请协助提供有关项目的监督记录。",
      replyDays: 10,
    },
  });
  expect(sent.status(), await sent.text()).toBe(200);
  await centre.goto(`${city.url}/console/followup`);
  const counter = centre.getByRole("button", { name: /^\d+ 函告$/ });
  const shown = Number((await counter.locator("b").innerText()).trim());
  expect(shown).toBeGreaterThan(0);
  await counter.click();
  await centre.getByRole("heading", { name: `函告 ${shown}`, exact: true }).waitFor();
  expect(await centre.locator(".followup-item").count()).toBe(shown);
  await withoutScrolling(centre);
  await centre.goto(`${city.url}/console/followup/triage`);
  await centre.getByRole("heading", { name: "复核质量" }).waitFor();
  await withoutScrolling(centre);
}, 120_000);
