/** Cases worked out by hand from the articles; the golden ones and the second implementation stand beside them. */
import { describe, expect, test } from "vitest";

import { CLOCK_ARTICLES } from "./articles.ts";
import { createCalendar } from "./calendar.ts";
import { REGIMES } from "./clock-table.ts";
import { explainClocks, type Voice } from "./explain.ts";
import { publishedLaw } from "./law.ts";
import { publishedCalendar, publishedYears } from "./published.ts";

const explain = (voice: Voice) => explainClocks(voice, publishedCalendar);
const dueOf = (voice: Voice) =>
  Object.fromEntries(explain(voice).clocks.map(({ id, due }) => [id, due]));

/** Received on a Thursday before Mid-Autumn and National Day. */
const RECEIVED = { receivedOn: "2026-09-24", acceptedOn: "2026-09-24" } as const;

describe("one voice, the clocks of its statute", () => {
  test("条例22: a works objection to documents is answered in 3 calendar days, moved off the holiday (民法典203)", () => {
    const { binding } = explain({ kind: "objection", regime: "works", ...RECEIVED });
    // 25, 26, 27 September are counted and are days off; the 28th is a working day.
    expect(binding).toEqual({ clock: "objection.reply", due: "2026-09-28" });
  });

  test("条例54: an objection to the result rests on article 54", () => {
    const [clock] = explain({
      kind: "objection",
      regime: "works",
      matter: "result",
      ...RECEIVED,
    }).clocks;
    expect([clock?.id, clock?.articles]).toEqual(["objection.reply", ["ZTB-T-54"]]);
  });

  test("条例44: an objection at the opening is answered on the spot, whatever day it is", () => {
    const voice = { kind: "objection", regime: "works", matter: "opening" } as const;
    expect(explain({ ...voice, receivedOn: "2026-10-03" }).binding).toEqual({
      clock: "objection.on-the-spot",
      due: "2026-10-03",
    });
  });

  test("采购法53: a challenge runs 7 working days from receipt, the promise from acceptance; the earlier binds", () => {
    const voice = { kind: "challenge", regime: "procurement", receivedOn: "2026-03-02" } as const;
    expect(explain({ ...voice, acceptedOn: "2026-03-04" }).binding).toEqual({
      clock: "challenge.reply",
      due: "2026-03-11",
    });
    expect(dueOf({ ...voice, acceptedOn: "2026-03-04" })["local.challenge"]).toBe("2026-03-13");
  });

  test("a works voice under the name 质疑 gets the 3 days of 条例22, not 7 working days", () => {
    const { binding } = explain({ kind: "challenge", regime: "works", receivedOn: "2026-03-02" });
    expect(binding).toEqual({ clock: "objection.reply", due: "2026-03-05" });
  });

  test("采例52: an enquiry in procurement 3 working days; in works none runs", () => {
    expect(dueOf({ kind: "enquiry", regime: "procurement", ...RECEIVED })).toEqual({
      "enquiry.reply": "2026-09-30",
    });
    expect(explain({ kind: "enquiry", regime: "works", ...RECEIVED })).toMatchObject({
      binding: null,
      clocks: [],
    });
  });

  test("条例61: a works complaint is accepted in 3 working days of receipt and decided in 30 of acceptance", () => {
    const voice = { kind: "complaint", regime: "works", receivedOn: "2026-03-02" } as const;
    expect(dueOf(voice)).toEqual({ "complaint.accept": "2026-03-05" });
    expect(dueOf({ ...voice, acceptedOn: "2026-03-04" })).toEqual({
      "complaint.accept": "2026-03-05",
      "complaint.decide": "2026-04-16",
      "local.complaint": "2026-03-25",
    });
  });

  test("采购法56, 94号令21: in procurement the day of receipt counts as acceptance", () => {
    const voice = { kind: "complaint", regime: "procurement", receivedOn: "2026-03-02" } as const;
    expect(dueOf({ ...voice, acceptedOn: "2026-03-06" })).toEqual({
      "complaint.decide": "2026-04-14",
      "complaint.review": "2026-03-09",
      "complaint.dispatch": "2026-03-12",
      "local.complaint": "2026-03-23",
    });
  });

  test("steps inside the office never bind", () => {
    const { binding } = explain({
      kind: "complaint",
      regime: "procurement",
      receivedOn: "2026-03-02",
    });
    expect(binding).toEqual({ clock: "complaint.decide", due: "2026-04-14" });
  });

  test.each(REGIMES.filter((regime) => regime !== "works" && regime !== "procurement"))(
    "%s: no verified statutory clock, the commitment only",
    (regime) => {
      for (const kind of ["challenge", "objection", "complaint"] as const) {
        const { clocks } = explain({ kind, regime, ...RECEIVED });
        expect(clocks.every(({ isCommitment }) => isCommitment)).toBe(true);
        expect(clocks).toHaveLength(1);
      }
    },
  );

  test("公开条例26: an inspection result is public in 5 working days by promise, in 20 by law", () => {
    const voice = { kind: "inspection-result", regime: "works", receivedOn: "2026-03-02" } as const;
    expect(dueOf(voice)).toEqual({
      "local.inspection": "2026-03-09",
      "disclosure.outer": "2026-03-30",
    });
  });
});

