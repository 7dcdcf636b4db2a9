/** Dossier over HTTP: who sees what of a project and when, pages, the copy and its hashes. */
import { createHash } from "node:crypto";

import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type {
  DossierHead,
  FactDetails,
  TimelinePage,
  TimelineRow,
} from "../../../../contract/src/dossier.ts";
import { verifyInclusion } from "../../../../verifier/src/index.ts";
import {
  aBidReceived,
  aDuty,
  aLotFact,
  aNotice,
  bidsOpened,
  firm,
  ocidOf,
  sharedDeviceProcess,
} from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { evaluatedLot } from "../../../test/lookback-builders.ts";
import { createScopedReader } from "../../platform/identity/reader.ts";
import { viewHead } from "./dossier.service.ts";

type Matter = "process" | "score" | "lead" | "complaint" | "video";
const clauses = (matters: Matter[], industry?: string) => [
  {
    matters,
    units: "any" as const,
    ...(industry === undefined ? {} : { industries: [industry] }),
  },
];
const unitOf = (account: string) => ({
  departmentId: account.replace(/-1$/, ""),
  departmentName: `${account} 的单位`,
});
const ALL: Matter[] = ["process", "score", "lead", "complaint", "video"];

let app: TestApp;
const as: Record<string, Record<string, string>> = {};
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [
    ...evaluatedLot({ code: "D1" }),
    ...[1, 2, 3].map((n) => aBidReceived("D1", n)),
    bidsOpened("D1", [
      { bidder: firm(1), fen: 1_100_000_000 },
      { bidder: firm(2), fen: 1_150_000_000 },
      { bidder: firm(3), fen: 1_170_000_000 },
    ]),
    // Not opened yet.
    aNotice("D2"),
    aBidReceived("D2", 4),
    aLotFact("D2", "bid-committed", { commitment: "0".repeat(64), sizeClass: 3 }),
    // A lead of the housing bureau.
    aDuty(),
    ...sharedDeviceProcess("D3"),
  ]);
  await app.settle();
  as["housing"] = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    ...unitOf("housing-1"),
    jurisdiction: clauses(ALL, "housing"),
  });
  as["noScores"] = await app.signIn({
    account: "centre-1",
    name: "罗见微",
    role: "centre",
    ...unitOf("centre-1"),
    jurisdiction: clauses(["process", "lead"]),
  });
  as["noLeads"] = await app.signIn({
    account: "court-1",
    name: "吴法",
    role: "court",
    ...unitOf("court-1"),
    jurisdiction: clauses(["process"]),
  });
  as["water"] = await app.signIn({
    account: "water-1",
    name: "周水",
    ...unitOf("water-1"),
    jurisdiction: clauses(ALL, "water"),
  });
  as["inspector"] = await app.signIn({
    account: "inspector-1",
    name: "辛明",
    role: "inspector",
    ...unitOf("discipline-1"),
    jurisdiction: clauses(ALL),
  });
  as["bidder"] = await app.signIn({
    account: "bidder-1",
    name: "丁一",
    role: "bidder",
    ...unitOf("bidder-1"),
  });
});
afterAll(() => app.close());

const url = (code: string, rest = "") => `/api/dossier/projects/${ocidOf(code)}${rest}`;
const get = (who: string, path: string) => app.inject({ url: path, headers: as[who] ?? {} });
const page = async (who: string, path: string): Promise<TimelinePage> => {
  const response = await get(who, path);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};

async function allRows(who: string, code: string, query = "limit=50"): Promise<TimelineRow[]> {
  const rows: TimelineRow[] = [];
  let next: string | undefined;
  do {
    const cursor = next === undefined ? "" : `&after=${encodeURIComponent(next)}`;
    const found = await page(who, url(code, `/timeline?${query}${cursor}`));
    rows.push(...found.rows);
    next = found.next;
  } while (next !== undefined);
  return rows;
}

