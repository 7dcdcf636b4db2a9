/** Sealing, commitments, custody and packs, through HTTP against a real database. */
import { existsSync } from "node:fs";

import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { EvidenceView, RateList } from "../../../../contract/src/evidence.ts";
import type { InputKept } from "../../../../contract/src/facts/screening.input-kept.ts";
import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import { checkPack } from "../../../../pack/src/index.ts";
import { PACK_MODE } from "../../../../web/vite.config.ts";
import { aDuty, honestProcess, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type OfficerAccount, type TestApp } from "../../../test/harness.ts";
import { PACK_PAGES } from "../../built-files.ts";
import { monthsAfter, plainDateOf } from "../../kernel/plain-date.ts";
import { INDICATORS } from "../screening/indicators/all.ts";
import { replay } from "../screening/replay.ts";

const officer = (
  role: NonNullable<OfficerAccount["role"]>,
  departmentId: string,
): OfficerAccount => ({
  account: `${departmentId}-${role}`,
  name: `${departmentId} ${role}`,
  departmentId,
  departmentName: `云澜市${departmentId}局`,
  role,
});

let app: TestApp;
let housing: Record<string, string>;
let lead: string;
beforeAll(async () => {
  if (!existsSync(PACK_PAGES))
    await build({
      root: "web",
      configFile: "web/vite.config.ts",
      mode: PACK_MODE,
      logLevel: "error",
    });
  app = await createTestApp();
  const key = await app.addSource("duties");
  housing = await app.signIn(officer("officer", "housing"));
  await app.send(key, [aDuty(), ...honestProcess("H1"), ...sharedDeviceProcess("L1")]);
  await app.settle();
  const [row] = await app.database.query("SELECT id FROM screening.lead");
  lead = row?.["id"] as string;
}, 120_000);
afterAll(() => app.close());

const get = (url: string, headers = housing) => app.inject({ method: "GET", url, headers });
const post = (url: string, payload: object, headers = housing) =>
  app.inject({ method: "POST", url, headers, payload });
const evidence = async (headers = housing): Promise<EvidenceView> =>
  (await get(`/api/leads/${lead}/evidence`, headers)).json();

test("every screened lot is committed and in the signed log within a minute, hit or not", async () => {
  const rows = await app.database.query(
    `SELECT committed.recorded_at - opened.recorded_at < interval '60 seconds' AS soon,
            leaf.leaf_index < (SELECT max(size) FROM witness.checkpoint) AS signed
     FROM evidence.commitment
     JOIN fact.fact committed ON committed.id = commitment.fact_id
     JOIN fact.fact screened ON screened.id = commitment.screening_id
     JOIN fact.fact opened ON screened.source_id = 'screening/' || opened.id
     LEFT JOIN witness.leaf ON leaf.fact_id = committed.id`,
  );
  expect(rows).toEqual([
    { soon: true, signed: true },
    { soon: true, signed: true },
  ]);
});

test("the lead is sealed: opening, bids, screening, input and lead, each by both hashes", async () => {
  const view = await evidence();
  const roles = view.items.map(({ role }) => role);
  expect(roles.filter((role) => role === "submission")).toHaveLength(4);
  expect(new Set(roles)).toEqual(new Set(["opening", "submission", "screening", "input", "lead"]));
  expect(view.items.every(({ leafIndex }) => leafIndex !== undefined)).toBe(true);
  const day = plainDateOf(new Date(view.sealedAt));
  expect(view.hold).toEqual({ state: "inForce", until: monthsAfter(day, 180) });
  expect(view.review).toEqual({
    legal: { result: "notReviewed" },
    technical: { result: "notReviewed" },
  });
});

test("what was kept of the input gives the recorded figures again, to the last digit", async () => {
  const rows = await app.database.query<{ kept: InputKept; screened: LotScreened }>(
    `SELECT kept.payload AS kept, screened.payload AS screened
     FROM fact.fact kept JOIN fact.fact screened ON screened.id::text = kept.payload ->> 'screeningId'
     WHERE kept.kind = 'screening.input-kept'`,
  );
  expect(rows).toHaveLength(1);
  for (const { kept, screened } of rows) {
    const again = replay(kept);
    const plain = JSON.parse(JSON.stringify(again)) as typeof again;
    expect(plain.results).toEqual(screened.results);
    expect(plain.bits).toBe(screened.bits);
    expect(plain.isLead).toBe(true);
  }
});

test("a look enters the custody chain once, a pack each time, with the hash of its manifest", async () => {
  await evidence();
  await evidence();
  for (const minute of [1, 2]) {
    await app.settle();
    const reply = await get(`/api/leads/${lead}/pack.zip`);
    expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
    const report = checkPack(new Uint8Array(reply.rawPayload));
    expect(report.damages).toEqual([]);
    expect(report.content?.replay).toMatchObject({ state: "equal", rules: INDICATORS.length });
    expect(report.content?.seal).toEqual([]);
    expect(report.content?.commitments).toEqual([]);
    expect(report.verdict).toBe("valid");
    app.setNow(`2026-06-01T08:0${minute}:00.000Z`);
  }
  const { custody } = await evidence();
  expect(custody.map(({ act }) => act)).toEqual(["sealed", "viewed", "exported", "exported"]);
  expect(custody.filter(({ manifest }) => manifest !== undefined)).toHaveLength(2);
});