describe("pauses (条例61, 采例58, 94号令27)", () => {
  const voice = {
    kind: "complaint",
    regime: "works",
    ...RECEIVED,
    receivedOn: "2026-03-02",
  } as const;
  const accepted = { ...voice, acceptedOn: "2026-03-02" };

  test("both end days are left out; a statutory ground moves law and promise alike", () => {
    const pauses = [{ ground: "expert-review", from: "2026-03-09", to: "2026-03-11" }] as const;
    expect(dueOf({ ...accepted, pauses })).toMatchObject({
      "complaint.decide": "2026-04-17",
      "local.complaint": "2026-03-26",
      "complaint.accept": "2026-03-05",
    });
  });

  test("correction stops the clock in procurement and not in works", () => {
    const pauses = [{ ground: "correction", from: "2026-03-09", to: "2026-03-11" }] as const;
    expect(dueOf({ ...accepted, pauses })["complaint.decide"]).toBe("2026-04-14");
    expect(dueOf({ ...accepted, regime: "procurement", pauses })["complaint.decide"]).toBe(
      "2026-04-17",
    );
  });

  test("pauses that overlap are counted once; any other ground stops nothing", () => {
    const pauses = [
      { ground: "testing", from: "2026-03-09", to: "2026-03-11" },
      { ground: "appraisal", from: "2026-03-10", to: "2026-03-12" },
      { ground: "other", from: "2026-03-13", to: "2026-03-31" },
    ] as const;
    expect(dueOf({ ...accepted, pauses })["complaint.decide"]).toBe("2026-04-20");
  });

  test("while a pause runs there is no date; one that begins after the due day changes nothing", () => {
    const running = explain({ ...accepted, pauses: [{ ground: "testing", from: "2026-03-09" }] });
    const decide = running.clocks.find(({ id }) => id === "complaint.decide");
    expect(decide).toMatchObject({ due: null, provisional: true, reason: "pause" });
    expect(running.binding).toEqual({ clock: "complaint.accept", due: "2026-03-05" });
    const late = dueOf({ ...accepted, pauses: [{ ground: "testing", from: "2026-06-01" }] });
    expect(late["complaint.decide"]).toBe("2026-04-14");
  });

  test("a pause that ends before it begins is refused", () => {
    const pauses = [{ ground: "testing", from: "2026-03-09", to: "2026-03-08" }] as const;
    expect(() => explain({ ...accepted, pauses })).toThrow(RangeError);
  });
});

describe("what is not known is not guessed", () => {
  test("a date that touches 2027 is provisional, and its strip ends where knowledge ends", () => {
    const { binding, clocks } = explain({
      kind: "challenge",
      regime: "procurement",
      receivedOn: "2026-12-28",
      acceptedOn: "2026-12-28",
    });
    expect(binding).toEqual({ clock: "challenge.reply", due: null });
    expect(clocks[0]).toMatchObject({
      due: null,
      provisional: true,
      reason: "calendar",
      year: 2027,
    });
    expect(clocks[0]?.strip.at(-1)).toEqual({ date: "2027-01-01", kind: "unpublished" });
  });

  test("with any one year taken away, no date that touches it is certain (T57)", () => {
    const calendar = createCalendar(publishedYears.filter(({ year }) => year !== 2026));
    for (let day = 1; day <= 28; day += 1) {
      const receivedOn = `2025-12-${String(day).padStart(2, "0")}`;
      const voice = { kind: "complaint", regime: "procurement", receivedOn } as const;
      for (const { due, strip, provisional } of explainClocks(voice, calendar).clocks) {
        const touches = strip.some(({ date }) => date >= "2026-01-01");
        expect(provisional).toBe(touches);
        expect(due === null).toBe(touches);
      }
    }
  });

  test("an act keeps the law of its day: no works objection clock before 2012-02-01", () => {
    const voice = { kind: "objection", regime: "works" } as const;
    expect(explain({ ...voice, receivedOn: "2012-01-31" }).binding).toBeNull();
    expect(explain({ ...voice, receivedOn: "2012-02-01" }).binding).toMatchObject({
      clock: "objection.reply",
    });
  });
});

describe("the table", () => {
  test("every clock rests on articles of the register that were read in a text", () => {
    const read = new Map(CLOCK_ARTICLES.map(({ id, verified }) => [id, verified]));
    const cited = [...new Set(publishedLaw.rules.flatMap(({ articles }) => articles))];
    expect(cited.filter((id) => read.get(id) !== "text-read")).toEqual([]);
  });

  test("the strip counts every day once and ends on the due day", () => {
    for (const { strip, due, length } of explain({
      kind: "complaint",
      regime: "procurement",
      ...RECEIVED,
      pauses: [{ ground: "testing", from: "2026-10-08", to: "2026-10-13" }],
    }).clocks) {
      expect(strip.filter(({ kind }) => kind === "counted").map(({ n }) => n)).toEqual(
        Array.from({ length }, (_, n) => n + 1),
      );
      expect(strip.at(-1)).toMatchObject({ date: due, isDue: true });
    }
  });
});
