/** The citizen's side over HTTP: form, receipt, state, reply read, withdrawal; drafts; and a flood that slows nobody else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { solve } from "../../../../sealing/src/index.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { usccCheckCharacter } from "../../kernel/uscc.ts";
import { receiptHash } from "./receive.service.ts";
import {
  type Form,
  formOf,
  from,
  postForm,
  type PostOptions,
  type Values,
} from "./test-support.ts";

const ASKED =
  "kind=complaint&regime=works&matter=result&earlier=2026-05-25&answered=2026-05-28&known=2026-05-25";
const PDF = Buffer.from("%PDF-1.7\n投诉书\n%%EOF");

let app: TestApp;
let officer: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp({ trustedProxies: ["127.0.0.1"] });
  const key = await app.addSource("duties");
  const duty = aDuty({ matter: "complaint" });
  await app.send(key, [duty, aNotice("W1")]);
  await app.settle();
  officer = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    departmentId: "housing",
    departmentName: "云澜市住房和城乡建设局",
  });
});
afterAll(() => app.close());

async function openForm(address = "10.0.0.1"): Promise<Form> {
  const { body, statusCode } = await app.inject({
    url: `/voice/write?${ASKED}&ocid=${ocidOf("W1")}`,
    headers: from(address),
  });
  expect(statusCode, body).toBe(200);
  return formOf(body);
}

const codeOf = (n: number): string => {
  const first = `91330100MA2B${String(n).padStart(5, "0")}`;
  return `${first}${usccCheckCharacter(first)}`;
};
const { name } = firm(3);
const uscc = codeOf(3);
const FILLED = {
  ...Object.fromEntries(new URLSearchParams(ASKED)),
  ocid: ocidOf("W1"),
  title: "对道路改造工程评标结果的投诉",
  claim: ["第一候选人项目经理社保不在本单位。", "", "评委打分相差过大。"],
  writer: "organisation",
  name,
  uscc,
  phone: "0571-88880000",
  do: "send",
};

const post = (url: string, values: Values, options: PostOptions = {}) =>
  postForm(app, url, { values, ...options });

const status = (code: string, path = "", more: Record<string, string> = {}) =>
  app.inject({
    method: "POST",
    url: `/voice/status${path}`,
    headers: { "content-type": "application/x-www-form-urlencoded", ...from("10.0.0.9") },
    payload: new URLSearchParams({ code, ...more }).toString(),
  });

const numberIn = (body: string) => /TS-2026-\d{4}/.exec(body)?.[0] ?? "";
const voices = async () =>
  (await app.database.query("SELECT count(*)::int AS n FROM complaints.voice"))[0]?.["n"];

describe("the form", () => {
  test("asks for the project first, among what is released", async () => {
    const found = await app.get(`/voice/write?${ASKED}&q=${encodeURIComponent("道路改造")}`);
    expect(found.body).toContain(`ocid=${ocidOf("W1")}`);
    const none = await app.get(`/voice/write?${ASKED}&q=${encodeURIComponent("没有这个")}`);
    expect(none.body).toContain("没有找到");
    const unfinished = await app.get("/voice/write?kind=complaint");
    expect([unfinished.statusCode, unfinished.headers.location]).toEqual([
      303,
      "/voice?kind=complaint",
    ]);
  });

  test("names what is wrong beside each field and keeps what was typed", async () => {
    const form = await openForm();
    const answer = await post("/voice/write", {
      ...FILLED,
      ...form,
      uscc: uscc.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      phone: "电话",
      claim: "",
    });
    expect(answer.statusCode).toBe(400);
    for (const field of ["uscc", "phone"]) expect(answer.body).toContain(`id="${field}-fault"`);
    expect(answer.body).toContain("校验码不对");
    expect(answer.body).toContain('value="对道路改造工程评标结果的投诉"');
    expect(formOf(answer.body).code).toBe(form.code);
    expect(await voices()).toBe(0);
  });

  test("text of a writer never becomes markup (T55)", async () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
    const form = await openForm();
    const answer = await post("/voice/write", {
      ...FILLED,
      ...form,
      title: hostile,
      claim: hostile,
      wish: `</textarea>${hostile}`,
      phone: "x",
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain("<script>alert");
    expect(answer.body).not.toContain("<img src=x");
  });
});

describe("a complaint of the web", () => {
  let code = "";
  let number = "";

  test("is receipted, and the same form again is the same receipt", async () => {
    const form = await openForm();
    code = form.code;
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const files = [new File([PDF], "投诉书.pdf")];
    const first = await post("/voice/write", { ...FILLED, ...form }, { files });
    expect(first.statusCode, first.body).toBe(200);
    number = numberIn(first.body);
    expect(first.body).toContain(code);
    expect(first.headers["cache-control"]).toBe("no-store");
    const again = await post("/voice/write", { ...FILLED, ...form }, { files });
    expect(numberIn(again.body)).toBe(number);
    expect(await voices()).toBe(1);
    const other = await post("/voice/write", { ...FILLED, ...form, title: "另一件事" }, { files });
    expect(other.statusCode).toBe(400);
    expect(other.body).toContain("已经提交过别的内容");
    const [row] = await app.database.query(
      "SELECT source, external_no, receipt_hash, payload::text AS payload FROM complaints.voice",
    );
    expect(row).toMatchObject({
      source: "web",
      external_no: receiptHash(code),
      receipt_hash: receiptHash(code),
    });
    expect(row?.["payload"]).not.toContain(code.replaceAll("-", ""));
  });

  test("a second of the same writer is told of the first; nobody else is", async () => {
    const second = await post("/voice/write", { ...FILLED, ...(await openForm()) });
    expect(second.body).toContain(`您之前就同一项目提过：${number}`);
    const stranger = await post("/voice/write", {
      ...FILLED,
      ...(await openForm("10.0.0.2")),
      name: "云澜第九建设有限公司",
      uscc: codeOf(9),
    });
    expect(stranger.statusCode, stranger.body).toBe(200);
    expect(stranger.body).not.toContain("您之前");
  });

  test("its page says in plain words where it stands, and every day that is counted", async () => {
    const { body, headers } = await status(code.toLowerCase().replaceAll("-", " "));
    expect(headers["cache-control"]).toBe("no-store");
    for (const text of [
      number,
      "已转承办单位，等待签收",
      "云澜市住房和城乡建设局",
      'id="recount"',
      "投诉书.pdf",
    ])
      expect(body).toContain(text);
    const calendar = await status(code, "/calendar");
    expect(calendar.body).toContain("BEGIN:VCALENDAR");
    expect(calendar.body).toContain(`${number} 答复的最晚日期`);
  });

  const act = async (path: string, content: object) => {
    const { voice } = (
      await app.inject({ url: `/api/voices/${number}`, headers: officer })
    ).json<VoiceView>();
    const answer = await app.inject({
      method: "POST",
      url: `/api/voices/${number}/${path}`,
      headers: officer,
      payload: { version: voice.version, ...content },
    });
    expect(answer.statusCode, answer.body).toBe(200);
  };

  test("a correction is asked for once and handed in here", async () => {
    await act("receipt", {});
    await act("acceptance", { outcome: "correctionAsked", text: "请补交法定代表人身份证明。" });
    const asked = await status(code);
    expect(asked.body).toContain("请补交法定代表人身份证明。");
    const files = [new File([PDF], "身份证明.pdf")];
    const handed = await post("/voice/status/correct", { code, text: "补交身份证明。" }, { files });
    expect(handed.body).toContain("补正材料已经交给承办单位");
    expect(handed.body).toContain("身份证明.pdf");
    const twice = await post("/voice/status/correct", { code, text: "再补一次。" });
    expect(twice.body).toContain("没有办成");
  });

  test("the reply is read here; its first reading proves the service, once", async () => {
    await act("acceptance", { outcome: "accepted" });
    const findings = [0, 1].map((claim) => ({
      claim,
      result: "notUpheld",
      text: `经核查第 ${claim + 1} 项材料，缴费记录由人社部门盖章确认，与投诉所述不符，理由成立。`,
      articles: ["ZTB-T-61"],
    }));
    await act("reply", {
      letterNo: "云建监诉〔2026〕12号",
      decidedOn: "2026-06-01",
      decision: "驳回投诉。",
      findings,
      service: { way: "platform", servedOn: "2026-06-01" },
      despite: true,
    });
    app.setNow("2026-06-01T09:30:00.000Z");
    const first = await status(code);
    for (const text of [
      "驳回投诉。",
      "不成立",
      "经核查第 2 项材料",
      "申请行政复议，最晚",
      "首次打开",
    ])
      expect(first.body).toContain(text);
    app.setNow("2026-06-01T10:30:00.000Z");
    await status(code);
    const read = await app.database.query(
      "SELECT occurred_at FROM fact.fact WHERE kind = 'complaints.reply-read'",
    );
    expect(read).toEqual([{ occurred_at: new Date("2026-06-01T09:30:00.000Z") }]);
    const view = (
      await app.inject({ url: `/api/voices/${number}`, headers: officer })
    ).json<VoiceView>();
    expect(view.history.map(({ kind }) => kind)).toContain("complaints.reply-read");
    expect(view.voice.state).toBe("replied");
  });

  test("what is answered cannot be withdrawn; what is open can, by its own code only", async () => {
    expect((await status(code, "/withdraw", { sure: "yes" })).body).toContain("没有办成");
    const form = await openForm();
    await post("/voice/write", { ...FILLED, ...form });
    expect((await status(form.code, "/withdraw")).body).toContain("没有办成");
    const done = await status(form.code, "/withdraw", { sure: "yes", text: "已沟通清楚。" });
    expect(done.body).toContain("您已经撤回");
  });

  test("wrong codes read alike, and are slowed down for who guesses", async () => {
    const bodies = new Set<string>();
    for (const wrong of ["", "0000-0000-0000-0000", "<script>alert(1)</script>"]) {
      const { body, statusCode } = await status(wrong);
      expect(statusCode).toBe(200);
      bodies.add(body.replaceAll(/\d\d:\d\d|"serverTime[^,]*/g, ""));
    }
    expect(bodies.size).toBe(1);
    const guess = () =>
      app.inject({
        method: "POST",
        url: "/voice/status",
        headers: { "content-type": "application/x-www-form-urlencoded", ...from("10.9.9.9") },
        payload: "code=0000-0000-0000-0000",
      });
    const answers = await Promise.all(Array.from({ length: 40 }, guess));
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(10);
    expect((await status(code)).body).toContain(number);
  });
});

