/**
 * Lists and search under a jurisdiction: 1,000,000 processes, 500 users in posts of their own. Over HTTP with 64 clients,
 * each request another user's; reference at the store: the same list without scope and without row-level security.
 */
import { setTimeout as delay } from "node:timers/promises";

import { sql } from "kysely";

import { listProcesses } from "../server/src/modules/casework/process-list.store.ts";
import { systemClock } from "../server/src/platform/clock.ts";
import {
  type Database,
  type DatabaseHandle,
  openDatabase,
} from "../server/src/platform/database.ts";
import { createScopedReader } from "../server/src/platform/identity/reader.ts";
import { type Actor, createSessionStore } from "../server/src/platform/identity/session.store.ts";
import { applicationFilters } from "../server/src/platform/identity/visible.ts";
import { indexWords } from "../server/src/platform/search/words.ts";
import type { Bench, BenchContext } from "./bench.ts";
import { measureRate } from "./clients.ts";
import { type BenchDatabase, createDatabase, queryOf } from "./postgres.ts";
import { medianOf, type BenchResult, resultOf } from "./result.ts";
import { startServer } from "./server.ts";

const CLIENTS = 64;
const USERS = 500;
const SEARCHES_A_SECOND = 100;
const WORDS = [
  "道路",
  "泵站",
  "学校",
  "医院",
  "桥梁",
  "绿化",
  "监理",
  "设备",
  "改造",
  "施工",
  "采购",
  "消防",
];

/** Processes of twelve places, eight industries, five regimes; one in ten lacks its industry or amount. */
const PROCESSES = `
  INSERT INTO procurement.process (ocid, title, regime, industry, place_code, budget, procuring_entity, published_at, search)
  SELECT 'ocds-mj0001-b' || n, words[1 + n % 12] || words[1 + n / 12 % 12] || '项目' || n,
    (ARRAY['works','procurement','land','property','other'])[1 + n % 5],
    CASE WHEN n % 10 > 0 THEN (ARRAY['housing','transport','water','agriculture','health','education','energy','culture'])[1 + n / 7 % 8] END,
    (ARRAY['330102','330105','330182','330203','330212','330225','331002','331004','331022','330302','330303','330304'])[1 + n / 11 % 12],
    CASE WHEN n % 9 > 0 THEN jsonb_build_object('currency', 'CNY', 'amountMinor', ((10 ^ (6 + n % 50 / 10.0))::bigint)::text) END,
    jsonb_build_object('kind', 'organisation', 'name', '采购人' || n % 3000),
    timestamptz '2020-01-01' + n * interval '3 minutes',
    array_to_tsvector(ARRAY(SELECT DISTINCT w FROM unnest(
      $2::text[] || ARRAY['项目', '项', '目', 'b' || n, words[1 + n % 12], words[1 + n / 12 % 12]]
      || regexp_split_to_array(words[1 + n % 12] || words[1 + n / 12 % 12], '')) AS w))
  FROM generate_series($1::int, $1::int + $3::int - 1) AS n, (SELECT $4::text[] AS words) AS w`;

/** Every post covers one to three industries in one or two places, or a whole regime, or everything. */
const PEOPLE = `
  WITH number AS (SELECT n FROM generate_series(0, ${USERS - 1}) AS n),
  unit AS (INSERT INTO identity.unit (fact_id, unit, name, kind, valid_from)
    SELECT md5('u' || n)::uuid, 'unit-' || n, '机构' || n, 'department', '2020-01-01' FROM number WHERE n < 50),
  post AS (INSERT INTO identity.post (fact_id, post, unit, title, role, jurisdiction, valid_from)
    SELECT md5('p' || n)::uuid, 'post-' || n, 'unit-' || n % 50, '岗位', 'officer',
      jsonb_build_array(jsonb_build_object('matters', jsonb_build_array('process', 'lead')) || CASE
        WHEN n % 10 = 0 THEN '{}'::jsonb
        WHEN n % 10 < 4 THEN jsonb_build_object('regimes', jsonb_build_array((ARRAY['works','procurement','land','property'])[1 + n % 4]))
        ELSE jsonb_build_object(
          'industries', jsonb_build_array((ARRAY['housing','transport','water','agriculture','health','education','energy','culture'])[1 + n % 8]),
          'places', jsonb_build_array((ARRAY['330102','330105','3302','3310','330303','33'])[1 + n / 8 % 6])) END), '2020-01-01'
    FROM number),
  person AS (INSERT INTO identity.person (fact_id, person, name, valid_from)
    SELECT md5('e' || n)::uuid, 'person-' || n, '人员' || n, '2020-01-01' FROM number),
  account AS (INSERT INTO identity.account (account, name) SELECT 'person-' || n, '人员' || n FROM number)
  INSERT INTO identity.appointment (fact_id, appointment, person, post, valid_from)
    SELECT md5('a' || n)::uuid, 'appointment-' || n, 'person-' || n, 'post-' || n, '2020-01-01' FROM number`;

