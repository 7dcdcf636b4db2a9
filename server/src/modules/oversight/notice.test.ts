import { describe, expect, test } from "vitest";

import { publishedCalendar } from "../../../../clocks/src/index.ts";
import { noticeSigned } from "../../../../contract/src/facts/oversight.notice-signed.ts";
import { cardSubject, daysOfQuarter, isReleasable, lastQuarter, quarterOf } from "./card.ts";
import { draftOf } from "./draft.ts";
import { answerDueOn, clocksOfNotice, mayAct, noticeOf, numberOf, requireAct } from "./notice.ts";
import { ANSWER_DAYS } from "./settings.ts";

const SIGNED_AT = "2026-10-09T02:00:00.000Z";
const signed = (version = 0) => ({
  kind: "oversight.notice-signed",
  at: SIGNED_AT,
  payload: { ...noticeSigned.example, version },
});
const event = (kind: string, version: number, more: object = {}) => ({
  kind: `oversight.notice-${kind}`,
  at: "2026-10-10T02:00:00.000Z",
  payload: { version, ...more },
});

describe("a notice", () => {
  test("numbers: TX, DC, JZ, year, three digits", () => {
    expect([
      numberOf("remind", 2026, 12),
      numberOf("urge", 2026, 4),
      numberOf("correct", 2027, 1234),
    ]).toEqual(["TX-2026-012", "DC-2026-004", "JZ-2027-1234"]);
  });

  test("an urging signed on a Friday is due five working days later; the Saturday of the make-up counts", () => {
    // 10 October 2026 is a Saturday on which people work (notice of the State Council).
    expect(answerDueOn(SIGNED_AT, ANSWER_DAYS.urge, publishedCalendar)).toBe("2026-10-15");
    expect(answerDueOn("2031-01-05T02:00:00.000Z", 3, publishedCalendar)).toBeUndefined();
  });

  test("its clocks: to sign for, to answer; none once it is answered", () => {
    const open = noticeOf([signed()]);
    const clocks = open && clocksOfNotice(open, publishedCalendar);
    expect(clocks?.map(({ clock }) => clock)).toEqual(["notice.receive", "notice.answer"]);
    expect(clocks?.[1]).toMatchObject({ dueOn: "2026-10-15", isStatutory: false, binds: true });
    expect(clocks?.[1]?.ladder?.["T+1"]).toContain("discipline");
    const received = noticeOf([signed(), event("received", 1)]);
    expect(received && clocksOfNotice(received, publishedCalendar)).toHaveLength(1);
    const answered = noticeOf([signed(), event("answered", 1, { answer: "mended", text: "已办" })]);
    expect(answered && clocksOfNotice(answered, publishedCalendar)).toEqual([]);
    expect(answered).toMatchObject({ state: "answered", receivedAt: "2026-10-10T02:00:00.000Z" });
  });

  test("the addressee cannot close; nobody acts on a closed one", () => {
    expect(mayAct("signed", "close")).toBe(false);
    expect(mayAct("received", "close")).toBe(false);
    for (const act of ["receive", "answer", "close"] as const)
      expect(mayAct("closed", act)).toBe(false);
    expect(() => requireAct({ state: "signed", version: 0 }, "receive", 1)).toThrow(
      "oversight.stale",
    );
    expect(() => requireAct({ state: "closed", version: 3 }, "answer", 3)).toThrow(
      "oversight.bad-transition",
    );
  });

  test("without its signing there is none", () =>
    expect(noticeOf([event("received", 1)])).toBeUndefined());
});

describe("the machine's draft", () => {
  const cause = {
    situation: "statutoryLate",
    indicator: "SUP-01",
    subject: "voice:TS-2026-0052",
    number: "TS-2026-0052",
    unit: { id: "water", name: "水务局" },
    count: 9,
    countOf: "workingDay",
    dueOn: "2026-09-24",
    articles: ["招标投标法实施条例第61条"],
  } as const;

  test("names fact, day, law, demand and the days for the answer", () => {
    const draft = draftOf(cause, "urge");
    expect(draft.ground).toBe(
      "水务局承办的 TS-2026-0052 法定期限于 2026-09-24 届满，至今逾期9个工作日，未作出处理。依据：招标投标法实施条例第61条。",
    );
    expect(draft.demand).toContain("5个工作日内书面回复");
    expect(draft).toMatchObject({ kind: "urge", unit: cause.unit, subject: cause.subject });
  });

  test("never leaves a hole: what is not known is said", () => {
    const draft = draftOf(
      { ...cause, situation: "pausedLong", dueOn: undefined, articles: [] },
      "remind",
    );
    expect(`${draft.title}${draft.ground}${draft.demand}`).not.toMatch(/\{\{|undefined/);
    expect(draft.ground).toContain("（日期不详）");
  });
});

describe("cards", () => {
  test("quarters begin and end where they do", () => {
    expect(quarterOf("2026-03-31")).toBe("2026-Q1");
    expect(daysOfQuarter("2026-Q1")).toEqual({ from: "2026-01-01", to: "2026-03-31" });
    expect(daysOfQuarter("2026-Q4")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
    expect(lastQuarter("2027-01-01")).toBe("2026-Q4");
    expect(cardSubject("housing", "2026-Q2")).toBe("card:housing/2026-Q2");
  });

  test("released after the department's word, or after its time", () => {
    const day = "2026-07-15";
    expect(isReleasable({ hasComment: true, commentBy: day }, "2026-07-02")).toBe(true);
    expect(isReleasable({ hasComment: false, commentBy: day }, day)).toBe(false);
    expect(isReleasable({ hasComment: false, commentBy: day }, "2026-07-16")).toBe(true);
    expect(isReleasable({ hasComment: false, commentBy: undefined }, "2099-01-01")).toBe(false);
  });
});