describe("who opens it", () => {
  test("the department of the field and the inspector do; another department and a bidder do not", async () => {
    expect((await get("housing", url("D1"))).statusCode).toBe(200);
    expect((await get("inspector", url("D1"))).statusCode).toBe(200);
    for (const path of ["", "/timeline"])
      expect((await get("water", url("D1", path))).statusCode).toBe(404);
    expect((await get("bidder", url("D1"))).statusCode).toBe(403);
    const refused = await app.inject({
      method: "POST",
      url: url("D1", "/export"),
      headers: as["water"] ?? {},
      payload: { purpose: "核查线索" },
    });
    expect(refused.statusCode).toBe(404);
  });

  test("scores only for posts whose jurisdiction names them", async () => {
    const kinds = async (who: string) =>
      new Set((await allRows(who, "D1", "limit=200")).map(({ kind }) => kind));
    expect((await kinds("housing")).has("procurement.expert-scored")).toBe(true);
    expect((await kinds("noScores")).has("procurement.expert-scored")).toBe(false);
    const head = (await get("noScores", url("D1"))).json<DossierHead>();
    expect(head.hasScores).toBe(false);
  });

  test.each(["housing", "inspector", "noScores"])(
    "before the opening %s sees neither bids nor commitments, in list, count or search",
    async (who) => {
      const rows = await allRows(who, "D2", "groups=bid");
      expect(rows).toEqual([]);
      const head = (await get(who, url("D2"))).json<DossierHead>();
      expect(head.groups.map(({ code }) => code)).not.toContain("bid");
      expect(JSON.stringify(head)).not.toContain(firm(4).name);
      const q = encodeURIComponent(firm(4).name);
      expect((await page(who, url("D2", `/timeline?q=${q}`))).rows).toEqual([]);
    },
  );

  test("second wall: the console's login sees no bid of a closed lot, whatever it asks", async () => {
    const [session] = await app.database.query<{ scope: string }>(
      "SELECT scope FROM identity.session WHERE account = 'inspector-1'",
    );
    const client = await app.database.console.pool.connect();
    try {
      await client.query("BEGIN READ ONLY");
      await client.query(
        "SELECT set_config('mingjing.scope', $1, true), set_config('mingjing.person', 'x', true), set_config('mingjing.all', 'process,score,lead', true)",
        [session?.scope],
      );
      const { rows } = await client.query(
        "SELECT kind FROM fact.fact WHERE subject = $1 ORDER BY kind",
        [ocidOf("D2")],
      );
      expect(rows).toEqual([{ kind: "procurement.notice-published" }]);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});

describe("the timeline", () => {
  test("pages hold every record once, oldest first, in both directions", async () => {
    const rows = await allRows("housing", "D1", "limit=7");
    const head = (await get("housing", url("D1"))).json<DossierHead>();
    expect(rows).toHaveLength(head.total);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const times = rows.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted());
    const last = rows.at(-1);
    const cursor = encodeURIComponent(`${last?.occurredAt}_${last?.id}`);
    const before = await page("housing", url("D1", `/timeline?limit=7&before=${cursor}`));
    expect(before.rows.map(({ id }) => id)).toEqual(rows.slice(-8, -1).map(({ id }) => id));
  });

  test("filters by kind, stage, person and text; what is kept back is not found by its text", async () => {
    const bids = await allRows("housing", "D1", "groups=bid");
    expect(bids.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 3 }, () => "procurement.bid-received"),
    );
    expect(bids[0]?.text).toContain("云澜第");
    const stage = await allRows("housing", "D1", "stage=opening");
    expect(stage.map(({ kind }) => kind)).toEqual(["procurement.bids-opened"]);
    const actor = encodeURIComponent(firm(2).name);
    for (const row of await allRows("housing", "D1", `actor=${actor}`))
      expect(row.actor).toBe(firm(2).name);
    const found = await allRows("housing", "D1", `q=${encodeURIComponent("投标文件递交")}`);
    expect(found).toHaveLength(3);
    expect(await allRows("housing", "D1", "q=3C-52-82")).toEqual([]);
  });

  test("the river counts what the timeline shows", async () => {
    const head = (await get("housing", url("D1"))).json<DossierHead>();
    const river = head.river.reduce((sum, { count }) => sum + count, 0);
    expect(river).toBe(head.total);
    expect(head.stages.map(({ stage }) => stage)).toContain("evaluation");
    for (const { column } of head.river) expect(column).toBeLessThan(head.columns);
  });

  test("the inspector sees who looked, others do not, and not what inspectors looked at", async () => {
    const looks = (await allRows("inspector", "D1", "groups=access")).filter(
      ({ kind }) => kind === "audit.accessed",
    );
    expect(looks.length).toBeGreaterThan(0);
    expect(new Set(looks.map(({ actor }) => actor)).has("陈岚")).toBe(true);
    expect(looks.map(({ actor }) => actor)).not.toContain("辛明");
    expect(await allRows("housing", "D1", "groups=access")).toEqual([]);
  });
});