async function fill({ ownerUrl }: BenchDatabase, processes: number, say: BenchContext["say"]) {
  const pieces = 50_000;
  const common = indexWords(["云澜市"]);
  for (let from = 0; from < processes; from += pieces) {
    await queryOf(ownerUrl, PROCESSES, [from, common, Math.min(pieces, processes - from), WORDS]);
    say(`  ${from + pieces} processes`);
  }
  await queryOf(ownerUrl, PEOPLE);
  await queryOf(ownerUrl, "VACUUM ANALYZE procurement.process");
  await queryOf(ownerUrl, "ANALYZE");
}

interface User {
  readonly actor: Actor;
  readonly token: string;
}

async function openSessions(db: Database): Promise<readonly User[]> {
  const sessions = createSessionStore(db, systemClock);
  const users: User[] = [];
  for (let n = 0; n < USERS; n += 1) {
    const token = await sessions.open({ account: `person-${n}`, methods: ["password", "totp"] });
    const actor = await sessions.findActor(token);
    if (actor === undefined) throw new Error(`person-${n} has no session`);
    users.push({ actor, token });
  }
  return users;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** @returns milliseconds; undefined when the server put it off */
async function getPage(url: string, { token }: User): Promise<number | undefined> {
  const begin = performance.now();
  const response = await fetch(url, { headers: { cookie: `mingjing_session=${token}` } });
  if (response.status === 503) {
    await response.arrayBuffer();
    return undefined;
  }
  const { rows } = (await response.json()) as { rows?: readonly unknown[] };
  if (rows === undefined) throw new Error(`${url}: ${response.status}`);
  return performance.now() - begin;
}

interface Times {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** Requests a second and their 95th percentile. */
async function measureList(url: string, users: readonly User[], times: Times) {
  const took: number[] = [];
  const state = { n: 0 };
  const rate = await measureRate({
    clients: CLIENTS,
    ...times,
    async act() {
      state.n += 1;
      const user = users[state.n % users.length] as User;
      const ms = await getPage(`${url}/api/processes?limit=50`, user);
      if (ms !== undefined) took.push(ms);
      return ms !== undefined;
    },
  });
  return { rate, p95: quantile(took.slice(took.length / 4), 0.95) };
}

/** Searches come at their times whether or not the earlier ones were answered. */
async function measureSearch(url: string, users: readonly User[], seconds: number) {
  const took: number[] = [];
  const state = { putOff: 0 };
  const note = (ms: number | undefined) => {
    if (ms === undefined) state.putOff += 1;
    else took.push(ms);
  };
  const pending: Promise<void>[] = [];
  for (let n = 0; n < seconds * SEARCHES_A_SECOND; n += 1) {
    const [one = "", other = ""] = [WORDS[n % 12], WORDS[Math.floor(n / 12) % 12]];
    const q = n % 3 === 0 ? `${one} ${other}` : n % 3 === 1 ? one : `b${n * 37}`;
    const user = users[(n * 7) % users.length] as User;
    const search = getPage(`${url}/api/processes?limit=20&q=${encodeURIComponent(q)}`, user);
    pending.push(search.then(note));
    await delay(1000 / SEARCHES_A_SECOND);
  }
  await Promise.all(pending);
  return { p95: quantile(took, 0.95), putOff: state.putOff, asked: pending.length };
}

/** Lists a second at the store: with both walls, with the check of the session before each, and with neither. */
async function measureStore(
  { appUrl, consoleUrl }: BenchDatabase,
  users: readonly User[],
  times: Times,
) {
  const app = openDatabase(appUrl, { connections: 12, keepsPlans: true });
  const console = openDatabase(consoleUrl, { connections: 12, keepsPlans: true });
  const sessions = createSessionStore(app.db, systemClock);
  const run = async (handle: DatabaseHandle, { areOff = false, isChecked = false } = {}) => {
    const reader = createScopedReader(handle, systemClock);
    const state = { n: 0 };
    applicationFilters.areOff = areOff;
    return measureRate({
      clients: 12,
      ...times,
      async act() {
        state.n += 1;
        const { actor, token } = users[state.n % users.length] as User;
        const { scope } = (isChecked ? await sessions.findActor(token) : actor) ?? actor;
        await reader.read(scope, (tx) => listProcesses(tx, scope, { limit: 50 }), {
          hasOnePlan: true,
        });
        return true;
      },
    });
  };
  try {
    const scoped = await run(console);
    const checked = await run(console, { isChecked: true });
    const bare = await run(app, { areOff: true });
    return { scoped, checked, bare };
  } finally {
    applicationFilters.areOff = false;
    await app.close();
    await console.close();
  }
}

interface Measured {
  readonly lists: readonly Awaited<ReturnType<typeof measureList>>[];
  readonly stores: readonly Awaited<ReturnType<typeof measureStore>>[];
  readonly search: Awaited<ReturnType<typeof measureSearch>>;
}

function resultsOf(processes: number, { lists, stores, search }: Measured): BenchResult[] {
  const detail = { processes, users: USERS, clients: CLIENTS };
  const ratios = stores.map(({ scoped, bare }) => ({ value: scoped, reference: bare }));
  return [
    resultOf(
      { name: "scoped-list/http", unit: "requests/s", target: { atLeast: 600 }, detail },
      lists.map(({ rate }) => ({ value: rate })),
    ),
    resultOf(
      { name: "scoped-list/http-p95", unit: "ms", target: { atMost: 150 }, detail },
      lists.map(({ p95 }) => ({ value: p95 })),
    ),
    resultOf(
      {
        name: "scoped-list/store",
        unit: "lists/s",
        target: { ratioAtLeast: 0.5 },
        referenceName: "the same list without scope, without row-level security",
        detail: { ...detail, clients: 12, lists: medianOf(ratios.map(({ value }) => value)) },
      },
      ratios,
    ),
    resultOf(
      {
        name: "session-check/store",
        unit: "lists/s",
        target: { ratioAtLeast: 0.9 },
        referenceName: "the same list for a reader who is known already",
        detail: { ...detail, clients: 12 },
      },
      stores.map(({ checked, scoped }) => ({ value: checked, reference: scoped })),
    ),
    resultOf(
      {
        name: "search/http-p95",
        unit: "ms",
        target: { atMost: 300 },
        detail: {
          ...detail,
          searchesASecond: SEARCHES_A_SECOND,
          asked: search.asked,
          putOff: search.putOff,
        },
      },
      [{ value: search.p95 }],
    ),
  ];
}

async function measureAll(database: BenchDatabase, context: BenchContext): Promise<BenchResult[]> {
  const { isQuick, say } = context;
  const times = isQuick
    ? { warmUpMs: 500, measureMs: 2000 }
    : { warmUpMs: 3000, measureMs: 10_000 };
  const processes = isQuick ? 20_000 : 1_000_000;
  const rounds = isQuick ? 1 : 3;
  const server = await startServer(database);
  const app = openDatabase(database.appUrl, { connections: 4 });
  try {
    await fill(database, processes, say);
    const users = await openSessions(app.db);
    await sql`ANALYZE identity.scope_cell`.execute(app.db);
    const lists = [];
    const stores = [];
    for (let round = 0; round < rounds; round += 1) {
      lists.push(await measureList(server.url, users, times));
      stores.push(await measureStore(database, users, times));
      say(`  ${JSON.stringify([lists.at(-1), stores.at(-1)])}`);
    }
    const search = await measureSearch(server.url, users, isQuick ? 3 : 15);
    return resultsOf(processes, { lists, stores, search });
  } finally {
    await app.close();
    await server.stop();
  }
}

export const scopedLists: Bench = {
  name: "scoped-lists",
  async run(context) {
    const database = await createDatabase(context.postgres);
    try {
      return await measureAll(database, context);
    } finally {
      await database.drop();
    }
  },
};
