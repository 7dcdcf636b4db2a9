import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { DutyDraft, OrphanMaps, RouteView } from "../../../../contract/src/duties.ts";
import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import { createDutyLists } from "../../../../simulate/src/city/duties.ts";
import { sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
let key: string;
let coordinator: Record<string, string>;
let security: Record<string, string>;
let officer: Record<string, string>;

const lists = createDutyLists();
const city = lists[1]?.list;
if (city === undefined) throw new Error("the city has no list");
const facts = lists.map(({ list, publishedAt }): FactInput => ({
  kind: "duties.list-published",
  sourceId: `duties/${list.number}`,
  subject: `dutyList:${list.number}`,
  occurredAt: publishedAt,
  payload: list,
}));
const draftOf = (number: number, validFrom = "2026-07-01") => ({
  ...city,
  number,
  validFrom,
  title: `第${number}版`,
  documentNo: `云公管委〔2026〕${number}号`,
  items: city.items.slice(1),
});

const signIn = (
  account: string,
  departmentId: string,
  role: "officer" | "coordinator" | "securityAdmin",
) =>
  app.signIn({ account, name: account, departmentId, departmentName: `${departmentId}名`, role });
const post = (url: string, headers: Record<string, string>, payload: object) =>
  app.inject({ method: "POST", url, headers, payload });
const get = (url: string, headers: Record<string, string>) =>
  app.inject({ method: "GET", url, headers });
const WHY = "按会议纪要公布";
const ask = (headers: Record<string, string>, draft: string) =>
  post("/api/duties/versions", headers, { draft, reason: WHY });
async function approve(headers: Record<string, string>, id: string) {
  const view = await get(`/api/approvals/${id}`, headers);
  const { subject } = view.json<{ subject: string }>();
  return post(`/api/approvals/${id}/approval`, headers, { confirm: subject });
}
const route = async (query: string): Promise<RouteView> =>
  (await app.inject({ method: "GET", url: `/api/duties/route?${query}`, headers: officer })).json();

beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("duties");
  expect(await app.send(key, facts)).toMatchObject({ accepted: 2 });
  coordinator = await signIn("coordinator-1", "coordinator", "coordinator");
  security = await signIn("security-1", "operations", "securityAdmin");
  officer = await signIn("housing-1", "housing", "officer");
  await app.send(key, sharedDeviceProcess("D1"));
  await app.settle();
});
afterAll(() => app.close());

describe("to whom would this go?", () => {
  test("names the department, its limits and contact, and who of it would see the matter", async () => {
    const view = await route(
      "matter=lead&regime=works&industry=housing&place=999902&day=2026-06-01",
    );
    expect(view.duty).toMatchObject({ department: { id: "housing" }, item: { item: "YL-011" } });
    expect(view.duty?.item?.contact.phone).toBe("0000-5550111");
    expect(view.candidates.filter(({ won }) => won)).toHaveLength(1);
    expect(view.candidates.find(({ item, list }) => item === "YL-051" && list === 2)).toMatchObject(
      {
        reason: "lessSpecific",
        by: "industry",
      },
    );
    expect(view.seers).toMatchObject([{ persons: ["housing-1"], sees: true, acts: true }]);
  });

  test("goes by the list of the day, and before the first list by nobody", async () => {
    const health = "matter=lead&regime=procurement&industry=health";
    expect((await route(`${health}&day=2024-12-31`)).duty?.department.id).toBe("finance");
    expect((await route(`${health}&day=2025-01-01`)).duty?.department.id).toBe("medical-insurance");
    expect((await route(`${health}&day=2019-12-31`)).duty).toBeNull();
  });

  test("goes by the amount where the list does, and says when it is not known", async () => {
    const filing = "matter=documentFiling&regime=works&industry=housing&place=999921";
    expect((await route(`${filing}&amount=3999999`)).duty?.department.id).toBe("housing-999921");
    expect((await route(`${filing}&amount=4000000`)).duty?.department.id).toBe("housing");
    const open = await route(filing);
    expect(open.duty).toBeNull();
    expect(open.candidates.map(({ reason }) => reason)).toContain("amountUnknown");
  });

  test("an orphan is nobody's, with the window that answers instead", async () => {
    const view = await route("matter=lead&regime=mineral");
    expect(view).toMatchObject({
      duty: null,
      seers: [],
      fallback: { department: { id: "coordinator" } },
    });
  });
});