describe("a lead", () => {
  const kindsOf = async (who: string) =>
    (await allRows(who, "D3", "groups=lead")).map(({ kind }) => kind);

  test("stands in the dossier with each act on it, for whoever sees the lead; its input never", async () => {
    const kinds = await kindsOf("housing");
    expect(kinds).toContain("screening.lead-raised");
    expect(kinds).toContain("casework.lead-routed");
    expect(kinds).toContain("evidence.sealed");
    expect(kinds).not.toContain("screening.input-kept");
    const head = (await get("housing", url("D3"))).json<DossierHead>();
    const [mark] = head.marks.filter(({ kind }) => kind === "lead");
    const id = mark?.link.slice("/leads/".length);
    const receipt = await app.inject({
      method: "POST",
      url: `/api/leads/${id}/receipt`,
      headers: as["housing"] ?? {},
      payload: { version: 0 },
    });
    expect(receipt.statusCode, receipt.body).toBe(200);
    const rows = await allRows("housing", "D3", "groups=lead");
    const received = rows.find(({ kind }) => kind === "casework.lead-received");
    expect(received).toMatchObject({ actor: "陈岚", link: mark?.link });
  });

  test("is absent for a post without leads, in list and on the river", async () => {
    expect(await kindsOf("noLeads")).toEqual([]);
    const head = (await get("noLeads", url("D3"))).json<DossierHead>();
    expect(head.marks).toEqual([]);
    expect(head.total).toBeGreaterThan(5);
  });
});

test.each([
  ["inspector-1", 1],
  ["court-1", 0],
])(
  "recordings are for posts whose jurisdiction names video: %s sees %i",
  async (account, count) => {
    const { sessions, registry } = app.application;
    const actor = await sessions.findActor(await sessions.open({ account, methods: ["demo"] }));
    const clock = { now: () => new Date(NOW) };
    const deps = {
      db: app.database.app.db,
      registry,
      clock,
      reader: createScopedReader(app.database.console, clock),
      clipsOf: async () => [{ id: "c1", title: "开标一室", startsAt: NOW, seconds: 60 }],
    };
    if (actor === undefined) throw new Error(`${account} has no session`);
    expect((await viewHead(deps, actor, ocidOf("D1"))).clips).toHaveLength(count);
  },
);

describe("one record", () => {
  test("in words, without its trace, with a proof that anybody can compute", async () => {
    const [row] = await allRows("housing", "D1", "groups=bid");
    const details = (await get("housing", url("D1", `/facts/${row?.id}`))).json<FactDetails>();
    expect(details.fields.map(({ name }) => name)).toContain("投标人");
    expect(details.withheld).toEqual(["设备痕迹"]);
    expect(JSON.stringify(details)).not.toContain("3C-52-82");
    const { proof } = details;
    expect(proof).toBeDefined();
    if (proof === undefined) return;
    const root = Buffer.from(proof.checkpoint.split("\n")[2] ?? "", "base64");
    const inclusion = {
      index: details.row.leafIndex ?? -1,
      size: proof.size,
      leafHash: Buffer.from(proof.leafHash, "hex"),
      proof: proof.inclusion.map((hash) => Buffer.from(hash, "hex")),
      root,
    };
    expect(verifyInclusion(inclusion).ok).toBe(true);
    const other = { ...inclusion, index: inclusion.index + 1 };
    expect(verifyInclusion(other).ok).toBe(false);
    expect((await get("water", url("D1", `/facts/${row?.id}`))).statusCode).toBe(404);
    expect((await get("housing", url("D2", `/facts/${row?.id}`))).statusCode).toBe(404);
  });
});

