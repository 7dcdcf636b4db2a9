/** Each indicator through the whole server: facts in, a hit in the planted lot, silence in its honest twin. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { scenarioFacts } from "../../../../simulate/src/index.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { INDICATORS } from "./indicators/all.ts";

const { facts, scenarios } = scenarioFacts(Date.parse("2026-05-04T01:30:00Z") / 1000);

interface Row extends Record<string, unknown> {
  readonly ocid: string;
  readonly results: readonly { readonly indicator: string; readonly outcome: string }[];
}

let app: TestApp;
let rows: readonly Row[];
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("scenarios");
  for (let start = 0; start < facts.length; start += 3000)
    await app.send(key, facts.slice(start, start + 3000));
  await app.settle();
  rows = await app.database.query<Row>("SELECT ocid, results FROM screening.screening");
}, 300_000);
afterAll(() => app.close());

const resultOf = (ocid: string, id: string) =>
  rows.find((row) => row.ocid === ocid)?.results.find(({ indicator }) => indicator === id);

test("there is a scenario for every indicator", () => {
  expect(scenarios.map(({ id }) => id).toSorted()).toEqual(
    INDICATORS.map(({ manifest }) => manifest.id).toSorted(),
  );
});

describe.each(scenarios)("$id", ({ id, planted, twin }) => {
  test("hits in the planted lot", () => {
    expect(resultOf(planted, id)).toMatchObject({ outcome: "hit" });
  });

  test("is computed and silent in the honest twin", () => {
    expect(resultOf(twin, id)).toMatchObject({ outcome: "noHit" });
  });
});
