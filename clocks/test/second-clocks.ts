// oxlint-disable complexity, max-depth, max-lines-per-function, max-params -- of another author, kept as it was written
// Second, independent implementation of the statutory clocks. Literal, not fast: every clock walks day by day.

export interface HolidayYear {
  readonly year: number;
  readonly days: readonly { readonly date: string; readonly isOffDay: boolean }[];
}
export interface Case {
  readonly kind:
    | "enquiry"
    | "challenge"
    | "objection"
    | "complaint"
    | "tipoff"
    | "inspection-result";
  readonly regime: "works" | "procurement" | "land" | "mineral" | "property" | "other";
  /** Day of receipt in Asia/Shanghai, YYYY-MM-DD; for inspection-result the end of the check. */
  readonly receivedOn: string;
  /** Day of acceptance; absent: not accepted yet, so clocks that start from acceptance do not run. */
  readonly acceptedOn?: string;
  readonly matter?: "documents" | "prequalification" | "opening" | "result";
  /** Both days inclusive; to absent: the pause still runs. */
  readonly pauses?: readonly {
    readonly ground:
      | "inspection"
      | "testing"
      | "appraisal"
      | "expert-review"
      | "correction"
      | "other";
    readonly from: string;
    readonly to?: string;
  }[];
}
export interface Answer {
  readonly binding: { readonly clock: string; readonly due: string | null } | null;
  readonly clocks: readonly {
    readonly id: string;
    readonly due: string | null;
    readonly provisional: boolean;
  }[];
}

interface Clock {
  readonly id: string;
  readonly due: string | null;
  readonly provisional: boolean;
}
type Pause = NonNullable<Case["pauses"]>[number];

// Grounds on which a complaint pauses.
const WORKS_GROUNDS: readonly string[] = ["inspection", "testing", "appraisal", "expert-review"]; // ZTB-T-61
const PROCUREMENT_GROUNDS: readonly string[] = [
  "inspection",
  "testing",
  "appraisal",
  "expert-review",
  "correction",
]; // CG-T-58

// Steps inside the office; every other clock binds.
const INNER_STEPS: readonly string[] = ["complaint.review", "complaint.dispatch"];

function dayAfter(day: string): string {
  const moment = new Date(day + "T00:00:00Z");
  moment.setUTCDate(moment.getUTCDate() + 1);
  return moment.toISOString().slice(0, 10);
}

function isPublished(day: string, years: readonly HolidayYear[]): boolean {
  const year = Number(day.slice(0, 4));
  return years.some((one) => one.year === year && one.days.length > 0);
}

/**
 * A day may stand in the file of its own year or, at the end of December, in that of the next year
 * (a notice for a year also moves days around New Year). The notice of the later year decides.
 */