test("a person's name and number are not kept", async () => {
  const form = await openForm("10.0.0.3");
  const { uscc: _uscc, ...person } = FILLED;
  const idCard = "11010519491231002X";
  const sent = await post(
    "/voice/write",
    { ...person, ...form, writer: "person", name: "欧阳明月", idCard },
    { address: "10.0.0.3" },
  );
  expect(sent.statusCode, sent.body).toBe(200);
  const [row] = await app.database.query(
    "SELECT writer, payload::text AS payload FROM complaints.voice WHERE id = $1",
    [numberIn(sent.body)],
  );
  expect(row?.["writer"]).toBe("欧**");
  for (const secret of ["欧阳明月", idCard]) expect(row?.["payload"]).not.toContain(secret);
});

test("a draft is found by its code, sealed in the table, and gone once it was sent", async () => {
  const form = await openForm();
  const kept = await post("/voice/write", { ...FILLED, ...form, wish: "重新评标", do: "draft" });
  expect(kept.body).toContain("草稿已经保存到");
  const [row] = await app.database.query("SELECT sealed FROM complaints.draft");
  expect(row?.["sealed"].includes(Buffer.from("重新评标"))).toBe(false);
  const open = () => post("/voice/draft", { code: form.code.toLowerCase() });
  const found = await open();
  expect(found.body).toContain("重新评标");
  expect(formOf(found.body).code.toUpperCase()).toBe(form.code);
  expect((await post("/voice/draft", { code: "0000-0000-0000-0000" })).body).toContain("没有找到");
  const sent = await post("/voice/write", { ...FILLED, ...formOf(found.body), wish: "重新评标" });
  expect(sent.statusCode, sent.body).toBe(200);
  expect((await open()).body).toContain("没有找到");
});

