/** From scores to the referral over HTTP: who may see and do what, corrections, the same facts again, a rebuild. */
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type {
  LookbackList,
  LookbackReport,
  LookbackView,
  OwnAsks,
} from "../../../../contract/src/lookback.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { aDuty, aLotFact, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import {
  evaluatedLot,
  evaluationFact,
  evaluatorToken,
  honestScore,
  lotQuery,
  scoreFact,
  withGap,
} from "../../../test/lookback-builders.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";

const ALL = [{ matters: ["process", "score"] as ("process" | "score")[] }];
const FIELD = (industry: string) => [
  { matters: ["process", "score"] as ("process" | "score")[], industries: [industry] },
];
const person = (account: string, role: Role, jurisdiction: typeof ALL) => ({
  account,
  name: "罗见微",
  role,
  departmentId: account.replace(/-1$/, ""),
  departmentName: "某单位",
  jurisdiction,
});

let app: TestApp;
let key = "";
const as: Record<string, Record<string, string>> = {};
beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("duties");
  await app.send(key, [
    aDuty(),
    ...evaluatedLot({ code: "L1", scoreAt: withGap }),
    ...evaluatedLot({ code: "L2" }),
  ]);
  await app.settle();
  as["centre"] = await app.signIn(person("centre-1", "centre", ALL));
  as["housing"] = await app.signIn(person("housing-1", "officer", FIELD("housing")));
  as["water"] = await app.signIn(person("water-1", "officer", FIELD("water")));
  as["noScores"] = await app.signIn({
    ...person("entity-1", "chief", ALL),
    jurisdiction: [{ matters: ["process", "lead"] }],
  });
  as["expert"] = await signInExpert("expert-2", 2);
  as["stranger"] = await signInExpert("expert-9", 9);
});
afterAll(() => app.close());

/** An expert of the pool, known by a token. */
async function signInExpert(account: string, n: number): Promise<Record<string, string>> {
  const validFrom = "2020-01-01";
  const { sessions, registry } = app.application;
  const unit = `pool-${n}`;
  const post = `${account}-post`;
  const own = { unit, title: "评标专家", role: "expert", jurisdiction: [] } as const;
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        {
          kind: "unit-registered",
          payload: { unit, name: "评标专家库", unitKind: "expertPool", validFrom },
        },
        { kind: "post-defined", payload: { post, ...own, validFrom } },
        {
          kind: "person-registered",
          payload: { person: account, name: "钱某", token: evaluatorToken(n), validFrom },
        },
        {
          kind: "appointment-made",
          payload: { appointment: post, person: account, post, validFrom },
        },
      ],
    }),
  );
  await sessions.addAccount({ account, name: "钱某", isDemo: true, passwordHash: null });
  const token = await sessions.open({ account, methods: ["demo"] });
  return { cookie: `mingjing_session=${token}`, "x-mingjing-csrf": "1" };
}

const get = (who: string, url: string) => app.inject({ url, headers: as[who] ?? {} });
const post = (who: string, url: string, payload: object) =>
  app.inject({ method: "POST", url, headers: as[who] ?? {}, payload });
const view = async (code = "L1"): Promise<LookbackView> =>
  (await get("centre", `/api/lookback/lot?${lotQuery(code)}`)).json();
const lot = (code = "L1") => ({ ocid: ocidOf(code), lot: "1" });
const GAP = "EXP-05/1/1/1/gap";
const TEXT = "请评标委员会复核下列打分。";

describe("the machine looks by itself", () => {
  test("a gap is found, the honest lot shows nothing; nothing is public", async () => {
    const found = await view();
    expect(found.findings.map(({ id }) => id)).toContain(GAP);
    expect(found.row).toMatchObject({ state: "open", examinations: 1, experts: 5, bids: 4 });
    expect(found.examination.flip?.isFilled).toBe(true);
    expect((await view("L2")).row).toMatchObject({ state: "clear", exact: 0, calibrated: 0 });
    const open = await app.get(`/api/public/processes/${ocidOf("L1")}`);
    for (const canary of ["EXP-05", "赵**", "lookback"]) expect(open.body).not.toContain(canary);
  });

  test("the same facts again change nothing", async () => {
    await app.send(key, evaluatedLot({ code: "L1", scoreAt: withGap }));
    await app.settle();
    expect((await view()).row.examinations).toBe(1);
  });
});

