/** T20 through HTTP: city-wide figures out of real rows, asked 1,000 times in pairs that differ by one row. */
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { InsightView } from "../../../../contract/src/insight.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { publishCells } from "./suppression.ts";

type Headers = Record<string, string>;
interface Group {
  readonly quarter: string;
  readonly industry: string;
  readonly state: string;
  readonly leads: number;
}

const MONTH_OF: Readonly<Record<string, string>> = {
  "2025-Q3": "2025-08",
  "2025-Q4": "2025-11",
  "2026-Q1": "2026-02",
};
const QUARTERS = Object.keys(MONTH_OF);
const INDUSTRIES = ["housing", "transport", "water", "health", "education"];
const STATES = ["routed", "received", "decided"];

/** Reproducible; from 2025-Q4 on states are cut as well, because what was published before allows it. */
function random(seed: number): () => number {
  const state = { at: seed };
  return () => {
    state.at = (Math.imul(state.at, 1_664_525) + 1_013_904_223) >>> 0;
    return state.at / 2 ** 32;
  };
}
const next = random(20);
const GROUPS: readonly Group[] = QUARTERS.flatMap((quarter) =>
  INDUSTRIES.flatMap((industry) =>
    STATES.map((state) => {
      const isSmall = next() < 0.5;
      const leads = isSmall ? Math.floor(next() * 2.2) : 12 + Math.floor(next() * 9);
      return { quarter, industry, state, leads };
    }),
  ),
);

let app: TestApp;
let officer: Headers;

async function addLeads({ database }: TestApp, groups: readonly Group[]): Promise<void> {
  const rows = groups.flatMap((group, place) =>
    Array.from({ length: group.leads }, (_, n) => ({ ...group, id: `lead-${place}-${n}` })),
  );
  const column = (pick: (row: (typeof rows)[number]) => string) => rows.map(pick);
  await database.query(
    `INSERT INTO screening.lead (id, fact_id, number, ocid, lot_id, title, level, bits, indicators, parties,
        screening_id, regime, industry, place, raised_at)
      SELECT id, gen_random_uuid(), id, 'ocds-' || id, '1', 'T', 'lead', 9, '["DEV-01","PRC-06"]', '[]',
        gen_random_uuid(), 'works', industry, NULL, raised::timestamptz
      FROM unnest($1::text[], $2::text[], $3::text[]) AS one (id, industry, raised)`,
    [
      column(({ id }) => id),
      column(({ industry }) => industry),
      column(({ quarter }) => `${MONTH_OF[quarter]}-15T10:00:00+08:00`),
    ],
  );
  await database.query(
    `INSERT INTO casework.handling (lead_id, state, version, department_id, department_name, state_since, acted_at)
      SELECT id, state, 0, 'housing', 'H', now(), now() FROM unnest($1::text[], $2::text[]) AS one (id, state)`,
    [column(({ id }) => id), column(({ state }) => state)],
  );
}

async function closePeriods(): Promise<void> {
  const job = app.application.modules
    .flatMap(({ jobs = [] }) => jobs)
    .find(({ name }) => name === "insight.close-periods");
  if (job === undefined) throw new Error("no job insight.close-periods");
  // A period is closed by the run that finds it unchanged since the one before.
  for (let run = 0; run < 2; run += 1) await job.run(new Date("2026-06-01T08:00:00.000Z"));
}

const signIn = (role: Role, more: object = {}) =>
  app.signIn({
    account: `${role.toLowerCase()}-1`,
    name: "陈岚",
    departmentId: "housing",
    departmentName: "云澜市住房和城乡建设局",
    role,
    ...more,
  });

beforeAll(async () => {
  app = await createTestApp({ isStarted: false });
  await addLeads(app, GROUPS);
  await closePeriods();
  // Sees nothing of the city but these figures.
  officer = await signIn("officer", {
    jurisdiction: [{ matters: ["process", "lead"], regimes: ["mineral"], units: "own" }],
  });
});
afterAll(() => app.close());

interface Filter {
  readonly quarter: string | undefined;
  readonly industry: string | undefined;
  readonly state: string | undefined;
}
const matches = (group: Group, { quarter, industry, state }: Filter): boolean =>
  (quarter ?? group.quarter) === group.quarter &&
  (industry ?? group.industry) === group.industry &&
  (state ?? group.state) === group.state;

