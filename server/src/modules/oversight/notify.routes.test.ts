/** A notice of the watch in the bell and by mail: to its unit, its answer to the signer, nothing of the case in either (T30). */
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestApp, NOW, type OfficerAccount, type TestApp } from "../../../test/harness.ts";
import { createScopedReader } from "../../platform/identity/reader.ts";
import type { Message, Sender } from "../../platform/notify/channel.ts";
import { deliverDue } from "../../platform/notify/delivery.job.ts";
import { createLog } from "../../platform/telemetry.ts";
import { sweepDeadlines } from "../deadlines/index.ts";
import { answerNotice, signNotice } from "./notice.service.ts";

const HOUSING = { departmentId: "housing", departmentName: "云澜市住房和城乡建设局" };
const DISCIPLINE = { departmentId: "discipline", departmentName: "云澜市纪委监委" };
const OFFICER: OfficerAccount = { account: "housing-1", name: "陈岚", ...HOUSING };
const CHIEF: OfficerAccount = { account: "housing-2", name: "韩立群", role: "chief", ...HOUSING };
const WATER: OfficerAccount = {
  account: "water-1",
  name: "何书言",
  departmentId: "water",
  departmentName: "云澜市水务局",
};
const SIGNER: OfficerAccount = {
  account: "inspector-1",
  name: "方正言",
  role: "inspector",
  ...DISCIPLINE,
};
const COLLEAGUE: OfficerAccount = { ...SIGNER, account: "inspector-2", name: "严守正" };
const ALL = [OFFICER, CHIEF, WATER, SIGNER, COLLEAGUE];

/** Parts of the case, the notice and its answer. */
const CANARIES = ["TS-2026-0099", "秘密工程", "DC-2026", "逾期原因甲", "水务", "住房和城乡建设局"];

let app: TestApp;
const sessions = new Map<string, Record<string, string>>();
const sent: (Message & { readonly to: string })[] = [];
beforeAll(async () => {
  app = await createTestApp();
  for (const account of ALL) sessions.set(account.account, await app.signIn(account));
});
afterAll(() => app.close());

const context = (account: OfficerAccount) => ({
  db: app.database.app.db,
  registry: app.application.registry,
  officer: {
    account: account.account,
    name: account.name,
    department: { id: account.departmentId, name: account.departmentName },
  },
  at: NOW,
});

async function told({ account }: OfficerAccount): Promise<readonly string[]> {
  const headers = sessions.get(account) ?? {};
  const reply = await app.inject({ url: "/api/notifications", headers });
  expect(reply.statusCode, reply.body).toBe(200);
  for (const canary of CANARIES) expect(reply.body).not.toContain(canary);
  return reply.json<{ rows: { kind: string }[] }>().rows.map(({ kind }) => kind);
}

async function chooseMail({ account }: OfficerAccount): Promise<void> {
  await app.database.query(
    `INSERT INTO notice.address (person, channel, address, verified_at)
     VALUES ('${account}', 'email', '${account}@example.cn', now())`,
  );
  const choices = ["noticeSigned", "noticeAnswered"].map((kind) => ({ kind, channels: ["email"] }));
  const reply = await app.inject({
    method: "PUT",
    url: "/api/notifications/settings",
    headers: sessions.get(account) ?? {},
    payload: { choices, language: "zh-CN" },
  });
  expect(reply.statusCode, reply.body).toBe(200);
}

function deliver(minutes: number): Promise<number> {
  const now = new Date(Date.parse(NOW) + minutes * 60_000);
  const email: Sender = {
    send: async (to, message) => void sent.push({ to, ...message }),
  };
  return deliverDue(
    {
      db: app.database.app.db,
      reader: createScopedReader(app.database.console, { now: () => now }),
      log: createLog("silent"),
      senders: () => ({ email }),
      consoleUrl: "https://jg.example.cn/console",
    },
    now,
  );
}

let number = "";
test("a signed notice concerns the handlers and the head of its unit, and nobody else", async () => {
  await chooseMail(OFFICER);
  await chooseMail(SIGNER);
  number = await signNotice(context(SIGNER), {
    content: {
      kind: "urge",
      unit: { id: "housing", name: HOUSING.departmentName },
      subject: "voice:TS-2026-0099",
      caseNumber: "TS-2026-0099",
      title: "TS-2026-0099 秘密工程已过法定期限",
      ground: "法定期限届满，至今未作出处理决定。",
      demand: "依法作出处理决定。",
      articles: [],
    },
  });
  await app.settle();
  expect(await told(OFFICER)).toEqual(["noticeSigned"]);
  expect(await told(CHIEF)).toEqual(["noticeSigned"]);
  for (const account of [WATER, SIGNER, COLLEAGUE]) expect(await told(account)).toEqual([]);
});

test("its answer concerns who signed it, not the colleague", async () => {
  await answerNotice(context(OFFICER), number, {
    version: 0,
    answer: "explained",
    text: "逾期原因甲：等待专家意见。",
  });
  await app.settle();
  expect(await told(SIGNER)).toEqual(["noticeAnswered"]);
  expect(await told(COLLEAGUE)).toEqual([]);
  expect(await told(OFFICER)).toEqual(["noticeSigned"]);
});

test("by mail both say how many wait and where to sign in, and nothing of the case", async () => {
  expect(await deliver(5)).toBe(2);
  expect(sent.map(({ to }) => to).toSorted()).toEqual([
    "housing-1@example.cn",
    "inspector-1@example.cn",
  ]);
  for (const { subject, text } of sent) {
    expect(text).toContain("您有 1 条提醒");
    for (const canary of CANARIES) expect(`${subject}${text}`).not.toContain(canary);
  }
});

test("a notice that nobody answers climbs, and the unit's people are told that a time ran out", async () => {
  await signNotice(context(SIGNER), {
    content: {
      kind: "remind",
      unit: { id: "housing", name: HOUSING.departmentName },
      title: "秘密工程的答复没有公示",
      ground: "答复已送达，至今没有公示。",
      demand: "依法公示。",
      articles: [],
    },
  });
  const { db } = app.database.app;
  await sweepDeadlines({
    db,
    registry: app.application.registry,
    now: async () => new Date(Date.parse(NOW) + 30 * 86_400_000),
  });
  await app.settle();
  expect(await told(CHIEF)).toContain("deadlineMissed");
  expect(await told(WATER)).toEqual([]);
});
