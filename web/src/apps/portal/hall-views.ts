/** What the pages of openings are made from: schema `released` only. */
import type { HallEvent, HallSession } from "../../../../contract/src/opening-values.ts";
import type { OpeningStage } from "../../../../contract/src/opening-values.ts";
import type { Money } from "../../../../contract/src/values.ts";
import type { LogStatus, Page } from "./views.ts";

export interface HallRow {
  readonly session: HallSession;
  readonly stage: OpeningStage;
}

export interface HallsView {
  readonly page: Page;
  readonly day: string;
  readonly before: string;
  readonly after: string;
  readonly q: string;
  readonly rows: readonly HallRow[];
  /** The next day with an opening, when this one has none. */
  readonly nextDay: string | undefined;
  readonly log: LogStatus | null;
}

export interface HallView {
  readonly page: Page;
  readonly session: HallSession;
  readonly events: readonly HallEvent[];
  readonly entity: string | undefined;
  readonly ceiling: Money | undefined;
  /** Neither picture nor drawing: for lines that are slow or paid by volume. */
  readonly isText: boolean;
  readonly log: LogStatus | null;
}

/** What the island of the page begins with. */
export interface HallData {
  readonly lang: Page["lang"];
  readonly session: HallSession;
  readonly events: readonly HallEvent[];
  readonly ceiling?: Money;
  readonly isText: boolean;
  readonly serverTime: string;
  readonly streamUrl: string;
  readonly nowUrl: string;
}

/** GET /openings/:id/now */
export interface HallNow {
  /** Of the database, which judges deadlines. */
  readonly now: string;
  /** How far `now` may be off, milliseconds; the way to the reader comes on top. */
  readonly within: number;
  /** While it goes on; never before the deadline. */
  readonly watching?: number;
}
