/** Which dates of open voices an entry moves. Pure; nothing that is done is asked again. */
import { explainClocks, type Voice } from "../../../../clocks/src/index.ts";
import type { CalendarAlarm, Move } from "../../../../contract/src/statutes.ts";
import type { Statutes } from "./statutes.ts";

/** A voice whose clocks run, as the module that owns it tells. */
export interface OpenVoice {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly voice: Voice;
  /** Ids of clocks that were met or missed already: they keep their dates. */
  readonly done?: readonly string[];
}

type Due = string | null;

function duesOf({ voice, done = [] }: OpenVoice, { calendar, law }: Statutes): Map<string, Due> {
  const { clocks } = explainClocks(voice, calendar, law);
  return new Map(clocks.filter(({ id }) => !done.includes(id)).map(({ id, due }) => [id, due]));
}

/** Every clock that gets another date, begins or ends, in the order of the voices. */
export function movesOf(
  voices: readonly OpenVoice[],
  before: Statutes,
  after: Statutes,
): readonly Move[] {
  return voices.flatMap((open) => {
    const old = duesOf(open, before);
    const next = duesOf(open, after);
    const clocks = [...new Set([...old.keys(), ...next.keys()])];
    return clocks
      .filter((clock) => old.get(clock) !== next.get(clock) || old.has(clock) !== next.has(clock))
      .map((clock): Move => ({
        voice: open.id,
        number: open.number,
        title: open.title,
        clock,
        ...(old.has(clock) ? { before: old.get(clock) ?? null } : {}),
        ...(next.has(clock) ? { after: next.get(clock) ?? null } : {}),
      }));
  });
}

/** Open voices whose dates touch a year without a notice; null while none does. */
export function alarmOf(
  voices: readonly OpenVoice[],
  { calendar, law }: Statutes,
  today: string,
): CalendarAlarm | null {
  const thisYear = Number(today.slice(0, 4));
  const year = [thisYear, thisYear + 1].find((one) => !calendar.isPublished(one));
  if (year === undefined) return null;
  const waiting = voices
    .map(({ voice, done = [] }) =>
      explainClocks(voice, calendar, law).clocks.filter(
        ({ id, reason }) => reason === "calendar" && !done.includes(id),
      ),
    )
    .filter((clocks) => clocks.length > 0);
  const clocks = waiting.reduce((sum, list) => sum + list.length, 0);
  return clocks === 0 ? null : { year, voices: waiting.length, clocks };
}

const HEADS = ["编号", "标题", "时限", "原日期", "新日期"];
const dueText = (due: Due | undefined): string => (due === undefined ? "不计时" : (due ?? "暂定"));

/** For a spreadsheet. */
export const moveLines = (moves: readonly Move[]): string[][] => [
  HEADS,
  ...moves.map(({ number, title, clock, before, after }) => [
    number,
    title,
    clock,
    dueText(before),
    dueText(after),
  ]),
];
