import { expect, test } from "vitest";

import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { pairsOf } from "./pairs.ts";

const side = (name: string) => ({
  party: { kind: "organisation" as const, name },
  factId: "f",
  field: "trace.ip",
  value: `value of ${name}`,
});

const hit = (
  indicator: string,
  pairs: readonly (readonly [string, string])[],
): IndicatorResult => ({
  indicator,
  version: "1.0.0",
  outcome: "hit",
  n: 3,
  cell: { name: "cell", lots: 60 },
  legalBasis: [],
  evidence: pairs.map(([left, right]) => ({ left: side(left), right: side(right) })),
  clearing: [],
  innocent: [],
});

test("evidence about the same two firms is one pair, whichever side comes first", () => {
  const pairs = pairsOf([hit("DEV-02", [["A", "B"]]), hit("DEV-03", [["B", "A"]])]);
  expect(pairs).toHaveLength(1);
  expect(pairs[0]?.lines.map((line) => line.evidence.left.value)).toEqual([
    "value of A",
    "value of A",
  ]);
});

test("the pair with most lines stands first", () => {
  const pairs = pairsOf([
    hit("DEV-02", [["A", "B"]]),
    hit("DEV-03", [
      ["C", "D"],
      ["D", "C"],
    ]),
  ]);
  expect(pairs.map((pair) => pair.lines.length)).toEqual([2, 1]);
});
