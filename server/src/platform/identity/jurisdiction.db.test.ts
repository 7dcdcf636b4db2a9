/**
 * T18, T21, T22: a world of 50 units, 500 users and 5,000 rows against an oracle that shares no code with the product.
 * Every user's whole set is compared at the stores and at the bare tables; a sample over HTTP, pair by pair.
 */
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { createDraw } from "../../../test/world/draw.ts";
import { createOracle, type Oracle, type OracleSession } from "../../../test/world/oracle.ts";
import { plantRest, plantWorld } from "../../../test/world/plant.ts";
import { createWorld, type World } from "../../../test/world/world.ts";
import { exportProcesses } from "../../modules/casework/export.store.ts";
import { listLeads } from "../../modules/casework/lead.store.ts";
import { listProcesses } from "../../modules/casework/process-list.store.ts";
import { MOST_COUNTED } from "../../modules/casework/process-rows.store.ts";
import { searchWindow } from "../../modules/casework/process-search.store.ts";
import type { Tx } from "../database.ts";
import { countUnread, itemsAfter } from "../notify/notice.store.ts";
import { createScopedReader, type Scope, type ScopedReader } from "./reader.ts";
import { applicationFilters } from "./visible.ts";

const SIZE = { seed: 20_261_128, users: 500, processes: 4000, leads: 1000 };
const PAIRS = Number(process.env["WORLD_PAIRS"] ?? 2000);
const CLOCK = { now: () => new Date("2026-06-01T08:00:00Z") };
const AT_ONCE = 25;
const EVERYTHING = 100_000;

interface Reader {
  readonly person: string;
  readonly session: OracleSession;
  readonly token: string;
  readonly scope: Scope;
  readonly processes: ReadonlySet<string>;
  readonly leads: ReadonlySet<string>;
}

let app: TestApp;
let world: World;
let oracle: Oracle;
let readers: Reader[];
let postless: string[];
let reader: ScopedReader;

beforeAll(async () => {
  app = await createTestApp({ isDemo: false });
  world = createWorld(SIZE);
  oracle = createOracle(world);
  await plantWorld(app, world);
  const tokens = new Map<string, string>();
  postless = world.people.filter((person) => oracle.sessions(person).length === 0);
  readers = [];
  for (const person of world.people) {
    for (const session of firstOfEachPost(oracle.sessions(person)).slice(0, 2)) {
      const { sessions } = app.application;
      const token = await sessions.open({
        account: person,
        methods: ["password"],
        post: session.post,
      });
      tokens.set(`${person} ${session.post}`, token);
    }
  }
  await plantRest(app, world);
  for (const [key, token] of tokens) {
    const [person = "", post = ""] = key.split(" ");
    const actor = await app.application.sessions.findActor(token);
    const session = oracle.sessions(person).find((one) => one.post === post);
    if (actor === undefined || session === undefined) throw new Error(`no session for ${key}`);
    const { scope } = actor;
    const processes = oracle.processes(person, session);
    readers.push({
      person,
      session,
      token,
      scope,
      processes,
      leads: oracle.leads(person, session),
    });
  }
  reader = createScopedReader(app.database.console, CLOCK);
}, 180_000);
afterAll(() => app.close());
afterEach(() => {
  applicationFilters.areOff = false;
});

function firstOfEachPost(sessions: readonly OracleSession[]): OracleSession[] {
  return sessions.filter(
    ({ post }, index) => sessions.findIndex((one) => one.post === post) === index,
  );
}

/** What is seen too much and what is missed, named. */
function differences(
  seen: readonly string[],
  { person, session }: Reader,
  expected: ReadonlySet<string>,
) {
  const set = new Set(seen);
  const who = `${person} as ${session.post}`;
  return [
    ...seen.filter((id) => !expected.has(id)).map((id) => `LEAK ${who}: ${id}`),
    ...[...expected].filter((id) => !set.has(id)).map((id) => `DENIED ${who}: ${id}`),
  ];
}

async function compareAll(
  idsOf: (tx: Tx, one: Reader) => Promise<readonly string[]>,
  matter: "processes" | "leads",
): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of readers) {
    const seen = await reader.read(one.scope, (tx) => idsOf(tx, one));
    wrong.push(...differences(seen, one, one[matter]));
  }
  return wrong;
}

const processIds = async (tx: Tx, { scope }: Reader) =>
  (await listProcesses(tx, scope, { limit: EVERYTHING })).rows.map(({ ocid }) => ocid);
const leadIds = async (tx: Tx, { scope }: Reader) =>
  (await listLeads(tx, scope, { limit: EVERYTHING })).rows.map(({ id }) => id);
/** Two words, each with windows that hold nothing, little, or much of the world. */
const SEARCHES = (usual: number) =>
  ["学校", "道路"].flatMap((q) => [usual, 40, 900].map((processes) => [q, processes] as const));

