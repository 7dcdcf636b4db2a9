/**
 * Whether a person may still challenge, object or complain on a day, until when, and what has to come first. Pure. Where the
 * law leaves room the earlier date is given, and the answer names the doubt (law register, open questions).
 */
import type { Calendar } from "./calendar.ts";
import type { ClockRule, Matter, Regime } from "./clock-table.ts";
import { type Day, dayOf, numberOf } from "./day.ts";
import { countDays, type Counted, type StripDay } from "./explain.ts";
import { articlesOn, type Law, publishedLaw, rulesOn } from "./law.ts";

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

/** The rules of a day, and the calendar to count on. */
interface World {
  readonly calendar: Calendar;
  limit(id: string, regime: Regime): ClockRule | undefined;
  /** Days of a reply to something received on a day. */
  reply(id: string, regime: Regime, receivedOn: Day): ClockRule | undefined;
}

const ruleOf = (rules: readonly ClockRule[], id: string, regime: Regime): ClockRule | undefined =>
  rules.find((rule) => rule.id === id && rule.regimes.includes(regime));

export function explainWindow(act: Act, calendar: Calendar, law: Law = publishedLaw): ActWindow {
  const { kind, on } = act;
  if (kind === "enquiry" || kind === "tipoff")
    return { ...NOTHING, state: "open", reason: "any-time" };
  const rules = rulesOn(on, law);
  const world: World = {
    calendar,
    limit: (id, of) => ruleOf(rules, id, of),
    reply: (id, of, receivedOn) => ruleOf(rulesOn(receivedOn, law), id, of),
  };
  const window = windowOf(act, world);
  // Articles that were in force on the day of the act.
  const known = new Set(articlesOn(on, law).map(({ id }) => id));
  return { ...window, articles: window.articles.filter((id) => known.has(id)) };
}

const UNLIMITED: ActWindow = { ...NOTHING, state: "open", reason: "no-verified-limit" };

function windowOf(act: Act, world: World): ActWindow {
  const { kind, regime } = act;
  if (kind === "complaint") {
    const limit = world.limit("window.complaint", regime);
    if (limit === undefined) return UNLIMITED;
    if (regime === "works") return worksComplaint(act, world, limit);
    return regime === "procurement"
      ? procurementComplaint(act, world, limit)
      : fromKnowing(act, world, limit);
  }
  if (regime === "works") return worksObjection(act, world);
  const limit = world.limit("window.challenge", regime);
  return limit === undefined ? UNLIMITED : fromKnowing(act, world, limit);
}

/** 采购法52: working days from knowing. */
function fromKnowing({ on, knownOn }: Act, { calendar }: World, rule: ClockRule): ActWindow {
  const { articles } = rule;
  if (knownOn === undefined) return missing("knownOn", articles);
  const counted = countDays({ rule, startOn: knownOn, pauses: [], calendar });
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
function worksObjection(act: Act, world: World): ActWindow {
  const { on, matter, deadlineOn, publicity } = act;
  if (matter === undefined || matter === "other")
    return missing("matter", objectionArticles(world));
  const limit = world.limit(`window.${matter}`, "works");
  if (limit === undefined) return UNLIMITED;
  const { articles, length } = limit;
  if (matter === "result") {
    if (publicity === undefined) return missing("publicity", articles);
    const { from, to } = publicity;
    return until({ on, counted: { due: to, strip: [] }, articles, firstOn: from });
  }
  if (deadlineOn === undefined) return missing("deadlineOn", articles);
  const due = back(deadlineOn, length);
  return matter === "opening"
    ? until({ on, counted: { due, strip: [] }, articles, firstOn: deadlineOn })
    : until({
        on,
        counted: { due, strip: [] },
        articles,
        firstOn: null,
        doubts: ["backward-count"],
      });
}

const objectionArticles = (world: World): readonly string[] => [
  ...new Set(
    ["documents", "opening", "result"].flatMap(
      (matter) => world.limit(`window.${matter}`, "works")?.articles ?? [],
    ),
  ),
];

/** 采购法55, 94号令17, 19: after the challenge, counted from the end of the time for its answer. */
function procurementComplaint({ on, earlier }: Act, world: World, limit: ClockRule): ActWindow {
  const { articles } = limit;
  if (earlier === undefined)
    return { ...NOTHING, state: "notYet", reason: "challenge-first", articles };
  const { receivedOn, answeredOn } = earlier;
  const count = (startOn: Day, rule: ClockRule) =>
    countDays({ rule, startOn, pauses: [], calendar: world.calendar });
  const rule = world.reply("challenge.reply", "procurement", receivedOn);
  if (rule === undefined) return { ...UNLIMITED, articles };
  const reply = count(receivedOn, rule);
  if (reply.due === null) return { ...NOTHING, reason: "calendar", articles, strip: reply.strip };
  const firstOn = answeredOn ?? dayOf(numberOf(reply.due) + 1);
  const found = until({ on, counted: count(reply.due, limit), articles, firstOn });
  return found.state === "notYet" ? { ...found, reason: "answer-pending" } : found;
}

/** 条例60: days from knowing; of 22, 44 and 54 only after an objection, whose answer's time is not counted. */
function worksComplaint(act: Act, world: World, limit: ClockRule): ActWindow {
  const { on, matter, knownOn, earlier } = act;
  const { articles } = limit;
  if (matter === undefined) return missing("matter", articles);
  if (matter !== "other" && earlier === undefined)
    return { ...NOTHING, state: "notYet", reason: "objection-first", articles };
  if (knownOn === undefined) return missing("knownOn", articles);
  const answerOn = earlier && answerOf(earlier, world);
  const pauses =
    earlier === undefined || answerOn === undefined
      ? []
      : [{ ground: "other" as const, from: dayOf(numberOf(earlier.receivedOn) + 1), to: answerOn }];
  const counted = countDays({ rule: limit, startOn: knownOn, pauses, calendar: world.calendar });
  const isWaiting = answerOn !== undefined && earlier?.answeredOn === undefined && on <= answerOn;
  const doubts: readonly Doubt[] = earlier === undefined ? ["rest-day"] : ["rest-day", "end-days"];
  const found = until({ on, counted, articles, firstOn: knownOn, doubts });
  return isWaiting && found.state === "open"
    ? {
        ...found,
        state: "notYet",
        reason: "answer-pending",
        firstOn: dayOf(numberOf(answerOn) + 1),
      }
    : found;
}

/** When the answer came; while it has not, when it is due by 条例22 and 54, without a move: the earlier reading. */
const answerOf = ({ receivedOn, answeredOn }: NonNullable<Act["earlier"]>, world: World): Day =>
  answeredOn ??
  dayOf(numberOf(receivedOn) + (world.reply("objection.reply", "works", receivedOn)?.length ?? 0));
