/**
 * Whether a person may still challenge, object or complain on a day, until when, and what has to come first. Pure. Where the
 * law leaves room the earlier date is given, and the answer names the doubt (law register, open questions).
 */
import { articlesOn } from "./articles.ts";
import type { Calendar } from "./calendar.ts";
import type { Matter, Regime } from "./clock-table.ts";
import { type Day, dayOf, numberOf } from "./day.ts";
import { countDays, type Counted, type StripDay } from "./explain.ts";

export interface Act {
  readonly kind: "enquiry" | "challenge" | "objection" | "complaint" | "tipoff";
  readonly regime: Regime;
  /** The day on which it would be done. */
  readonly on: Day;
  /** Of works; "other": none of articles 22, 44 and 54. */
  readonly matter?: Matter | "other" | undefined;
  /** Day on which it was known, or should have been (CG-T-53, ZTB-T-60). */
  readonly knownOn?: Day | undefined;
  /** Until when bids, or applications for prequalification, are taken; bids are opened then. */
  readonly deadlineOn?: Day | undefined;
  /** Publicity of the candidates. */
  readonly publicity?: { readonly from: Day; readonly to: Day } | undefined;
  /** The challenge or objection that came before a complaint. */
  readonly earlier?:
    | { readonly receivedOn: Day; readonly answeredOn?: Day | undefined }
    | undefined;
}

export type WindowState = "open" | "closed" | "notYet" | "unknown";

export type WindowReason =
  | "any-time"
  | "no-verified-limit"
  | "within"
  | "too-late"
  | "not-begun"
  | "challenge-first"
  | "objection-first"
  | "answer-pending"
  | "facts-missing"
  | "calendar";

/** What the law does not settle; the earlier date was taken. */
export type Doubt = "backward-count" | "rest-day" | "end-days";

export type Fact = "matter" | "knownOn" | "deadlineOn" | "publicity";

export interface ActWindow {
  readonly state: WindowState;
  readonly reason: WindowReason;
  readonly firstOn: Day | null;
  readonly lastOn: Day | null;
  /** Facts without which it cannot be told. */
  readonly missing: readonly Fact[];
  readonly articles: readonly string[];
  readonly doubts: readonly Doubt[];
  /** How the last day was counted; empty where nothing was. */
  readonly strip: readonly StripDay[];
}

const CHALLENGE_DAYS = 7;
const REPLY_DAYS = 7;
const COMPLAINT_DAYS = 15;
const WORKS_COMPLAINT_DAYS = 10;
const WORKS_REPLY_DAYS = 3;
/** 条例22: days before the deadline. */
const BEFORE = { documents: 10, prequalification: 2 } as const;

const NOTHING: ActWindow = {
  state: "unknown",
  reason: "facts-missing",
  firstOn: null,
  lastOn: null,
  missing: [],
  articles: [],
  doubts: [],
  strip: [],
};

const missing = (fact: Fact, articles: readonly string[]): ActWindow => ({
  ...NOTHING,
  missing: [fact],
  articles,
});

/** Articles that were in force on the day of the act. */
function inForce(window: ActWindow, on: Day): ActWindow {
  const known = new Set(articlesOn(on).map(({ id }) => id));
  return { ...window, articles: window.articles.filter((id) => known.has(id)) };
}

export function explainWindow(act: Act, calendar: Calendar): ActWindow {
  const { kind, regime, on } = act;
  if (kind === "enquiry" || kind === "tipoff")
    return { ...NOTHING, state: "open", reason: "any-time" };
  if (regime !== "works" && regime !== "procurement")
    return { ...NOTHING, state: "open", reason: "no-verified-limit" };
  if (kind === "complaint")
    return inForce(
      regime === "works" ? worksComplaint(act, calendar) : procurementComplaint(act, calendar),
      on,
    );
  return inForce(regime === "works" ? worksObjection(act) : challenge(act, calendar), on);
}

/** 采购法52: seven working days from knowing. */
function challenge({ on, knownOn }: Act, calendar: Calendar): ActWindow {
  const articles = ["CG-52", "CG-T-53", "MOF94-10"];
  if (knownOn === undefined) return missing("knownOn", articles);
  const counted = countDays({
    rule: { unit: "workingDay", length: CHALLENGE_DAYS },
    startOn: knownOn,
    pauses: [],
    calendar,
  });
  return until({ on, counted, articles, firstOn: knownOn });
}

interface Until {
  readonly on: Day;
  readonly counted: Pick<Counted, "due" | "strip">;
  readonly articles: readonly string[];
  readonly firstOn: Day | null;
  readonly doubts?: readonly Doubt[];
}

