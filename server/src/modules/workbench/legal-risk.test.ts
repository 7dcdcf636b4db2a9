import { describe, expect, test } from "vitest";

import { compareRisk, type LotDays, riskOf, standingOf } from "./legal-risk.ts";

const TODAY = "2026-06-10";
const NONE: LotDays = {
  openingOn: null,
  openedOn: null,
  evaluatedOn: null,
  disclosedTo: null,
  awardedOn: null,
  isOver: false,
};
const standing = (days: Partial<LotDays>) => standingOf({ ...NONE, ...days }, TODAY);
const told = (days: Partial<LotDays>) => {
  const found = standing(days);
  return [found.ground, found.until, riskOf(found, TODAY)];
};

describe("where a lot stands", () => {
  test("ZTB-T-54: published candidates can be objected to until the last day, which counts", () => {
    expect(told({ openedOn: "2026-06-01", evaluatedOn: "2026-06-02", disclosedTo: TODAY })).toEqual(
      ["disclosure", TODAY, "due"],
    );
    expect(told({ openedOn: "2026-06-01", disclosedTo: "2026-06-12" })[2]).toBe("calm");
    expect(told({ openedOn: "2026-06-01", disclosedTo: "2026-06-09" })[0]).toBe("beforeAward");
  });

  test("ZTB-T-54: candidates are to be published within three days of the evaluation", () => {
    expect(told({ evaluatedOn: "2026-06-08" })).toEqual(["toDisclose", "2026-06-11", "due"]);
    expect(told({ evaluatedOn: "2026-06-06" })).toEqual(["toDisclose", "2026-06-09", "overdue"]);
  });

  test("ZTB-46: the thirtieth day after the award is in time, the next one is late", () => {
    expect(told({ awardedOn: "2026-05-11" })).toEqual(["beforeContract", TODAY, "due"]);
    expect(told({ awardedOn: "2026-05-10" })).toEqual(["contractLate", "2026-06-09", "overdue"]);
  });

  test("before the opening its day counts; afterwards nothing is known of a lot without one", () => {
    expect(told({ openingOn: "2026-06-11" })).toEqual(["opening", "2026-06-11", "due"]);
    expect(told({ openingOn: "2026-06-09" })).toEqual(["announced", undefined, "calm"]);
  });

  test("what is over presses nobody", () => {
    expect(told({ awardedOn: "2026-01-01", isOver: true })).toEqual(["after", undefined, "calm"]);
  });
});

describe("the order of a list", () => {
  const row = (name: string, ground: Parameters<typeof compareRisk>[0]) => ({ name, ...ground });

  test("is by what is lost, not by age", () => {
    const rows = [
      row("signed", { ground: "after", risk: "calm", level: "determination", bits: 90 }),
      row("late", { ground: "contractLate", risk: "overdue", until: "2026-06-01" }),
      row("last day", { ground: "disclosure", risk: "due", until: TODAY, level: "hint" }),
      row("days left", { ground: "disclosure", risk: "calm", until: "2026-06-14" }),
    ];
    expect(rows.toSorted(compareRisk).map(({ name }) => name)).toEqual([
      "late",
      "last day",
      "days left",
      "signed",
    ]);
  });

  test("of equals the nearer day, then the level, then the weight of evidence decides", () => {
    const ground = "disclosure" as const;
    const rows = [
      row("hint", { ground, risk: "calm", until: "2026-06-14", level: "hint", bits: 50 }),
      row("weak", { ground, risk: "calm", until: "2026-06-14", level: "lead", bits: 9 }),
      row("strong", { ground, risk: "calm", until: "2026-06-14", level: "lead", bits: 20 }),
      row("nearer", { ground, risk: "calm", until: "2026-06-13", level: "hint", bits: 1 }),
    ];
    expect(rows.toSorted(compareRisk).map(({ name }) => name)).toEqual([
      "nearer",
      "strong",
      "weak",
      "hint",
    ]);
  });
});
