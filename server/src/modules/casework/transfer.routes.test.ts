/** A lead that is not ours, lies, or was acted on wrongly: over HTTP, by role. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aDuty, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";

const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
const TRANSPORT = {
  account: "transport-1",
  name: "周以宁",
  departmentId: "transport",
  departmentName: "云澜市交通运输局",
};
const COORDINATOR = {
  account: "coordinator-1",
  name: "江予安",
  departmentId: "coordinator",
  departmentName: "云澜市公共资源交易监督管理办公室",
  role: "coordinator",
} as const;
const INSPECTOR = {
  account: "inspector-1",
  name: "方正言",
  departmentId: "discipline",
  departmentName: "云澜市纪委监委",
  role: "inspector",
} as const;

type Headers = Record<string, string>;

let app: TestApp;
let housing: Headers;
let transport: Headers;
let coordinator: Headers;
let inspector: Headers;
const leads = new Map<string, string>();

beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  const codes = ["R1", "R2", "R3", "R4", "R5"];
  await app.send(key, [aDuty(), ...codes.flatMap((code) => sharedDeviceProcess(code))]);
  await app.settle();
  housing = await app.signIn(HOUSING);
  transport = await app.signIn(TRANSPORT);
  coordinator = await app.signIn(COORDINATOR);
  inspector = await app.signIn(INSPECTOR);
  const { rows } = (await app.inject({ url: "/api/leads", headers: housing })).json<{
    rows: { id: string; ocid: string }[];
  }>();
  for (const code of codes)
    leads.set(code, rows.find(({ ocid }) => ocid === ocidOf(code))?.id ?? "");
});
afterAll(() => app.close());

const act = (headers: Headers, [code, path]: readonly [string, string], payload: object) =>
  app.inject({ method: "POST", url: `/api/leads/${leads.get(code)}/${path}`, headers, payload });
const view = async (headers: Headers, code: string) =>
  (await app.inject({ url: `/api/leads/${leads.get(code)}`, headers })).json();

describe("A-43: a lead that is not ours", () => {
  const ground = "该项目为公路工程，由交通运输部门监督。";

  test("is returned with its ground; the coordinator sees it waiting, others cannot route it", async () => {
    const returned = await act(housing, ["R1", "return"], { version: 0, ground });
    expect(returned.json()).toMatchObject({
      version: 1,
      lead: { state: "returned", department: { id: "housing" } },
    });
    expect((await act(housing, ["R1", "receipt"], { version: 1 })).statusCode).toBe(409);
    const { may, history } = await view(coordinator, "R1");
    expect(may).toMatchObject({ reroute: true, urge: true, receive: false });
    expect(history.at(-1)).toMatchObject({ kind: "casework.lead-returned", ground });
    const route = { version: 1, unit: "transport", ground: "按权责清单确认。" };
    expect((await act(housing, ["R1", "route"], route)).statusCode).toBe(403);
  });

  test("goes only to a department that exists today", async () => {
    const answer = await act(coordinator, ["R1", "route"], { version: 1, unit: "nobody", ground });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({
      code: "leads.unknown-unit",
      params: { unit: "nobody" },
    });
  });

  test("is routed anew: the other department receives it, the first sees it no more", async () => {
    const routed = await act(coordinator, ["R1", "route"], {
      version: 1,
      unit: "transport",
      ground: "按权责清单确认由交通运输部门办理。",
    });
    expect(routed.json()).toMatchObject({
      version: 2,
      lead: { state: "routed", department: { id: "transport" } },
    });
    expect((await view(housing, "R1")).code).toBe("leads.not-found");
    const { may, history } = await view(transport, "R1");
    expect(may).toMatchObject({ receive: true, giveBack: false });
    expect(history.at(-1)).toMatchObject({
      kind: "casework.lead-routed",
      matched: "coordinator",
      legalBasis: "按权责清单确认由交通运输部门办理。",
    });
  });

  test("is not returned a second time", async () => {
    const again = await act(transport, ["R1", "return"], { version: 2, ground });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: "leads.returned-once" });
    expect((await act(transport, ["R1", "receipt"], { version: 2 })).json()).toMatchObject({
      version: 3,
      lead: { state: "received" },
    });
  });
});

describe("urging", () => {
  const urging = { version: 0, ground: "分派已三日，尚未签收，请今日内签收。" };

  test("is for coordinator and inspectors; it stands in the history and is counted", async () => {
    expect((await act(housing, ["R2", "urge"], urging)).statusCode).toBe(403);
    expect((await act(inspector, ["R2", "urge"], urging)).json()).toMatchObject({
      version: 0,
      lead: { urges: 1, state: "routed" },
    });
    const { history } = await view(housing, "R2");
    expect(history.at(-1)).toMatchObject({
      kind: "casework.lead-urged",
      ground: urging.ground,
      officer: { name: "方正言" },
    });
  });

  test("does not make the act of an officer at work stale", async () => {
    expect((await act(housing, ["R2", "receipt"], { version: 0 })).statusCode).toBe(200);
    app.setNow("2026-06-01T08:01:00.000Z");
    expect(
      (await act(coordinator, ["R2", "urge"], { ...urging, version: 1 })).json(),
    ).toMatchObject({ version: 1, lead: { urges: 2, state: "received" } });
    const step = { version: 1, step: "note", text: "已联系招标人。" };
    expect((await act(housing, ["R2", "steps"], step)).statusCode).toBe(200);
    app.setNow(NOW);
  });
});

describe("receiving several", () => {
  test("each answers for itself: the others do not suffer from a stale, a foreign or an absent one", async () => {
    const items = [
      { id: leads.get("R3"), version: 0 },
      { id: leads.get("R4"), version: 7 },
      { id: leads.get("R1"), version: 3 },
      { id: "nothing", version: 0 },
    ];
    const answer = await app.inject({
      method: "POST",
      url: "/api/leads/receipts",
      headers: housing,
      payload: { leads: items },
    });
    expect(answer.json()).toEqual({
      results: [
        { id: leads.get("R3"), received: true },
        { id: leads.get("R4"), received: false, code: "leads.stale" },
        { id: leads.get("R1"), received: false, code: "leads.not-found" },
        { id: "nothing", received: false, code: "leads.not-found" },
      ],
    });
    expect((await view(housing, "R3")).lead.state).toBe("received");
    expect((await view(housing, "R4")).lead.state).toBe("routed");
  });

  test("a chief of another unit who sees the lead does not receive it", async () => {
    const wide = await app.signIn({
      ...TRANSPORT,
      account: "transport-9",
      role: "chief",
      jurisdiction: [{ matters: ["process", "lead"], units: "any" }],
    });
    const answer = await act(wide, ["R4", "receipt"], { version: 0 });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: "leads.not-yours" });
  });
});

describe("putting an own act right", () => {
  const right = { step: "siteVisit", text: "4月19日到图文店现场查看，店内共有三台工作机。" };
  const decision = {
    outcome: "notEstablished",
    decisionNo: "云建监〔2026〕21号",
    decidedOn: "2026-06-01",
    findings: "经核查，两家各自独立编制，未发现条例规定的情形。",
    articles: ["招标投标法实施条例第40条"],
  };
  const correction = async (headers: Headers, payload: object) => {
    const { version } = await view(headers, "R3");
    return act(headers, ["R3", "correction"], { version, ground: "日期写错。", ...payload });
  };

  test("within ten minutes the step is corrected by a new fact; both stay readable", async () => {
    const wrong = { version: 1, step: "siteVisit", text: "4月18日到图文店现场查看。" };
    await act(housing, ["R3", "steps"], wrong);
    const step = (await view(housing, "R3")).history.at(-1);
    expect(step.correctableUntil).toBe("2026-06-01T08:10:00.000Z");
    const corrected = (await correction(housing, { corrects: step.factId, step: right })).json();
    expect(corrected).toMatchObject({ version: 3, lead: { state: "received" } });
    expect(corrected.history.slice(-2)).toMatchObject([
      { kind: "casework.step-recorded", text: wrong.text },
      { kind: "casework.act-corrected", corrects: step.factId, ...right, ground: "日期写错。" },
    ]);
  });

  test("not by a colleague, nor in another shape", async () => {
    const { history } = await view(housing, "R3");
    const { factId } = history.find((event: { kind: string }) =>
      event.kind.endsWith("step-recorded"),
    );
    const colleague = await app.signIn({ ...HOUSING, account: "housing-2", name: "许清和" });
    const answers = await Promise.all([
      correction(colleague, { corrects: factId, step: right }),
      correction(housing, { corrects: factId, decision }),
      correction(housing, { corrects: factId }),
    ]);
    for (const answer of answers) {
      expect(answer.statusCode).toBe(409);
      expect(answer.json()).toMatchObject({ code: "leads.not-correctable" });
    }
  });

  test("a decision not yet published is corrected, and the corrected one is what is published", async () => {
    await act(housing, ["R3", "decision"], { version: 3, ...decision });
    const { factId } = (await view(housing, "R3")).history.at(-1);
    const decisionNo = "云建监〔2026〕22号";
    const corrected = await correction(housing, {
      corrects: factId,
      decision: { ...decision, decisionNo },
    });
    expect(corrected.json()).toMatchObject({ version: 5, decision: { decisionNo } });
    const published = await act(housing, ["R3", "publication"], {
      version: 5,
      title: "关于有关投标情况的处理决定",
      text: decision.findings,
    });
    expect(published.statusCode).toBe(200);
    await app.settle();
    const page = await app.get("/decisions");
    expect(page.body).toContain(decisionNo);
    expect(page.body).not.toContain(decision.decisionNo);
  });

  test("after ten minutes, or once published, it is too late", async () => {
    await act(housing, ["R4", "receipt"], { version: 0 });
    await act(housing, ["R4", "steps"], { version: 1, step: "note", text: "已联系招标人。" });
    const { factId } = (await view(housing, "R4")).history.at(-1);
    const late = { corrects: factId, ground: "写错。", version: 2, step: right };
    app.setNow("2026-06-01T08:10:00.001Z");
    expect((await act(housing, ["R4", "correction"], late)).json()).toMatchObject({
      code: "leads.not-correctable",
    });
    expect((await view(housing, "R4")).history.at(-1).correctableUntil).toBeUndefined();
    app.setNow("2026-06-01T08:10:00.000Z");
    expect((await act(housing, ["R4", "correction"], late)).statusCode).toBe(200);
    app.setNow(NOW);
    const { factId: decided } = (await view(housing, "R3")).history.find(
      (event: { kind: string }) => event.kind === "casework.lead-decided",
    );
    expect((await correction(housing, { corrects: decided, decision })).statusCode).toBe(409);
  });
});

describe("filters of the list", () => {
  const ids = async (query: string) => {
    const { rows } = (await app.inject({ url: `/api/leads?${query}`, headers: coordinator })).json<{
      rows: { ocid: string }[];
    }>();
    return rows.map(({ ocid }) => ocid).toSorted();
  };

  test("by department, by lying, and by what no duty claims", async () => {
    expect(await ids("department=transport")).toEqual([ocidOf("R1")]);
    expect(await ids("stuck=yes")).toEqual([]);
    await app.database.query(
      "UPDATE casework.handling SET acted_at = now() - interval '25 hours' WHERE lead_id = $1",
      [leads.get("R5")],
    );
    expect(await ids("stuck=yes")).toEqual([ocidOf("R5")]);
    expect(await ids("matched=fallback")).toEqual([]);
  });
});
