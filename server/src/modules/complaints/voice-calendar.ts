/** The running clocks of a voice as days for calendar programs. Pure. */
import type { ClockMark, VoiceRow } from "../../../../contract/src/voices.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { CalendarFile } from "../../platform/calendar/ics.ts";
import { codeWord, fill, type LetterLanguage, letterWords } from "./letter-words.ts";

const REMIND_DAYS = 2;

export interface RunningVoice {
  readonly row: VoiceRow;
  readonly running: readonly ClockMark[];
}

/** @param stampedAt When the dates were known. A clock without a certain date is left out: a calendar cannot hold it. */
export function voiceCalendar(
  { row, running }: RunningVoice,
  { language, stampedAt }: { readonly language: LetterLanguage; readonly stampedAt: Date },
): CalendarFile {
  const { calendar } = letterWords(language);
  const { number, title, unit } = row;
  return {
    name: fill(calendar.name, { number }),
    days: running.flatMap(({ clock, dueOn, dueAt, isStatutory }) => {
      const on = dueOn ?? (dueAt === undefined ? undefined : plainDateOf(new Date(dueAt)));
      if (on === undefined) return [];
      return [
        {
          uid: `${number}.${clock}@mingjing`,
          stampedAt,
          on,
          summary: fill(calendar.summary, {
            number,
            clock: codeWord(language, "clock", clock),
            whose: isStatutory ? calendar.statute : calendar.pledge,
          }),
          description: fill(calendar.about, { title, unit: unit.name }),
          remindDaysBefore: REMIND_DAYS,
        },
      ];
    }),
  };
}
