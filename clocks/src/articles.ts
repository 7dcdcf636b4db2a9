/** The articles clocks rest on, as read (law register): source, validity, and how each was verified. */
import entries from "../law/articles.json" with { type: "json" };
import type { Day } from "./day.ts";

export interface Article {
  readonly id: string;
  readonly instrument: string;
  readonly article: string;
  readonly level: string;
  /** "national", or the place outside of which it is never applied. */
  readonly place: string;
  /** null: not known; a commitment applies from a day that the city sets. */
  readonly validFrom: Day | null;
  readonly validTo: Day | null;
  readonly subject: string;
  /** A paraphrase in Chinese, never to be printed as a quotation. */
  readonly summaryZh: string;
  /** `text-read`: stood before the reader. What rests on anything else says so on its face. */
  readonly verified: string;
  readonly source: string;
  readonly note: string | null;
}

export const CLOCK_ARTICLES: readonly Article[] = entries;

/** Those in force on a day: an act keeps the law of its day. */
export const articlesOn = (day: Day): readonly Article[] =>
  CLOCK_ARTICLES.filter(
    ({ validFrom, validTo }) =>
      (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo),
  );
