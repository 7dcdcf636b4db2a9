/** Messages outside of the console: one for several items, nothing of a case in it, tried again, recorded (T30). */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { NOW } from "../../../test/harness.ts";
import { createScopedReader } from "../identity/reader.ts";
import { createLog } from "../telemetry.ts";
import type { Senders } from "./channel.ts";
import { deliverDue } from "./delivery.job.ts";
import { mailSender } from "./mail.ts";
import { type Headers, type NotifyStage, openNotifyStage } from "./test-support.ts";
import { dingtalkRobot, smsGateway, webhookSender } from "./webhooks.ts";

/** Parts of title, firms, number and id of the leads. */
const CANARIES = ["道路改造", "云澜第", "线2026", "ocds-"];

let stage: NotifyStage;
let app: NotifyStage["app"];
let officer: Headers;
let chief: Headers;

beforeAll(async () => {
  stage = await openNotifyStage();
  ({ app, officer, chief } = stage);
  await app.database.query(
    `INSERT INTO notice.address (person, channel, address, verified_at)
     VALUES ('housing-1', 'sms', '13800000001', now()), ('housing-2', 'email', 'han@example.cn', now())`,
  );
});
afterAll(() => app.close());

const list = (headers: Headers, query = "") => stage.list(headers, query);
const post = (path: string, headers: Headers, payload: object) =>
  stage.post(path, headers, payload);
const urgeAny = () => stage.urgeAny();

