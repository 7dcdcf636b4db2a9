/** From a lead to a published decision over HTTP: who may read which report, and nobody is named unheard (A-04, J1). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Recipient } from "../../../../contract/src/followup-values.ts";
import type {
  LeadFollowUp,
  OwnFollowUp,
  Register,
  ReportRow,
  Triage,
} from "../../../../contract/src/followup.ts";
import { aDuty, anAward, firm, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type OfficerAccount, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";

const post = (account: string, name: string, unit: readonly [id: string, name: string]) => ({
  account,
  name,
  departmentId: unit[0],
  departmentName: unit[1],
});
const CENTRE: OfficerAccount = {
  ...post("centre-1", "罗见微", ["trading-centre", "云澜市公共资源交易中心"]),
  role: "centre",
};
const DIRECTOR: OfficerAccount = {
  ...post("director-1", "傅明远", ["trading-centre", "云澜市公共资源交易中心"]),
  role: "director",
};
const HOUSING = post("housing-1", "陈岚", ["housing", "云澜市住房和城乡建设局"]);
const WATER = post("water-1", "沈望舒", ["water", "云澜市水务局"]);
const INSPECTOR: OfficerAccount = {
  ...post("inspector-1", "方正言", ["discipline", "云澜市纪委监委"]),
  role: "inspector",
};
const COORDINATOR: OfficerAccount = {
  ...post("coordinator-1", "江予安", ["coordinator", "云澜市公管办"]),
  role: "coordinator",
};
const BIDDER: OfficerAccount = {
  ...post("bidder-1", "秦致远", ["bidder-1", firm(1).name]),
  role: "bidder",
  jurisdiction: [],
};
const EXPERT: OfficerAccount = {
  ...post("expert-1", "白景初", ["expert-pool", "云澜市综合评标专家库"]),
  role: "expert",
  jurisdiction: [],
};
const KINDS = {
  discipline: "discipline",
  coordinator: "coordinator",
  "trading-centre": "tradingCentre",
  "bidder-1": "bidder",
} as const;

type Headers = Record<string, string>;
let app: TestApp;
const as: Record<string, Headers> = {};
const leads: Record<string, string> = {};
let sourceKey = "";

beforeAll(async () => {
  app = await createTestApp();
  sourceKey = await app.addSource("duties");
  await app.send(sourceKey, [
    aDuty(),
    ...["C1", "C2", "C3"].flatMap((code) => [...sharedDeviceProcess(code), anAward(code, 1)]),
    ...sharedDeviceProcess("C9"),
  ]);
  await app.settle();
  const people = { CENTRE, DIRECTOR, HOUSING, WATER, INSPECTOR, COORDINATOR, BIDDER, EXPERT };
  for (const [name, account] of Object.entries(people)) as[name] = await app.signIn(account);
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, app.application.registry, {
      at: "2020-02-01T00:00:00.000Z",
      changes: Object.entries(KINDS).map(([unit, unitKind]) => ({
        kind: "unit-registered" as const,
        payload: {
          unit,
          name: unit === "bidder-1" ? firm(1).name : `单位 ${unit}`,
          unitKind,
          validFrom: "2020-02-01",
          ...(unit === "bidder-1" ? { party: firm(1) } : {}),
        },
      })),
    }),
  );
  await app.settle();
  as["BIDDER"] = await app.signIn(BIDDER);
  const { rows } = (await app.inject({ url: "/api/leads", headers: as["HOUSING"] ?? {} })).json<{
    rows: { id: string; ocid: string }[];
  }>();
  for (const code of ["C1", "C2", "C3", "C9"])
    leads[code] = rows.find(({ ocid }) => ocid === ocidOf(code))?.id ?? "";
}, 120_000);
afterAll(() => app.close());

const send = (who: string, path: string, payload: object = {}) =>
  app.inject({ method: "POST", url: `/api/${path}`, headers: as[who] ?? {}, payload });
async function get<T>(who: string, path: string): Promise<T> {
  const reply = await app.inject({ url: `/api/${path}`, headers: as[who] ?? {} });
  if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.statusCode} ${reply.body}`);
  return reply.json<T>();
}
const page = (who: string, code = "C1") => get<LeadFollowUp>(who, `followup/leads/${leads[code]}`);
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

  const UNIT: Record<Recipient, readonly [who: string, unit: string]> = {
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
      headers: as[who] ?? {},
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
    const row = (await page("CENTRE")).reports.find(({ recipient }) => recipient === "department");
    expect(row).toMatchObject({ state: "answered", feedback: "taken", feedbackText: "已立案。" });
  });

  test("an officer of another department sees neither the lead nor its reports", async () => {
    const reply = await app.inject({
      url: `/api/followup/leads/${leads["C1"]}`,
      headers: as["WATER"] ?? {},
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
    as["HOUSING"] = await app.signIn(HOUSING);
    as["INSPECTOR"] = await app.signIn(INSPECTOR);
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
    for (const [name, account] of Object.entries({ HOUSING, INSPECTOR }))
      as[name] = await app.signIn(account);
  });

  test("a decision that names nobody needs no notice", async () => {
    await decide("C3");
    expect((await publish("C3", "经核查，两家投标人的文件由同一台设备上传。")).statusCode).toBe(
      200,
    );
  });
});

describe("clearing", () => {
  test("a named fact lowers the shown figure; the recorded screening stays; another fact is refused", async () => {
    const before = await page("HOUSING", "C9");
    const unknown = await send("HOUSING", `followup/leads/${leads["C9"]}/clearings`, {
      code: "nothing.known",
      text: "无关材料。",
    });
    expect(unknown.json()).toMatchObject({ status: 422, errors: [{ path: "body.code" }] });
    for (const code of before.openClearings)
      await send("HOUSING", `followup/leads/${leads["C9"]}/clearings`, {
        code,
        text: "凭证一份。",
      });
    const after = await page("HOUSING", "C9");
    expect(after.effect.bits).toBe(before.effect.bits);
    expect(after.effect.bitsAfter).toBeLessThan(before.effect.bits);
    expect(after.effect.cleared).toContain("DEV-01");
    const view = await get<{ lead: { bits: number } }>("HOUSING", `leads/${leads["C9"]}`);
    expect(view.lead.bits).toBe(before.effect.bits);
  });
});

describe("letters and talks", () => {
  const LETTER = {
    unit: "housing",
    matter: "lead",
    title: "关于异常情况的函",
    text: "请依法核查并书面函复有关情况。",
    replyDays: 10,
  };

  test("numbers run by year; only the addressee signs and answers; the document is a docx", async () => {
    const first = (await send("CENTRE", "followup/letters", LETTER)).json<{ id: string }>();
    const second = (
      await send("CENTRE", "followup/letters", { ...LETTER, lead: leads["C3"] })
    ).json<{ id: string }>();
    expect([first.id, second.id]).toEqual(["GH-2026-1", "GH-2026-2"]);
    expect((await send("HOUSING", "followup/letters", LETTER)).statusCode).toBe(403);
    expect(
      (await send("CENTRE", "followup/letters", { ...LETTER, unit: "nobody" })).json(),
    ).toMatchObject({ code: "followup.unknown-unit" });
    expect(
      (await send("WATER", `followup/letters/${first.id}/answer`, { text: "不归我们。" }))
        .statusCode,
    ).toBe(403);
    expect((await send("HOUSING", `followup/letters/${first.id}/receipt`)).statusCode).toBe(204);
    expect(
      (await send("HOUSING", `followup/letters/${first.id}/answer`, { text: "已核查，拟立案。" }))
        .statusCode,
    ).toBe(204);
    const file = await app.inject({
      url: `/api/followup/letters/${first.id}/document`,
      headers: as["HOUSING"] ?? {},
    });
    expect(file.statusCode).toBe(200);
    expect(file.rawPayload.subarray(0, 2).toString()).toBe("PK");
    const denied = await app.inject({
      url: `/api/followup/letters/${first.id}/document`,
      headers: as["WATER"] ?? {},
    });
    expect(denied.statusCode).toBe(404);
    expect((await page("CENTRE", "C3")).letters).toMatchObject([
      { number: "云公资函〔2026〕2号", state: "sent" },
    ]);
  });

  const talk = (kind: string, targetKind = "firm") => ({
    kind,
    targetKind,
    party:
      targetKind === "expert"
        ? { kind: "naturalPerson", token: "expert-token-0001", maskedName: "白某某" }
        : firm(1),
    matter: "投标文件编制不规范。",
    place: "交易中心三楼",
    meetAt: "2026-06-10T09:30:00+08:00",
  });
  const PRESENT = [
    { name: "罗见微", side: "unit", signed: true },
    { name: "王某", side: "target", signed: false },
  ];

  test("the centre reminds, the department warns, and neither does the other's", async () => {
    expect((await send("CENTRE", "followup/talks", talk("warn"))).json()).toMatchObject({
      status: 403,
      code: "followup.talk-kind",
    });
    expect((await send("HOUSING", "followup/talks", talk("remind"))).json()).toMatchObject({
      status: 403,
      code: "followup.talk-kind",
    });
    expect((await send("INSPECTOR", "followup/talks", talk("warn"))).statusCode).toBe(403);
    expect((await send("HOUSING", "followup/talks", talk("warn"))).statusCode).toBe(200);
  });

  test("counters are the lengths of their lists; a talk counts when it was held", async () => {
    const { id } = (await send("CENTRE", "followup/talks", talk("remind"))).json<{ id: string }>();
    const expert = (await send("CENTRE", "followup/talks", talk("remind", "expert"))).json<{
      id: string;
    }>();
    const days = "followup/register?from=2026-06-01&to=2026-06-30";
    expect((await get<Register>("CENTRE", days)).counts).toMatchObject({
      firms: 0,
      experts: 0,
      letters: 2,
    });
    expect(
      (
        await send("CENTRE", `followup/talks/${id}/record`, {
          record: "提醒其规范。",
          present: PRESENT.slice(0, 1).concat(PRESENT.slice(0, 1)),
        })
      ).json(),
    ).toMatchObject({ code: "followup.one-sided" });
    expect(
      (
        await send("HOUSING", `followup/talks/${id}/record`, {
          record: "提醒其规范。",
          present: PRESENT,
        })
      ).statusCode,
    ).toBe(403);
    for (const one of [id, expert.id])
      expect(
        (
          await send("CENTRE", `followup/talks/${one}/record`, {
            record: "提醒其规范。",
            present: PRESENT,
          })
        ).statusCode,
      ).toBe(204);
    const register = await get<Register>("CENTRE", days);
    expect(register.counts).toMatchObject({
      firms: 1,
      experts: 1,
      letters: register.letters.length,
    });
    expect(
      (await get<Register>("CENTRE", "followup/register?from=2026-01-01&to=2026-05-31")).counts,
    ).toMatchObject({ firms: 0, letters: 0 });
    // The firm reads the invitation, and no lead behind it.
    expect((await get<OwnFollowUp>("BIDDER", "followup/own")).talks.length).toBe(2);
  });

  test("the quarter's sentence says both numbers, with a footnote for each", async () => {
    const summary = await get<{
      blocks: { pieces: (string | { value: string })[] }[];
      notes: { isMissing: boolean; list?: string }[];
    }>("CENTRE", "reports/work-summary?quarter=2026Q2");
    const text = summary.blocks
      .flatMap(({ pieces }) => pieces.map((one) => (typeof one === "string" ? one : one.value)))
      .join("");
    expect(text).toContain("牵头约谈警告涉事企业1家，约谈评审专家1人，向相关部门函告问题2个");
    expect(text).not.toContain("**");
  });
});

describe("triage", () => {
  const open = () => get<Triage>("CENTRE", "followup/triage");

  test("a lead is taken, reviewed, and gone from the reviewer's queue; nobody sees the other's verdict", async () => {
    const row = (await open()).rows.find(({ lead }) => lead === leads["C9"]);
    expect(row).toMatchObject({ slot: "first", isAudit: false });
    expect(row?.reasons.map(({ code }) => code)).toContain("uncertainty");
    expect((await send("HOUSING", `followup/triage/${leads["C9"]}/taking`)).statusCode).toBe(403);
    expect(
      (
        await send("CENTRE", `followup/triage/${leads["C9"]}/review`, {
          verdict: "dismiss",
          reason: "先领取。",
        })
      ).json(),
    ).toMatchObject({ code: "followup.no-slot" });
    await send("CENTRE", `followup/triage/${leads["C9"]}/taking`);
    const given = await send("CENTRE", `followup/triage/${leads["C9"]}/review`, {
      verdict: "dismiss",
      reason: "共用图文店。",
    });
    expect(given.statusCode, given.body).toBe(200);
    expect(given.json<Triage>().rows.some(({ lead }) => lead === leads["C9"])).toBe(false);
    const director = await app.inject({
      url: "/api/followup/triage",
      headers: as["DIRECTOR"] ?? {},
    });
    expect(director.body).not.toContain("共用图文店");
    const facts = await app.database.query(
      "SELECT readers FROM followup.event WHERE kind = 'followup.review-given'",
    );
    expect(facts).toEqual([{ readers: ["person:centre-1"] }]);
  });

  test("of the dismissed a share is drawn by a recorded seed, and somebody else looks", async () => {
    const before = await get<Triage>("DIRECTOR", "followup/triage");
    expect(before.audit).toMatchObject({ dismissed: 1, drawn: 0 });
    const drawn = await send("DIRECTOR", "followup/triage/audit");
    expect(drawn.json<Triage>().audit).toMatchObject({
      drawn: 1,
      seed: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await send("CENTRE", "followup/triage/audit")).statusCode).toBe(403);
    expect((await send("DIRECTOR", "followup/triage/audit")).json()).toMatchObject({
      code: "followup.nothing-to-draw",
    });
    await send("DIRECTOR", `followup/triage/${leads["C9"]}/taking`);
    const audit = await send("DIRECTOR", `followup/triage/${leads["C9"]}/review`, {
      verdict: "worth",
      reason: "两类迹象。",
    });
    expect(audit.statusCode, audit.body).toBe(200);
  });

  test("decisions came back as labels of the rules", async () => {
    const { precision } = await open();
    const rule = precision.find(({ indicator }) => indicator === "DEV-01");
    expect(rule?.confirmed).toBe(3);
  });
});

describe("what is recorded", () => {
  test("a rebuild gives the same rows and the same clocks", async () => {
    const rows = () => app.database.query("SELECT * FROM followup.event ORDER BY fact_id");
    const clocks = () =>
      app.database.query(
        "SELECT * FROM deadlines.clock WHERE subject LIKE 'followup:%' ORDER BY subject",
      );
    const before = [await rows(), await clocks()];
    expect(before[0]?.length).toBeGreaterThan(25);
    await app.application.rebuild();
    expect([await rows(), await clocks()]).toEqual(before);
  });

  test("second wall: as the console's login without any scope nothing is seen", async () => {
    const { rows } = await app.database.console.pool.query(
      "SELECT count(*)::int AS n FROM followup.event",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("no public page holds a word of it", async () => {
    const released = await app.database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = 'released' AND table_name LIKE '%follow%'",
    );
    expect(released).toEqual([{ n: 0 }]);
    expect((await app.get("/api/followup/own")).statusCode).toBe(401);
  });

  test("a report is a row of its type", async () => {
    const report = await get<ReportRow>("HOUSING", `followup/reports/${leads["C1"]}.housing`);
    expect(report.textHash).toMatch(/^[0-9a-f]{64}$/);
  });
});
