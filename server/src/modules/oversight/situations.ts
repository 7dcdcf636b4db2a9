/** What those who watch should look at in one case, each with its dates and its law. Pure. */
import {
  type BoardRow,
  type Situation,
  SITUATION_INDICATOR,
} from "../../../../contract/src/oversight.ts";
import type { ReplyQuality } from "../../../../contract/src/voice-values.ts";
import { COPIED, type KnownLaw, pauseEndOf } from "../complaints/index.ts";
import { type CaseRecord, eventsOf, isReversed, type RunningMark } from "./case-record.ts";
import { dayOf, daysBetween, workingDays } from "./days.ts";
import { lagsOf } from "./lag.ts";
import { lawOf } from "./law.ts";
import { pausesOf, type PauseSigns } from "./pause-signs.ts";
import { ANSWERED_RATIO, BOUNCES, PAUSED_LONG_DAYS, UNCLAIMED_DAYS } from "./settings.ts";

/** A row before notices are put beside it. */
export type Seen = Omit<BoardRow, "notice" | "suggests">;

export interface Looking {
  readonly now: Date;
  readonly today: string;
  readonly known: KnownLaw;
  /** Tail of the case's paused share among cases of other units, by subject. */
  readonly pauseTails: ReadonlyMap<string, number>;
}

type Rest = Partial<Omit<Seen, "count">> & Pick<Seen, "count" | "countOf">;

function seen(record: CaseRecord, situation: Situation, rest: Rest): Seen {
  const { facts, unit, project, standing } = record;
  const passed = eventsOf(record, "voice-routed")
    .map(({ payload }) => payload["unit"] as Seen["unit"])
    .filter(({ id }) => id !== unit.id);
  const ground = eventsOf(record, "voice-returned").at(-1)?.payload["ground"] as string | undefined;
  const said =
    standing.pause === undefined
      ? ground === undefined
        ? undefined
        : ({ from: "return", text: ground } as const)
      : ({ from: "pause", text: standing.pause.document } as const);
  return {
    id: `${situation}/voice:${facts.id}`,
    situation,
    indicator: SITUATION_INDICATOR[situation],
    subject: `voice:${facts.id}`,
    number: facts.received.number,
    kind: facts.received.kind,
    ...(project === undefined ? {} : { project }),
    unit,
    earlier: passed,
    days: [],
    signs: [],
    articles: [...lawOf(facts.received, situation)],
    ...(said === undefined ? {} : { explanation: said }),
    ...rest,
  };
}

const isLate = ({ dueAt }: RunningMark, now: Date): boolean =>
  dueAt !== null && Date.parse(dueAt) <= now.getTime();

const toldAt = ({ rungs }: CaseRecord, clock: string) => {
  const at = rungs.find((rung) => rung.clock === clock && rung.step === "T0")?.at;
  return at === undefined ? {} : { toldAt: at };
};

function lateness(clock: string, dueOn: string, { today, known }: Looking) {
  const isCalendar = clock.startsWith("objection.") || dueOn > today;
  if (isCalendar) return { count: daysBetween(dueOn, today), countOf: "day" as const };
  const count = workingDays(dueOn, today, known);
  return count === undefined
    ? { count: daysBetween(dueOn, today), countOf: "day" as const }
    : { count, countOf: "workingDay" as const };
}

/** SUP-01: the earliest statute and the earliest promise that passed. */
function late(record: CaseRecord, looking: Looking): readonly Seen[] {
  const rows = ([true, false] as const).flatMap((isStatutory): Seen[] => {
    const passed = record.marks
      .filter((mark) => mark.binds && mark.isStatutory === isStatutory && isLate(mark, looking.now))
      .filter(({ clock }) => !clock.startsWith("reply."))
      .toSorted((a, b) => ((a.dueAt ?? "") < (b.dueAt ?? "") ? -1 : 1));
    const [first] = passed;
    if (first === undefined) return [];
    const dueOn = first.dueOn ?? dayOf(first.dueAt ?? "");
    return [
      seen(record, isStatutory ? "statutoryLate" : "commitmentLate", {
        ...lateness(first.clock, dueOn, looking),
        dueOn,
        ...toldAt(record, first.clock),
      }),
    ];
  });
  // A broken statute says more than the broken promise inside it.
  return rows.slice(0, 1);
}

/** SUP-02: sent back, or lying where nobody signs for it. */
function bounced(record: CaseRecord, { today }: Looking): readonly Seen[] {
  const { standing } = record;
  const days = eventsOf(record, "voice-returned").map(({ at }) => dayOf(at));
  const rows: Seen[] = [];
  if (standing.returns > 0)
    rows.push(
      seen(record, "returned", {
        count: standing.returns,
        countOf: "times",
        days: [...days],
        since: dayOf(record.facts.receivedAt),
      }),
    );
  const lying = daysBetween(dayOf(standing.stateSince), today);
  const isLying = standing.state === "routed" || standing.state === "returned";
  if (isLying && lying > UNCLAIMED_DAYS)
    rows.push(
      seen(record, "unclaimed", {
        count: lying,
        countOf: "day",
        since: dayOf(standing.stateSince),
      }),
    );
  return rows;
}

