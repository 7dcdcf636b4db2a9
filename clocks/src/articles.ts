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

/** True between both days; a side that is not known is open. */
export const isValidOn = (
  { validFrom, validTo }: { readonly validFrom?: Day | null; readonly validTo?: Day | null },
  day: Day,
): boolean => (validFrom ?? day) <= day && day <= (validTo ?? day);
