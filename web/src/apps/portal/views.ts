/**
 * What the pages of the portal are made from: plain JSON, filled from schema `released` only
 * (contracts.md §2). Instants are RFC 3339 strings, days are `YYYY-MM-DD` in Asia/Shanghai.
 */
import type {
  Act,
  Article,
  ActWindow,
  Explanation,
  Voice,
  CalendarYear,
  EnteredArticle,
} from "../../../../clocks/src/index.ts";
import type { DutyItem, DutyList } from "../../../../contract/src/facts/duties.list-published.ts";
import type { ProcessState } from "../../../../contract/src/processes.ts";
import type { Method, Money, Offer, Party, Regime } from "../../../../contract/src/values.ts";
import type { LogAnchor, LogWitnessesView, SealedLog } from "./log-views.ts";

export type { LogAnchor, LogWitnessesView, SealedLog } from "./log-views.ts";

export type Language = "zh-CN" | "en";

/** What every page knows of the request. */
export interface Page {
  readonly lang: Language;
  /** Path without query, e.g. `/process/ocds-mj0001-x`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly serverTime: string;
  /** True when all data is fictional. */
  readonly demo: boolean;
  /** Newest instant that the released data reflects; null while there is none. */
  readonly dataAsOf: string | null;
  readonly mode?: "standard" | "elder";
  readonly theme?: "light" | "dark";
}

/** Newest checkpoint of the witness log. */
export interface LogStatus {
  readonly origin: string;
  readonly vkey: string;
  /** Of the log's SM2 key. */
  readonly sm2Vkey?: string | null;
  readonly size: number;
  /** 64 hex digits. */
  readonly root: string;
  readonly signedAt: string;
  /** The signed note (c2sp.org/tlog-checkpoint), text as signed. */
  readonly note: string;
}

/** Which part of a list is shown; `number` counts from 1. */
export interface Paging {
  readonly number: number;
  readonly size: number;
  readonly total: number;
}

export interface OpeningRow {
  readonly ocid: string;
  readonly title: string;
  readonly openingAt: string;
  readonly venue?: string;
  /** True once the opening record is public. */
  readonly opened: boolean;
}

export interface ResultRow {
  readonly ocid: string;
  readonly title: string;
  readonly state: ProcessState;
  readonly resultAt: string;
  readonly lots: number;
  /** First candidate or supplier of the only lot, or of the lot decided last. */
  readonly supplier?: Party;
  /** Left out for negotiated procedures. */
  readonly offer?: Offer;
  /** From 0. */
  readonly leafIndex?: number;
  /** Set when only some fields of the fact are public: it can then not be proved by itself. */
  readonly partly?: true;
}

export type DecisionOutcome = "established" | "notEstablished" | "insufficient" | "transferred";

export interface DecisionRow {
  /** Fact id; the address of the decision. */
  readonly id: string;
  readonly title: string;
  readonly department: string;
  readonly decisionNo: string;
  readonly decidedOn: string;
  readonly outcome: DecisionOutcome;
}

export interface HomeView {
  readonly page: Page;
  readonly counts: {
    readonly processes: number;
    readonly results: number;
    readonly decisions: number;
  };
  readonly openings: {
    readonly day: string;
    readonly total: number;
    readonly rows: readonly OpeningRow[];
  };
  readonly results: readonly ResultRow[];
  readonly decisions: readonly DecisionRow[];
  readonly log: LogStatus | null;
}

export interface ProjectRow {
  readonly ocid: string;
  readonly title: string;
  readonly regime: Regime;
  readonly state: ProcessState;
  readonly place?: string;
  readonly procuringEntity?: string;
  readonly publishedAt: string;
  readonly openingAt?: string;
  readonly lots: number;
}

/** `result` stands for every state in which an outcome is public. */
export interface ProjectFilter {
  readonly q?: string;
  readonly state?: ProcessState | "result";
  readonly regime?: Regime;
  /** Day of the opening. */
  readonly opening?: string;
}

