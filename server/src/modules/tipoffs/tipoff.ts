/** What may be done with a tip-off in which state, its clock, and how long its content is kept. Pure. */
import {
  type Calendar,
  explainClocks,
  type Law,
  type StripDay,
} from "../../../../clocks/src/index.ts";
import type { TipoffCoded, TipoffState } from "../../../../contract/src/tipoffs.ts";
import { type PlainDate, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

export type TipoffAct = "ask" | "recordStep" | "answer" | "close";

const ALLOWED = {
  waiting: [],
  routed: ["ask", "recordStep", "answer"],
  inHand: ["ask", "recordStep", "answer"],
  answered: ["ask", "recordStep", "close"],
  closed: [],
} as const satisfies Record<TipoffState, readonly TipoffAct[]>;

export interface Handled {
  readonly state: TipoffState;
  readonly version: number;
}

export function mayAct({ state }: Pick<Handled, "state">, act: TipoffAct): boolean {
  const allowed: readonly TipoffAct[] = ALLOWED[state];
  return allowed.includes(act);
}

/** Refuses an act that the state does not allow, or that was decided on an older view. */
export function requireAct(handled: Handled, act: TipoffAct, version: number): void {
  if (handled.version !== version)
    throw new RuleViolation("tipoffs.stale", { version: handled.version });
  if (!mayAct(handled, act))
    throw new RuleViolation("tipoffs.bad-transition", { from: handled.state, act });
}

const HOUR_MS = 3_600_000;

/** The full hour before an instant. China's offset is whole hours, so it is a full hour there, too. */
export const hourOf = (instant: Date): string =>
  new Date(Math.floor(instant.getTime() / HOUR_MS) * HOUR_MS).toISOString();

/** Working days and articles as they are known. */
export interface KnownLaw {
  readonly calendar: Calendar;
  readonly law: Law;
}

export interface TipoffClock {
  /** Null: it touches a year whose calendar is not published. */
  readonly dueOn: PlainDate | null;
  readonly strip: readonly StripDay[];
}

/**
 * The city's promise: finished within 15 working days. It counts from the day of receipt, the careful reading of
 * "from acceptance"; whether 信访工作条例 art. 23 or discipline rules apply depends on the content and is no clock here.
 */
export function clockOf(
  { regime = "other" }: TipoffCoded,
  hour: string,
  { calendar, law }: KnownLaw,
): TipoffClock {
  const receivedOn = plainDateOf(new Date(hour));
  const { binding, clocks } = explainClocks(
    { kind: "tipoff", regime, receivedOn, acceptedOn: receivedOn },
    calendar,
    law,
  );
  const clock = clocks.find(({ id }) => id === binding?.clock);
  return { dueOn: binding?.due ?? null, strip: clock?.strip ?? [] };
}

/** Days that ciphertexts of a closed tip-off are kept, so that a writer can still fetch the answer. */
export const KEPT_DAYS = 180;
const DAY_MS = 86_400_000;

export interface Kept {
  readonly closedOn: PlainDate | null;
  /** Messages that their reader has not fetched, in either direction. */
  readonly unread: number;
  readonly lastReadOn: PlainDate | null;
}

/**
 * Day on which the content goes; undefined while the tip-off is open or a message is unread. What was read late starts
 * the time anew.
 */
export function deletedOn({ closedOn, unread, lastReadOn }: Kept): PlainDate | undefined {
  if (closedOn === null || unread > 0) return undefined;
  const from = lastReadOn !== null && lastReadOn > closedOn ? lastReadOn : closedOn;
  return new Date(Date.parse(`${from}T00:00:00Z`) + KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
}
