/** What the page of public records, and the check on other pages, are made from. */
import type { LogStatus, Page } from "./views.ts";

/** What a page shows of a key, in the form in which proven records are compared with it. */
export interface AnswerShown {
  readonly events: readonly { readonly factId: string; readonly kind: string }[];
  readonly lots: readonly {
    readonly lotId: string;
    readonly award?: { readonly supplier?: unknown; readonly offer?: unknown };
    readonly contract?: {
      readonly contractNo?: unknown;
      readonly signedOn?: unknown;
      readonly amount?: unknown;
    };
  }[];
}

/** A record under a key; of one that went only that it did. */
export interface AnswerRow {
  readonly id: string;
  /** Kind of the fact; `gone` for the word that another record went. */
  readonly kind: string;
  readonly at: string;
  readonly subject: string;
  readonly title?: string;
  /** Why another record went. */
  readonly state?: "corrected" | "withdrawn" | "expired" | "closed";
  readonly publicReason?: string;
}

export interface AnswersView {
  readonly page: Page;
  readonly log: LogStatus | null;
  /** What the reader typed. */
  readonly asked?: string;
  /** `bad`: no such code; `notSigned`: no proof yet. */
  readonly trouble?: "bad" | "notSigned";
  readonly answer?: {
    readonly key: string;
    readonly size: number;
    readonly rows: readonly AnswerRow[];
  };
}