function until({ on, counted, articles, firstOn, doubts = [] }: Until): ActWindow {
  const { due: lastOn, strip } = counted;
  const found = { ...NOTHING, firstOn, lastOn, articles, doubts, strip };
  if (firstOn !== null && on < firstOn) return { ...found, state: "notYet", reason: "not-begun" };
  const lastKnown = strip.at(-1)?.date ?? on;
  if (lastOn === null)
    return on < lastKnown
      ? { ...found, state: "open", reason: "calendar" }
      : { ...found, reason: "calendar" };
  return on <= lastOn
    ? { ...found, state: "open", reason: "within" }
    : { ...found, state: "closed", reason: "too-late" };
}

const back = (day: Day, days: number): Day => dayOf(numberOf(day) - days);

/** 条例22, 44, 54. */
function worksObjection({ on, matter, deadlineOn, publicity }: Act): ActWindow {
  switch (matter) {
    case "documents":
    case "prequalification": {
      const articles = ["ZTB-T-22"];
      if (deadlineOn === undefined) return missing("deadlineOn", articles);
      const due = back(deadlineOn, BEFORE[matter]);
      return until({
        on,
        counted: { due, strip: [] },
        articles,
        firstOn: null,
        doubts: ["backward-count"],
      });
    }
    case "opening": {
      const articles = ["ZTB-T-44"];
      if (deadlineOn === undefined) return missing("deadlineOn", articles);
      return until({ on, counted: { due: deadlineOn, strip: [] }, articles, firstOn: deadlineOn });
    }
    case "result": {
      const articles = ["ZTB-T-54"];
      if (publicity === undefined) return missing("publicity", articles);
      const { from, to } = publicity;
      return until({ on, counted: { due: to, strip: [] }, articles, firstOn: from });
    }
    case "other":
    case undefined:
      return missing("matter", ["ZTB-T-22", "ZTB-T-44", "ZTB-T-54"]);
  }
}

/** 采购法55, 94号令17, 19: after the challenge, within fifteen working days of the end of the time for its answer. */
function procurementComplaint({ on, earlier }: Act, calendar: Calendar): ActWindow {
  const articles = ["CG-55", "CG-T-55", "MOF94-17", "MOF94-19"];
  if (earlier === undefined)
    return { ...NOTHING, state: "notYet", reason: "challenge-first", articles };
  const { receivedOn, answeredOn } = earlier;
  const count = (startOn: Day, length: number) =>
    countDays({ rule: { unit: "workingDay", length }, startOn, pauses: [], calendar });
  const reply = count(receivedOn, REPLY_DAYS);
  if (reply.due === null) return { ...NOTHING, reason: "calendar", articles, strip: reply.strip };
  const firstOn = answeredOn ?? dayOf(numberOf(reply.due) + 1);
  const found = until({ on, counted: count(reply.due, COMPLAINT_DAYS), articles, firstOn });
  return found.state === "notYet" ? { ...found, reason: "answer-pending" } : found;
}

/** 条例60: ten days from knowing; of 22, 44 and 54 only after an objection, whose answer's time is not counted. */
function worksComplaint({ on, matter, knownOn, earlier }: Act, calendar: Calendar): ActWindow {
  const articles = ["ZTB-T-60"];
  if (matter === undefined) return missing("matter", articles);
  if (matter !== "other" && earlier === undefined)
    return { ...NOTHING, state: "notYet", reason: "objection-first", articles };
  if (knownOn === undefined) return missing("knownOn", articles);
  const pauses: Parameters<typeof countDays>[0]["pauses"] =
    earlier === undefined
      ? []
      : [{ ground: "other", from: dayOf(numberOf(earlier.receivedOn) + 1), to: answerOf(earlier) }];
  const counted = countDays({
    rule: { unit: "calendarDay", length: WORKS_COMPLAINT_DAYS },
    startOn: knownOn,
    pauses,
    calendar,
  });
  const isWaiting =
    earlier !== undefined && earlier.answeredOn === undefined && on <= answerOf(earlier);
  const doubts: readonly Doubt[] = earlier === undefined ? ["rest-day"] : ["rest-day", "end-days"];
  const found = until({ on, counted, articles, firstOn: knownOn, doubts });
  return isWaiting && found.state === "open"
    ? {
        ...found,
        state: "notYet",
        reason: "answer-pending",
        firstOn: dayOf(numberOf(answerOf(earlier)) + 1),
      }
    : found;
}

/** When the answer came; while it has not, when it is due by 条例22 and 54, without a move: the earlier reading. */
const answerOf = ({ receivedOn, answeredOn }: NonNullable<Act["earlier"]>): Day =>
  answeredOn ?? dayOf(numberOf(receivedOn) + WORKS_REPLY_DAYS);