describe("who may see scores", () => {
  test("the department of the industry reads and does nothing; another sees nothing; without the matter nothing", async () => {
    const list = async (who: string) =>
      (await get(who, "/api/lookback/lots")).json<LookbackList>().rows.length;
    expect(await list("centre")).toBe(2);
    expect(await list("housing")).toBe(2);
    expect(await list("water")).toBe(0);
    expect(await list("noScores")).toBe(0);
    expect((await get("water", `/api/lookback/lot?${lotQuery("L1")}`)).statusCode).toBe(404);
    const own = (await get("housing", `/api/lookback/lot?${lotQuery("L1")}`)).json<LookbackView>();
    expect(Object.values(own.may)).not.toContain(true);
    const asked = { ...lot(), version: 0, findings: [GAP], text: TEXT };
    expect((await post("housing", "/api/lookback/asks", asked)).statusCode).toBe(403);
    expect((await get("expert", "/api/lookback/lots")).statusCode).toBe(403);
  });

  test("second wall: the console's login sees no row of the other department", async () => {
    const scope = await app.database.query<{ scope: string }>(
      "SELECT scope FROM identity.session WHERE account = 'water-1'",
    );
    const client = await app.database.console.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT set_config('mingjing.scope', $1, true)", [scope[0]?.scope]);
      for (const table of ["examination", "event", "lot", "ask"]) {
        const { rows } = await client.query(`SELECT FROM lookback.${table}`);
        expect(rows, table).toHaveLength(0);
      }
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});

describe("before the signature", () => {
  test("a hint and an unknown finding are refused by name; a stale version too", async () => {
    const base = { ...lot(), version: 0, text: TEXT };
    const unknown = await post("centre", "/api/lookback/asks", { ...base, findings: ["EXP-99/x"] });
    expect(unknown.json()).toMatchObject({
      code: "lookback.unknown-finding",
      params: { finding: "EXP-99/x" },
    });
    const stale = await post("centre", "/api/lookback/asks", {
      ...base,
      version: 3,
      findings: [GAP],
    });
    expect(stale.json()).toMatchObject({ code: "lookback.stale", params: { version: 0 } });
    const early = await post("centre", "/api/lookback/referral", { ...base, findings: [GAP] });
    expect(early.json()).toMatchObject({
      code: "lookback.bad-transition",
      params: { act: "refer", state: "open" },
    });
  });

  test("asked, the expert sees the own item only and answers it; a stranger sees none", async () => {
    const asked = await post("centre", "/api/lookback/asks", {
      ...lot(),
      version: 0,
      findings: [GAP],
      text: TEXT,
    });
    expect(asked.statusCode, asked.body).toBe(200);
    expect(asked.json<LookbackView>().row.state).toBe("asked");
    const own = (await get("expert", "/api/lookback/own")).json<OwnAsks>().rows;
    expect(own).toHaveLength(1);
    expect(own[0]?.items).toMatchObject([{ finding: GAP, ground: "missing", stated: "—" }]);
    expect((await get("stranger", "/api/lookback/own")).json<OwnAsks>().rows).toHaveLength(0);
    const url = `/api/lookback/asks/${own[0]?.ask ?? ""}/answer`;
    const answer = {
      findings: [GAP],
      answer: "correct",
      reason: "漏填，按材料补录。",
      changes: [],
    };
    expect((await post("stranger", url, answer)).statusCode).toBe(404);
    expect((await post("expert", url, answer)).json()).toMatchObject({
      code: "lookback.no-change",
    });
    const change = { bidder: firm(2).name, criterion: "项目管理机构", from: "—", to: "13" };
    const given = await post("expert", url, { ...answer, changes: [change] });
    expect(given.statusCode, given.body).toBe(200);
    expect((await view()).findings.find(({ id }) => id === GAP)?.standing).toBe("correct");
  });

  test("the corrected sheet is looked at again: the gap is gone, the old sheet stays", async () => {
    const corrected = scoreFact("L1", [2, 2, 1], 13);
    const whole = evaluationFact({
      code: "L1",
      scoreAt: (e, b, c) => (e === 2 && b === 2 && c === 1 ? 13 : honestScore(e, b, c)),
      minute: 50,
    });
    await app.send(key, [
      { ...corrected, occurredAt: "2026-05-21T10:50:00+08:00" },
      { ...whole, correctsSourceId: whole.sourceId, sourceId: `${whole.sourceId}/2` },
    ]);
    await app.settle();
    const after = await view();
    expect(after.row).toMatchObject({ state: "answered", examinations: 2, exact: 0 });
    expect(after.cleared.map(({ id }) => id)).toContain(GAP);
    expect(after.changed).toEqual([{ expert: 1, bid: 1, criterion: 1, from: null }]);
  });

  test("the signer signs the text that was read, and no other", async () => {
    const report = (
      await get("housing", `/api/lookback/report?${lotQuery("L1")}`)
    ).json<LookbackReport>();
    expect(report.lines.join("\n")).toContain("漏填，按材料补录。");
    const body = { ...lot(), version: 2, hash: "0".repeat(64) };
    const wrong = await post("centre", "/api/lookback/signature", body);
    expect(wrong.json()).toMatchObject({ code: "lookback.text-changed" });
    const signed = await post("centre", "/api/lookback/signature", { ...body, hash: report.hash });
    expect(signed.json<LookbackView>().row.state).toBe("signed");
    const again = (
      await get("centre", `/api/lookback/report?${lotQuery("L1")}`)
    ).json<LookbackReport>();
    expect(again).toEqual({ ...report, isSigned: true });
    const file = await get("centre", `/api/lookback/report.docx?${lotQuery("L1")}`);
    const parts = unzipSync(new Uint8Array(file.rawPayload));
    expect(new TextDecoder().decode(parts["word/document.xml"])).toContain(report.hash);
    const sheet = await get("centre", `/api/lookback/sheet.csv?${lotQuery("L1")}`);
    expect(sheet.body.trimEnd().split("\r\n")).toHaveLength(1 + 5 * 4 * 3);
  });
});

describe("after the signature, or once the result is public", () => {
  test("a finding goes to the department of the list of duties, under 条例71", async () => {
    const wrong = scoreFact("L1", [5, 1, 2], 4);
    await app.send(key, [{ ...wrong, correctsSourceId: wrong.sourceId, sourceId: "L1/late" }]);
    await app.settle();
    const late = await view();
    const finding = late.findings.find(({ type }) => type === "EXP-03");
    expect(late.may).toMatchObject({ ask: false, sign: false, refer: true });
    expect(late.department?.id).toBe("housing");
    const referred = await post("centre", "/api/lookback/referral", {
      ...lot(),
      version: late.version,
      findings: [finding?.id],
      text: "核查情况随函移送。",
    });
    expect(referred.statusCode, referred.body).toBe(200);
    const event = referred.json<LookbackView>().history.find(({ to }) => to !== undefined);
    expect(event).toMatchObject({ to: { id: "housing" }, route: "department" });
  });

  test("once candidates are public nobody is asked any more", async () => {
    await app.send(key, [
      ...evaluatedLot({ code: "L3", scoreAt: withGap }),
      aLotFact("L3", "candidates-published", {
        candidates: [{ rank: 1, bidder: firm(1) }],
        disclosureFrom: "2026-05-22",
        disclosureTo: "2026-05-25",
      }),
    ]);
    await app.settle();
    const body = { ...lot("L3"), version: 0, findings: [GAP], text: TEXT };
    const late = await post("centre", "/api/lookback/asks", body);
    expect(late.json()).toMatchObject({ code: "lookback.result-published" });
    expect((await view("L3")).may.sign).toBe(true);
  });

  test("a rebuild gives the same rows", async () => {
    const rows = async () => {
      const all = [];
      for (const [table, order] of [
        ["examination", "fact_id"],
        ["event", "fact_id"],
        ["ask", "fact_id, evaluator"],
        ["lot", "ocid, lot_id"],
      ])
        all.push(await app.database.query(`SELECT * FROM lookback.${table} ORDER BY ${order}`));
      return all;
    };
    const before = await rows();
    expect(before.every((table) => table.length > 0)).toBe(true);
    await app.application.rebuild();
    expect(await rows()).toEqual(before);
  });
});
