/** Home by role, saved views and public bodies over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Role } from "../../../../contract/src/organisation.ts";
import type { HomeView, SavedViews } from "../../../../contract/src/workbench.ts";
import {
  aBidReceived,
  aDuty,
  aNotice,
  firm,
  ocidOf,
  sharedDeviceProcess,
} from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { partyKey } from "../../kernel/party.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";

const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
const COORDINATION = {
  departmentId: "coordinator",
  departmentName: "云澜市公共资源交易监督管理办公室",
};
type Headers = Record<string, string>;

let app: TestApp;
let officer: Headers;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  const today = {
    bidDeadline: "2026-06-01T14:30:00+08:00",
    openingAt: "2026-06-01T14:30:00+08:00",
  };
  await app.send(key, [
    aDuty(),
    ...["H1", "H2", "H3"].flatMap((code) => sharedDeviceProcess(code)),
    aNotice("H9", today),
    aNotice("H8", { ...today, openingAt: "2026-06-02T00:10:00+08:00" }),
    aBidReceived("H9", 1),
  ]);
  await app.settle();
  officer = await app.signIn(HOUSING);
});
afterAll(() => app.close());

const as = (role: Role, account: string, more: object = {}) =>
  app.signIn({ account, name: account, role, ...COORDINATION, ...more });
const home = async (headers: Headers) =>
  (await app.inject({ url: "/api/home", headers })).json<HomeView>();
const figuresOf = ({ figures }: HomeView) =>
  Object.fromEntries(figures.map(({ figure, count }) => [figure, count]));

describe("the home of", () => {
  test("an officer: own leads and today's openings; each figure names its rows", async () => {
    const view = await home(officer);
    expect(figuresOf(view)).toMatchObject({ routed: 3, received: 0, decided: 0, openings: 1 });
    expect(view.due).toHaveLength(3);
    expect(view.dueTotal).toBe(3);
    expect(view.openings?.map(({ ocid }) => ocid)).toEqual([ocidOf("H9")]);
    for (const { figure, count, to } of view.figures) {
      const rows = await app.inject({ url: `/api${to}`, headers: officer });
      expect(rows.json<{ rows: unknown[] }>().rows, figure).toHaveLength(count);
    }
  });

  test("an officer of another unit: nothing of them", async () => {
    const other = await app.signIn({
      ...HOUSING,
      account: "finance-1",
      departmentId: "finance",
      departmentName: "云澜市财政局",
      jurisdiction: [{ matters: ["process", "lead"], regimes: ["procurement"] }],
    });
    const view = await home(other);
    expect(figuresOf(view)).toMatchObject({ routed: 0, openings: 0 });
    expect(view.due).toEqual([]);
  });

  test("the coordinator: by department, and only what lies, was returned or belongs to nobody", async () => {
    const coordinator = await as("coordinator", "coordinator-1");
    const before = await home(coordinator);
    expect(before.departments).toMatchObject([
      { department: { id: "housing" }, routed: 3, stuck: 0 },
    ]);
    expect(before.due).toEqual([]);
    const [lead] = (await home(officer)).due ?? [];
    await app.database.query(
      "UPDATE casework.handling SET acted_at = now() - interval '2 days' WHERE lead_id = $1",
      [lead?.id],
    );
    const after = await home(coordinator);
    expect(after.departments?.[0]).toMatchObject({ stuck: 1 });
    expect(after.departments?.[0]?.lyingSince).toBeDefined();
    expect(after.due?.map(({ id }) => id)).toEqual([lead?.id]);
  });

  test("a bidder: own submissions with their receipts, nobody else's; titles once they are public", async () => {
    const party = firm(1);
    const unit = { unit: "bidder-1", name: party.name, unitKind: "bidder", party };
    const payload = { ...unit, validFrom: "2021-01-01" };
    const changes = [{ kind: "unit-registered" as const, payload }];
    await inTransaction(app.database.app.db, (tx) =>
      recordOrganisation(tx, app.application.registry, { changes, at: "2021-01-01T00:00:00.000Z" }),
    );
    const bidder = await as("bidder", "bidder-1", {
      departmentId: "bidder-1",
      departmentName: party.name,
    });
    const view = await home(bidder);
    const own = await app.database.query(
      "SELECT fact_id AS id FROM procurement.submission WHERE bidder_key = $1 AND stage <> 'download'",
      [partyKey(party)],
    );
    expect(own.length).toBeGreaterThan(1);
    expect(view.submissions?.map(({ factId }) => factId).toSorted()).toEqual(
      own.map(({ id }) => String(id)).toSorted(),
    );
    const ofOpened = view.submissions?.find(({ ocid }) => ocid === ocidOf("H1"));
    expect(ofOpened).toMatchObject({ isPublic: true, stage: "receipt" });
    expect(ofOpened?.leafIndex).toBeTypeOf("number");
  });

  test.each(["court", "province", "police", "systemAdmin", "securityAdmin", "auditor"] as const)(
    "%s: no lead of anybody",
    async (role) => {
      const view = await home(await as(role, `${role.toLowerCase()}-7`, { jurisdiction: [] }));
      expect(view.due).toBeUndefined();
      expect(view.departments).toBeUndefined();
      expect(JSON.stringify(view)).not.toContain("道路改造");
    },
  );

  test("somebody not signed in is refused", async () => {
    expect((await app.get("/api/home")).statusCode).toBe(401);
  });
});

describe("saved views", () => {
  const save = (headers: Headers, payload: object) =>
    app.inject({ method: "POST", url: "/api/views", headers, payload });
  const list = async (headers: Headers) =>
    (await app.inject({ url: "/api/views", headers })).json<SavedViews>().views;

  test("a private one is seen by its owner alone, a shared one by the unit", async () => {
    await save(officer, { name: "今日待签收", path: "/leads?state=routed", isShared: false });
    await save(officer, { name: "本局线索级", path: "/leads?level=lead", isShared: true });
    const colleague = await app.signIn({ ...HOUSING, account: "housing-2", name: "许清和" });
    const stranger = await as("coordinator", "coordinator-2");
    expect((await list(officer)).map(({ name }) => name)).toEqual(["今日待签收", "本局线索级"]);
    expect(await list(colleague)).toMatchObject([
      { name: "本局线索级", isOwn: false, ownerName: "陈岚" },
    ]);
    expect(await list(stranger)).toEqual([]);
  });

  test("only the owner removes it; a foreign one answers like an absent one", async () => {
    const [first, second] = await list(officer);
    const colleague = await app.signIn({ ...HOUSING, account: "housing-3", name: "顾知行" });
    const remove = (headers: Headers, id: string | undefined) =>
      app.inject({ method: "DELETE", url: `/api/views/${id}`, headers });
    const foreign = await remove(colleague, second?.id);
    const absent = await remove(colleague, "01900000-0000-7000-8000-000000000000");
    expect(foreign.statusCode).toBe(404);
    expect(foreign.json().code).toBe(absent.json().code);
    expect((await remove(officer, first?.id)).json<SavedViews>().views).toHaveLength(1);
  });

  test.each([
    "https://example.com/",
    "//example.com",
    "/leads?q=<script>",
    "javascript:alert(1)",
    "/organisation",
    "/leads/../setup",
  ])("an address such as %s is refused", async (path) => {
    expect((await save(officer, { name: "x", path, isShared: false })).statusCode).toBe(400);
  });
});

describe("public bodies", () => {
  test("are listed for staff; firms are not, and firms do not ask", async () => {
    const { units } = (await app.inject({ url: "/api/units", headers: officer })).json<{
      units: { id: string; kind: string }[];
    }>();
    expect(units.map(({ id }) => id)).toContain("housing");
    const bidder = await as("bidder", "bidder-9");
    expect((await app.inject({ url: "/api/units", headers: bidder })).statusCode).toBe(403);
  });
});