test("a hold is made longer, not shorter; its end is an act of a chief, with a ground", async () => {
  const before = await evidence();
  const hold = `/api/leads/${lead}/evidence/hold`;
  const body = { version: before.version, until: "2050-01-01", ground: "已移送，继续保全" };
  const shorter = await post(hold, { ...body, until: "2030-01-01" });
  expect(shorter.json()).toMatchObject({ code: "evidence.hold-shorter" });
  const past = await post(hold, { ...body, until: "2026-06-01" });
  expect(past.json()).toMatchObject({ code: "evidence.hold-past" });
  const set = await post(hold, body);
  expect(set.json()).toMatchObject({ hold: { state: "inForce", until: "2050-01-01" }, version: 1 });
  expect((await post(hold, body)).json()).toMatchObject({ code: "evidence.stale" });
  const end = { version: 1, ground: "案件已办结并归档" };
  expect((await post(`${hold}-end`, end)).statusCode).toBe(403);
  const chief = await app.signIn(officer("chief", "housing"));
  const ended = await post(`${hold}-end`, end, chief);
  expect(ended.json()).toMatchObject({ hold: { state: "ended" }, version: 2 });
  expect((await post(`${hold}-end`, { ...end, version: 2 }, chief)).json()).toMatchObject({
    code: "evidence.no-hold",
  });
});

test("a review says its kind, result and findings, and by whom", async () => {
  const { version } = await evidence();
  const url = `/api/leads/${lead}/evidence/review`;
  const body = { version, review: "technical", result: "passed", text: "重新运行结果一致" };
  const refused = await post(url, { ...body, review: "moral" });
  expect(refused.json()).toMatchObject({ code: "request.invalid" });
  const { review } = (await post(url, body)).json<EvidenceView>();
  expect(review.technical).toMatchObject({ result: "passed", by: "housing officer" });
  expect(review.legal).toEqual({ result: "notReviewed" });
});

test("another department sees nothing of it, and a look of discipline inspectors leaves no trace in the chain", async () => {
  const water = await app.signIn(officer("officer", "water"));
  for (const path of ["evidence", "pack.zip"])
    expect((await get(`/api/leads/${lead}/${path}`, water)).statusCode).toBe(404);
  const auditor = await app.signIn(officer("auditor", "audit"));
  expect((await get(`/api/leads/${lead}/evidence`, auditor)).statusCode).toBe(403);
  // The log takes the acts before a moment later; their places are part of what is compared.
  await app.settle();
  const { custody: before } = await evidence();
  const inspector = await app.signIn(officer("inspector", "discipline"));
  expect((await get(`/api/leads/${lead}/pack.zip`, inspector)).statusCode).toBe(200);
  expect((await evidence()).custody).toEqual(before);
  const rows = await app.database.query(
    "SELECT 1 FROM fact.fact WHERE kind = 'evidence.accessed' AND payload::text LIKE '%discipline%'",
  );
  expect(rows).toEqual([]);
});

test("a quarter is opened once it is over, over everything committed; its file shows each commitment", async () => {
  const coordinator = await app.signIn(officer("coordinator", "coordinator"));
  const open = (quarter: string, headers = coordinator) =>
    post("/api/evidence/quarters", { quarter }, headers);
  expect((await open("2026-Q2")).json()).toMatchObject({ code: "evidence.quarter-running" });
  expect((await open("2020-Q1")).json()).toMatchObject({ code: "evidence.quarter-empty" });
  expect((await open("2026-Q2", housing)).statusCode).toBe(403);
  app.setNow("2027-07-01T01:00:00.000Z");
  const [{ quarter } = { quarter: "" }] = await app.database.query<{ quarter: string }>(
    "SELECT DISTINCT quarter FROM evidence.commitment",
  );
  const list = (await open(quarter)).json<RateList>();
  expect(list.rows).toHaveLength(INDICATORS.length);
  const dev01 = list.rows.find(({ rule }) => rule === "DEV-01");
  expect(dev01).toMatchObject({ lots: 2, hits: 1, reviewed: 0, confirmed: 0, isShadow: true });
  expect((await open(quarter)).json()).toMatchObject({ code: "evidence.opened-today" });
  await app.settle();
  const file = await get(`/api/evidence/quarters/${quarter}/DEV-01/opening`, coordinator);
  const opening = file.json<{ last: number; entries: { statement: { rule: string } }[] }>();
  expect(opening.entries).toHaveLength(opening.last);
  expect(opening.entries.every(({ statement }) => statement.rule === "DEV-01")).toBe(true);
  expect((await get(`/api/evidence/quarters/${quarter}/DEV-01/opening`)).statusCode).toBe(403);
});

test("the tables are the same after a rebuild, and after the feed was read again", async () => {
  const tables = ["sealed", "custody", "commitment", "opening"].map((name) => `evidence.${name}`);
  const dump = () =>
    Promise.all(
      tables.map((name) =>
        app.database.query(`SELECT to_jsonb(t) AS row FROM ${name} t ORDER BY fact_id`),
      ),
    );
  const before = await dump();
  expect(before.every((rows) => rows.length > 0)).toBe(true);
  await app.application.rebuild();
  expect(await dump()).toEqual(before);
  await app.database.query(
    `UPDATE fact.feed_cursor SET epoch = 0, xid = '0', id = '00000000-0000-0000-0000-000000000000'
     WHERE subscriber = 'evidence.sealing'`,
  );
  await app.settle();
  expect(await dump()).toEqual(before);
});
