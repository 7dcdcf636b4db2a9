/** Targeted retrieval over HTTP: purpose, case, second person, days, jurisdiction, and a record of each look. */
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { RetrievalResult, RetrievalView } from "../../../../contract/src/dossier.ts";
import {
  aBidReceived,
  aNotice,
  bidsOpened,
  firm,
  ocidOf,
  ownTrace,
} from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { evaluatedLot, evaluatorToken } from "../../../test/lookback-builders.ts";

type Matter = "process" | "score" | "lead";
const clauses = (matters: Matter[], industry?: string) => [
  {
    matters,
    units: "any" as const,
    ...(industry === undefined ? {} : { industries: [industry] }),
  },
];
const ALL: Matter[] = ["process", "score", "lead"];
const DAY_MS = 86_400_000;
const later = (days: number): string => new Date(Date.parse(NOW) + days * DAY_MS).toISOString();

let app: TestApp;
const as: Record<string, Record<string, string>> = {};
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("trading");
  const opened = (code: string) => [
    ...[1, 2, 3].map((n) => aBidReceived(code, n)),
    bidsOpened(code, [
      { bidder: firm(1), fen: 1_100_000_000 },
      { bidder: firm(2), fen: 1_150_000_000 },
      { bidder: firm(3), fen: 1_170_000_000 },
    ]),
  ];
  await app.send(key, [
    ...evaluatedLot({ code: "R1" }),
    ...opened("R1"),
    aNotice("R2", { industry: "water" }),
    ...opened("R2"),
    // Not opened yet, with the machine of the first firm.
    aNotice("R3"),
    aBidReceived("R3", 1),
  ]);
  await app.settle();
  const person = (account: string, name: string) => ({
    account,
    name,
    departmentId: account.replace(/-\d$/, ""),
    departmentName: `${name}的单位`,
  });
  as["housing"] = await app.signIn({
    ...person("housing-1", "陈岚"),
    jurisdiction: clauses(ALL, "housing"),
  });
  as["other"] = await app.signIn({
    ...person("water-1", "周水"),
    jurisdiction: clauses(ALL, "water"),
  });
  as["noScores"] = await app.signIn({
    ...person("transport-1", "吴路"),
    jurisdiction: clauses(["process", "lead"]),
  });
  as["coordinator"] = await app.signIn({
    ...person("office-1", "公办"),
    role: "coordinator",
    jurisdiction: clauses(ALL),
  });
  as["centre"] = await app.signIn({
    ...person("centre-1", "罗见微"),
    role: "centre",
    jurisdiction: clauses(ALL),
  });
});
afterAll(() => app.close());

const PATH = "/api/dossier/retrievals";
const ask = (who: string, body: object) =>
  app.inject({ method: "POST", url: PATH, headers: as[who] ?? {}, payload: body });
const open = (who: string, id: string) =>
  app.inject({ url: `${PATH}/${id}/result`, headers: as[who] ?? {} });
const approve = (who: string, id: string, confirm: string) =>
  app.inject({
    method: "POST",
    url: `/api/approvals/${id}/approval`,
    headers: as[who] ?? {},
    payload: { confirm },
  });
const codeOf = (response: LightMyRequestResponse) => [
  response.statusCode,
  response.json<{ code: string }>().code,
];

const FIRM = { kind: "firm", value: firm(1).name, purpose: "核查线2026-00317" };
const EXPERT = {
  kind: "person",
  value: evaluatorToken(2),
  purpose: "核查评审打分异常",
  caseNumber: "线2026-00317",
};
const DEVICE = {
  kind: "device",
  field: "mac",
  value: ownTrace(1).mac?.toLowerCase().replaceAll("-", ":") ?? "",
  purpose: "核查设备同源",
  caseNumber: "线2026-00317",
};

async function granted(who: string, body: object): Promise<RetrievalView> {
  const asked = (await ask(who, body)).json<RetrievalView>();
  const done = await approve("coordinator", asked.approval ?? "", asked.target.label);
  expect(done.statusCode, done.body).toBe(200);
  return asked;
}

describe("a firm", () => {
  test("needs a purpose and no second person; only lots of the jurisdiction that were opened are found", async () => {
    expect((await ask("housing", { ...FIRM, purpose: undefined })).statusCode).toBe(400);
    const asked = await ask("housing", FIRM);
    expect(asked.statusCode, asked.body).toBe(200);
    const view = asked.json<RetrievalView>();
    expect(view).toMatchObject({ state: "approved", days: 7, until: later(7) });
    const { rows } = (await open("housing", view.id)).json<RetrievalResult>();
    expect(rows.map(({ ocid, role }) => [ocid, role])).toEqual([[ocidOf("R1"), "tenderer"]]);
    const own = (await ask("other", FIRM)).json<RetrievalView>();
    const other = (await open("other", own.id)).json<RetrievalResult>();
    expect(other.rows.map(({ ocid }) => ocid)).toEqual([ocidOf("R2")]);
  });

  test("that nobody knows is refused, and the trading centre looks for nobody", async () => {
    expect(codeOf(await ask("housing", { ...FIRM, value: "云澜没有的公司" }))).toEqual([
      404,
      "dossier.unknown-target",
    ]);
    expect((await ask("centre", FIRM)).statusCode).toBe(403);
  });
});

