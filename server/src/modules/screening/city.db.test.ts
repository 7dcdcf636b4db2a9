/** A simulated city through the whole server, against its truth file: honest lots stay silent, planted ones are found. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { upperShare } from "./test/honest.ts";
import { type CityScores, loadCity, scoreCity } from "./test/measure-city.ts";

const CITY = { seed: 20_261, projects: 300, from: "2025-09-01", to: "2026-02-28" };

describe.each([
  ["honest", 0],
  ["with planted groups", 0.35],
])("a %s city of 300 projects", (_, plantedShare) => {
  let app: TestApp;
  let scores: CityScores;
  beforeAll(async () => {
    app = await createTestApp();
    scores = await scoreCity(app, await loadCity(app, { ...CITY, plantedShare }));
  }, 300_000);
  afterAll(() => app.close());

  test("every lot opened was screened once", async () => {
    const [counts] = await app.database.query(
      `SELECT (SELECT count(*) FROM procurement.opening) AS opened, count(*) AS screened,
        count(DISTINCT (ocid, lot_id)) AS lots FROM screening.screening`,
    );
    expect(counts?.["screened"]).toBe(counts?.["opened"]);
    expect(counts?.["lots"]).toBe(counts?.["opened"]);
    expect(scores.lots).toBeGreaterThan(220);
  });

  test("honest lots: no lead, and hits of each indicator within the documented shares", () => {
    const honest = scores.lots - scores.planted;
    const wrong = (id: string) => {
      const { hits = 0, planted = 0 } = scores.indicators[id] ?? {};
      return hits - planted;
    };
    expect(scores.leads.hits - scores.leads.planted).toBe(0);
    expect(wrong("PRC-06")).toBeLessThanOrEqual(
      honest * 0.02 + 3.09 * Math.sqrt(honest * 0.02 * 0.98),
    );
    for (const id of ["DEV-01", "DEV-02", "DEV-03", "DEV-15", "PRC-10"]) {
      expect(upperShare(wrong(id), honest), id).toBeLessThan(0.05);
    }
  });

  test("planted lots are found by what they share", () => {
    expect(scores.planted > 0).toBe(plantedShare > 0);
    if (plantedShare === 0) return;
    expect(scores.indicators["DEV-03"]?.recall).toBeGreaterThan(0.3);
    expect(scores.leads.hits).toBeGreaterThan(0);
  });
});
