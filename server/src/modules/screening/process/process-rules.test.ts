import { describe, expect, test } from "vitest";

import { checkLots, checkTimeline, countChecks } from "./check.ts";
import { PROCESS_DEMONSTRATIONS } from "./process-demonstrations.ts";
import { lastDayOf } from "./process-rule.ts";
import { PROCESS_RULES } from "./process-rules.ts";
import type { Timeline } from "./timeline.ts";

const outcomeOf = (timeline: Timeline, id: string) =>
  checkTimeline(timeline).find((check) => check.id === id)?.result.outcome;

const BARE: Timeline = {
  ocid: "ocds-mj0001-BARE",
  lotId: "1",
  receipts: [],
  withdrawals: [],
  decryptions: [],
  evaluators: 0,
  awards: [],
  objections: [],
};

describe.each(PROCESS_RULES.map(({ manifest }) => manifest.id))("%s", (id) => {
  const demonstration = PROCESS_DEMONSTRATIONS[id];
  test("hits in the planted process and is silent in its honest twin", () => {
    if (demonstration === undefined) throw new Error(`${id} has no demonstration`);
    expect(outcomeOf(demonstration.planted, id)).toBe("hit");
    expect(outcomeOf(demonstration.twin, id)).toBe("noHit");
  });

  test("says notComputable when nothing is known", () => {
    expect(outcomeOf(BARE, id)).toBe("notComputable");
  });
});

test("a period of three days that ends on a Sunday ends on Monday, before a long holiday after it", () => {
  expect(lastDayOf("2026-03-05", 3)).toBe("2026-03-09");
  expect(lastDayOf("2026-09-29", 3)).toBe("2026-10-08");
  expect(lastDayOf("2026-03-02", 3)).toBe("2026-03-05");
});

test("counts over many lots say how many could not be computed and why", () => {
  const planted = PROCESS_DEMONSTRATIONS["PRO-09"]?.planted ?? BARE;
  const counts = countChecks(checkLots([BARE, planted, planted], [])).get("PRO-09");
  expect(counts).toEqual({
    hit: 2,
    noHit: 0,
    notComputable: 1,
    reasons: [{ code: "noAward", lots: 1 }],
  });
});

test("a lot without scores says of every rule over scores that there is no panel", () => {
  const [lot] = checkLots([BARE], []);
  const panel = lot?.checks.filter(({ id }) => id.startsWith("EXP-")) ?? [];
  expect(panel.length).toBeGreaterThan(9);
  for (const { result } of panel)
    expect(result).toEqual({ outcome: "notComputable", reason: "noPanel" });
});
