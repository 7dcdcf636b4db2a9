import { describe, expect, test } from "vitest";

import { type Act, mayAct, requireAct } from "./handling.ts";

const STATES = ["routed", "received", "decided", "published"] as const;
const ACTS: readonly Act[] = ["receive", "recordStep", "decide", "publish"];

describe("handling of a lead", () => {
  const expected: Record<string, readonly Act[]> = {
    routed: ["receive"],
    received: ["recordStep", "decide"],
    decided: ["publish"],
    published: [],
  };
  for (const state of STATES) {
    for (const act of ACTS) {
      test(`a ${state} lead ${expected[state]?.includes(act) ? "allows" : "refuses"} ${act}`, () => {
        expect(mayAct(state, act)).toBe(expected[state]?.includes(act));
      });
    }
  }

  test("an act on an older version is stale, whatever the state allows", () => {
    expect(() => requireAct({ state: "routed", version: 1 }, "receive", 0)).toThrow("leads.stale");
  });

  test("publishing before a decision is refused", () => {
    expect(() => requireAct({ state: "received", version: 2 }, "publish", 2)).toThrow(
      "leads.bad-transition",
    );
  });
});
