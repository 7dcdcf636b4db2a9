/** Accounts, letters and one record of access in a real browser; replies are checked against the contract. */
import type { Page } from "playwright-core";
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { AccountPage, Invited } from "../../contract/src/accounts.ts";
import { AuditDetail } from "../../contract/src/audit.ts";
import {
  concatBytes,
  decodeHex,
  encodeBase64,
  encodeHex,
  leafHash,
  nodeHash,
} from "../../verifier/src/index.ts";
import { openStage, type Stage } from "./browser.ts";
import { NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

function checked<Schema extends TSchema>(schema: Schema, body: Static<Schema>): string {
  const check = Compile(schema);
  if (!check.Check(body)) throw new Error(JSON.stringify(check.Errors(body)));
  return JSON.stringify(body);
}

const row = {
  account: "p-1",
  name: "陈岚",
  state: "none" as const,
  posts: ["住房和城乡建设局 经办人"],
  isPrivileged: false,
  hasPassword: false,
  hasTotp: false,
  passkeys: 0,
  hasIdentity: false,
  certificates: 0,
  mayInvite: true,
};
const list = checked(AccountPage, {
  rows: [
    row,
    {
      ...row,
      account: "p-2",
      name: "高远",
      state: "active",
      isPrivileged: true,
      hasPassword: true,
      hasTotp: true,
      lastSignInAt: "2026-05-31T08:00:00.000Z",
      mayInvite: false,
    },
  ],
  total: 2,
  invitable: 1,
});
const LINK = "https://jg.example.gov.cn/console/activate#token-of-one-letter";
const invited = checked(Invited, {
  letters: [
    {
      account: "p-1",
      name: "陈岚",
      posts: row.posts,
      link: LINK,
      expiresAt: "2026-06-02T08:00:00.000Z",
    },
  ],
  approval: "r-7",
  waiting: 3,
});

const digest = "ab".repeat(64);
const read = decodeHex(digest);
const own = leafHash(read.ok ? read.value : concatBytes());
const other = leafHash(new Uint8Array(64));
const entry = checked(AuditDetail, {
  entry: {
    id: "01900000-0000-7000-8000-000000000001",
    at: "2026-06-01T08:00:00.000Z",
    person: { id: "p-1", name: "陈岚" },
    role: "visitor",
    method: "POST",
    route: "/api/session",
    object: { kind: "session" },
    status: 401,
    address: "192.0.2.9",
    leafIndex: 0,
  },
  digest,
  recordedAt: "2026-06-01T08:00:00.100Z",
});

async function open(path: string, viewport = WIDE, root = nodeHash(own, other)) {
  const page = await stage.openAs("housing-1", "/console/leads", { viewport });
  const sent: { url: string; body: unknown }[] = [];
  await page.route("**/api/session", async (route) => {
    const reply = await route.fetch();
    const session = (await reply.json()) as { permissions: string[] };
    session.permissions.push("accounts.read", "accounts.open", "audit.read");
    await route.fulfill({ json: session });
  });
  const answers: Readonly<Record<string, string>> = {
    "/api/accounts": list,
    "/api/accounts/invitations": invited,
    "/api/accounts/letters": invited,
    "/api/audit/entries/e-1": entry,
    "/api/log/checkpoint": JSON.stringify({ size: 2, root: encodeBase64(root) }),
    "/api/log/inclusion": JSON.stringify({ proof: [encodeHex(other)] }),
  };
  await page.route(/\/api\/(accounts|audit|log)/, (route) => {
    const { pathname, search } = new URL(route.request().url());
    sent.push({ url: pathname + search, body: route.request().postDataJSON() as unknown });
    const body = answers[pathname];
    return body === undefined
      ? route.fulfill({ status: 404, body: "{}" })
      : route.fulfill({ contentType: "application/json", body });
  });
  await page.goto(new URL(path, stage.server.url).href);
  return { page, sent };
}

describe.each([
  ["/console/organisation/accounts", "导出表格"],
  ["/console/audit/entries/e-1", "核对这条记录"],
])("%s", (path, text) => {
  test("has no serious finding and fits 1366 and 360 pixels", async () => {
    const { page } = await open(path);
    await page.getByText(text).first().waitFor();
    await expect(seriousFindings(page)).resolves.toEqual([]);
    await expect(overflow(page)).resolves.toBeLessThanOrEqual(0);
    const { page: narrow } = await open(path, NARROW);
    await narrow.getByText(text).first().waitFor();
    await expect(overflow(narrow)).resolves.toBeLessThanOrEqual(0);
  });
});

const openMany = async (page: Page) => {
  await page.getByRole("button", { name: "为这 1 人开户" }).click();
  await page.getByLabel("事由").fill("新入职人员开户");
  await page.getByRole("button", { name: "为这 1 人开户" }).click();
};

test("filters stand in the address, in the request and in the file; many are opened by filter", async () => {
  const { page, sent } = await open("/console/organisation/accounts?state=none");
  await page.getByLabel("姓名或账号").fill("陈");
  await page.keyboard.press("Enter");
  await expect.poll(() => new URL(page.url()).search).toBe("?state=none&q=%E9%99%88");
  await expect
    .poll(() => sent.some(({ url }) => /q=.*state=none|state=none.*q=/.test(url)))
    .toBe(true);
  const file = await page.getByRole("link", { name: "导出表格" }).getAttribute("href");
  expect(new URLSearchParams(file?.split("?")[1]).get("q")).toBe("陈");
  await openMany(page);
  await page.getByText("1 份通知单做好了").waitFor();
  await page.getByText("有 3 人担任重要岗位，已提交复核。").waitFor();
  expect(await page.locator(".letter-link").innerText()).toBe(LINK);
  expect(sent.find(({ url }) => url.endsWith("/invitations"))?.body).toEqual({
    all: { q: "陈", state: "none" },
    reason: "新入职人员开户",
  });
});

test("letters of an approved request are fetched by a click, not by opening the page", async () => {
  const { page, sent } = await open("/console/organisation/accounts?approval=r-7");
  const act = page.getByRole("button", { name: "取出通知单（只能一次）" });
  await act.waitFor();
  const letters = () => sent.filter(({ url }) => url === "/api/accounts/letters");
  expect(letters()).toEqual([]);
  await act.click();
  await page.getByRole("article", { name: "陈岚的开户通知单" }).waitFor();
  expect(letters()).toMatchObject([{ body: { approval: "r-7" } }]);
});

describe("one record of access", () => {
  test("says whose account was tried, and that the signed log holds it", async () => {
    const { page } = await open("/console/audit/entries/e-1");
    await page.getByText("未登录者（试的是陈岚的账号）").waitFor();
    await page.getByRole("button", { name: "核对这条记录" }).click();
    await page.getByText("对得上。这条记录是日志的第 0 条，在大小为 2 的已签名日志里").waitFor();
  });

  test("says aloud that it does not fit", async () => {
    const { page } = await open("/console/audit/entries/e-1", WIDE, nodeHash(other, own));
    await page.getByRole("button", { name: "核对这条记录" }).click();
    await page.getByRole("alert").getByText("对不上。").waitFor();
  });
});
