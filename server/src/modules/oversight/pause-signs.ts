/** Clues that a pause serves the clock and not the case (SUP-06). Pure. */
import { clocksOf, type KnownLaw, standingOf, type VoiceEvent } from "../complaints/index.ts";
import type { CaseRecord } from "./case-record.ts";
import { dayOf, daysBetween, workingDays } from "./days.ts";
import { LATE_PAUSE_DAYS, TAIL } from "./settings.ts";

export const PAUSE_SIGNS = ["atTheEnd", "noResult", "noDocument", "tail"] as const;
export type PauseSign = (typeof PAUSE_SIGNS)[number];

export interface PauseSigns {
  readonly from: string;
  readonly expectedEnd: string;
  /** Calendar days so far. */
  readonly days: number;
  readonly signs: readonly PauseSign[];
}

interface Asked {
  readonly today: string;
  readonly known: KnownLaw;
  readonly pauseTails: ReadonlyMap<string, number>;
}

/** It began on the last day of the statutory time, or on the working day before it. */
function isAtTheEnd(record: CaseRecord, index: number, known: KnownLaw): boolean {
  const { facts } = record;
  const event = facts.events[index] as VoiceEvent;
  const earlier = standingOf({ ...facts, events: facts.events.slice(0, index) });
  const due = clocksOf(earlier, known)
    .clocks.filter(({ binds, isCommitment }) => binds && !isCommitment)
    .flatMap((clock) => clock.due ?? [])
    .filter((day) => day >= String(event.payload["from"]))
    .toSorted()[0];
  if (due === undefined) return false;
  const left = workingDays(String(event.payload["from"]), due, known);
  return left !== undefined && left <= LATE_PAUSE_DAYS;
}

function signsOf(
  record: CaseRecord,
  { index, end, asked }: { index: number; end: VoiceEvent | undefined; asked: Asked },
): readonly PauseSign[] {
  const { payload } = record.facts.events[index] as VoiceEvent;
  const signs: PauseSign[] = [];
  if (isAtTheEnd(record, index, asked.known)) signs.push("atTheEnd");
  const isOver = end === undefined && String(payload["expectedEnd"]) < asked.today;
  if (isOver || (end !== undefined && end.payload["why"] !== "resultReceived"))
    signs.push("noResult");
  else if (end !== undefined && end.payload["document"] === undefined) signs.push("noDocument");
  const tail = asked.pauseTails.get(`voice:${record.facts.id}`);
  if (tail !== undefined && tail <= TAIL) signs.push("tail");
  return signs;
}

/** Each pause of a case with its clues; none says that a test was not real. */
export function pausesOf(record: CaseRecord, asked: Asked): readonly PauseSigns[] {
  const { events } = record.facts;
  return events.flatMap((event, index): PauseSigns[] => {
    if (event.kind !== "complaints.pause-begun") return [];
    const end = events.slice(index).find(({ kind }) => kind === "complaints.pause-ended");
    const { from, expectedEnd } = event.payload as { from: string; expectedEnd: string };
    const to = (end?.payload["to"] as string | undefined) ?? asked.today;
    return [
      {
        from,
        expectedEnd,
        days: Math.max(0, daysBetween(from, to)),
        signs: signsOf(record, { index, end, asked }),
      },
    ];
  });
}

/** Paused days by all days of a case so far; undefined for a case without a day. */
export function pausedShare(record: CaseRecord, today: string): number | undefined {
  const { facts, standing } = record;
  const ended = standing.repliedAt === undefined ? today : dayOf(standing.repliedAt);
  const all = daysBetween(dayOf(facts.receivedAt), ended);
  if (all <= 0) return undefined;
  const stopped = standing.pauses.reduce(
    (sum, { from, to = today }) => sum + Math.max(0, daysBetween(from, to)),
    0,
  );
  return Math.min(1, stopped / all);
}
