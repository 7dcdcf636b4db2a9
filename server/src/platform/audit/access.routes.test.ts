/** T15: every sensitive endpoint called once leaves exactly one record; without a record there is no answer. */
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aDuty, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, OPERATOR_TOKEN, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import { requireAudit } from "./access-hooks.ts";

const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
const CENTRE = { ...HOUSING, departmentId: "centre", departmentName: "云澜市公共资源交易中心" };

let app: TestApp;
let leadId: string;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...sharedDeviceProcess("L1")]);
  await app.settle();
  const [lead] = await app.database.query("SELECT id FROM screening.lead");
  leadId = lead?.["id"] as string;
});
afterAll(() => app.close());

interface Record extends globalThis.Record<string, unknown> {
  readonly person: string | null;
  readonly status: number;
}

/** Records that `work` made. */
async function recordsOf(work: () => Promise<unknown>): Promise<Record[]> {
  const ids = "SELECT fact_id::text AS id FROM audit.entry";
  const before = (await app.database.query(ids)).map(({ id }) => id as string);
  await work();
  return app.database.query<Record>(
    "SELECT * FROM audit.entry WHERE fact_id <> ALL ($1::uuid[]) ORDER BY fact_id",
    [before],
  );
}

const officer = () => app.signIn(HOUSING);
const auditor = () =>
  app.signIn({ ...CENTRE, account: "audit-1", name: "卢照明", role: "auditor" });

describe("one access, one record", () => {
  test("a read of a lead tells who, in which post, what, with which result, and for what", async () => {
    const headers = {
      ...(await officer()),
      "x-mingjing-purpose": encodeURIComponent("核对上传时间"),
    };
    const records = await recordsOf(() => app.inject({ url: `/api/leads/${leadId}`, headers }));
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      person: "housing-1",
      post: "housing-1-post",
      unit: "housing",
      role: "officer",
      purpose: "核对上传时间",
      method: "GET",
      route: "/api/leads/:id",
      object_kind: "lead",
      object_id: leadId,
      status: 200,
      row_count: 1,
      address: "127.0.0.1",
    });
  });

  test("a list tells its filters and how many rows it showed", async () => {
    const headers = await officer();
    const [record] = await recordsOf(() =>
      app.inject({ url: "/api/leads?state=routed&q=%01x", headers }),
    );
    expect(record).toMatchObject({ query: "state=routed&q= x", row_count: 0, status: 200 });
  });

  test("a write, its refusals by rule, by scope and by permission are one record each", async () => {
    const headers = await officer();
    const chief = await app.signIn({ ...CENTRE, account: "centre-1", role: "centre" });
    const post =
      (url: string, payload: object, own = headers) =>
      async () =>
        app.inject({ method: "POST", url, headers: own, payload });
    const statusOf = async (work: () => Promise<unknown>) =>
      (await recordsOf(work)).map(({ status }) => status);
    expect(await statusOf(post(`/api/leads/${leadId}/receipt`, { version: 7 }))).toEqual([409]);
    expect(await statusOf(post(`/api/leads/${leadId}/receipt`, { wrong: true }))).toEqual([400]);
    expect(await statusOf(post(`/api/leads/${randomUUID()}/receipt`, { version: 0 }))).toEqual([
      404,
    ]);
    expect(await statusOf(post(`/api/leads/${leadId}/receipt`, { version: 0 }, chief))).toEqual([
      403,
    ]);
    expect(await statusOf(post(`/api/leads/${leadId}/receipt`, { version: 0 }))).toEqual([200]);
  });

  test("what is neither a write nor sensitive leaves none; being refused there does", async () => {
    const own = await officer();
    const bidder = await app.signIn({ ...CENTRE, account: "bidder-1", role: "bidder" });
    const of = (headers: globalThis.Record<string, string>) =>
      recordsOf(() => app.inject({ url: "/api/processes", headers }));
    expect(await of(own)).toEqual([]);
    expect(await of(bidder)).toMatchObject([{ person: "bidder-1", status: 403 }]);
  });

  test("requests without a session are counted, not recorded", async () => {
    const count = async () => {
      const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
      const { body } = await app.inject({ url: "/metrics", headers });
      return Number(/unrecorded_refusals_total\{reason="no-session"\} (\d+)/.exec(body)?.[1] ?? 0);
    };
    const before = await count();
    expect(await recordsOf(() => app.get("/api/leads"))).toEqual([]);
    expect(await count()).toBe(before + 1);
  });

  test("many at once are one record each", async () => {
    const headers = await officer();
    const records = await recordsOf(() =>
      Promise.all(Array.from({ length: 60 }, () => app.inject({ url: "/api/leads", headers }))),
    );
    expect(records).toHaveLength(60);
  });
});

