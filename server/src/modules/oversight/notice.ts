/** A notice to a unit: its states, its number, its clocks. Pure. */
import type { Calendar } from "../../../../clocks/src/index.ts";
import { CalendarNotPublished } from "../../../../clocks/src/index.ts";
import type { Department } from "../../../../contract/src/casework.ts";
import type { NoticeAnswered } from "../../../../contract/src/facts/oversight.notice-answered.ts";
import type { NoticeSigned } from "../../../../contract/src/facts/oversight.notice-signed.ts";
import type { NoticeKind } from "../../../../contract/src/oversight-values.ts";
import type { NoticeRow } from "../../../../contract/src/oversight.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Ladder, RunningClock } from "../deadlines/index.ts";
import { RECEIPT_HOURS } from "./settings.ts";

export type NoticeState = NoticeRow["state"];
export type NoticeAct = "receive" | "answer" | "close";

export const PREFIX: Readonly<Record<NoticeKind, string>> = {
  remind: "TX",
  urge: "DC",
  correct: "JZ",
};

export const numberOf = (kind: NoticeKind, year: number, nth: number): string =>
  `${PREFIX[kind]}-${year}-${String(nth).padStart(3, "0")}`;

/** An answer signs for the notice as well; a second answer replaces the first until the notice is closed. */
const ALLOWED = {
  signed: ["receive", "answer"],
  received: ["answer"],
  answered: ["answer", "close"],
  closed: [],
} as const satisfies Record<NoticeState, readonly NoticeAct[]>;

/** Acts of the addressee; the other is the signer's. */
export const ADDRESSEES_ACTS: ReadonlySet<NoticeAct> = new Set<NoticeAct>(["receive", "answer"]);

export const mayAct = (state: NoticeState, act: NoticeAct): boolean => {
  const allowed: readonly NoticeAct[] = ALLOWED[state];
  return allowed.includes(act);
};

/** @throws RuleViolation oversight.stale, oversight.bad-transition */
export function requireAct(
  held: { readonly state: NoticeState; readonly version: number },
  act: NoticeAct,
  version: number,
): void {
  if (held.version !== version)
    throw new RuleViolation("oversight.stale", { version: held.version });
  if (!mayAct(held.state, act))
    throw new RuleViolation("oversight.bad-transition", { from: held.state, act });
}

export interface NoticeEvent {
  readonly kind: string;
  readonly at: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Notice {
  readonly signed: NoticeSigned;
  readonly signedAt: string;
  readonly receivedAt: string | undefined;
  readonly answeredAt: string | undefined;
  readonly answer: NoticeAnswered | undefined;
  readonly closedAt: string | undefined;
  /** First answer, or the end without one: nothing is waited for any more. */
  readonly settledAt: string | undefined;
  readonly state: NoticeState;
  readonly version: number;
}

/** @param events In the order of their versions. @returns undefined before the signing is known */
export function noticeOf(events: readonly NoticeEvent[]): Notice | undefined {
  const last = (kind: string) => events.findLast((event) => event.kind === `oversight.${kind}`);
  const signed = last("notice-signed");
  if (signed === undefined) return undefined;
  const [received, answered, closed] = ["received", "answered", "closed"].map((name) =>
    last(`notice-${name}`),
  );
  const state: NoticeState =
    closed !== undefined
      ? "closed"
      : answered !== undefined
        ? "answered"
        : received !== undefined
          ? "received"
          : "signed";
  return {
    signed: signed.payload as unknown as NoticeSigned,
    signedAt: signed.at,
    receivedAt: received?.at ?? answered?.at,
    answeredAt: answered?.at,
    answer: answered?.payload as NoticeAnswered | undefined,
    closedAt: closed?.at,
    settledAt: events.find(({ kind }) => kind === "oversight.notice-answered")?.at ?? closed?.at,
    state,
    version: Math.max(...events.map(({ payload }) => Number(payload["version"] ?? 0))),
  };
}

/** Last day for the answer; undefined for a year without a notice of holidays. */
export function answerDueOn(
  signedAt: string,
  days: number,
  calendar: Calendar,
): string | undefined {
  try {
    return calendar.addWorkingDays(plainDateOf(new Date(signedAt)), days);
  } catch (error) {
    if (error instanceof CalendarNotPublished) return undefined;
    throw error;
  }
}

const RECEIVE: Ladder = { T0: ["handler", "head"], "T+1": ["head", "stationed", "coordinator"] };
/** An unanswered notice climbs to those who signed it, and past the unit's own group to the discipline inspectors. */
const ANSWER: Ladder = {
  "T-2": ["handler"],
  T0: ["handler", "head", "stationed"],
  "T+1": ["head", "stationed", "discipline", "coordinator"],
  "T+5": ["discipline", "coordinator"],
};

const HOUR_MS = 3_600_000;

export function clocksOfNotice(notice: Notice, calendar: Calendar): readonly RunningClock[] {
  const { signed, signedAt, state } = notice;
  const base = { unit: signed.content.unit, number: signed.number, isStatutory: false };
  if (state === "answered" || state === "closed") return [];
  const dueOn = answerDueOn(signedAt, signed.answerDays, calendar);
  const answer: RunningClock = {
    ...base,
    clock: "notice.answer",
    binds: true,
    ladder: ANSWER,
    ...(dueOn === undefined ? {} : { dueOn, dueAt: startOfDay(dayAfter(dueOn)) }),
  };
  if (state === "received") return [answer];
  const dueAt = new Date(Date.parse(signedAt) + RECEIPT_HOURS * HOUR_MS).toISOString();
  return [{ ...base, clock: "notice.receive", binds: false, ladder: RECEIVE, dueAt }, answer];
}

/** @throws RuleViolation oversight.not-yours: only the unit that a notice is addressed to signs for it and answers */
export function requireAddressee(addressee: Department, own: Department): void {
  if (addressee.id !== own.id)
    throw new RuleViolation("oversight.not-yours", { unit: addressee.name }, { status: 403 });
}
