/** The two rules that the look-back lends to the library. */
import { describe, expect, test } from "vitest";

import { demonstrationOf, MANIFESTS, outcomeOf } from "./rules.ts";

describe.each(MANIFESTS)("$id", ({ id }) => {
  test("hits in the planted lot and is computed and silent in its twin", () => {
    const { planted, twin } = demonstrationOf(id);
    expect(planted.outcome).toBe("hit");
    expect(twin.outcome).toBe("noHit");
  });
});

test("without the scoring rules a total cannot be told", () => {
  const notComputable = [{ type: "EXP-04" as const, why: "rules" as const }];
  expect(outcomeOf({ findings: [], notComputable, bids: [] }, "EXP-04")).toEqual({
    outcome: "notComputable",
    reason: "rules",
  });
});

test("without the points of the price nobody leads by them", () => {
  const bid = { bidder: { kind: "organisation", name: "云澜第1建设有限公司" }, rank: 1 } as const;
  expect(outcomeOf({ findings: [], notComputable: [], bids: [bid] }, "EXP-20")).toEqual({
    outcome: "notComputable",
    reason: "priceScore",
  });
});