export interface ProjectsView {
  readonly page: Page;
  readonly filter: ProjectFilter;
  readonly paging: Paging;
  readonly rows: readonly ProjectRow[];
}

export interface PublicBid {
  readonly bidder: Party;
  /** valid, disqualified, withdrawn, notDecrypted. */
  readonly status: string;
  readonly statusReason?: string;
  readonly offer?: Offer;
}

export interface PublicCandidate {
  readonly rank: number;
  readonly bidder: Party;
  readonly offer?: Offer;
}

export interface PublicLot {
  readonly lotId: string;
  readonly title?: string;
  readonly ceilingPrice?: Money;
  readonly state: ProcessState;
  /** Instant of the opening record; without it no bid is printed, whatever `bids` holds. */
  readonly openedAt?: string;
  readonly bids: readonly PublicBid[];
  readonly candidates: readonly PublicCandidate[];
  readonly disclosureFrom?: string;
  readonly disclosureTo?: string;
  readonly award?: { readonly supplier: Party; readonly offer?: Offer; readonly at: string };
  readonly contract?: {
    readonly contractNo: string;
    readonly amount?: Money;
    readonly signedOn: string;
  };
  /** tooFewBids, allDisqualified, cancelled, other. */
  readonly failure?: string;
}

export interface PublicEvent {
  readonly factId: string;
  readonly at: string;
  /** When it was recorded; only where that is more than five minutes from `at`. */
  readonly recordedAt?: string;
  readonly kind: string;
  /** From 0; left out while the fact waits for the next checkpoint. */
  readonly leafIndex?: number;
  /** Set when only some fields of the fact are public: it can then not be proved by itself. */
  readonly partly?: true;
  readonly lotId?: string;
  /** Notice type of a notice, number of a decision. */
  readonly detail?: string;
  readonly text?: string;
}

/** Something that can, could, or will be brought forward about a process; `query` opens the wizard at its answer. */
export interface OfferedVoice {
  readonly matter: "documents" | "result";
  readonly state: "open" | "closed" | "notYet" | "unknown";
  readonly firstOn: string | null;
  readonly lastOn: string | null;
  readonly query: Readonly<Record<string, string>>;
}

export interface ProcessView {
  readonly page: Page;
  readonly process: {
    readonly ocid: string;
    readonly title: string;
    readonly regime: Regime;
    readonly state: ProcessState;
    readonly method?: Method;
    readonly category?: string;
    readonly industry?: string;
    readonly place?: string;
    readonly procuringEntity?: string;
    readonly procurementAgency?: string;
    readonly venue?: string;
    readonly publishedAt: string;
    readonly bidDeadline?: string;
    readonly openingAt?: string;
  };
  readonly lots: readonly PublicLot[];
  /** Present when the lots are paged. */
  readonly lotPaging?: Paging;
  readonly events: readonly PublicEvent[];
  readonly decisions: readonly DecisionRow[];
  readonly voices: readonly OfferedVoice[];
  /** Null while none of its facts is in a signed checkpoint. */
  readonly certificate: { readonly url: string; readonly facts: number } | null;
  readonly log: LogStatus | null;
}

export interface VerifyView {
  readonly page: Page;
  readonly log: LogStatus | null;
  /** The certificate to offer, when the reader came from a project. */
  readonly certificate?: { readonly ocid: string; readonly title: string; readonly url: string };
}

export interface DecisionsView {
  readonly page: Page;
  readonly paging: Paging;
  readonly rows: readonly DecisionRow[];
}

export interface DecisionView {
  readonly page: Page;
  readonly decision: DecisionRow & {
    readonly ocid: string;
    readonly processTitle: string;
    readonly lotId?: string;
    /** The department's own words, without persons' names. */
    readonly text: string;
    readonly articles: readonly string[];
    readonly publishedAt: string;
    readonly leafIndex?: number;
  };
}

