/**
 * The first day: the operator founds the security administrator, who opens an account for an officer on his page; the
 * officer follows the link of the letter in a browser of his own, sets password and app, and comes to his own home.
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Invited } from "../contract/src/accounts.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { codeOf } from "./authenticator.ts";
import { freePort } from "./identity-provider.ts";
import { type RunningServer, startServer } from "./server.ts";

const PASSWORD = "seven unrelated words here";
let server: RunningServer;
let browser: Browser;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  server = await startServer(0, { MINGJING_PORT: String(port) });
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
}, 60_000);

async function newPage(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1366, height: 768 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

const typeNewPassword = async (page: Page): Promise<void> => {
  await page.getByLabel("新密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("再输入一次新密码").fill(PASSWORD);
  await page.getByRole("button", { name: "保存新密码" }).click();
};

/** From the second factor to the shell. */
async function setUpApp(page: Page): Promise<void> {
  await page.getByRole("radio", { name: /手机验证器应用/ }).check();
  await page.getByRole("img", { name: /二维码/ }).waitFor();
  const secret = (await page.locator("[data-secret]").getAttribute("data-secret")) ?? "";
  await page.getByRole("textbox", { name: "验证器 6 位数字" }).fill(codeOf(secret));
  await page.getByRole("button", { name: "设好了，继续" }).click();
  await page.getByRole("button", { name: "已保存，继续" }).click();
  await page.getByRole("button", { name: "退出", exact: true }).waitFor();
}

/** The set-up link: the system administrator of the trading centre. */
async function setUp(page: Page): Promise<void> {
  const token = /token=(\S+)/.exec(server.printed())?.[1] ?? "";
  await page.goto(`${url}/console/setup?token=${token}`);
  await page.getByLabel("账号", { exact: true }).fill("admin");
  await page.getByLabel("姓名").fill("周明");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("再输入一次密码").fill(PASSWORD);
  await page.getByRole("button", { name: "建立账号" }).click();
  await setUpApp(page);
}

async function sendAs<Reply>(page: Page, path: string, data: object): Promise<Reply> {
  const reply = await page.request.post(`${url}${path}`, {
    data,
    headers: { "x-mingjing-csrf": "1" },
  });
  expect(reply.status(), `${path}: ${await reply.text()}`).toBeLessThan(300);
  return (await reply.json()) as Reply;
}

const validFrom = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const reason = "按三定方案办理";

/** A unit with an officer's post and its holder; what needs a second person is approved by the other administrator. */
async function addOfficer(security: Page, system: Page): Promise<void> {
  const approved = async (path: string, data: object, confirm: string) => {
    const asked = await sendAs<{ approval: string }>(security, path, { ...data, reason });
    await sendAs(system, `/api/approvals/${asked.approval}/approval`, { confirm });
  };
  const unit = { unit: "housing", name: "住房和城乡建设局", unitKind: "department", validFrom };
  await approved("/api/organisation/units", unit, unit.name);
  const jurisdiction = [{ matters: ["process", "lead"] }];
  const post = { post: "officer", unit: "housing", title: "经办人", role: "officer", validFrom };
  await approved("/api/organisation/posts", { ...post, jurisdiction }, post.title);
  const person = "chen-lan";
  await sendAs(security, "/api/organisation/persons", { person, name: "陈岚", validFrom });
  const appointment = { person, post: "officer", validFrom, reason };
  await sendAs(security, "/api/organisation/appointments", appointment);
}

/** The first security administrator, of another unit, by the operator of the host. */
async function found(): Promise<string> {
  const reply = await fetch(`${url}/api/accounts/founder`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${server.operatorToken}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      account: "sec-1",
      name: "韩立群",
      role: "securityAdmin",
      unit: { unit: "coordinator", name: "公共资源交易管理办公室" },
    }),
  });
  const { letters } = (await reply.json()) as Invited;
  return letters[0]?.link ?? "";
}

test("the first day: an account is opened on the person's page and activated by its owner", async () => {
  const system = await newPage();
  await setUp(system);
  const security = await newPage();
  await security.goto(await found());
  await typeNewPassword(security);
  await setUpApp(security);
  await addOfficer(security, system);

  await security.goto(`${url}/console/organisation/persons/chen-lan`);
  await security.getByText("未开户").waitFor();
  await security.getByRole("button", { name: "开户并制作通知单" }).click();
  await security.getByText("事由没有写够").waitFor();
  await security.getByLabel("事由").fill("新入职人员开户");
  await security.getByRole("button", { name: "开户并制作通知单" }).click();
  const letter = security.getByRole("article", { name: "陈岚的开户通知单" });
  await letter.getByText("chen-lan", { exact: true }).waitFor();
  const link = await letter.locator(".letter-link").innerText();

  // On paper the letter stands alone.
  await security.emulateMedia({ media: "print" });
  expect(await letter.isVisible()).toBe(true);
  expect(await security.getByRole("heading", { name: "陈岚", exact: true }).isVisible()).toBe(
    false,
  );
  await security.emulateMedia({ media: "screen" });

  const owner = await newPage();
  await owner.goto(link);
  await owner.getByRole("heading", { name: "启用账号" }).waitFor();
  await typeNewPassword(owner);
  await setUpApp(owner);
  await owner.getByRole("link", { name: "线索" }).first().waitFor();
  expect(await owner.getByRole("link", { name: "审计", exact: true }).count()).toBe(0);
  const session = await owner.request.get(`${url}/api/session`);
  expect(await session.json()).toMatchObject({ account: "chen-lan", role: "officer" });

  const thief = await newPage();
  await thief.goto(link);
  await typeNewPassword(thief);
  await thief.getByText("这个启用链接用不了").waitFor();

  await security.goto(`${url}/console/organisation/accounts?state=active`);
  await security.getByRole("link", { name: "陈岚" }).waitFor();
}, 120_000);