test("a file of another kind, too much of it, and a form of somebody else are refused in words", async () => {
  const form = await openForm("10.0.0.4");
  const address = "10.0.0.4";
  const page = new File(["<html><script>alert(1)</script>"], "投诉书.pdf");
  const kind = await post("/voice/write", { ...FILLED, ...form }, { files: [page], address });
  expect(kind.body).toContain("文件“投诉书.pdf”不是能接收的种类");
  const large = new File([Buffer.concat([PDF, Buffer.alloc(20_000_000)])], "录像.pdf");
  const size = await post("/voice/write", { ...FILLED, ...form }, { files: [large], address });
  expect(size.body).toContain("超过 20 MB");
  const forged = await post(
    "/voice/write",
    { ...FILLED, ...form, token: `${form.token}x` },
    { address },
  );
  expect(forged.body).toContain("这张表已经超过一天");
});

describe("T33: a flood", () => {
  test("is stopped at each sender; a genuine complaint is receipted within five seconds", async () => {
    const before = Number(await voices());
    const junk = async (nth: number) => {
      const address = `10.7.${nth % 6}.1`;
      const form = formOf(
        (await app.inject({ url: `/voice/write?${ASKED}&ocid=none`, headers: from(address) })).body,
      );
      return (await post("/voice/write", { ...FILLED, ...form, ocid: "none" }, { address }))
        .statusCode;
    };
    // A browser works on its own processor, before it sends.
    const forms = [];
    for (let nth = 0; nth < 5; nth++) {
      const form = await openForm("10.8.0.1");
      const content = Buffer.from(receiptHash(form.code));
      const bits = Number(form.token.split(".")[1]);
      const task = { challenge: form.token, bits, content };
      forms.push({ ...form, work: String(await solve(task, async () => undefined)) });
    }
    // Five a second are 18,000 an hour.
    const flood = Promise.all(
      Array.from({ length: 60 }, async (_, nth) => {
        await new Promise((resolve) => setTimeout(resolve, nth * 200));
        return junk(nth);
      }),
    );
    const genuine: number[] = [];
    for (const form of forms) {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const start = performance.now();
      const sent = await post("/voice/write", { ...FILLED, ...form }, { address: "10.8.0.1" });
      expect(sent.statusCode, sent.body).toBe(200);
      genuine.push(performance.now() - start);
    }
    expect(Math.max(...genuine)).toBeLessThan(5000);
    const answers = await flood;
    // Six senders, five each without work.
    expect(answers.filter((code) => code === 200)).toHaveLength(30);
    expect(answers.filter((code) => code === 429)).toHaveLength(30);
    expect(Number(await voices()) - before).toBe(35);
  });
});