const exported = (who: string, code: string, body: object) =>
  app.inject({
    method: "POST",
    url: url(code, "/export"),
    headers: as[who] ?? {},
    payload: body,
  });

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("the copy", () => {
  test("holds tables, facts with proofs, a page without network, and hashes that find a changed byte", async () => {
    const response = await exported("housing", "D1", { purpose: "核查线2026-00317" });
    expect(response.statusCode, response.body.slice(0, 300)).toBe(200);
    const files = unzipSync(new Uint8Array(response.rawPayload));
    expect(Object.keys(files).toSorted()).toEqual([
      "SHA256SUMS.txt",
      "checkpoint.txt",
      "export.json",
      "facts.jsonl",
      "index.html",
      "timeline.csv",
      "timeline.xlsx",
    ]);
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    const damaged = (contents: typeof files) =>
      text("SHA256SUMS.txt")
        .trim()
        .split("\n")
        .filter(
          (line) => sha256(contents[line.slice(66)] ?? new Uint8Array()) !== line.slice(0, 64),
        )
        .map((line) => line.slice(66));
    expect(damaged(files)).toEqual([]);
    const changed = new Uint8Array(files["facts.jsonl"] ?? []);
    changed[100] = (changed[100] ?? 0) ^ 1;
    expect(damaged({ ...files, "facts.jsonl": changed })).toEqual(["facts.jsonl"]);

    const html = text("index.html");
    expect(html).toContain("导出人：陈岚");
    expect(html).toContain("核查线2026-00317");
    expect(html).not.toMatch(/(src|href)=|https?:/);
    const lines = text("facts.jsonl").trim().split("\n");
    const total = (await get("housing", url("D1"))).json<DossierHead>().total;
    expect(lines).toHaveLength(total);
    expect(text("facts.jsonl")).not.toContain("3C-52-82");
    expect(text("timeline.csv")).toContain("导出人");
    const first = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
    expect(first).toMatchObject({ leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(first["inclusion"]).toBeInstanceOf(Array);

    const [fact] = await app.database.query<{ payload: Record<string, unknown> }>(
      "SELECT payload FROM fact.fact WHERE kind = 'dossier.exported' ORDER BY id DESC LIMIT 1",
    );
    expect(fact?.payload).toMatchObject({
      ocid: ocidOf("D1"),
      purpose: "核查线2026-00317",
      sha256: sha256(response.rawPayload),
      by: { name: "陈岚" },
      facts: total,
    });
    const [entry] = await app.database.query<{ purpose: string }>(
      "SELECT purpose FROM audit.entry WHERE route LIKE '%/export' AND status = 200",
    );
    expect(entry?.purpose).toBe("核查线2026-00317");
  });

  test("an inspector's copy names the organ only; the commitment binds project and purpose", async () => {
    const response = await exported("inspector", "D1", { purpose: "核查评审", stage: "opening" });
    expect(response.statusCode).toBe(200);
    const [fact] = await app.database.query<{ payload: Record<string, unknown> }>(
      "SELECT payload FROM fact.fact WHERE kind = 'dossier.exported' ORDER BY id DESC LIMIT 1",
    );
    const told = JSON.stringify(fact?.payload);
    for (const secret of ["辛明", "inspector-1", ocidOf("D1"), "核查评审"])
      expect(told).not.toContain(secret);
    expect(fact?.payload["commitment"]).toMatch(/^[0-9a-f]{64}$/);
    expect(fact?.payload["facts"]).toBe(1);
  });

  test("asks for a purpose", async () => {
    expect((await exported("housing", "D1", {})).statusCode).toBe(400);
  });
});
