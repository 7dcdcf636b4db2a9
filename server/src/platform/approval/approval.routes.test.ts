import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { retrievalAsked } from "../../../../contract/src/facts/dossier.retrieval-asked.ts";
import { makeSealKey } from "../../../../contract/src/seal-key.ts";
import { aNotice } from "../../../test/builders.ts";
import { DRAFTED_ACTS } from "../../../test/drafted-acts.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../database.ts";
import { recordOrganisation } from "../identity/organisation.service.ts";

let app: TestApp;
let system: Record<string, string>;
let security: Record<string, string>;
let sameUnit: Record<string, string>;
let auditor: Record<string, string>;
let officer: Record<string, string>;
let inspector: Record<string, string>;
let fellowInspector: Record<string, string>;
let police: Record<string, string>;
let coordinator: Record<string, string>;

/** The fact is known once it is recorded. */
const ERASED = {
  facts: [{ id: "", paths: [["title"]] }],
  ground: "purposeEnded",
  order: { organ: "云澜市中级人民法院", number: "（2026）云01民终12号" },
};

const operations = { departmentId: "operations", departmentName: "大数据中心" };
const office = { departmentId: "coordinator", departmentName: "公管办" };

beforeAll(async () => {
  app = await createTestApp();
  system = await app.signIn({ account: "sys", name: "甲", ...operations, role: "systemAdmin" });
  const second = { account: "sec-b", name: "乙", role: "securityAdmin" } as const;
  sameUnit = await app.signIn({ ...second, ...operations });
  security = await app.signIn({ account: "sec", name: "丙", ...office, role: "securityAdmin" });
  auditor = await app.signIn({ account: "aud", name: "丁", ...operations, role: "auditor" });
  const housing = { departmentId: "housing", departmentName: "住建局" };
  await appointWithoutAccount("controller");
  const discipline = { departmentId: "discipline", departmentName: "纪委监委" };
  inspector = await app.signIn({ account: "insp", name: "辛", ...discipline, role: "inspector" });
  const fellow = { account: "insp-b", name: "壬", role: "inspector" } as const;
  fellowInspector = await app.signIn({ ...fellow, ...discipline });
  const bureau = { departmentId: "police", departmentName: "公安局" };
  police = await app.signIn({ account: "pol", name: "癸", ...bureau, role: "police" });
  coordinator = await app.signIn({
    account: "coord",
    name: "庚",
    ...operations,
    role: "coordinator",
  });
  await app.send(await app.addSource("notices"), [aNotice("APPROVAL")]);
  const [notice] = await app.database.query<{ id: string }>(
    "SELECT id FROM fact.fact WHERE kind = 'procurement.notice-published'",
  );
  ERASED.facts = [{ id: notice?.id ?? "", paths: [["title"]] }];
  // What the acts are about; a changed post ends its holder's session, so another officer looks on.
  await app.signIn({ account: "off", name: "己", ...housing });
  officer = await app.signIn({ account: "onlooker", name: "戊", ...housing });
});
afterAll(() => app.close());

/** Somebody who holds a privileged post and cannot sign in yet. */
async function appointWithoutAccount(person: string): Promise<void> {
  const validFrom = "2020-01-01";
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, app.application.registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        { kind: "person-registered", payload: { person, name: "庚", validFrom } },
        {
          kind: "appointment-made",
          payload: { appointment: `${person}-a`, person, post: "aud-post", validFrom },
        },
      ],
    }),
  );
}

const post = (
  url: string,
  headers: Record<string, string>,
  payload: object = {},
): Promise<LightMyRequestResponse> => app.inject({ method: "POST", url, headers, payload });
const get = (url: string, headers: Record<string, string>) =>
  app.inject({ method: "GET", url, headers });

const reason = "按会议纪要办理";
const unit = (name: string) => ({
  unit: "new-unit",
  name,
  unitKind: "department",
  validFrom: "2026-06-01",
  reason,
});
const definition = {
  post: "off-post",
  unit: "housing",
  title: "经办人",
  role: "officer",
  jurisdiction: [{ matters: ["process", "lead"], units: "any" }],
  validFrom: "2026-06-01",
  reason,
};

