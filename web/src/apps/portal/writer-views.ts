/** What the pages of a writer are made from: the form, the receipt, the page behind the receipt code. */
import type {
  Act,
  ActWindow,
  CalendarYear,
  EnteredArticle,
  Explanation,
  Voice,
} from "../../../../clocks/src/index.ts";
import type {
  Appeal,
  DeadlineMove,
  Finding,
  Receiver,
  Service,
} from "../../../../contract/src/voice-values.ts";
import type { VoiceState } from "../../../../contract/src/voices.ts";
import type { Page } from "./views.ts";

interface Asked {
  readonly page: Page;
  readonly act: Act;
  readonly window: ActWindow;
  /** Clocks of the answer if it were sent today. */
  readonly expected: Explanation;
  /** Answers of the wizard, to be kept. */
  readonly answers: Readonly<Record<string, string>>;
}

/** Which project it is about. */
export interface VoiceProjectView extends Asked {
  /** As asked; undefined before the first question. */
  readonly q: string | undefined;
  readonly projects: readonly {
    readonly ocid: string;
    readonly title: string;
    readonly entity: string | null;
  }[];
}

/** A field is empty, too long, has a wrong check character, or cannot be read. */
type Fault = "missing" | "long" | "code" | "bad";

export interface VoiceFormView extends Asked {
  readonly project: { readonly ocid: string; readonly title: string } | null;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly faults: Readonly<Partial<Record<string, Fault>>>;
  /** Number of items offered. */
  readonly items: number;
  readonly code: string;
  readonly token: string;
  readonly bits: number;
  /** What happened to the form that was sent. */
  readonly notice:
    | { readonly kind: "faults" | "expired" | "used" | "tooLarge" | "found" }
    | { readonly kind: "kept"; readonly until: string }
    | { readonly kind: "slow"; readonly minutes: number }
    | { readonly kind: "file"; readonly name: string; readonly reason: string }
    | null;
}

export interface VoiceReceiptPage {
  readonly page: Page;
  readonly kind: string;
  readonly title: string;
  readonly code: string;
  readonly number: string;
  readonly receivedAt: string;
  readonly factId: string;
  readonly digest: string;
  readonly unit: string;
  readonly window: string;
  readonly binding: { readonly clock: string; readonly due: string | null } | null;
  readonly similar: readonly string[];
  readonly files: readonly string[];
}

/** The page on which a code is asked for. */
export interface CodeView {
  readonly page: Page;
  readonly about: "status" | "draft";
  readonly problem: "unknown" | "slow" | null;
}

export interface WriterView {
  readonly page: Page;
  readonly code: string;
  /** What was just done. */
  readonly done: "withdrawn" | "corrected" | "refused" | null;
  readonly voice: {
    readonly number: string;
    readonly kind: string;
    readonly regime: string;
    readonly title: string;
    readonly claims: readonly string[];
    readonly files: readonly string[];
    readonly receivedAt: string;
    readonly unit: string;
    readonly state: VoiceState;
    readonly stateSince: string;
    readonly window: string;
    /** What the clocks are counted from. */
    readonly question: Voice;
    /** Null once nothing runs any more. */
    readonly explanation: Explanation | null;
    readonly pauses: readonly {
      readonly ground: string;
      readonly from: string;
      readonly to?: string;
      readonly expectedEnd: string;
      readonly document: string;
    }[];
    readonly acceptance?: {
      readonly outcome: string;
      readonly ground?: string;
      readonly text?: string;
    };
    readonly reply?: {
      readonly letterNo: string;
      readonly decidedOn: string;
      readonly findings: readonly Finding[];
      readonly decision: string;
      readonly service: Service;
      readonly deadlineMove?: DeadlineMove;
      readonly appeals: readonly Appeal[];
      readonly readAt?: string;
    };
    /** The same writer's earlier one, with whom the law leaves the matter (条例61). */
    readonly transferredTo?: Receiver;
    readonly mayWithdraw: boolean;
    readonly mayCorrect: boolean;
    /** Calendar and law as entered since the program. */
    readonly entered: {
      readonly years: readonly CalendarYear[];
      readonly articles: readonly EnteredArticle[];
    };
  };
}