export interface LogView {
  readonly page: Page;
  readonly log: LogStatus | null;
  /** Newest first; absent: none were asked for. */
  readonly anchors?: readonly LogAnchor[];
  /** Oldest first; absent or empty: the log is the first. */
  readonly sealed?: readonly SealedLog[];
  /** Address of the raw checkpoint, e.g. `/log/checkpoint`. */
  readonly checkpointUrl?: string;
  /** Of the mirror that the demo city runs beside itself. */
  readonly mirrorUrl?: string | undefined;
  /** Absent where nobody outside is asked to cosign. */
  readonly witnesses?: LogWitnessesView | undefined;
}

export interface NotFoundView {
  readonly page: Page;
}

export interface ErrorView {
  readonly page: Page;
  readonly requestId: string;
}

export interface AboutView {
  readonly page: Page;
  readonly log: LogStatus | null;
}

/** A list of duties without its items, as published. */
export interface PublicDutyList extends Omit<DutyList, "items"> {
  readonly count: number;
  readonly publishedAt: string;
}

export interface DutiesView {
  readonly page: Page;
  /** Newest first. */
  readonly lists: readonly PublicDutyList[];
  readonly list: PublicDutyList | null;
  readonly items: readonly DutyItem[];
  readonly by: "department" | "matter";
  /** Today. */
  readonly day: string;
}

export interface DutyChangesView {
  readonly page: Page;
  readonly before: PublicDutyList;
  readonly after: PublicDutyList;
  readonly same: number;
  readonly changes: readonly {
    readonly item: string;
    readonly change: "added" | "removed" | "changed";
    readonly before?: DutyItem;
    readonly after?: DutyItem;
    readonly fields: readonly string[];
  }[];
}

export interface WhoView {
  readonly page: Page;
  /** As asked; empty before the first question. */
  readonly q: string;
  readonly result: {
    readonly state: "one" | "depends" | "unknown";
    readonly why?: "nothingUnderstood" | "notTrading" | "elsewhere" | "nobody";
    readonly understood: readonly {
      readonly word: string;
      readonly as: readonly { readonly group: string; readonly code: string }[];
    }[];
    readonly answers: readonly {
      readonly item: DutyItem;
      /** Aspects that the item names and the question did not. */
      readonly conditions: readonly ("regime" | "industry" | "place" | "amount")[];
    }[];
  } | null;
  /** The coordinator's window; null before the first list. */
  readonly fallback: DutyList["fallback"] | null;
}

/** "How a deadline is counted". */
export interface DeadlineView {
  readonly page: Page;
  /** Fields of the question that could not be read. */
  readonly bad: readonly ("kind" | "regime" | "event" | "accepted" | "matter")[];
  readonly question: Omit<Voice, "pauses"> | null;
  readonly explanation: Explanation | null;
  /** What was entered since the program, so that the browser counts by the same calendar and law. */
  readonly entered: {
    readonly years: readonly (CalendarYear & { readonly version: number })[];
    readonly articles: readonly EnteredArticle[];
  };
}

/** "I want to raise a matter": the next question, or the answer. */
export interface VoiceView {
  readonly page: Page;
  /** Day in Asia/Shanghai. */
  readonly today: string;
  readonly state: {
    readonly step:
      | "kind"
      | "regime"
      | "matter"
      | "earlier"
      | "known"
      | "deadline"
      | "publicity"
      | "answer";
    /** True when the last page's field could not be read. */
    readonly isBad: boolean;
    readonly answer: {
      readonly act: Act;
      readonly window: ActWindow;
      /** What the window rests on, in force on that day. */
      readonly basis: readonly Article[];
      /** Clocks of the answer if it were sent today. */
      readonly expected: Explanation;
    } | null;
  };
}

/** The page where tip-offs are written. */
export interface TipoffView {
  readonly page: Page;
}

/** Summaries of closed tip-offs, newest first. */
export interface TipoffResultsView {
  readonly page: Page;
  readonly rows: readonly {
    readonly department: string;
    readonly topic: string;
    readonly regime: string | null;
    readonly outcome: string;
    readonly summary: string;
    /** YYYY-MM. */
    readonly month: string;
  }[];
}