type Asked = readonly [kind: string, url: string, payload: object, state: () => Promise<unknown>];

const approvals = () =>
  app.database.query("SELECT count(*) FROM approval.closing WHERE outcome = 'approved'");

/** Each act of the system administrator: how it is asked for, and how one sees that it was done. */
const ACTS: readonly Asked[] = [
  [
    "organisation.register-unit",
    "/api/organisation/units",
    unit("新设机构"),
    () => app.database.query("SELECT count(*) FROM identity.unit WHERE unit = 'new-unit'"),
  ],
  [
    "organisation.define-post",
    "/api/organisation/posts",
    definition,
    () => app.database.query("SELECT count(*) FROM identity.post WHERE post = 'off-post'"),
  ],
  [
    "organisation.appoint-privileged",
    "/api/organisation/appointments",
    { person: "off", post: "aud-post", validFrom: "2026-06-01", reason },
    () => app.database.query("SELECT count(*) FROM identity.appointment WHERE post = 'aud-post'"),
  ],
  [
    "accounts.set-state",
    "/api/accounts/off/state",
    { state: "disabled", reason },
    () => app.database.query("SELECT disabled_at FROM identity.account WHERE account = 'off'"),
  ],
  [
    "intake.register-source",
    "/api/sources",
    { name: "second-system", title: "第二交易系统", reason },
    () => app.database.query("SELECT count(*) FROM intake.source"),
  ],
  ["platform.rebuild", "/api/platform/rebuild", { reason }, approvals],
  ["platform.download-backup", "/api/platform/backup", { reason }, approvals],
];

/** Acts of the security administrator, and those whose parameters come out of a file: asked for at the service. */
const SERVED: readonly Asked[] = [
  [
    "organisation.import",
    "sys",
    { changes: [{ kind: "unit-registered", payload: importedUnit() }] },
    () => app.database.query("SELECT count(*) FROM identity.unit WHERE unit = 'imported'"),
  ],
  [
    "accounts.open",
    "sec-b",
    { persons: ["controller"] },
    () =>
      app.database.query("SELECT count(*) FROM fact.fact WHERE kind = 'identity.accounts-opened'"),
  ],
  ...DRAFTED_ACTS.map(([kind, params, state]): Asked => [
    kind,
    "sec-b",
    params,
    () => app.database.query(state),
  ]),
];

const { keyId, publicKey } = await makeSealKey("discipline", "纪检机关自己保管的口令");

/** Acts of the watchers and of the audit administrator. */
const WATCHED: readonly Asked[] = [
  [
    "audit.replace-seal-key",
    "insp",
    { organ: "discipline", keyId, publicKey },
    () => app.database.query("SELECT key_id FROM audit.seal_key WHERE organ = 'discipline'"),
  ],
  [
    "audit.set-retention",
    "aud",
    { days: 730 },
    () => app.database.query("SELECT days FROM audit.retention_term"),
  ],
];

const { by: _by, asker: _asker, approval: _approval, ...wanted } = retrievalAsked.example;
const SUPERVISED: readonly Asked[] = [
  ["erasure.erase", "coord", ERASED, () => app.database.query("SELECT count(*) FROM fact.erased")],
  [
    "dossier.retrieve",
    "insp",
    wanted,
    () => app.database.query("SELECT count(*) FROM approval.closing WHERE outcome = 'approved'"),
  ],
];
/** Who asks, somebody of the same unit who might approve otherwise, and somebody who may. */
function castOf(asker: string) {
  if (asker === "coord") return { asker: coordinator, fellow: sameUnit, approver: inspector };
  if (asker === "insp") return { asker: inspector, fellow: fellowInspector, approver: police };
  if (asker === "aud") return { asker: auditor, fellow: sameUnit, approver: security };
  if (asker === "sec-b") return { asker: sameUnit, fellow: system, approver: security };
  return { asker: system, fellow: sameUnit, approver: security };
}

function importedUnit() {
  const { reason: _reason, ...rest } = unit("导入的机构");
  return { ...rest, unit: "imported" };
}

