import { readFileSync } from "node:fs";

import { beforeAll, describe, expect, test } from "vitest";

import { simulateCity, type Truth } from "./index.ts";
import { formatMeasured, measure } from "./measure.ts";

/** The city that README.md describes. */
const README_CITY = { seed: 1, projects: 3000, from: "2025-11-25", to: "2026-11-24" };
const FIELDS = [
  "ip",
  "mac",
  "disk",
  "toolId",
  "lockNo",
  "contactPhone",
  "contactEmail",
  "payerAccount",
];

type Trace = Readonly<Record<string, string>>;

let truth: Truth;
/** Traces of the bids received, by `<ocid>/<lotId>`. */
const traces = new Map<string, Trace[]>();
let facts = 0;

beforeAll(() => {
  const simulation = simulateCity(README_CITY);
  for (const fact of simulation.facts) {
    facts++;
    if (fact.kind !== "procurement.bid-received") continue;
    const { lotId, trace } = fact.payload as { lotId: string; trace: Trace };
    const key = `${fact.subject}/${lotId}`;
    traces.set(key, [...(traces.get(key) ?? []), trace]);
  }
  truth = simulation.truth();
});

const lotsOf = (kind: string) => Object.entries(truth.lots).filter(([, lot]) => lot.kind === kind);

/** Fields in which at least two of the traces agree. */
function sharedFields(list: readonly Trace[]): string[] {
  return FIELDS.filter((field) => {
    const values = list.map((trace) => trace[field]).filter((value) => value !== undefined);
    return new Set(values).size < values.length;
  });
}

describe("the truth file", () => {
  test("a year of 3,000 projects has 90,000 to 130,000 facts", () => {
    expect(facts).toBeGreaterThanOrEqual(90_000);
    expect(facts).toBeLessThanOrEqual(130_000);
  });

  test("bids of honest lots share no address, device, lock, phone, e-mail or account", () => {
    const honest = lotsOf("honest").filter(([key]) => traces.has(key));
    expect(honest.length).toBeGreaterThan(2000);
    const withShared = honest.filter(([key]) => sharedFields(traces.get(key) ?? []).length > 0);
    // A bid that was taken back counts among those received, not among those of the lot.
    expect(withShared.length / honest.length).toBeLessThan(0.003);
  });

  test("what honest bids of a shared workshop have in common comes from no group", () => {
    const groups = new Set(truth.rings.map(({ id }) => id));
    const shared = lotsOf("sharedWorkshop");
    expect(shared.length).toBeGreaterThan(50);
    for (const [, { traces: values }] of shared) {
      for (const { origin } of values) {
        expect(groups.has(origin)).toBe(false);
        expect(origin).not.toBe("unknown");
      }
    }
  });

  test.each([
    ["ipOnly", "ip"],
    ["contact", "contactPhone"],
    ["device", "mac"],
    ["account", "payerAccount"],
  ])("a planted lot with traces %s shows the same %s in the facts", (mode, field) => {
    const planted = Object.entries(truth.lots).filter(([, lot]) => lot.traceMode === mode);
    const complete = planted.filter(([key, { bids }]) => traces.get(key)?.length === bids);
    expect(complete.length).toBeGreaterThan(0);
    for (const [key] of complete) expect(sharedFields(traces.get(key) ?? [])).toContain(field);
  });

  test("each group lists its lots, and only members bid for it", () => {
    for (const { id, firms, lots } of truth.rings) {
      for (const key of lots) {
        expect(truth.lots[key]?.ring).toBe(id);
        for (const firm of truth.lots[key]?.firms ?? []) expect(firms).toContain(firm);
      }
    }
    expect(new Set(truth.rings.flatMap(({ firms }) => firms)).size).toBe(
      truth.rings.flatMap(({ firms }) => firms).length,
    );
  });

  test("about four percent of the lots are planted, and some rings leave no trace", () => {
    const planted = Object.values(truth.lots).filter(({ ring }) => ring !== undefined);
    const share = planted.length / Object.values(truth.lots).length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.05);
    const { traceless, lots } = measure(truth).planted[0]!;
    expect(traceless / lots).toBeGreaterThan(0.2);
    expect(traceless / lots).toBeLessThan(0.4);
  });

  test("README.md states the measured rates of this very city", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const cells = (text: string) => text.replaceAll(/[ -]*\|[ -]*/gu, "|");
    const stated = cells(readme);
    for (const line of formatMeasured(measure(truth))) {
      if (line !== "") expect(stated).toContain(cells(line));
    }
  });
});
