import { describe, expect, test } from "vitest";

import { type Act, mayAct, requireAct } from "./handling.ts";

const STATES = ["returned", "routed", "received", "decided", "published"] as const;
const ACTS: readonly Act[] = [
  "receive",
  "recordStep",
  "decide",
  "publish",
  "giveBack",
  "correct",
  "reroute",
  "urge",
];
const byList = { matched: "duty", returns: 0 };

describe("handling of a lead", () => {
  const expected: Record<string, readonly Act[]> = {
    returned: ["reroute", "urge"],
    routed: ["receive", "giveBack", "urge"],
    received: ["recordStep", "decide", "correct", "urge"],
    decided: ["publish", "correct", "urge"],
    published: [],
  };
  for (const state of STATES) {
    for (const act of ACTS) {
      test(`a ${state} lead ${expected[state]?.includes(act) ? "allows" : "refuses"} ${act}`, () => {
        expect(mayAct({ state, ...byList }, act)).toBe(expected[state]?.includes(act));
      });
    }
  }

  test("A-43: what was returned once is not returned again", () => {
    const again = { state: "routed", version: 2, matched: "coordinator", returns: 1 } as const;
    expect(mayAct(again, "receive")).toBe(true);
    expect(() => requireAct(again, "giveBack", 2)).toThrow("leads.returned-once");
  });

  test("the coordinator names a department where the list named nobody, and not otherwise", () => {
    expect(mayAct({ state: "routed", matched: "fallback", returns: 0 }, "reroute")).toBe(true);
    expect(mayAct({ state: "received", matched: "fallback", returns: 0 }, "reroute")).toBe(false);
    expect(mayAct({ state: "routed", matched: "coordinator", returns: 1 }, "reroute")).toBe(false);
  });

  test("an act on an older version is stale, whatever the state allows", () => {
    expect(() => requireAct({ state: "routed", version: 1, ...byList }, "receive", 0)).toThrow(
      "leads.stale",
    );
  });

  test("publishing before a decision is refused", () => {
    expect(() => requireAct({ state: "received", version: 2, ...byList }, "publish", 2)).toThrow(
      "leads.bad-transition",
    );
  });
});