describe("an expert", () => {
  test("needs a case, waits for another unit, opens after the approval, and closes after its days", async () => {
    expect(codeOf(await ask("housing", { ...EXPERT, caseNumber: undefined }))).toEqual([
      400,
      "dossier.case-needed",
    ]);
    const asked = (await ask("housing", EXPERT)).json<RetrievalView>();
    expect(asked).toMatchObject({ state: "asked" });
    expect(codeOf(await open("housing", asked.id))).toEqual([403, "dossier.not-open"]);
    const request = asked.approval ?? "";
    expect((await approve("housing", request, asked.target.label)).statusCode).toBe(403);
    expect((await open("housing", asked.id)).statusCode).toBe(403);
    expect((await approve("coordinator", request, asked.target.label)).statusCode).toBe(200);

    const result = (await open("housing", asked.id)).json<RetrievalResult>();
    expect(result.retrieval).toMatchObject({ state: "approved", looks: 1 });
    expect(result.rows).toHaveLength(1);
    expect(result.rows[0]).toMatchObject({ ocid: ocidOf("R1"), role: "evaluator" });
    expect(result.rows[0]?.scores).toBeGreaterThan(1);
    // Somebody else's approval opens nothing.
    expect((await open("other", asked.id)).statusCode).toBe(404);

    app.setNow(later(7));
    try {
      expect(codeOf(await open("housing", asked.id))).toEqual([403, "dossier.not-open"]);
    } finally {
      app.setNow(NOW);
    }
  });

  test("refused stays closed, with the reason", async () => {
    const asked = (await ask("housing", EXPERT)).json<RetrievalView>();
    await app.inject({
      method: "POST",
      url: `/api/approvals/${asked.approval}/rejection`,
      headers: as["coordinator"] ?? {},
      payload: { reason: "与案件无关" },
    });
    const list = (await app.inject({ url: PATH, headers: as["housing"] ?? {} })).json<{
      rows: RetrievalView[];
    }>();
    expect(list.rows.find(({ id }) => id === asked.id)).toMatchObject({
      state: "refused",
      closedReason: "与案件无关",
    });
    expect((await open("housing", asked.id)).statusCode).toBe(403);
  });

  test("is not found by a post without scores, whoever approved", async () => {
    const asked = await granted("noScores", EXPERT);
    expect((await open("noScores", asked.id)).json<RetrievalResult>().rows).toEqual([]);
  });
});

test("a device is found in any spelling, in opened lots of the jurisdiction only, and its code stays out of the request", async () => {
  const asked = await granted("housing", DEVICE);
  expect(asked.target.label).not.toContain(asked.target.value);
  const { rows } = (await open("housing", asked.id)).json<RetrievalResult>();
  expect(rows.map(({ ocid, role, firm: name }) => [ocid, role, name])).toEqual([
    [ocidOf("R1"), "deviceReceipt", firm(1).name],
  ]);
  expect(rows[0]?.leafIndex).toBeGreaterThanOrEqual(0);
  const [fact] = await app.database.query<{ payload: object }>(
    "SELECT payload FROM fact.fact WHERE kind = 'approval.requested' ORDER BY id DESC LIMIT 1",
  );
  expect(JSON.stringify(fact?.payload)).not.toContain(asked.target.value);
});

test("each look is a record of its own; the same result within ten minutes is one fact", async () => {
  const view = (await ask("housing", FIRM)).json<RetrievalView>();
  await open("housing", view.id);
  await open("housing", view.id);
  const count = async (query: string) =>
    Number((await app.database.query<{ count: string }>(query))[0]?.count);
  const looks = `SELECT count(*) FROM audit.entry WHERE object_id = '${view.id}' AND status = 200 AND purpose = '${FIRM.purpose}'`;
  const facts = `SELECT count(*) FROM fact.fact WHERE kind = 'dossier.retrieval-opened' AND subject = 'retrieval:${view.id}'`;
  expect(await count(looks)).toBe(2);
  expect(await count(facts)).toBe(1);
  app.setNow(later(1));
  await open("housing", view.id);
  app.setNow(NOW);
  expect(await count(facts)).toBe(2);
});

test("stands after a rebuild as it stood before", async () => {
  const rows = () =>
    app.database.query(
      "SELECT * FROM dossier.retrieval LEFT JOIN dossier.look USING (retrieval) ORDER BY 1, 2",
    );
  const before = await rows();
  expect(before.length).toBeGreaterThan(3);
  await app.application.rebuild();
  expect(await rows()).toEqual(before);
});