describe("T15 over the router", () => {
  /** Paths of the router, with the permission and audit of each. */
  const guarded = () => app.application.http.auditedRoutes().filter(({ isRecorded }) => isRecorded);

  test("every guarded route says what it is, and there are many", () => {
    expect(guarded().length).toBeGreaterThan(20);
  });

  test("each sensitive or writing route, called once by a role that holds it, leaves exactly one record", async () => {
    const failures: string[] = [];
    const permissions = Object.assign(
      {},
      ...app.application.modules.map((module) => module.permissions),
    ) as globalThis.Record<string, readonly string[]>;
    for (const { method, url, permission } of guarded()) {
      // Those of sealed roles are covered in sealed.routes.test.ts.
      const role = permissions[permission]?.find((one) => !["inspector", "police"].includes(one));
      if (permission !== "operator" && role === undefined) continue;
      const headers: globalThis.Record<string, string> =
        permission === "operator"
          ? { authorization: `Bearer ${OPERATOR_TOKEN}` }
          : await app.signIn({
              ...CENTRE,
              account: `role-${role?.toLowerCase() ?? ""}`,
              name: "角色",
              role: role as "officer",
            });
      const address = url.replaceAll(/:\w+|\*/g, randomUUID());
      const isRead = method === "GET" || method === "HEAD";
      const records = await recordsOf(() =>
        app.inject({
          method,
          url: address,
          headers,
          ...(isRead ? {} : { payload: {} }),
        }),
      );
      if (records.length !== 1) failures.push(`${method} ${url}: ${records.length} records`);
    }
    expect(failures).toEqual([]);
  });

  test("a guarded read that does not say whether it is sensitive is refused", () => {
    const route = { method: "GET", url: "/api/new", config: { permission: "leads.read" } };
    expect(() => requireAudit(route)).toThrow("/api/new");
    expect(() => requireAudit({ ...route, method: ["GET", "POST"] })).toThrow("/api/new");
    const declared = { permission: "leads.read", audit: { sensitive: false } };
    expect(() => requireAudit({ ...route, config: declared })).not.toThrow();
    expect(() => requireAudit({ ...route, method: "POST" })).not.toThrow();
    expect(() => requireAudit({ ...route, config: { permission: "public" } })).not.toThrow();
  });
});

