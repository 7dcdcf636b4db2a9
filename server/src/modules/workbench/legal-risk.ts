/**
 * Where a matter stands in law, so that lists are ordered by what is lost when nobody acts, not by age. An objection
 * is possible only while candidates are published (ZTB-T-54); after the award the contract has thirty days (ZTB-46,
 * CG-46), and what is signed is hardest to undo. Pure.
 */
import { type DueGround, GROUNDS, type Risk } from "../../../../contract/src/workbench.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";

/** Days of a lot's procedure; null: not reached. */
export interface LotDays {
  readonly openingOn: PlainDate | null;
  readonly openedOn: PlainDate | null;
  readonly evaluatedOn: PlainDate | null;
  /** Last day on which candidates are published. */
  readonly disclosedTo: PlainDate | null;
  readonly awardedOn: PlainDate | null;
  readonly isOver: boolean;
}

const DAYS_TO_DISCLOSE = 3;
const DAYS_TO_CONTRACT = 30;

export const dayAfter = (day: PlainDate, days: number): PlainDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export interface Standing {
  readonly ground: DueGround;
  readonly until?: PlainDate;
}

/** @param today Calendar day in Asia/Shanghai */
export function standingOf(lot: LotDays, today: PlainDate): Standing {
  if (lot.isOver) return { ground: "after" };
  if (lot.awardedOn !== null) {
    const until = dayAfter(lot.awardedOn, DAYS_TO_CONTRACT);
    return { ground: until < today ? "contractLate" : "beforeContract", until };
  }
  if (lot.disclosedTo !== null)
    return lot.disclosedTo < today
      ? { ground: "beforeAward" }
      : { ground: "disclosure", until: lot.disclosedTo };
  if (lot.evaluatedOn !== null)
    return { ground: "toDisclose", until: dayAfter(lot.evaluatedOn, DAYS_TO_DISCLOSE) };
  if (lot.openedOn !== null) return { ground: "beforeAward" };
  return lot.openingOn !== null && lot.openingOn >= today
    ? { ground: "opening", until: lot.openingOn }
    : { ground: "announced" };
}

export function riskOf({ ground, until }: Standing, today: PlainDate): Risk {
  if (ground === "contractLate") return "overdue";
  if (until === undefined || ground === "after") return "calm";
  if (until < today) return "overdue";
  return until <= dayAfter(today, 1) ? "due" : "calm";
}

interface Ranked {
  readonly ground: DueGround;
  readonly risk: Risk;
  readonly until?: PlainDate | undefined;
  readonly level?: string | undefined;
  /** Strength of evidence. */
  readonly bits?: number | undefined;
}

const RISKS = ["overdue", "due", "calm"] as const satisfies readonly Risk[];
const LEVELS = ["determination", "lead", "hint"];
const NEVER = "9999-12-31";

/** Heaviest first: risk, then what is lost, then the nearer day, then the weight of evidence. */
export function compareRisk(left: Ranked, right: Ranked): number {
  const byRisk = RISKS.indexOf(left.risk) - RISKS.indexOf(right.risk);
  if (byRisk !== 0) return byRisk;
  const byGround = GROUNDS.indexOf(left.ground) - GROUNDS.indexOf(right.ground);
  if (byGround !== 0) return byGround;
  const [leftDay, rightDay] = [left.until ?? NEVER, right.until ?? NEVER];
  if (leftDay !== rightDay) return leftDay < rightDay ? -1 : 1;
  const levelOf = ({ level }: Ranked) => LEVELS.indexOf(level ?? "hint");
  return levelOf(left) - levelOf(right) || (right.bits ?? 0) - (left.bits ?? 0);
}
