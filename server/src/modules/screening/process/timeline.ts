/** What happened to one lot, as far as the rules of the process read it (indicators.md D.8). Days are those of Asia/Shanghai. */
import type { Method, Regime } from "../../../../../contract/src/values.ts";

export interface Timeline {
  readonly ocid: string;
  readonly lotId: string;
  readonly title?: string;
  readonly regime?: Regime;
  readonly method?: Method;
  readonly placeCode?: string;
  /** ISO instants. */
  readonly bidDeadline?: string;
  readonly receipts: readonly Act[];
  readonly withdrawals: readonly Act[];
  readonly decryptions: readonly Act[];
  /** Files as the trading system named them at the opening; absent: it named none. */
  readonly files?: readonly OpenedFile[];
  readonly openedAt?: string;
  /** Bidders of the opening whose bids were not withdrawn. */
  readonly opened?: number;
  readonly evaluators: number;
  readonly scoredFrom?: string;
  readonly evaluatedAt?: string;
  /** Bidder ranked first in the committee's report. */
  readonly first?: string;
  readonly candidatesAt?: string;
  readonly disclosureFrom?: string;
  readonly disclosureTo?: string;
  /** Awards in order of time. */
  readonly awards: readonly Act[];
  readonly contractOn?: string;
  readonly objections: readonly Objection[];
}

export interface Act {
  readonly by: string;
  readonly at: string;
}

/** A file at the opening against what was received and what was committed to before it. */
export interface OpenedFile {
  readonly by: string;
  /** It is a file that was received from this bidder; absent: its receipts say nothing of files. */
  readonly isReceived?: boolean;
  /** Any file of the lot was committed to. */
  readonly hasCommitments: boolean;
  /** When its commitment was made, as the trading system says; absent: none was made for this file. */
  readonly committedAt?: string;
  /** When the database recorded that commitment. */
  readonly recordedAt?: string;
}

export interface Objection {
  readonly number: string;
  readonly at: string;
  /** Answered, decided or withdrawn; absent: open. */
  readonly closedAt?: string;
}