describe("deliveries", () => {
  const sent: { to: string; text: string }[] = [];
  const taken: { path: string; body: string }[] = [];
  const answers: { status: number; body: string }[] = [];
  let smtp: SMTPServer;
  let receiver: Server;
  let senders: Senders;
  const state = { smtpCode: 0 };

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData(stream, session, done) {
        let text = "";
        stream.on("data", (piece: Buffer) => (text += piece.toString("utf8")));
        stream.on("end", () => {
          if (state.smtpCode !== 0) {
            done(Object.assign(new Error("no"), { responseCode: state.smtpCode }));
            return;
          }
          sent.push({ to: session.envelope.rcptTo[0]?.address ?? "", text });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
    receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (piece: Buffer) => (body += piece.toString("utf8")));
      request.on("end", () => {
        taken.push({ path: request.url ?? "", body });
        const answer = answers.shift() ?? { status: 200, body: '{"errcode":0,"errmsg":"ok"}' };
        response.writeHead(answer.status, { location: "http://127.0.0.1:1/" }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const smtpPort = (smtp.server.address() as AddressInfo).port;
    const httpPort = (receiver.address() as AddressInfo).port;
    const clock = { now: () => new Date(NOW) };
    senders = {
      email: mailSender({ url: `smtp://127.0.0.1:${smtpPort}`, from: "jg@example.cn" }),
      sms: webhookSender(smsGateway(`http://127.0.0.1:${httpPort}/sms`, "sms-secret"), clock),
      dingtalk: webhookSender(
        dingtalkRobot(`http://127.0.0.1:${httpPort}/robot?access_token=ding-token`, "SECding"),
        clock,
      ),
    };
  });
  afterAll(async () => {
    await new Promise<void>((resolve) => smtp.close(resolve));
    receiver.closeAllConnections();
    await new Promise<void>((resolve) => void receiver.close(() => resolve()));
  });

  const deliver = (minutes: number) => {
    const now = new Date(Date.parse(NOW) + minutes * 60_000);
    const { database } = app;
    const reader = createScopedReader(database.console, { now: () => now });
    const consoleUrl = "https://jg.example.cn/console";
    const log = createLog("silent");
    return deliverDue(
      { db: database.app.db, reader, log, senders: () => senders, consoleUrl },
      now,
    );
  };
  const choose = (headers: Headers, channels: readonly string[], more = {}) =>
    app.inject({
      method: "PUT",
      url: "/api/notifications/settings",
      headers,
      payload: { choices: [{ kind: "leadUrged", channels }], language: "zh-CN", ...more },
    });
  const deliveries = (person: string) =>
    app.database.query<{
      state: string;
      attempts: number;
      last_error: string | null;
      items: number;
    }>(
      `SELECT state, attempts, last_error, items FROM notice.delivery WHERE person = '${person}' ORDER BY id DESC`,
    );

  test("T30: several items make one mail, with their number and nothing of the case", async () => {
    await choose(chief, ["email"]);
    await urgeAny();
    await urgeAny();
    expect(await deliver(0.5)).toBe(0);
    expect(await deliver(2)).toBe(1);
    expect(sent.map(({ to }) => to)).toEqual(["han@example.cn"]);
    const { unread } = await list(chief);
    const text = decodeMail(sent[0]?.text ?? "");
    expect(text).toContain(`您有 ${unread} 条提醒`);
    for (const canary of CANARIES) expect(text).not.toContain(canary);
    expect((await deliveries("housing-2"))[0]).toMatchObject({ state: "sent", items: 2 });
  });

  test("what was read meanwhile is not told", async () => {
    await urgeAny();
    await post("read", chief, { until: 1_000_000 });
    await deliver(10);
    expect(sent).toHaveLength(1);
    expect((await deliveries("housing-2"))[0]?.state).toBe("dropped");
  });

  test("a server that is busy is asked again, later and later; one that refuses for good is not", async () => {
    state.smtpCode = 451;
    await urgeAny();
    await deliver(20);
    expect((await deliveries("housing-2"))[0]).toMatchObject({
      state: "waiting",
      attempts: 1,
      last_error: "smtp 451",
    });
    expect(await deliver(20.5)).toBe(0);
    state.smtpCode = 550;
    expect(await deliver(22)).toBe(1);
    expect((await deliveries("housing-2"))[0]).toMatchObject({
      state: "failed",
      attempts: 2,
      last_error: "smtp 550",
    });
    state.smtpCode = 0;
  });

  test("SMS and DingTalk: signed, retried after a refusal inside a reply of 200, no redirect followed, no key recorded", async () => {
    await app.database.query(
      `INSERT INTO notice.address (person, channel, address, verified_at)
       VALUES ('housing-1', 'dingtalk', '13800000002', now())`,
    );
    await choose(chief, []);
    await choose(officer, ["sms", "dingtalk"]);
    answers.push({ status: 302, body: "" }, { status: 302, body: "" });
    await urgeAny();
    expect(await deliver(30)).toBe(2);
    expect((await deliveries("housing-1")).map(({ state: one }) => one)).toEqual([
      "waiting",
      "waiting",
    ]);
    expect(taken).toHaveLength(2);
    const refusal = '{"errcode":130101,"errmsg":"send too fast"}';
    answers.push({ status: 200, body: refusal }, { status: 200, body: refusal });
    expect(await deliver(40)).toBe(2);
    const after = await deliveries("housing-1");
    expect(after.map(({ state: one }) => one).toSorted()).toEqual(["sent", "waiting"]);
    expect(after.map(({ last_error }) => last_error)).toContain("dingtalk errcode 130101");
    expect(await deliver(60)).toBe(1);
    const told = JSON.stringify(await app.database.query("SELECT * FROM notice.delivery"));
    for (const secret of ["SECding", "ding-token", "sms-secret", "13800000002"])
      expect(told).not.toContain(secret);
    expect(new URL(taken.at(-1)?.path ?? "", "http://x").searchParams.get("sign")).toMatch(/=$/);
    for (const canary of CANARIES) expect(JSON.stringify(taken)).not.toContain(canary);
  });

  test("a person who left is told nothing", async () => {
    await urgeAny();
    await stage.endPost("housing-1", "2026-05-31");
    const before = taken.length;
    await deliver(90);
    expect(taken).toHaveLength(before);
    expect((await deliveries("housing-1"))[0]?.state).toBe("dropped");
  });
});

/** Body of a mail: base64 or quoted-printable, as nodemailer chose. */
function decodeMail(mail: string): string {
  const [head = "", body = ""] = mail.split(/\r?\n\r?\n(.*)/s);
  if (/base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  const bytes = body
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, "latin1").toString("utf8");
}