describe("versions", () => {
  test("differences name what was added, removed and changed", async () => {
    const response = await app.inject({
      method: "GET",
      url: "/api/duties/difference?from=1&to=2",
      headers: officer,
    });
    const { changes, same } = response.json<{
      same: number;
      changes: { item: string; change: string }[];
    }>();
    expect(same).toBe(0);
    expect(changes.find(({ item }) => item === "YL-102")?.change).toBe("added");
    expect(changes.find(({ item }) => item === "YL-012")).toMatchObject({
      change: "changed",
      fields: ["committedLimit", "contact"],
    });
  });

  test("a version is published once somebody of another unit approves; then it is public at once", async () => {
    const made = await post("/api/duties/drafts", coordinator, draftOf(3));
    expect(made.statusCode).toBe(201);
    const { id } = made.json<DutyDraft>();
    const asked = await ask(coordinator, id);
    expect(asked.statusCode, asked.body).toBe(202);
    const { approval } = asked.json<{ approval: string }>();
    const colleague = await signIn("coordinator-2", "coordinator", "coordinator");
    expect((await approve(coordinator, approval)).json()).toMatchObject({ code: "approval.self" });
    expect((await approve(colleague, approval)).json()).toMatchObject({
      code: "approval.same-unit",
    });
    expect((await app.get("/duties?version=3")).body).not.toContain("现在还没有生效");
    const done = await approve(security, approval);
    expect(done.json()).toMatchObject({ state: "approved" });
    expect((await get("/api/duties/versions", officer)).json()).toMatchObject({
      rows: [{ number: 3, isInForce: false }, { number: 2, isInForce: true }, { number: 1 }],
    });
    expect((await app.get("/duties?version=3")).body).toContain("现在还没有生效");
    expect((await ask(security, id)).statusCode).toBe(404);
  });

  test("the approver sees what changes; who wrote the draft cannot be the approver", async () => {
    const { id } = (await post("/api/duties/drafts", security, draftOf(4))).json<DutyDraft>();
    const { approval } = (await ask(coordinator, id)).json<{ approval: string }>();
    const view = (await get(`/api/approvals/${approval}`, security)).json<{ lines: object[] }>();
    expect(view.lines).toContainEqual({ field: "number", as: "number", before: "3", after: "4" });
    expect((await approve(security, approval)).json()).toMatchObject({ code: "duties.own-draft" });
    await post(`/api/approvals/${approval}/withdrawal`, coordinator, {});
  });

  test("what was changed after it was asked for is not published, and stays a draft", async () => {
    const { id } = (await post("/api/duties/drafts", coordinator, draftOf(4))).json<DutyDraft>();
    const { approval } = (await ask(coordinator, id)).json<{ approval: string }>();
    const changed = { ...draftOf(4), title: "改过的标题" };
    await app.inject({
      method: "PUT",
      url: `/api/duties/drafts/${id}`,
      headers: coordinator,
      payload: changed,
    });
    expect((await approve(security, approval)).json()).toMatchObject({ state: "approved" });
    expect((await app.get("/duties?version=4")).body).toContain("第4版");
    const { rows } = (await get("/api/duties/drafts", coordinator)).json<{ rows: DutyDraft[] }>();
    expect(rows.find((row) => row.id === id)?.list.title).toBe("改过的标题");
  });

  test.each([
    ["duties.wrong-number", draftOf(9)],
    ["duties.starts-in-past", draftOf(5, "2026-05-31")],
    ["duties.starts-too-early", draftOf(5, "2026-06-30")],
    ["duties.repeated-item", { ...draftOf(5), items: [...city.items, ...city.items.slice(0, 1)] }],
    [
      "duties.overlap",
      {
        ...draftOf(5),
        items: [
          ...city.items,
          ...city.items
            .slice(0, 1)
            .map((item) => ({ ...item, item: "X-1", department: { id: "other", name: "别局" } })),
        ],
      },
    ],
  ])("a list is refused: %s", async (code, draft) => {
    const { id } = (await post("/api/duties/drafts", coordinator, draft)).json<DutyDraft>();
    expect((await ask(security, id)).json()).toMatchObject({ code });
  });

  test("an officer neither drafts nor publishes, nor sees the orphans", async () => {
    const answers = await Promise.all([
      post("/api/duties/drafts", officer, draftOf(4)),
      post("/api/duties/versions", officer, {
        draft: "00000000-0000-4000-8000-000000000000",
        reason: WHY,
      }),
      app.inject({ method: "GET", url: "/api/duties/orphans", headers: officer }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
  });
});

describe("orphans", () => {
  const read = async (days = 90): Promise<OrphanMaps> =>
    (
      await app.inject({
        method: "GET",
        url: `/api/duties/orphans?days=${days}`,
        headers: coordinator,
      })
    ).json();

  test("powers without data: those with no kind of fact, never a fact, or none lately", async () => {
    const { powers } = await read();
    const reasonOf = (number: string) =>
      powers.blind.find(({ item }) => item.item === number)?.reason;
    expect(reasonOf("YL-013")).toBe("noKind");
    expect(reasonOf("YL-132")).toBe("noFeed");
    // The process of the test is works/housing, opened eleven days ago.
    expect(reasonOf("YL-011")).toBeUndefined();
    app.setNow("2026-12-01T08:00:00.000Z");
    const later = await read();
    app.setNow("2026-06-01T08:00:00.000Z");
    expect(later.powers.blind.find(({ item }) => item.item === "YL-051")).toMatchObject({
      reason: "silent",
    });
    expect(powers.trend).toHaveLength(12);
    expect(powers.trend.at(-1)).toBe(powers.blind.length);
  });

  test("alerts that nobody may take appear when the only officer's unit loses its person, and count as open", async () => {
    // Screening stamps its leads with the machine's own clock.
    app.setNow(new Date().toISOString());
    const before = await read();
    expect(before.alerts).toMatchObject({ open: 0, groups: [] });
    const end = { validFrom: "2020-01-01", validTo: "2026-05-30" };
    const { recordOrganisation } = await import("../../platform/identity/organisation.service.ts");
    const { inTransaction } = await import("../../platform/database.ts");
    await inTransaction(app.database.app.db, (tx) =>
      recordOrganisation(tx, app.application.registry, {
        at: "2026-05-30T08:00:00.000Z",
        changes: [
          {
            kind: "appointment-made",
            payload: {
              appointment: "housing-1-post",
              person: "housing-1",
              post: "housing-1-post",
              ...end,
            },
          },
        ],
      }),
    );
    const { alerts } = await read();
    expect(alerts.open).toBe(1);
    expect(alerts.groups).toMatchObject([
      { reason: "noPerson", department: { id: "housing" }, open: 1, owner: null, regime: "works" },
    ]);
    expect(alerts.trend.at(-1)).toBe(1);
    expect(alerts.trend[0]).toBe(0);
  });

  test("the coordinator names who mends one, and by when", async () => {
    const { alerts } = await read();
    const orphan = alerts.groups[0]?.key ?? "";
    const body = { orphan, unit: "housing", plan: "补任命一名经办人。", dueOn: "2026-06-30" };
    const done = await post("/api/duties/orphans", coordinator, body);
    expect(done.json<OrphanMaps>().alerts.groups[0]?.owner).toMatchObject({
      unit: { id: "housing", name: "housing名" },
      plan: "补任命一名经办人。",
      assignedBy: "coordinator-1",
    });
    const nobody = await post("/api/duties/orphans", coordinator, { ...body, unit: "nowhere" });
    expect(nobody.json()).toMatchObject({ code: "duties.unknown-unit" });
    const stranger = await post("/api/duties/orphans", coordinator, {
      ...body,
      person: "coordinator-1",
    });
    expect(stranger.json()).toMatchObject({ code: "duties.unknown-person" });
  });
});

describe("what the public reads", () => {
  beforeAll(() => app.setNow("2026-06-01T08:00:00.000Z"));

  test("the list by department and by matter, without a script", async () => {
    const { body, statusCode } = await app.get("/duties");
    expect(statusCode).toBe(200);
    expect(body).toContain("云澜市公共资源交易监管权责清单（2025年版）");
    expect(body).toContain("0000-5550111");
    expect((await app.get("/duties?by=matter")).body).toContain("投诉处理");
    expect((await app.get("/duties/changes?from=1&to=2")).body).toContain("新增");
    expect((await app.get("/duties?version=77")).statusCode).toBe(404);
    expect((await app.get("/duties/changes?from=2&to=77")).statusCode).toBe(404);
  });

  test("as CSV and as JSON, the same items", async () => {
    const csv = (await app.get("/api/public/duties.csv")).body;
    const json = (await app.get("/api/public/duties")).json<{ items: unknown[] }>();
    expect(csv.trim().split("\r\n")).toHaveLength(json.items.length + 1);
    expect(json.items).toEqual(city.items);
  });

  test("谁来管 answers from the list, and says unknown rather than guess", async () => {
    const known = await app.get(`/who?q=${encodeURIComponent("水库工程招标投诉找谁")}`);
    expect(known.body).toContain("归云澜市水利局管");
    expect(known.body).toContain("0000-5550131");
    const unknown = await app.get(`/who?q=${encodeURIComponent("邻居半夜唱歌")}`);
    expect(unknown.body).toContain("不知道该谁管");
    expect(unknown.body).toContain("0000-5550100");
  });

  test("a rebuild gives the same public list", async () => {
    const before = (await app.get("/api/public/duties")).body;
    await app.application.rebuild();
    expect((await app.get("/api/public/duties")).body).toBe(before);
  });
});
