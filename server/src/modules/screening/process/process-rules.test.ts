import { describe, expect, test } from "vitest";

import { checkLots, checkTimeline, countChecks } from "./check.ts";
import { PROCESS_DEMONSTRATIONS } from "./process-demonstrations.ts";
import { lastDayOf } from "./process-rule.ts";
import { PROCESS_RULES } from "./process-rules.ts";
import type { OpenedFile, Timeline } from "./timeline.ts";

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

describe("PRO-03 and the files at the opening", () => {
  const deadline = "2026-03-02T01:30:00.000Z";
  const early = "2026-03-02T01:29:59.999Z";
  const bid = { by: "a", at: "2026-03-01T01:00:00.000Z" };
  const outcome = (...files: readonly Omit<OpenedFile, "by">[]) =>
    checkTimeline({
      ...BARE,
      bidDeadline: deadline,
      receipts: [bid],
      files: files.map((file, n) => ({ by: `firm ${n}`, ...file })),
    }).find(({ id }) => id === "PRO-03")?.result;
  const same = { isReceived: true, hasCommitments: true, committedAt: early, recordedAt: early };

  test.each([
    [
      "the file that was received and committed to",
      same,
      "noHit",
      "late=0; replaced=0; committedLate=0",
    ],
    [
      "no commitment in the lot",
      { isReceived: true, hasCommitments: false },
      "noHit",
      "late=0; replaced=0; committedLate=0",
    ],
    [
      "another file than the one committed to",
      { hasCommitments: true },
      "hit",
      "late=0; replaced=1; committedLate=0",
    ],
    [
      "another file than any received",
      { ...same, isReceived: false },
      "hit",
      "late=0; replaced=1; committedLate=0",
    ],
    [
      "committed at the deadline",
      { ...same, committedAt: deadline, recordedAt: deadline },
      "hit",
      "late=0; replaced=0; committedLate=1",
    ],
    [
      "told late by a clock ahead, recorded in time",
      { ...same, committedAt: deadline },
      "noHit",
      "late=0; replaced=0; committedLate=0",
    ],
  ] as const)("%s", (...[, file, expected, value]) => {
    expect(outcome(file)).toEqual({ outcome: expected, value });
  });

  test("told in time but recorded late: the clocks may differ, so nothing is said", () => {
    const unproven = { ...same, recordedAt: deadline };
    expect(outcome(same, unproven)).toEqual({ outcome: "notComputable", reason: "clockSkew" });
    expect(outcome(unproven, { hasCommitments: true })).toMatchObject({ outcome: "hit" });
  });
});