describe("records", () => {
  test("each is a fact with a leaf in the witness log, and the auditor's check finds no gap", async () => {
    const headers = await auditor();
    await app.inject({ url: "/api/audit/entries", headers });
    await app.settle();
    const report = await app.inject({ url: "/api/audit/gaps", headers });
    expect(report.statusCode, report.body).toBe(200);
    const { facts, entries, leaves, pending, ...rest } =
      report.json<globalThis.Record<string, number>>();
    expect(facts).toBeGreaterThan(10);
    expect(entries).toBe(facts);
    expect((leaves ?? 0) + (pending ?? 0)).toBe(facts);
    expect(rest).toMatchObject({ withoutEntry: [], withoutFact: [], withoutLeaf: [] });
  });

  test("the auditor finds them by person, unit, object and result, and his reading is a record too", async () => {
    const headers = await auditor();
    const idsOf = async (query: string) => {
      const response = await app.inject({ url: `/api/audit/entries?${query}`, headers });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<{ rows: { person?: { id: string; name: string } }[] }>().rows;
    };
    const byName = await idsOf(`person=${encodeURIComponent("陈岚")}&result=ok`);
    expect(byName.length).toBeGreaterThan(0);
    expect(new Set(byName.map(({ person }) => person?.id))).toEqual(new Set(["housing-1"]));
    expect((await idsOf(`object=lead:${leadId}`)).length).toBeGreaterThan(3);
    expect(
      (await idsOf(`unit=${encodeURIComponent("住房")}&result=refused`)).length,
    ).toBeGreaterThan(1);
    expect(await idsOf("from=2026-06-02")).toEqual([]);
    const records = await recordsOf(() => idsOf("person=nobody"));
    expect(records).toMatchObject([
      { person: "audit-1", route: "/api/audit/entries", row_count: 0 },
    ]);
  });

  test("a page ends where the next begins", async () => {
    const headers = await auditor();
    const seen: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 50; pages += 1) {
      const url = `/api/audit/entries?limit=7&to=2026-06-01&person=housing-1${cursor}`;
      const page = (await app.inject({ url, headers })).json<{
        rows: { id: string }[];
        next?: string;
      }>();
      seen.push(...page.rows.map(({ id }) => id));
      if (page.next === undefined) break;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
    const [{ count } = { count: 0 }] = await app.database.query(
      "SELECT count(*)::int AS count FROM audit.entry WHERE person = 'housing-1'",
    );
    expect(seen.length).toBe(count);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("the file has every row, the filter and a checkpoint, and no cell that runs", async () => {
    const headers = await auditor();
    await app.inject({ url: "/api/leads?q=%3D1%2B1", headers: await officer() });
    const response = await app.inject({ url: "/api/audit/entries.csv?person=housing-1", headers });
    expect(response.headers["content-type"]).toContain("text/csv");
    const lines = response.body.trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^\uFEFF时间 at,/);
    expect(lines.at(-2)).toBe("筛选 filter,person=housing-1");
    expect(lines.at(-1)).toMatch(/^检查点 checkpoint,\d+ \S+/);
    expect(lines.some((line) => /(^|,)[=+@]/.test(line))).toBe(false);
  });

  test("a chief sees who read the own unit's leads, and nothing of other units", async () => {
    const chiefOf = async (departmentId: string) => {
      const account = `${departmentId}-2`;
      const headers = await app.signIn({
        account,
        name: "科长",
        departmentId,
        departmentName: departmentId === "housing" ? HOUSING.departmentName : "云澜市水利局",
        role: "chief",
      });
      const response = await app.inject({ url: "/api/audit/unit-entries", headers });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<{ rows: { object?: { kind: string; id?: string } }[] }>().rows;
    };
    const own = await chiefOf("housing");
    expect(own.length).toBeGreaterThan(3);
    expect(new Set(own.map(({ object }) => object?.id))).toEqual(new Set([leadId]));
    expect(await chiefOf("water")).toEqual([]);
  });
});

describe("no record, no answer", () => {
  test("while records cannot be written, a sensitive read answers 503 without the data", async () => {
    const headers = await officer();
    const owner = "ALTER TABLE audit.entry RENAME TO entry_away";
    await asOwner(owner);
    try {
      const response = await app.inject({ url: `/api/leads/${leadId}`, headers });
      expect(response.statusCode).toBe(503);
      expect(response.json()).toMatchObject({ status: 503, code: "audit.unavailable" });
      expect(response.body).not.toContain(leadId);
      const file = await app.inject({
        url: "/api/admin/facts?all=true",
        headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
      });
      expect(file.statusCode).toBe(503);
      expect((await app.inject({ url: "/api/processes", headers })).statusCode).toBe(200);
    } finally {
      await asOwner("ALTER TABLE audit.entry_away RENAME TO entry");
    }
    expect((await app.inject({ url: `/api/leads/${leadId}`, headers })).statusCode).toBe(200);
  });
});

async function asOwner(statement: string): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: app.database.ownerUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

describe("T14 and retention", () => {
  test("the serving login may add and read, and nothing else", async () => {
    const rows = await app.database.query<{ name: string; kind: string; may: boolean }>(`
      SELECT format('%I.%I', schemaname, tablename) AS name, kind, has_table_privilege(
        format('%I.%I', schemaname, tablename), kind) AS may
      FROM pg_tables CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS kind
      WHERE schemaname = 'audit' OR format('%I.%I', schemaname, tablename)
        IN ('fact.fact', 'witness.leaf', 'witness.checkpoint')`);
    expect(rows.length).toBe(8 * 4);
    expect(rows.filter(({ may }) => may)).toEqual([]);
    for (const statement of [
      "UPDATE audit.entry SET person = 'nobody'",
      "DELETE FROM audit.entry",
      "TRUNCATE audit.entry",
      "ALTER TABLE audit.entry DISABLE TRIGGER ALL",
    ]) {
      await expect(app.database.query(statement), statement).rejects.toThrow(
        /permission denied|must be owner/,
      );
    }
  });

  test("not even the owner changes a record or deletes a young one", async () => {
    await expect(asOwner("UPDATE audit.entry SET person = 'nobody'")).rejects.toThrow(
      "append-only",
    );
    await expect(asOwner("DELETE FROM audit.sealed; TRUNCATE audit.sealed")).rejects.toThrow(
      "append-only",
    );
    await expect(
      asOwner(
        "DELETE FROM audit.entry WHERE fact_id = (SELECT max(fact_id::text)::uuid FROM audit.entry)",
      ),
    ).rejects.toThrow("at least 180 days");
  });

  test("the sweep refuses a line younger than 180 days, takes what is older, and records it", async () => {
    const { applyRetention } = await import("./retention.job.ts");
    const { registry } = app.application;
    const { db } = app.database.app;
    const day = 86_400_000;
    const aged = async (days: number, recordedDays: number): Promise<string> => {
      const at = new Date(Date.now() - days * day).toISOString();
      const { id } = await inTransaction(db, async (tx) => {
        const fact = await recordFact(tx, registry, {
          kind: "audit.accessed",
          source: "mingjing",
          sourceId: `aged/${days}/${recordedDays}`,
          subject: "audit:aged",
          occurredAt: at,
          payload: { method: "GET", route: "/api/leads", status: 200, address: "10.0.0.1" },
        });
        return { id: fact };
      });
      // As if the store had taken it then: facts cannot be changed, so the trigger rests for a moment.
      await asOwner(`ALTER TABLE fact.fact DISABLE TRIGGER USER;
        UPDATE fact.fact SET recorded_at = now() - interval '${recordedDays} days' WHERE id = '${id}';
        ALTER TABLE fact.fact ENABLE TRIGGER USER`);
      return id;
    };
    const old = await aged(200, 200);
    const young = await aged(179, 179);
    const backdated = await aged(400, 1);
    await expect(applyRetention({ db, registry, days: 179 }, new Date())).rejects.toThrow("180");
    await expect(
      app.database.query("SELECT * FROM audit.sweep(now() - interval '179 days')"),
    ).rejects.toThrow("at least 180 days");
    expect(await applyRetention({ db, registry, days: 180 }, new Date())).toBe(1);
    const left = (await app.database.query("SELECT fact_id::text AS id FROM audit.entry")).map(
      ({ id }) => id as string,
    );
    expect(left).not.toContain(old);
    expect(left).toEqual(expect.arrayContaining([young, backdated]));
    const { createHash } = await import("node:crypto");
    const [record] = await app.database.query("SELECT * FROM audit.retention");
    expect(record).toMatchObject({
      row_count: 1,
      digest_of_ids: createHash("sha256").update(old).digest("hex"),
    });
    await app.application.rebuild();
    const again = await app.database.query("SELECT FROM audit.entry WHERE fact_id = $1", [old]);
    expect(again).toEqual([]);
    const report = (await app.inject({ url: "/api/audit/gaps", headers: await auditor() })).json();
    expect(report).toMatchObject({ retired: 1, withoutEntry: [], withoutFact: [] });
  });
});
