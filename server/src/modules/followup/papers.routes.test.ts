/** Letters, talks, clearing facts and triage over HTTP, and that a rebuild gives the same rows. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Triage } from "../../../../contract/src/followup-triage.ts";
import type { OwnFollowUp, Register } from "../../../../contract/src/followup.ts";
import { firm } from "../../../test/builders.ts";
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

/** One lead decided by its department. */
beforeAll(async () => {
  await send("HOUSING", `leads/${leads["C1"]}/receipt`, { version: 0 });
  const reply = await send("HOUSING", `leads/${leads["C1"]}/decision`, {
    version: 1,
    outcome: "established",
    decisionNo: "云建监〔2026〕18号",
    decidedOn: "2026-06-01",
    findings: "经核查，两份投标文件由同一台设备上传。",
    articles: ["招标投标法实施条例第40条"],
  });
  expect(reply.statusCode, reply.body).toBe(200);
  await send("CENTRE", `followup/leads/${leads["C1"]}/reports`, { recipient: "department" });
  await app.settle();
}, 60_000);

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
      headers: city.headers("HOUSING"),
    });
    expect(file.statusCode).toBe(200);
    expect(file.rawPayload.subarray(0, 2).toString()).toBe("PK");
    const denied = await app.inject({
      url: `/api/followup/letters/${first.id}/document`,
      headers: city.headers("WATER"),
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
      headers: city.headers("DIRECTOR"),
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
    expect(rule?.confirmed).toBe(1);
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
    expect(before[0]?.length).toBeGreaterThan(15);
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
});