function paused(record: CaseRecord, looking: Looking): readonly Seen[] {
  const rows: Seen[] = [];
  const { pause } = record.standing;
  if (pause !== undefined) {
    const count = daysBetween(pause.from, looking.today);
    if (count > PAUSED_LONG_DAYS)
      rows.push(
        seen(record, "pausedLong", {
          count,
          countOf: "day",
          since: pause.from,
          expectedOn: pauseEndOf(record.standing, looking.known)?.day ?? pause.expectedEnd,
        }),
      );
  }
  const abuse = pausesOf(record, looking).findLast(({ signs }) => signs.length > 0);
  if (abuse !== undefined) rows.push(seen(record, "pauseAbuse", ofPause(abuse)));
  return rows;
}

const ofPause = ({ days, from, expectedEnd, signs }: PauseSigns): Rest => ({
  count: days,
  countOf: "day",
  since: from,
  expectedOn: expectedEnd,
  signs: [...signs],
});

/** SUP-03: a claim without an answer, an answer without an article, or fewer than eight of ten answered. */
export function isEmptyReply({ claims, unanswered, withoutArticle }: ReplyQuality): boolean {
  if (unanswered.length > 0 || withoutArticle.length > 0) return true;
  return claims > 0 && (claims - unanswered.length) / claims < ANSWERED_RATIO;
}

/** The reply that stands, unless it was sent back already. */
function replies(record: CaseRecord): readonly Seen[] {
  const { reply, repliedAt, isQuestioned } = record.standing;
  if (reply === undefined || repliedAt === undefined) return [];
  const { quality } = reply;
  const since = dayOf(repliedAt);
  const rows: Seen[] = [];
  if (isQuestioned) rows.push(seen(record, "questioned", { count: 1, countOf: "times", since }));
  else if (isEmptyReply(quality))
    rows.push(
      seen(record, "unanswered", {
        count: Math.max(quality.unanswered.length, quality.withoutArticle.length),
        countOf: "claims",
        since,
        signs: quality.unanswered.length > 0 ? ["noAnswer"] : ["noArticle"],
      }),
    );
  if ((quality.likeness ?? 0) >= COPIED)
    rows.push(
      seen(record, "copied", {
        count: Math.round((quality.likeness ?? 0) * 100),
        countOf: "percent",
        since,
        ...(quality.likeNumber === undefined ? {} : { likeNumber: quality.likeNumber }),
      }),
    );
  return rows;
}

/** SUP-11: the day of publication passed, or the page is not where it was said to be. */
function unpublished(record: CaseRecord, { now, today }: Looking): readonly Seen[] {
  const mark = record.marks.find(({ clock }) => clock === "reply.publish");
  if (mark !== undefined && isLate(mark, now)) {
    const dueOn = mark.dueOn ?? today;
    return [
      seen(record, "unpublished", { count: daysBetween(dueOn, today), countOf: "day", dueOn }),
    ];
  }
  const checks = eventsOf(record, "publication-checked");
  const gone = (["centre", "department"] as const).filter(
    (site) =>
      checks.findLast(({ payload }) => payload["site"] === site)?.payload["found"] === false,
  );
  const isUp = record.standing.publicationId !== undefined;
  const last = checks.at(-1);
  if (!isUp || gone.length === 0 || last === undefined) return [];
  const since = dayOf(last.at);
  return [
    seen(record, "unpublished", {
      count: daysBetween(since, today),
      countOf: "day",
      since,
      signs: [...gone],
    }),
  ];
}

/** SUP-05: the worst lag of the case, proven and unproven apart. */
function backDated(record: CaseRecord): readonly Seen[] {
  return ([false, true] as const).flatMap((isProven): Seen[] => {
    const [worst] = lagsOf(record)
      .filter((lag) => lag.isProven === isProven)
      .toSorted((a, b) => b.days - a.days);
    if (worst === undefined) return [];
    const due = record.marks.find(({ isStatutory, binds }) => isStatutory && binds)?.dueOn;
    const isAfterEnd =
      due !== undefined && due !== null && worst.businessOn <= due && dayOf(worst.loggedAt) > due;
    return [
      seen(record, isProven ? "paperEntry" : "backDated", {
        count: worst.days,
        countOf: "day",
        businessOn: worst.businessOn,
        recordedAt: worst.loggedAt,
        signs: [worst.kind, ...(isAfterEnd ? ["afterDeadline"] : [])],
      }),
    ];
  });
}

function reversed(record: CaseRecord): readonly Seen[] {
  if (!isReversed(record)) return [];
  const at = eventsOf(record, "reply-withdrawn").at(-1)?.at ?? record.standing.stateSince;
  return [seen(record, "reversed", { count: 1, countOf: "times", since: dayOf(at) })];
}

export const situationsOf = (record: CaseRecord, looking: Looking): readonly Seen[] => [
  ...late(record, looking),
  ...bounced(record, looking),
  ...paused(record, looking),
  ...replies(record),
  ...unpublished(record, looking),
  ...backDated(record),
  ...reversed(record),
];

/** What is lost in law first; inside a situation the longest first. */
const ORDER: readonly Situation[] = [
  "statutoryLate",
  "returned",
  "unclaimed",
  "pauseAbuse",
  "pausedLong",
  "backDated",
  "unanswered",
  "copied",
  "unpublished",
  "commitmentLate",
  "leadIgnored",
  "reversed",
  "questioned",
  "paperEntry",
];

export const byWeight = (a: Seen, b: Seen): number =>
  weightOf(a) - weightOf(b) || b.count - a.count || (a.number < b.number ? -1 : 1);

/** A first return is a right; the second is a lead. */
const weightOf = ({ situation, count }: Seen): number =>
  ORDER.indexOf(situation) + (situation === "returned" && count < BOUNCES ? ORDER.length : 0);
