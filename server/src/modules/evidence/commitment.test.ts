import { expect, test } from "vitest";

import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import {
  CHAIN_START,
  chainOf,
  commitmentOf,
  commitmentsOf,
  quarterOf,
  ruleSaltOf,
  statementsOf,
} from "./commitment.ts";

const result = (indicator: string, more: object) => ({
  indicator,
  version: "1.0.0",
  outcome: "noHit",
  n: 4,
  cell: { name: "", lots: 0 },
  legalBasis: [],
  evidence: [],
  clearing: [],
  innocent: [],
  ...more,
});
const payload = {
  lotId: "1",
  bids: 4,
  inputHash: "0".repeat(64),
  inputs: [],
  engineVersion: "1.1.0",
  results: [
    result("DEV-01", { outcome: "hit", level: "lead", bits: 9.5 }),
    result("PRC-06", { probability: 0.25 }),
  ],
  bits: 9.5,
  groups: ["DEV"],
  isLead: false,
} as unknown as LotScreened;

const ID = "01900000-0000-7000-8000-000000000000";
const factSalt = Buffer.alloc(16, 7);
const screened = { screeningId: ID, ocid: "ocds-mj0001-A", payload, factSalt, quarter: "2026-Q2" };

test("every rule is bound, also one that did not hit", () => {
  const { commitments, sequence, previous } = commitmentsOf(screened, CHAIN_START);
  expect(commitments.map(({ rule }) => rule)).toEqual(["DEV-01", "PRC-06"]);
  expect(sequence).toBe(1);
  expect(previous).toBe("0".repeat(64));
});

test("each figure that ranks a hit is bound: another one gives another commitment", () => {
  const [statement] = statementsOf(screened);
  if (statement === undefined) throw new Error("no statement");
  const salt = ruleSaltOf(factSalt, "DEV-01");
  const bound = commitmentOf(statement, salt);
  for (const change of [
    { rule: "DEV-02" },
    { version: "1.0.1" },
    { lotId: "2" },
    { outcome: "noHit" },
    { probability: 0.01 },
    { level: "hint" },
    { bits: 9.6 },
  ])
    expect(commitmentOf({ ...statement, ...change }, salt), JSON.stringify(change)).not.toBe(bound);
  expect(commitmentOf({ ...statement }, salt)).toBe(bound);
});

test("the same result of two lots, or of two rules, gives nothing away", () => {
  const other = commitmentsOf({ ...screened, factSalt: Buffer.alloc(16, 8) }, CHAIN_START);
  expect(other.commitments[0]).not.toEqual(commitmentsOf(screened, CHAIN_START).commitments[0]);
  expect(ruleSaltOf(factSalt, "DEV-01")).not.toEqual(ruleSaltOf(factSalt, "DEV-02"));
  expect(ruleSaltOf(factSalt, "DEV-01")).toHaveLength(32);
});

test("a chain names what came before", () => {
  const first = commitmentsOf(screened, CHAIN_START);
  const second = commitmentsOf(screened, { sequence: 1, chain: chainOf(first) });
  expect(second.sequence).toBe(2);
  expect(second.previous).toBe(chainOf(first));
  expect(chainOf({ ...first, commitments: first.commitments.slice(1) })).not.toBe(second.previous);
});

test.each([
  ["2026-03-31T15:59:59.999Z", "2026-Q1"],
  ["2026-03-31T16:00:00.000Z", "2026-Q2"],
  ["2025-12-31T16:00:00.000Z", "2026-Q1"],
])("%s is in %s of Shanghai", (instant, quarter) => {
  expect(quarterOf(instant)).toBe(quarter);
});
