/** A lead from the import to the public decision, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aDuty, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
const TITLE = "关于道路改造工程施工招标有关情况的处理决定";
const FINDINGS = "经核查，两份投标文件由同一台设备上传，投标人未能作出合理说明。";

interface Lead {
  readonly lead: { readonly id: string; readonly number: string; readonly state: string };
  readonly version: number;
  readonly may: Readonly<Record<string, boolean>>;
  readonly history: readonly {
    readonly kind: string;
    readonly factId: string;
    readonly leafIndex?: number;
  }[];
}

let app: TestApp;
let headers: Record<string, string>;
let leadId: string;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...sharedDeviceProcess("C1"), ...sharedDeviceProcess("C2")]);
  await app.settle();
  headers = await app.signIn(HOUSING);
  const { rows } = (await app.inject({ url: "/api/leads", headers })).json<{
    rows: { id: string; ocid: string }[];
  }>();
  leadId = rows.find(({ ocid }) => ocid === ocidOf("C1"))?.id ?? "";
});
afterAll(() => app.close());

const act = (path: string, payload: object) =>
  app.inject({ method: "POST", url: `/api/leads/${leadId}/${path}`, headers, payload });

const DECISION = {
  outcome: "established",
  decisionNo: "云建监〔2026〕18号",
  decidedOn: "2026-06-01",
  findings: FINDINGS,
  articles: ["招标投标法实施条例第40条"],
};

describe("screening", () => {
  test("one machine behind two bids and two equal offers become a lead of the department on duty", async () => {
    const view = (await app.inject({ url: `/api/leads/${leadId}`, headers })).json();
    expect(view.lead).toMatchObject({
      state: "routed",
      department: { id: "housing" },
      firms: ["云澜第1建设有限公司", "云澜第2建设有限公司"],
    });
    expect(view.lead.indicators).toEqual(expect.arrayContaining(["DEV-01", "PRC-10"]));
    expect(view.bids).toHaveLength(4);
    expect(view.screening.results.length).toBeGreaterThan(view.lead.indicators.length);
    expect(view.may).toEqual({
      receive: true,
      recordStep: false,
      decide: false,
      publish: false,
      giveBack: true,
      reroute: false,
      urge: false,
    });
  });

  test("facts sent again, or again settled, raise no second lead", async () => {
    await app.settle();
    const { rows } = (await app.inject({ url: "/api/leads", headers })).json();
    expect(rows).toHaveLength(2);
  });
});

describe("handling", () => {
  test("an act out of order is refused and nothing is recorded", async () => {
    const response = await act("decision", { version: 0, ...DECISION });
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({
      code: "leads.bad-transition",
      params: { from: "routed", act: "decide" },
    });
  });

  test("of two officers who act on the same version one wins, the other is told", async () => {
    const colleague = await app.signIn({ ...HOUSING, account: "housing-2", name: "许清和" });
    const url = `/api/leads/${leadId}/receipt`;
    const receive = (own: Record<string, string>) =>
      app.inject({ method: "POST", url, headers: own, payload: { version: 0 } });
    const answers = await Promise.all([receive(headers), receive(colleague)]);
    const codes = answers.map(({ statusCode }) => statusCode);
    expect(codes.toSorted((a, b) => a - b)).toEqual([200, 409]);
    const loser = answers.find(({ statusCode }) => statusCode === 409);
    expect(loser?.json()).toMatchObject({ code: "leads.stale" });
  });

  test("a step on a stale version is refused, on the present one it is recorded", async () => {
    const step = { step: "dataCheck", text: "调取交易系统日志，核对上传时间和设备信息。" };
    const stale = await act("steps", { version: 0, ...step });
    expect(stale.statusCode).toBe(409);
    expect(stale.json()).toMatchObject({ code: "leads.stale", params: { version: 1 } });
    const recorded = await act("steps", { version: 1, ...step });
    expect(recorded.statusCode).toBe(200);
    expect(recorded.json()).toMatchObject({
      version: 2,
      lead: { state: "received" },
    });
  });

  test("before the publication the public knows nothing of the decision", async () => {
    const decided = await act("decision", { version: 2, ...DECISION });
    expect(decided.statusCode).toBe(200);
    await app.settle();
    for (const url of [
      "/decisions",
      `/process/${ocidOf("C1")}`,
      `/api/public/processes/${ocidOf("C1")}`,
    ]) {
      const { body } = await app.get(url);
      expect(body, url).not.toContain(DECISION.decisionNo);
      expect(body, url).not.toContain(FINDINGS);
    }
  });

  test("a published decision stands on the public pages and in the certificate", async () => {
    const published = await act("publication", { version: 3, title: TITLE, text: FINDINGS });
    expect(published.statusCode).toBe(200);
    const view = published.json<Lead>();
    expect(view).toMatchObject({ version: 4, lead: { state: "published" } });
    expect(Object.values(view.may)).not.toContain(true);
    await app.settle();
    expect((await app.get("/decisions")).body).toContain(TITLE);
    const process = (await app.get(`/api/public/processes/${ocidOf("C1")}`)).json<{
      decisions: { id: string }[];
    }>();
    const page = await app.get(`/decisions/${process.decisions[0]?.id}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(FINDINGS);
    expect(page.body).toContain(DECISION.decisionNo);
    const certificate = await app.get(`/api/public/processes/${ocidOf("C1")}/certificate`);
    expect(certificate.body).toContain(DECISION.decisionNo);
  });

  test("the officer sees the whole history, each act with its place in the log", async () => {
    const { history } = (await app.inject({ url: `/api/leads/${leadId}`, headers })).json<Lead>();
    expect(history.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        "casework.lead-routed",
        "casework.lead-received",
        "casework.step-recorded",
        "casework.lead-decided",
        "casework.decision-released",
      ]),
    );
    for (const { kind, leafIndex } of history) expect(leafIndex, kind).toBeTypeOf("number");
    const [raised] = history;
    expect(raised?.kind).toBe("screening.lead-raised");
    const recorded = await app.database.query(
      "SELECT 1 FROM fact.fact JOIN witness.leaf ON fact_id = id WHERE id = $1 AND leaf_index = $2 AND kind = $3",
      [raised?.factId, raised?.leafIndex, raised?.kind],
    );
    expect(recorded).toHaveLength(1);
  });

  test("number, id, officer and state of the lead are nowhere in public", async () => {
    const { lead } = (await app.inject({ url: `/api/leads/${leadId}`, headers })).json<Lead>();
    const ocid = ocidOf("C1");
    const { decisions } = (await app.get(`/api/public/processes/${ocid}`)).json<{
      decisions: { id: string }[];
    }>();
    const urls = [
      "/",
      "/decisions",
      `/decisions/${decisions[0]?.id}`,
      `/process/${ocid}`,
      `/api/public/processes/${ocid}`,
    ];
    for (const url of urls) {
      const { body } = await app.get(url);
      for (const secret of [lead.number, lead.id, HOUSING.name, HOUSING.account, "DEV-01"]) {
        expect(body, url).not.toContain(secret);
      }
    }
  });

  test("the sourceId in the certificate does not give the id of the lead away", async () => {
    const certificate = await app.get(`/api/public/processes/${ocidOf("C1")}/certificate`);
    expect(certificate.body).toContain("publication.decision-published");
    expect(certificate.body).not.toContain(leadId);
  });
});