function addressOf({ quarter, industry, state }: Filter): string {
  const given = { industry, state, from: quarter, to: quarter };
  const query = new URLSearchParams({ measure: "leads", rows: "industry", columns: "state" });
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) query.set(name, value);
  return `/api/insight/overview?${query.toString()}`;
}

async function viewOf(filter: Filter, headers = officer): Promise<InsightView> {
  const response = await app.inject({ url: addressOf(filter), headers });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<InsightView>();
}

const ALL: Filter = { quarter: undefined, industry: undefined, state: undefined };

const LEADS = GROUPS.filter(({ leads }) => leads > 0);
const truthOf = (filter: Filter): number =>
  LEADS.filter((one) => matches(one, filter)).reduce((sum, { leads }) => sum + leads, 0);

/** Pairs of filters of which the second takes in exactly one row more. */
function pairsByOneRow(): (readonly [Filter, Filter])[] {
  const either = (values: readonly string[]) => [undefined, ...values];
  const filters = either(QUARTERS).flatMap((quarter) =>
    either(INDUSTRIES).flatMap((industry) =>
      either(STATES).map((state): Filter => ({ quarter, industry, state })),
    ),
  );
  const isInside = (narrow: Filter, wide: Filter) =>
    LEADS.every((one) => !matches(one, narrow) || matches(one, wide));
  return filters.flatMap((narrow) =>
    filters
      .filter((wide) => isInside(narrow, wide) && truthOf(wide) - truthOf(narrow) === 1)
      .map((wide) => [narrow, wide] as const),
  );
}

/** Asks random pairs; every second one is of filters with many rows. @returns how many differences told a small count */
async function askPairs(count: number): Promise<{ withNumbers: number; leaks: number }> {
  const pairs = pairsByOneRow();
  const large = pairs.filter(([narrow]) => truthOf(narrow) > 10);
  expect(pairs.length).toBeGreaterThan(8);
  expect(large.length).toBeGreaterThan(2);
  const told = { withNumbers: 0, leaks: 0 };
  for (let n = 0; n < count; n += 1) {
    const from = n % 2 === 0 ? pairs : large;
    const [narrow, wide] = from[Math.floor(next() * from.length)] ?? [ALL, ALL];
    const less = await viewOf(narrow);
    const more = await viewOf(wide);
    const differences = [
      more.total.from - less.total.from,
      ...more.rowValues.map((value, row) => {
        const before = less.rowValues.indexOf(value);
        return (more.rowTotals[row]?.from ?? 0) - (less.rowTotals[before]?.from ?? 0);
      }),
    ];
    if (more.total.from > 0) told.withNumbers += 1;
    if (differences.some((by) => by !== 0 && Math.abs(by) < 5)) told.leaks += 1;
  }
  return told;
}

describe("T20", () => {
  test("1,000 random pairs of filters that differ by one row: no difference tells a count below five", async () => {
    const { leaks, withNumbers } = await askPairs(1000);
    expect(leaks).toBe(0);
    expect(withNumbers).toBeGreaterThan(400);
  }, 180_000);

  test("figures are lower bounds of the truth, close to it where counts are large", async () => {
    const view = await viewOf(ALL);
    const truth = GROUPS.reduce((sum, { leads }) => sum + leads, 0);
    expect(view.total.from).toBeLessThanOrEqual(truth);
    expect(view.total.from).toBeGreaterThan(truth * 0.6);
    expect(view.periods.map(({ dimensions }) => dimensions)).toEqual([
      [],
      ["industry", "state"],
      ["industry", "state"],
    ]);
  });

  test("a cell of one to four is shown as below five, like an empty one", async () => {
    const small = GROUPS.filter(({ quarter, leads }) => quarter !== "2025-Q3" && leads < 5);
    expect(small.some(({ leads }) => leads > 0)).toBe(true);
    for (const { quarter, industry, state, leads } of small) {
      const view = await viewOf({ quarter, industry: undefined, state: undefined });
      const cell = view.cells[view.rowValues.indexOf(industry)]?.[view.columnValues.indexOf(state)];
      if (cell !== undefined) expect(cell, `${leads}`).toEqual({ from: 0, upTo: 4 });
    }
  });

  test("nothing below five is stored, and the database refuses it", async () => {
    const cells = await app.database.query<{ least: string }>(
      `SELECT (cell ->> 'atLeast') AS least FROM insight.period, jsonb_array_elements(cells) AS cell`,
    );
    expect(cells.length).toBeGreaterThan(5);
    expect(cells.every(({ least }) => Number(least) >= 5 && Number(least) % 5 === 0)).toBe(true);
    const wrong = app.database.query(
      `INSERT INTO insight.period VALUES ('x', 'leads', '2020-Q1', now(), '{}', '[{"values":{},"atLeast":4}]')`,
    );
    await expect(wrong).rejects.toThrow("check constraint");
  });

  test("yesterday and today: what comes late changes no closed period", async () => {
    const before = await viewOf(ALL);
    const late = { quarter: "2026-Q1", industry: "water", state: "routed", leads: 1 };
    await app.database.query("DELETE FROM casework.handling WHERE lead_id = 'lead-0-0'");
    await addLeads(app, [...GROUPS.map((group) => ({ ...group, leads: 0 })), late]);
    await closePeriods();
    expect(await viewOf(ALL)).toEqual(before);
  });

  test("everybody sees the same figures, whatever the own jurisdiction", async () => {
    const centre = await signIn("centre", { departmentId: "trading-centre" });
    expect(await viewOf(ALL, centre)).toEqual(await viewOf(ALL));
  });
});

