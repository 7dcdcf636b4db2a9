/** Whether an act is still possible, worked out by hand from the articles. */
import { describe, expect, test } from "vitest";

import { publishedCalendar } from "./published.ts";
import { type Act, explainWindow } from "./windows.ts";

const ask = (act: Act) => explainWindow(act, publishedCalendar);

describe("procurement", () => {
  const challenge = { kind: "challenge", regime: "procurement", knownOn: "2026-03-02" } as const;

  test("采购法52: a challenge within seven working days of knowing", () => {
    expect(ask({ ...challenge, on: "2026-03-11" })).toMatchObject({
      state: "open",
      lastOn: "2026-03-11",
      articles: ["CG-52", "CG-T-53", "MOF94-10"],
    });
    expect(ask({ ...challenge, on: "2026-03-12" })).toMatchObject({
      state: "closed",
      reason: "too-late",
    });
  });

  test("the same under the name of an objection; without the day of knowing nothing is told", () => {
    expect(ask({ ...challenge, kind: "objection", on: "2026-03-11" }).state).toBe("open");
    expect(ask({ ...challenge, knownOn: undefined, on: "2026-03-11" })).toMatchObject({
      state: "unknown",
      missing: ["knownOn"],
    });
  });

  test("采购法55: no complaint without a challenge", () => {
    expect(ask({ kind: "complaint", regime: "procurement", on: "2026-03-11" })).toMatchObject({
      state: "notYet",
      reason: "challenge-first",
    });
  });

  test("采购法55: fifteen working days from the end of the reply period, not from the reply", () => {
    const complaint = { kind: "complaint", regime: "procurement" } as const;
    const earlier = { receivedOn: "2026-03-02", answeredOn: "2026-03-04" };
    // Reply period: 11 March; fifteen working days on: 1 April.
    expect(ask({ ...complaint, earlier, on: "2026-03-05" })).toMatchObject({
      state: "open",
      firstOn: "2026-03-04",
      lastOn: "2026-04-01",
    });
    expect(ask({ ...complaint, earlier, on: "2026-04-02" }).state).toBe("closed");
    const waiting = { receivedOn: "2026-03-02" };
    expect(ask({ ...complaint, earlier: waiting, on: "2026-03-11" })).toMatchObject({
      state: "notYet",
      reason: "answer-pending",
      firstOn: "2026-03-12",
    });
    expect(ask({ ...complaint, earlier: waiting, on: "2026-03-12" }).state).toBe("open");
  });

  test("a window whose end lies in an unpublished year is open as long as that is certain, and has no last day", () => {
    const late = { ...challenge, knownOn: "2026-12-28" };
    expect(ask({ ...late, on: "2026-12-31" })).toMatchObject({
      state: "open",
      reason: "calendar",
      lastOn: null,
    });
    expect(ask({ ...late, on: "2027-01-08" })).toMatchObject({
      state: "unknown",
      reason: "calendar",
    });
  });
});

describe("works", () => {
  const objection = { kind: "objection", regime: "works", deadlineOn: "2026-03-20" } as const;

  test.each([
    ["documents", "2026-03-10", "2026-03-11"],
    ["prequalification", "2026-03-18", "2026-03-19"],
  ] as const)("条例22: to %s until %s, not on %s", (matter, last, after) => {
    expect(ask({ ...objection, matter, on: last })).toMatchObject({
      state: "open",
      lastOn: last,
      doubts: ["backward-count"],
    });
    expect(ask({ ...objection, matter, on: after }).state).toBe("closed");
  });

  test("条例44: at the opening, on that day only", () => {
    const states = ["2026-03-19", "2026-03-20", "2026-03-21"].map(
      (on) => ask({ ...objection, matter: "opening", on }).state,
    );
    expect(states).toEqual(["notYet", "open", "closed"]);
  });

  test("条例54: to the result while the candidates are public", () => {
    const publicity = { from: "2026-03-23", to: "2026-03-26" };
    const states = ["2026-03-22", "2026-03-23", "2026-03-26", "2026-03-27"].map(
      (on) => ask({ ...objection, matter: "result", publicity, on }).state,
    );
    expect(states).toEqual(["notYet", "open", "open", "closed"]);
  });

  test.each([
    [{ matter: undefined }, "matter"],
    [{ matter: "documents", deadlineOn: undefined }, "deadlineOn"],
    [{ matter: "result" }, "publicity"],
  ] as const)("%j: asks for %s", (change, fact) => {
    expect(ask({ ...objection, on: "2026-03-01", ...change }).missing).toEqual([fact]);
  });

  test("条例60: of what 22, 44 and 54 name, an objection comes first; of anything else none", () => {
    const complaint = { kind: "complaint", regime: "works", knownOn: "2026-03-02" } as const;
    expect(ask({ ...complaint, matter: "result", on: "2026-03-05" })).toMatchObject({
      state: "notYet",
      reason: "objection-first",
    });
    expect(ask({ ...complaint, matter: "other", on: "2026-03-12" })).toMatchObject({
      state: "open",
      lastOn: "2026-03-12",
      doubts: ["rest-day"],
    });
    expect(ask({ ...complaint, matter: "other", on: "2026-03-13" }).state).toBe("closed");
  });

  test("条例60: the time of the objection's answer is not counted; the end moves off a rest day", () => {
    const complaint = { kind: "complaint", regime: "works", matter: "result" } as const;
    const asked = {
      ...complaint,
      knownOn: "2026-03-02",
      earlier: { receivedOn: "2026-03-04", answeredOn: "2026-03-06" },
    };
    // 3 and 4 March, then 7 to 14 March: the tenth day is a Saturday.
    expect(ask({ ...asked, on: "2026-03-16" })).toMatchObject({
      state: "open",
      lastOn: "2026-03-16",
    });
    expect(ask({ ...asked, on: "2026-03-17" }).state).toBe("closed");
  });

  test("while the answer is awaited the complaint is early", () => {
    const asked = {
      kind: "complaint",
      regime: "works",
      matter: "documents",
      knownOn: "2026-03-02",
      earlier: { receivedOn: "2026-03-04" },
    } as const;
    expect(ask({ ...asked, on: "2026-03-05" })).toMatchObject({
      state: "notYet",
      reason: "answer-pending",
      firstOn: "2026-03-08",
    });
    expect(ask({ ...asked, on: "2026-03-09" }).state).toBe("open");
  });

  test("an act keeps the law of its day", () => {
    const { articles } = ask({ ...objection, matter: "documents", on: "2011-12-01" });
    expect(articles).toEqual([]);
  });
});

describe("elsewhere", () => {
  test("enquiries and tip-offs at any time", () => {
    for (const kind of ["enquiry", "tipoff"] as const)
      expect(ask({ kind, regime: "works", on: "2026-03-02" })).toMatchObject({
        state: "open",
        reason: "any-time",
      });
  });

  test("land, mineral, property and other rights: no verified limit, which is said", () => {
    for (const regime of ["land", "mineral", "property", "other"] as const)
      expect(ask({ kind: "complaint", regime, on: "2026-03-02" })).toMatchObject({
        state: "open",
        reason: "no-verified-limit",
        articles: [],
      });
  });
});
