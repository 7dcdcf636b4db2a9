/**
 * One person, every door, in a real browser: set-up link and authenticator app, passkey on a virtual key, the unified
 * identity against a real OpenID provider, a certificate on the simulated UKey; then a reset link of two persons.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { issue, pemOf } from "../simulate/src/ca/certificate.ts";
import { startKeySoftware } from "../simulate/src/ca/key-software.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { codeOf } from "./authenticator.ts";
import { CLIENT, freePort, startIdentityProvider } from "./identity-provider.ts";
import { type RunningServer, startServer } from "./server.ts";

const PASSWORD = "seven unrelated words here";
const PIN = "12345678";
const stops: (() => Promise<unknown>)[] = [];
let server: RunningServer;
let browser: Browser;
let page: Page;
let url: string;

async function startKey(): Promise<Record<string, string>> {
  const from = new Date(Date.now() - 86_400_000);
  const to = new Date(Date.now() + 30 * 86_400_000);
  const root = issue({ commonName: "Mingjing Simulated CA", from, to });
  const holder = issue({ commonName: "周明", from, to, issuer: root });
  const software = await startKeySoftware({ holder, pin: PIN, port: 0 });
  const directory = await mkdtemp(join(tmpdir(), "mingjing-ca-"));
  stops.push(
    () => software.stop(),
    () => rm(directory, { recursive: true, force: true }),
  );
  const roots = join(directory, "roots.pem");
  await writeFile(roots, pemOf(root));
  return { MINGJING_CA_ROOTS: roots, MINGJING_CA_BRIDGE: `http://127.0.0.1:${software.port}` };
}

beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  const provider = await startIdentityProvider(`${url}/api/session/oidc/callback`);
  stops.push(() => provider.stop());
  server = await startServer(0, {
    MINGJING_PORT: String(port),
    MINGJING_OIDC_ISSUER: provider.issuer,
    MINGJING_OIDC_CLIENT_ID: CLIENT.id,
    MINGJING_OIDC_CLIENT_SECRET: CLIENT.secret,
    ...(await startKey()),
  });
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
  page.setDefaultTimeout(15_000);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  for (const stop of stops) await stop();
}, 60_000);

const button = (name: string | RegExp) => page.getByRole("button", { name });
const isIn = () => page.getByRole("button", { name: "退出", exact: true }).waitFor();

async function signOut(): Promise<void> {
  await page.getByRole("button", { name: "退出", exact: true }).click();
  await page.getByRole("heading", { name: "登录", exact: true }).waitFor();
}

async function typePassword(): Promise<void> {
  await page.getByLabel("账号", { exact: true }).fill("admin");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

async function openAccount(): Promise<void> {
  await page.goto(`${url}/console/account`);
  await page.getByRole("heading", { name: /安全设置/ }).waitFor();
}

const state = { secret: "", used: "", codes: [] as string[] };

test("the set-up link makes the account, which signs in once an authenticator app is set up", async () => {
  const token = /token=(\S+)/.exec(server.printed())?.[1] ?? "";
  await page.goto(`${url}/console/setup?token=${token}`);
  await page.getByLabel("账号", { exact: true }).fill("admin");
  await page.getByLabel("姓名").fill("周明");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("再输入一次密码").fill(PASSWORD);
  await button("建立账号").click();
  await page.getByRole("radio", { name: /手机验证器应用/ }).check();
  await page.getByRole("img", { name: /二维码/ }).waitFor();
  state.secret = (await page.locator("[data-secret]").getAttribute("data-secret")) ?? "";
  state.used = codeOf(state.secret);
  await page.getByRole("textbox", { name: "验证器 6 位数字" }).fill(state.used);
  await button("设好了，继续").click();
  await page.getByRole("heading", { name: "请保存 10 个备用码" }).waitFor();
  state.codes = await page.locator(".recovery-codes code").allInnerTexts();
  expect(state.codes).toHaveLength(10);
  await button("已保存，继续").click();
  await isIn();
});

test("password and app: no session without the six digits, a replayed code is refused", async () => {
  await signOut();
  await typePassword();
  await page.getByRole("heading", { name: "第二步：再验证一次" }).waitFor();
  await page.goto(`${url}/console/leads`);
  await page.getByRole("heading", { name: "第二步：再验证一次" }).waitFor();
  await page.getByRole("textbox", { name: "验证器 6 位数字" }).fill(state.used);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("alert").getByText("没有通过").waitFor();
  await page.getByRole("textbox", { name: "验证器 6 位数字" }).fill(codeOf(state.secret, "next"));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await isIn();
});

test("a passkey is added on the page of the account and then signs in alone", async () => {
  const devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  await openAccount();
  await button("添加通行密钥").click();
  await page.getByLabel("给它起个名字").fill("办公室的密钥");
  await button("建立通行密钥").click();
  await page.getByText("通行密钥“办公室的密钥”").waitFor();
  await signOut();
  await button("用通行密钥登录").click();
  await isIn();
});

test("the unified identity: unknown it is refused in words, linked it signs in", async () => {
  await signOut();
  const goThrough = async () => {
    await page.locator("input[name=login]").fill("person-330100-17");
    await page.locator("input[name=password]").fill("any");
    await page.locator("button[type=submit]").click();
    await page.getByRole("button", { name: "Continue" }).click();
  };
  await page.getByRole("link", { name: "用统一身份认证登录" }).click();
  await goThrough();
  await page.getByText("没有找到与您绑定的本系统账号").waitFor();
  expect(page.url()).not.toContain("refused");
  await button("用通行密钥登录").click();
  await isIn();
  await openAccount();
  // The provider remembers the person and comes back by itself.
  await page.getByRole("link", { name: "绑定统一身份认证" }).click();
  await page.getByText(/统一身份已于/).waitFor();
  await signOut();
  await page.getByRole("link", { name: "用统一身份认证登录" }).click();
  await isIn();
});

test("a reply of the unified identity that this browser did not ask for opens nothing", async () => {
  const stranger = await (await browser.newContext()).newPage();
  const callback = `${url}/api/session/oidc/callback?code=stolen&state=planted`;
  await stranger.goto(callback);
  await stranger.getByText("这一步超时了，或者已经用过。").waitFor();
  const asked = await stranger.request.get(`${url}/api/session/oidc`, { maxRedirects: 0 });
  expect(asked.headers()["location"]).toMatch(/code_challenge_method=S256/);
  await stranger.goto(callback);
  await stranger.getByText("统一身份认证没有通过，没有登录。").waitFor();
  await stranger.context().close();
});

test("a certificate on the UKey is bound and signs in; a wrong PIN is said in words", async () => {
  await openAccount();
  await page.getByText("绑定数字证书", { exact: true }).click();
  await page.getByLabel("证书口令").fill(PIN);
  await page.getByRole("button", { name: "绑定", exact: true }).click();
  await page.getByText(/MINGJING SIMULATION - NO LEGAL FORCE/).waitFor();
  await signOut();
  await page.getByText("用数字证书（UKey 或手机证书）登录").click();
  await page.getByLabel("证书口令").fill("00000000");
  await button("用证书登录").click();
  await page.getByRole("alert").getByText("证书口令不对").waitFor();
  await page.getByLabel("证书口令").fill(PIN);
  await button("用证书登录").click();
  await isIn();
});

test("a recovery code stands for a lost phone, and the person signs out everywhere", async () => {
  await signOut();
  await typePassword();
  await page.getByRole("radio", { name: "备用码" }).check();
  await page
    .getByLabel("备用码", { exact: true })
    .last()
    .fill(state.codes[0] ?? "");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await isIn();
  await openAccount();
  await page.getByText("还剩 9 个").waitFor();
  await button("全部退出，包括本机").click();
  await page.getByRole("heading", { name: "登录", exact: true }).waitFor();
});