describe("the address", () => {
  const get = (query: string, headers = officer) =>
    app.inject({ url: `/api/insight/overview?${query}`, headers });

  test.each([
    ["days", "measure=leads&rows=industry&columns=period&from=2026-01-03"],
    ["amounts", "measure=leads&rows=industry&columns=period&amountFrom=100"],
    ["a list of values", "measure=leads&rows=industry&columns=period&industry=a&industry=b"],
    ["a dimension of other figures", "measure=processes&rows=industry&columns=pace"],
    ["one dimension twice", "measure=leads&rows=industry&columns=industry"],
  ])("%s are no filter: refused", async (_what, query) => {
    expect((await get(query)).statusCode).toBe(400);
  });

  test("parties, police and administrators are refused", async () => {
    for (const role of ["bidder", "entity", "court", "systemAdmin"] as const) {
      const headers = await signIn(role, { jurisdiction: [] });
      expect((await get("measure=leads&rows=industry&columns=period", headers)).statusCode).toBe(
        403,
      );
    }
    expect((await get("measure=leads&rows=industry&columns=period", {})).statusCode).toBe(401);
  });

  test("the files show the same figures with the same cells hidden", async () => {
    const query = "measure=leads&rows=industry&columns=state&from=2026-Q1&to=2026-Q1";
    const view = (await get(query)).json<InsightView>();
    const address = `/api/insight/overview/export?${query}`;
    const csv = await app.inject({ url: `${address}&format=csv`, headers: officer });
    const lines = csv.body.slice(1).split("\r\n");
    expect(
      lines.slice(1, 1 + view.rowValues.length).map((line) => line.split(",").slice(1, -1)),
    ).toEqual(
      view.cells.map((row) => row.map(({ from, upTo }) => (from === 0 ? "<5" : `${from}–${upTo}`))),
    );
    expect(csv.body).toContain("未显示的格数");
    const xlsx = await app.inject({ url: address, headers: officer });
    const sheet = unzipSync(xlsx.rawPayload)["xl/worksheets/sheet1.xml"] ?? new Uint8Array();
    expect(strFromU8(sheet)).toContain("&lt;5");
  });
});

test("with suppression switched off the same questions tell, so this test would notice", async () => {
  await app.database.asOwner("ALTER TABLE insight.period DROP CONSTRAINT period_cells_check");
  for (const quarter of QUARTERS) {
    const rows = LEADS.filter((one) => one.quarter === quarter).map(({ leads, ...values }) => ({
      values: { industry: values.industry, state: values.state },
      count: leads,
    }));
    const cells = publishCells(rows, ["industry", "state"], (count) => count);
    await app.database.asOwner(
      `UPDATE insight.period SET cells = '${JSON.stringify(cells)}' WHERE period = '${quarter}'`,
    );
  }
  const { leaks } = await askPairs(100);
  expect(leaks).toBeGreaterThan(90);
});