function isWorkingDay(day: string, years: readonly HolidayYear[]): boolean {
  const ownYear = Number(day.slice(0, 4));
  let noticeYear = -Infinity;
  let noticeOff: boolean | null = null;
  for (const one of years) {
    if (one.year !== ownYear && one.year !== ownYear + 1) continue;
    for (const entry of one.days) {
      if (entry.date === day && one.year >= noticeYear) {
        noticeYear = one.year;
        noticeOff = entry.isOffDay;
      }
    }
  }
  if (noticeOff !== null) return !noticeOff;
  const weekday = new Date(day + "T00:00:00Z").getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** null: the walk reached a year without notice. */
function walkWorkingDays(
  start: string,
  count: number,
  closedPauses: readonly Pause[],
  years: readonly HolidayYear[],
): string | null {
  let day = start;
  let counted = 0;
  while (counted < count) {
    day = dayAfter(day);
    if (!isPublished(day, years)) return null;
    const today = day;
    const paused = closedPauses.some(
      (pause) => pause.to !== undefined && pause.from <= today && today <= pause.to,
    );
    if (!paused && isWorkingDay(day, years)) counted += 1;
  }
  return day;
}

/** null: the walk, or the move off a rest day, reached a year without notice. */
function walkCalendarDays(
  start: string,
  count: number,
  years: readonly HolidayYear[],
): string | null {
  let day = start;
  for (let counted = 0; counted < count; counted += 1) {
    day = dayAfter(day);
    if (!isPublished(day, years)) return null;
  }
  while (!isWorkingDay(day, years)) {
    day = dayAfter(day);
    if (!isPublished(day, years)) return null;
  }
  return day;
}

function clock(id: string, due: string | null): Clock {
  return { id, due, provisional: due === null };
}

function workingDayClock(
  id: string,
  start: string,
  count: number,
  pauses: readonly Pause[],
  years: readonly HolidayYear[],
): Clock {
  const closed = pauses.filter((pause) => pause.to !== undefined);
  const running = pauses.filter((pause) => pause.to === undefined);
  const due = walkWorkingDays(start, count, closed, years);
  if (due === null) return clock(id, null);
  // A pause that still runs leaves no date, unless it begins only after the date.
  if (running.some((pause) => pause.from <= due)) return clock(id, null);
  return clock(id, due);
}

function runningClocks(theCase: Case, years: readonly HolidayYear[]): Clock[] {
  const { kind, regime, receivedOn, acceptedOn } = theCase;
  const clocks: Clock[] = [];
  const none: readonly Pause[] = [];

  if (kind === "enquiry") {
    // CG-T-52
    if (regime === "procurement" && receivedOn >= "2015-03-01") {
      clocks.push(workingDayClock("enquiry.reply", receivedOn, 3, none, years));
    }
  }

  if (kind === "challenge" || kind === "objection") {
    // CG-53, MOF94-13
    if (regime === "procurement" && receivedOn >= "2003-01-01") {
      clocks.push(workingDayClock("challenge.reply", receivedOn, 7, none, years));
    }
    if (regime === "works" && receivedOn >= "2012-02-01") {
      if (theCase.matter === "opening") {
        clocks.push(clock("objection.on-the-spot", receivedOn)); // ZTB-T-44
      } else {
        clocks.push(clock("objection.reply", walkCalendarDays(receivedOn, 3, years))); // ZTB-T-22, ZTB-T-54
      }
    }
    // LOCAL-Z7
    if (acceptedOn !== undefined) {
      clocks.push(workingDayClock("local.challenge", acceptedOn, 7, none, years));
    }
  }

  if (kind === "complaint") {
    const pauses = theCase.pauses ?? [];
    if (regime === "works") {
      const counting = pauses.filter((pause) => WORKS_GROUNDS.includes(pause.ground));
      // ZTB-T-61
      if (receivedOn >= "2012-02-01") {
        clocks.push(workingDayClock("complaint.accept", receivedOn, 3, none, years));
        if (acceptedOn !== undefined) {
          clocks.push(workingDayClock("complaint.decide", acceptedOn, 30, counting, years));
        }
      }
      // LOCAL-T15
      if (acceptedOn !== undefined) {
        clocks.push(workingDayClock("local.complaint", acceptedOn, 15, counting, years));
      }
    } else if (regime === "procurement") {
      const counting = pauses.filter((pause) => PROCUREMENT_GROUNDS.includes(pause.ground));
      // CG-56, MOF94-26
      if (receivedOn >= "2003-01-01") {
        clocks.push(workingDayClock("complaint.decide", receivedOn, 30, counting, years));
      }
      // MOF94-21
      if (receivedOn >= "2018-03-01") {
        clocks.push(workingDayClock("complaint.review", receivedOn, 5, none, years));
        clocks.push(workingDayClock("complaint.dispatch", receivedOn, 8, none, years));
      }
      // LOCAL-T15; an accepted complaint counts as accepted on the day of receipt
      if (acceptedOn !== undefined) {
        clocks.push(workingDayClock("local.complaint", receivedOn, 15, counting, years));
      }
    } else {
      // LOCAL-T15 alone, without pauses
      if (acceptedOn !== undefined) {
        clocks.push(workingDayClock("local.complaint", acceptedOn, 15, none, years));
      }
    }
  }

  if (kind === "tipoff") {
    // LOCAL-J15
    if (acceptedOn !== undefined) {
      clocks.push(workingDayClock("local.tipoff", acceptedOn, 15, none, years));
    }
  }

  if (kind === "inspection-result") {
    // LOCAL-S5
    clocks.push(workingDayClock("local.inspection", receivedOn, 5, none, years));
    // XXGK-26
    if (receivedOn >= "2019-05-15") {
      clocks.push(workingDayClock("disclosure.outer", receivedOn, 20, none, years));
    }
  }

  return clocks;
}

export function second(theCase: Case, years: readonly HolidayYear[]): Answer {
  const clocks = runningClocks(theCase, years);
  const candidates = clocks.filter((one) => !INNER_STEPS.includes(one.id));

  let earliest: { clock: string; due: string } | null = null;
  for (const one of candidates) {
    if (one.due !== null && (earliest === null || one.due < earliest.due)) {
      earliest = { clock: one.id, due: one.due };
    }
  }

  let binding: Answer["binding"] = null;
  const first = candidates[0];
  if (earliest !== null) {
    binding = earliest;
  } else if (first !== undefined) {
    binding = { clock: first.id, due: null };
  }
  return { binding, clocks };
}