async function askServed(person: string, act: string, params: object): Promise<string> {
  const { asker } = castOf(person);
  const token = /mingjing_session=(.+)$/u.exec(asker["cookie"] ?? "")?.[1] ?? "";
  const actor = await app.application.sessions.findActor(token);
  if (actor === undefined) throw new Error(`${person} has no session`);
  return app.application.approvals.request(actor, { act, params, reason });
}

/** Refused attempts on record for a request: in clear, and those of watchers, which only their organs can read. */
async function recordsOf(id: string): Promise<number> {
  const [row] = await app.database.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM audit.entry
             WHERE object_id = $1 AND method = 'POST' AND status IN (403, 409))::int
       + (SELECT count(*) FROM audit.sealed)::int AS count`,
    [id],
  );
  return row?.count ?? 0;
}

async function ask(url: string, payload: object): Promise<string> {
  const response = await post(url, system, payload);
  expect(response.statusCode, response.body).toBe(202);
  return response.json<{ approval: string }>().approval;
}

async function approve(id: string, headers: Record<string, string>, confirm?: string) {
  const view = await get(`/api/approvals/${id}`, auditor);
  const { subject } = view.json<{ subject: string }>();
  return post(`/api/approvals/${id}/approval`, headers, { confirm: confirm ?? subject });
}

const codeOf = (response: LightMyRequestResponse) => [
  response.statusCode,
  response.json<{ code: string }>().code,
];

describe("dangerous acts (T13)", () => {
  test("every act that the application knows is tried here", () => {
    const tried = [...ACTS, ...SERVED, ...WATCHED, ...SUPERVISED].map(([kind]) => kind);
    expect(tried.toSorted()).toEqual([...app.application.approvals.kinds()].toSorted());
    expect(tried).toHaveLength(16);
  });

  test.each([...ACTS, ...SERVED, ...WATCHED, ...SUPERVISED])(
    "%s is not done by oneself, in the same unit, too late, or twice; each try is on record",
    async (...[kind, url, payload, state]) => {
      const before = await state();
      const isServed = !url.startsWith("/");
      const id = await (isServed ? askServed(url, kind, payload) : ask(url, payload));
      const { asker, fellow, approver } = castOf(url);
      const told = await recordsOf(id);
      const refusals = async () => (await recordsOf(id)) - told;
      expect(codeOf(await approve(id, asker))).toEqual([403, "approval.self"]);
      expect(await refusals()).toBe(1);
      expect(codeOf(await approve(id, fellow))).toEqual([403, "approval.same-unit"]);
      expect(await refusals()).toBe(2);
      expect((await approve(id, officer)).statusCode).toBe(403);
      expect(codeOf(await approve(id, approver, "其他"))).toEqual([
        409,
        "approval.wrong-confirmation",
      ]);
      app.setNow("2026-06-04T08:00:00.000Z");
      // Sessions of the tests are counted by the database's clock; requests lapse by the application's.
      expect(codeOf(await approve(id, approver))).toEqual([409, "approval.expired"]);
      app.setNow(NOW);
      expect(await refusals()).toBe(5);
      await expect(state()).resolves.toEqual(before);

      const done = await approve(id, approver);
      expect(done.statusCode, done.body).toBe(200);
      expect(done.json()).toMatchObject({ act: kind, state: "approved" });
      const after = await state();
      expect(after).not.toEqual(before);
      const counted = await refusals();
      expect(codeOf(await approve(id, approver))).toEqual([409, "approval.used"]);
      expect((await refusals()) - counted).toBe(1);
      await expect(state()).resolves.toEqual(after);
    },
  );
});

describe("a request", () => {
  test("with changed parameters is not done", async () => {
    const id = await ask("/api/organisation/units", { ...unit("另一机构"), unit: "unit-b" });
    await expect(
      app.database.query("UPDATE approval.parameters SET params = '{}' WHERE request = $1", [id]),
    ).rejects.toThrow(/never change/);
    await app.database.query("DELETE FROM approval.parameters WHERE request = $1", [id]);
    await app.database.query(
      `INSERT INTO approval.parameters VALUES ($1, '{"unit":"unit-c","name":"x","unitKind":"court","validFrom":"2026-06-01"}', 'x')`,
      [id],
    );
    const response = await post(`/api/approvals/${id}/approval`, security, { confirm: "另一机构" });
    expect(codeOf(response)).toEqual([409, "approval.changed"]);
    await expect(
      app.database.query("SELECT 1 FROM identity.unit WHERE unit IN ('unit-b', 'unit-c')"),
    ).resolves.toEqual([]);
  });

  test("is rejected with a reason, and withdrawn by the requester only", async () => {
    const id = await ask("/api/organisation/units", { ...unit("丙机构"), unit: "unit-d" });
    expect((await post(`/api/approvals/${id}/withdrawal`, security)).statusCode).toBe(404);
    const rejected = await post(`/api/approvals/${id}/rejection`, security, { reason: "材料不齐" });
    expect(rejected.json()).toMatchObject({ state: "rejected", closedReason: "材料不齐" });
    expect(codeOf(await approve(id, security))).toEqual([409, "approval.used"]);
    const other = await ask("/api/organisation/units", { ...unit("丁机构"), unit: "unit-e" });
    const withdrawn = await post(`/api/approvals/${other}/withdrawal`, system);
    expect(withdrawn.json()).toMatchObject({ state: "withdrawn" });
    expect(codeOf(await approve(other, security))).toEqual([409, "approval.used"]);
  });

  test("is read by those whom it concerns, and shows what would change", async () => {
    const id = await ask("/api/organisation/posts", {
      ...definition,
      role: "chief",
      jurisdiction: [{ matters: ["lead"] }],
    });
    expect((await get(`/api/approvals/${id}`, officer)).statusCode).toBe(403);
    const view = (await get(`/api/approvals/${id}`, security)).json<{
      lines: object[];
      may: object;
    }>();
    expect(view.may).toEqual({ approve: true, withdraw: false, collect: false });
    expect(view.lines).toContainEqual({
      field: "role",
      as: "role",
      before: "officer",
      after: "chief",
    });
    const list = (await get("/api/approvals", security)).json<{ rows: { id: string }[] }>();
    expect(list.rows.map((row) => row.id)).toContain(id);
  });

  test("is told to those who can approve it, and to nobody else", async () => {
    const id = await ask("/api/organisation/units", { ...unit("戊机构"), unit: "unit-f" });
    await app.settle();
    const told = await app.database.query(
      `SELECT person FROM notice.item JOIN fact.fact ON fact.id = fact_id
       WHERE item.kind = 'approvalRequested' AND subject = $1`,
      [`approval:${id}`],
    );
    expect(told).toEqual([{ person: "sec" }]);
  });

  test("for a backup is fetched once, by the requester", async () => {
    const id = await ask("/api/platform/backup", { reason });
    expect(codeOf(await post(`/api/approvals/${id}/backup`, system))).toEqual([
      409,
      "approval.not-approved",
    ]);
    await approve(id, security);
    const first = await post(`/api/approvals/${id}/backup`, system);
    expect(first.statusCode).toBe(200);
    expect(first.rawPayload.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    expect(codeOf(await post(`/api/approvals/${id}/backup`, system))).toEqual([
      409,
      "approval.used",
    ]);
  });

  test("leaves a key without force until it is approved", async () => {
    const asked = await post("/api/sources", system, { name: "third", title: "第三系统", reason });
    const { approval, key } = asked.json<{ approval: string; key: string }>();
    const send = () =>
      app.inject({
        method: "GET",
        url: "/api/intake/quarantine",
        headers: { authorization: `Bearer ${key}` },
      });
    expect((await send()).statusCode).toBe(401);
    await approve(approval, security);
    expect((await send()).statusCode).toBe(200);
  });

  test("stands after a rebuild as it stood before", async () => {
    const rows = () =>
      app.database.query(
        "SELECT * FROM approval.request LEFT JOIN approval.closing USING (request) ORDER BY 1",
      );
    const before = await rows();
    await app.application.rebuild();
    await expect(rows()).resolves.toEqual(before);
  });
});
