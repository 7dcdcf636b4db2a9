/** From a lead to a published decision over HTTP: who may read which report, and nobody is named unheard (A-04, J1). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Recipient } from "../../../../contract/src/followup-values.ts";
import type {
  LeadFollowUp,
  OwnFollowUp,
  Register,
  ReportRow,
} from "../../../../contract/src/followup.ts";
import { firm, ocidOf } from "../../../test/builders.ts";
import type { TestApp } from "../../../test/harness.ts";
import { type City, createCity, type Who } from "./test-support.ts";

let city: City;
let app: TestApp;
let leads: City["leads"];
beforeAll(async () => {
  city = await createCity();
  ({ app, leads } = city);
}, 120_000);
afterAll(() => app.close());

const send: City["send"] = (who, path, payload) => city.send(who, path, payload);
const get = <T>(who: Who, path: string): Promise<T> => city.get<T>(who, path);
const page: City["page"] = (who, code) => city.page(who, code);

const OFFICIAL = {
  name: "廖某山",
  unit: "云澜市市政工程中心",
  post: "副主任",
  act: "与投标负责人同为评审成员。",
};

describe("reports", () => {
  test("the centre drafts and sends three; a second one to the same recipient is refused", async () => {
    for (const recipient of ["discipline", "coordinator", "department"] as const) {
      const body = { recipient, ...(recipient === "discipline" ? { officials: [OFFICIAL] } : {}) };
      const drafted = await send("CENTRE", `followup/leads/${leads["C1"]}/draft`, body);
      expect(drafted.statusCode, drafted.body).toBe(200);
      const sent = await send("CENTRE", `followup/leads/${leads["C1"]}/reports`, body);
      expect(sent.statusCode, sent.body).toBe(200);
      const row = sent.json<LeadFollowUp>().reports.find((one) => one.recipient === recipient);
      expect(row?.text).toBe(drafted.json<{ text: string }>().text);
    }
    const again = await send("CENTRE", `followup/leads/${leads["C1"]}/reports`, {
      recipient: "department",
    });
    expect(again.json()).toMatchObject({ status: 409, code: "followup.already-sent" });
    expect((await page("CENTRE")).reports).toHaveLength(3);
  });

  const UNIT: Record<Recipient, readonly [who: Who, unit: string]> = {
    discipline: ["INSPECTOR", "discipline"],
    coordinator: ["COORDINATOR", "coordinator"],
    department: ["HOUSING", "housing"],
  };
  const pairs = Object.keys(UNIT).flatMap((mine) =>
    Object.keys(UNIT).map((other) => [mine, other] as const),
  );

  test.each(pairs)("a reader of %s asks for the text to %s", async (mine, other) => {
    const [who] = UNIT[mine as Recipient];
    const [, unit] = UNIT[other as Recipient];
    const reply = await app.inject({
      url: `/api/followup/reports/${leads["C1"]}.${unit}`,
      headers: city.headers(who),
    });
    expect(reply.statusCode).toBe(mine === other ? 200 : 403);
    const seen = (await page(who)).reports;
    expect(seen.map(({ recipient }) => recipient)).toEqual([mine]);
  });

  test("the texts in the reply are the recipients' own: no firm for the office, no official for the department", async () => {
    const [office] = (await page("COORDINATOR")).reports;
    const [department] = (await page("HOUSING")).reports;
    const [inspectors] = (await page("INSPECTOR")).reports;
    for (const n of [1, 2, 3, 4]) {
      expect(office?.text).not.toContain(firm(n).name);
      expect(inspectors?.text).not.toContain(firm(n).name);
    }
    expect(department?.text).toContain(firm(1).name);
    expect(department?.text).not.toContain(OFFICIAL.name);
    expect(inspectors?.text).toContain(OFFICIAL.name);
  });

  test("remarks that name an official to the department are refused, with field and word", async () => {
    const reply = await send("CENTRE", `followup/leads/${leads["C1"]}/draft`, {
      recipient: "department",
      remarks: `请注意 ${OFFICIAL.name} 的关系。`,
    });
    expect(reply.json()).toMatchObject({
      status: 422,
      code: "followup.mixed-report",
      params: { token: OFFICIAL.name, kind: "official" },
      errors: [{ path: "body.remarks" }],
    });
  });

  test("only the recipient signs and gives feedback, once", async () => {
    const report = `${leads["C1"]}.housing`;
    expect((await send("WATER", `followup/reports/${report}/receipt`)).statusCode).toBe(403);
    expect((await send("CENTRE", `followup/reports/${report}/receipt`)).statusCode).toBe(403);
    expect((await send("HOUSING", `followup/reports/${report}/receipt`)).statusCode).toBe(204);
    const feedback = { feedback: "taken", text: "已立案。" };
    expect(
      (await send("HOUSING", `followup/reports/${report}/feedback`, feedback)).statusCode,
    ).toBe(204);
    const twice = await send("HOUSING", `followup/reports/${report}/feedback`, {
      ...feedback,
      text: "又立案。",
    });
    expect(twice.json()).toMatchObject({ code: "followup.stale" });
    const row = await get<ReportRow>("HOUSING", `followup/reports/${report}`);
    expect(row.textHash).toMatch(/^[0-9a-f]{64}$/);
    expect(row).toMatchObject({ state: "answered", feedback: "taken", feedbackText: "已立案。" });
  });

  test("an officer of another department sees neither the lead nor its reports", async () => {
    const reply = await app.inject({
      url: `/api/followup/leads/${leads["C1"]}`,
      headers: city.headers("WATER"),
    });
    expect(reply.statusCode).toBe(404);
    const { reports } = await get<Register>(
      "WATER",
      "followup/register?from=2026-01-01&to=2026-12-31",
    );
    expect(reports).toEqual([]);
  });

  test("the clock of an unanswered report runs; an answered one has none", async () => {
    const clocks = await app.database.query<{ subject: string; due_on: Date }>(
      "SELECT subject, due_on FROM deadlines.clock WHERE subject LIKE 'followup:%' ORDER BY subject",
    );
    expect(clocks.map(({ subject }) => subject)).toEqual([
      `followup:report/${leads["C1"]}.coordinator`,
      `followup:report/${leads["C1"]}.discipline`,
    ]);
  });
});

describe("right of reply", () => {
  const DECISION = {
    outcome: "established",
    decisionNo: "云建监〔2026〕18号",
    decidedOn: "2026-06-01",
    findings: "经核查，两份投标文件由同一台设备上传。",
    articles: ["招标投标法实施条例第40条"],
  };
  const publish = (code: string, text: string) =>
    send("HOUSING", `leads/${leads[code]}/publication`, {
      version: 2,
      title: "处理决定公告",
      text,
    });
  const decide = async (code: string) => {
    await send("HOUSING", `leads/${leads[code]}/receipt`, { version: 0 });
    const reply = await send("HOUSING", `leads/${leads[code]}/decision`, {
      version: 1,
      ...DECISION,
    });
    expect(reply.statusCode, reply.body).toBe(200);
  };
  const serve = (code: string, n: number, replyBy = "2026-06-08") =>
    send("HOUSING", `followup/leads/${leads[code]}/notices`, {
      firmKey: `name:${firm(n).name}`,
      effect: "publication",
      grounds: [{ code: "device", text: "两份投标文件由同一台设备上传。" }],
      replyBy,
    });
  const NAMING = `经核查，${firm(1).name}与${firm(2).name}的投标文件由同一台设备上传。`;

  test("while the committee works nobody tells a bidder anything; the committee asks, the bidder answers", async () => {
    const served = await serve("C9", 1);
    expect(served.json()).toMatchObject({ status: 409, code: "followup.during-evaluation" });
    const question = {
      ocid: ocidOf("C9"),
      lotId: "1",
      firm: firm(1).name,
      text: "请说明措施费与清单不一致之处。",
    };
    expect((await send("CENTRE", "followup/questions", question)).statusCode).toBe(403);
    expect((await send("HOUSING", "followup/questions", question)).statusCode).toBe(403);
    const asked = await send("EXPERT", "followup/questions", question);
    expect(asked.statusCode, asked.body).toBe(200);
    const { questions } = await get<OwnFollowUp>("BIDDER", "followup/own");
    expect(questions).toMatchObject([{ text: question.text, may: { answer: true } }]);
    // Nothing but the question travels: neither the lead nor who asked.
    expect(JSON.stringify(questions)).not.toMatch(/白景初|线2026/);
    const answered = await send("BIDDER", `followup/questions/${questions[0]?.question}/answer`, {
      text: "系计算错误。",
    });
    expect(answered.statusCode, answered.body).toBe(200);
    expect((await get<OwnFollowUp>("EXPERT", "followup/own")).questions).toMatchObject([
      { answer: "系计算错误。" },
    ]);
    const over = await send("EXPERT", "followup/questions", { ...question, ocid: ocidOf("C1") });
    expect(over.json()).toMatchObject({ code: "followup.not-in-evaluation" });
  });

  test("a decision that names firms unheard is not published, and the error names them", async () => {
    await decide("C1");
    const refused = await publish("C1", NAMING);
    expect(refused.json()).toMatchObject({
      status: 409,
      code: "followup.not-heard",
      params: { firms: `${firm(1).name}、${firm(2).name}` },
    });
    const { lead } = await get<{ lead: { state: string } }>("HOUSING", `leads/${leads["C1"]}`);
    expect(lead.state).toBe("decided");
  });

  test("only the department of the lead serves, and leaves time", async () => {
    expect((await send("CENTRE", `followup/leads/${leads["C1"]}/notices`, {})).statusCode).toBe(
      403,
    );
    expect((await serve("C1", 1, "2026-06-02")).json()).toMatchObject({
      code: "followup.too-short",
      params: { day: "2026-06-04" },
    });
    expect((await serve("C1", 7)).json()).toMatchObject({ code: "followup.unknown-firm" });
    expect((await serve("C1", 1)).statusCode).toBe(200);
    expect((await serve("C1", 2)).statusCode).toBe(200);
    expect((await publish("C1", NAMING)).json()).toMatchObject({
      code: "followup.reply-runs",
      params: { day: "2026-06-08" },
    });
  });

  test("the firm reads its own notice without the lead, replies once, and the department weighs it", async () => {
    const { notices } = await get<OwnFollowUp>("BIDDER", "followup/own");
    expect(notices).toMatchObject([{ firm: firm(1).name, may: { reply: true, weigh: false } }]);
    expect(JSON.stringify(notices)).not.toMatch(/线2026|陈岚/);
    expect(notices[0]).not.toHaveProperty("lead");
    const id = notices[0]?.notice ?? "";
    const other = (await page("HOUSING")).notices.find((one) => one.firm === firm(2).name)?.notice;
    expect(
      (await send("BIDDER", `followup/notices/${other}/reply`, { text: "代为说明。" })).statusCode,
    ).toBe(403);
    expect(
      (
        await send("HOUSING", `followup/notices/${id}/weighing`, {
          weighing: "partly",
          reason: "尚无陈述。",
        })
      ).json(),
    ).toMatchObject({ code: "followup.no-reply" });
    expect(
      (await send("BIDDER", `followup/notices/${id}/reply`, { text: "我公司在图文店制作。" }))
        .statusCode,
    ).toBe(204);
    const paper = await send("HOUSING", `followup/notices/${other}/reply`, {
      text: "书面说明一份。",
    });
    expect(paper.statusCode, paper.body).toBe(204);
    const weighed = await send("HOUSING", `followup/notices/${id}/weighing`, {
      weighing: "partly",
      reason: "凭证属实。",
    });
    expect(weighed.statusCode, weighed.body).toBe(204);
    expect((await page("HOUSING")).notices).toMatchObject([
      { channel: "console", state: "weighed", weighing: "partly" },
      { channel: "paper", state: "replied" },
    ]);
  });

  test("then it is published", async () => {
    const reply = await publish("C1", NAMING);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json()).toMatchObject({ lead: { state: "published" } });
  });

  test("a hold with its ground lets it be published, and the hold ends after 30 days", async () => {
    await decide("C2");
    expect((await publish("C2", NAMING)).json()).toMatchObject({ code: "followup.not-heard" });
    expect(
      (
        await send("CENTRE", `followup/leads/${leads["C2"]}/holds`, {
          ground: "criminal",
          text: "侦查。",
        })
      ).statusCode,
    ).toBe(403);
    const held = await send("INSPECTOR", `followup/leads/${leads["C2"]}/holds`, {
      ground: "discipline",
      text: "正在调查。",
    });
    expect(held.json<LeadFollowUp>().holds).toMatchObject([
      { nth: 1, until: "2026-07-01", stands: true },
    ]);
    app.setNow("2026-07-02T02:00:00.000Z");
    await city.signInAgain("HOUSING");
    await city.signInAgain("INSPECTOR");
    expect((await publish("C2", NAMING)).json()).toMatchObject({ code: "followup.not-heard" });
    await send("INSPECTOR", `followup/leads/${leads["C2"]}/holds`, {
      ground: "discipline",
      text: "延长调查。",
    });
    expect((await page("HOUSING", "C2")).holds.map(({ nth, stands }) => [nth, stands])).toEqual([
      [1, false],
      [2, true],
    ]);
    const reply = await publish("C2", NAMING);
    expect(reply.statusCode, reply.body).toBe(200);
    app.setNow("2026-06-01T08:00:00.000Z");
    for (const who of ["HOUSING", "INSPECTOR"] as const) await city.signInAgain(who);
  });

  test("a decision that names nobody needs no notice", async () => {
    await decide("C3");
    expect((await publish("C3", "经核查，两家投标人的文件由同一台设备上传。")).statusCode).toBe(
      200,
    );
  });
});