async function comparePages(one: Reader, q: string): Promise<string[]> {
  const titles = new Map(world.processes.map(({ ocid, title }) => [ocid, title]));
  const expected = [...one.processes].filter((id) => titles.get(id)?.includes(q));
  const seen = await reader.read(one.scope, (tx) => pagesOf(tx, one, { q, limit: 25 }));
  const isTwice = seen.ids.length !== new Set(seen.ids).size;
  const isMiscounted = seen.total !== Math.min(expected.length, MOST_COUNTED);
  return [
    ...differences(seen.ids, one, new Set(expected)),
    ...(isTwice ? [`${one.person}: a row twice`] : []),
    ...(isMiscounted ? [`${one.person}: ${seen.total} instead of ${expected.length}`] : []),
  ];
}

/** Every page of a search, with the total of the first. */
async function pagesOf(tx: Tx, { scope }: Reader, query: { q: string; limit: number }) {
  const ids: string[] = [];
  const first = await listProcesses(tx, scope, query);
  for (let page = first; ;) {
    ids.push(...page.rows.map(({ ocid }) => ocid));
    if (page.next === undefined) return { ids, total: first.total };
    page = await listProcesses(tx, scope, { ...query, cursor: page.next });
  }
}
const bareIds = (column: string, table: string) => async (tx: Tx) => {
  const { rows } = await sql<{ id: string }>`
    SELECT ${sql.ref(column)} AS id FROM ${sql.table(table)}`.execute(tx);
  return rows.map(({ id }) => id);
};

test("the world is worth comparing: many see some, few see all, some may not enter", () => {
  const pairs = readers.length * (SIZE.processes + SIZE.leads);
  expect(pairs).toBeGreaterThan(1_000_000);
  expect(readers.length).toBeGreaterThan(400);
  expect(postless.length).toBeGreaterThan(10);
  const some = readers.filter(({ processes }) => processes.size > 0 && processes.size < 2000);
  expect(some.length).toBeGreaterThan(150);
  expect(readers.filter(({ leads }) => leads.size > 0).length).toBeGreaterThan(100);
  expect(new Set(readers.map(({ session }) => session.basis)).size).toBe(3);
});

test("who holds no post today cannot open a session", async () => {
  for (const person of postless) {
    const opening = app.application.sessions.open({ account: person, methods: ["password"] });
    await expect(opening, person).rejects.toMatchObject({ code: "session.no-post" });
  }
});

