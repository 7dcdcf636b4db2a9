/** What an entry would do: days that change, dates that move, who quotes the article. Read, never written. */
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type { Move, QuotingLetter, StatutePreview } from "../../../../contract/src/statutes.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { articlesOf, checkEntry, type Entry, nextVersion, withEntry } from "./entry.ts";
import { movesOf, type OpenVoice } from "./moves.ts";
import { quotesOf } from "./quotes.ts";
import { lettersOn, type OpenLetter } from "./quoting-letters.ts";
import { readStatutes } from "./statutes.store.ts";
import type { Statutes } from "./statutes.ts";

export interface PreviewDeps {
  /** Voices whose clocks run; told by the module that owns them. */
  readonly openVoices: () => Promise<readonly OpenVoice[]>;
  /** Letters of cases that are not over; told by the modules that own them. */
  readonly openLetters: () => Promise<readonly OpenLetter[]>;
  /** Items of the list of duties in force. */
  readonly listDuties: () => Promise<readonly DutyItem[]>;
}

export interface WholePreview extends Omit<StatutePreview, "moves" | "letters"> {
  readonly letters: readonly QuotingLetter[];
  readonly moves: readonly Move[];
}

/** @param at Instant from which it would count */
export async function previewOf(
  db: Database | Tx,
  deps: PreviewDeps,
  { entry, at }: { readonly entry: Entry; readonly at: string },
): Promise<WholePreview> {
  const before = await readStatutes(db);
  const errors = [...checkEntry(entry, before)];
  const version = nextVersion(before, entry);
  const voices = await deps.openVoices();
  if (errors.length > 0) return { ...NOTHING, errors, version, voices: voices.length };
  const after = withEntry(before, entry, at);
  const moves = movesOf(voices, before, after);
  const cited = articlesOf(entry);
  const letters = cited.length === 0 ? [] : lettersOn(cited, before.law, await deps.openLetters());
  return {
    errors,
    version,
    days: entry.kind === "calendarYear" ? changedDays(entry.content.year, before, after) : [],
    voices: voices.length,
    movedVoices: new Set(moves.map(({ voice }) => voice)).size,
    movedClocks: moves.length,
    moves,
    quotes: quotesOf(cited, { law: before.law, duties: await deps.listDuties() }),
    quotingLetters: letters.length,
    letters,
  };
}

const NOTHING = {
  days: [],
  movedVoices: 0,
  movedClocks: 0,
  moves: [],
  quotes: [],
  quotingLetters: 0,
  letters: [],
};

const DAY_MS = 86_400_000;

/** Days of the year and of the last week before it that become another kind of day; plain weeks are left out. */
function changedDays(year: number, before: Statutes, after: Statutes): StatutePreview["days"] {
  const days: StatutePreview["days"] = [];
  const end = Date.UTC(year, 11, 31);
  for (let at = Date.UTC(year - 1, 11, 25); at <= end; at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    const [was, becomes] = [kindOn(date, before), kindOn(date, after)];
    const isPlain = was === "unpublished" && ["workingDay", "weekend"].includes(becomes);
    if (was !== becomes && !isPlain) days.push({ date, before: was, after: becomes });
  }
  return days;
}

const kindOn = (date: string, { calendar }: Statutes): StatutePreview["days"][number]["after"] =>
  calendar.isPublished(Number(date.slice(0, 4))) ? calendar.kindOf(date).kind : "unpublished";