describe("every user's whole set", () => {
  test("list of processes", async () => {
    expect(await compareAll(processIds, "processes")).toEqual([]);
  });
  test("list of leads", async () => {
    expect(await compareAll(leadIds, "leads")).toEqual([]);
  });
  test("search and autocomplete", async () => {
    const titles = new Map(world.processes.map(({ ocid, title }) => [ocid, title]));
    const wrong: string[] = [];
    for (const one of readers) {
      const found = await reader.read(one.scope, (tx) =>
        listProcesses(tx, one.scope, { q: "学校", limit: EVERYTHING }),
      );
      const expected = new Set([...one.processes].filter((id) => titles.get(id)?.includes("学校")));
      wrong.push(
        ...differences(
          found.rows.map(({ ocid }) => ocid),
          one,
          expected,
        ),
      );
    }
    expect(wrong).toEqual([]);
  });
  test("pages of a search, by the newest rows, by the index of words, or by both", async () => {
    const some = readers.filter((_, n) => n % 40 === 0);
    const wrong: string[] = [];
    const usual = searchWindow.processes;
    for (const [q, processes] of SEARCHES(usual)) {
      searchWindow.processes = processes;
      for (const one of some) wrong.push(...(await comparePages(one, q)));
    }
    searchWindow.processes = usual;
    expect(wrong).toEqual([]);
  });
  test("what the stream of notices sends, were every notice addressed to everybody", async () => {
    const told = world.leads.filter((_, n) => n % 40 === 0).map(({ id }) => id);
    const persons = [...new Set(readers.map(({ person }) => person))];
    await app.database.query(
      `INSERT INTO notice.item (id, fact_id, person, kind, lead_id, happened_at)
       SELECT row_number() OVER (), gen_random_uuid(), person, 'leadRouted', lead, now()
       FROM unnest($1::text[]) AS person CROSS JOIN unnest($2::text[]) AS lead`,
      [persons, told],
    );
    const wrong: string[] = [];
    for (const one of readers) {
      const { items, unread } = await reader.read(one.scope, async (tx) => ({
        items: await itemsAfter(tx, one.scope, { after: 0, limit: EVERYTHING }),
        unread: await countUnread(tx, one.scope),
      }));
      const expected = new Set(told.filter((id) => one.leads.has(id)));
      wrong.push(
        ...differences(
          items.map(({ lead }) => lead?.id ?? "none"),
          one,
          expected,
        ),
      );
      if (unread !== expected.size) wrong.push(`${one.person}: ${unread} unread`);
    }
    await app.database.query("DELETE FROM notice.item");
    expect(told.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });
  test("the exported file of processes", async () => {
    const wrong: string[] = [];
    for (const one of readers.filter((_, n) => n % 20 === 0)) {
      const ids = await reader.read(one.scope, async (tx) => {
        const pages: string[] = [];
        for await (const page of exportProcesses(tx, one.scope, {}))
          pages.push(...page.map(({ ocid }) => ocid));
        return pages;
      });
      wrong.push(...differences(ids, one, one.processes));
    }
    expect(wrong).toEqual([]);
  });
  test("counts and totals", async () => {
    const wrong: string[] = [];
    for (const one of readers) {
      const [processes, leads] = await reader.read(one.scope, async (tx) => [
        await listProcesses(tx, one.scope, { limit: 1 }),
        await listLeads(tx, one.scope, { limit: 1 }),
      ]);
      const counted = Object.values(leads.counts).reduce((sum, count) => sum + count, 0);
      if (
        processes.total !== Math.min(one.processes.size, MOST_COUNTED) ||
        counted !== one.leads.size
      )
        wrong.push(`${one.person}: ${processes.total} ${counted}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("each wall alone", () => {
  test("T21: with the application's filters off, row-level security lets the same rows through", async () => {
    applicationFilters.areOff = true;
    expect(await compareAll(processIds, "processes")).toEqual([]);
    expect(await compareAll(leadIds, "leads")).toEqual([]);
    expect(await compareAll(bareIds("ocid", "procurement.process"), "processes")).toEqual([]);
    expect(await compareAll(bareIds("lead_id", "casework.handling"), "leads")).toEqual([]);
    expect(await compareAll(bareIds("id", "screening.lead"), "leads")).toEqual([]);
  });
  test("with row-level security out of the way, the application's filters do", async () => {
    const bare = createScopedReader(app.database.app, CLOCK);
    const wrong: string[] = [];
    for (const one of readers) {
      const seen = await bare.read(
        one.scope,
        async (tx) => [await processIds(tx, one), await leadIds(tx, one)] as const,
      );
      wrong.push(
        ...differences(seen[0], one, one.processes),
        ...differences(seen[1], one, one.leads),
      );
    }
    expect(wrong).toEqual([]);
  });
  test("the console's login sees nothing without a context, and cannot write", async () => {
    const { pool } = app.database.console;
    for (const table of [
      "procurement.process",
      "screening.lead",
      "casework.handling",
      "fact.fact",
    ]) {
      const { rows } = await pool.query(`SELECT count(*)::int AS count FROM ${table}`);
      expect(rows[0].count, table).toBe(0);
    }
    await expect(pool.query("DELETE FROM procurement.process")).rejects.toThrow();
    await expect(pool.query("SET ROLE mingjing_app")).rejects.toThrow();
  });
});

test("over HTTP: sampled pairs of user and row, by their detail pages", async () => {
  const draw = createDraw(7);
  // Discipline inspectors first need their organ's key (sealed reads, platform/audit).
  const open = readers.filter(({ session }) => session.role !== "inspector");
  const wrong: string[] = [];
  const check = async () => {
    const one = draw.pick(open);
    const isLead = draw.chance(0.4);
    const id = isLead ? draw.pick(world.leads).id : draw.pick(world.processes).ocid;
    const url = isLead ? `/api/leads/${id}` : `/api/processes/${id}`;
    const { statusCode } = await app.inject({ url, headers: cookieOf(one) });
    const { role } = one.session;
    const isBarred = isLead && (role === "entity" || role === "agency");
    const expected = isBarred ? 403 : (isLead ? one.leads : one.processes).has(id) ? 200 : 404;
    if (statusCode !== expected) wrong.push(`${one.person} ${url}: ${statusCode}`);
  };
  for (let n = 0; n < PAIRS; n += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, check));
  }
  expect(wrong).toEqual([]);
}, 900_000);

const cookieOf = ({ token }: Reader) => ({ cookie: `mingjing_session=${token}` });

test("T22: two users interleaved on two connections, one in five broken off: no row of the other", async () => {
  const sets = readers.filter(({ processes }) => processes.size > 0 && processes.size < 500);
  const [left, right] = [sets[0], sets.find((one) => one.scope.id !== sets[0]?.scope.id)];
  if (left === undefined || right === undefined) throw new Error("the world is too small");
  const wrong: string[] = [];
  const once = async (one: Reader, n: number) => {
    const work = reader.read(one.scope, async (tx) => {
      const ids = await bareIds("ocid", "procurement.process")(tx);
      if (n % 5 === 0) throw new Error("broken off");
      return ids;
    });
    const ids = await work.catch(() => undefined);
    if (ids !== undefined) wrong.push(...differences(ids, one, one.processes));
  };
  for (let n = 0; n < 1000; n += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, k) => once(k % 2 === 0 ? left : right, n + k)),
    );
  }
  expect(wrong).toEqual([]);
});
