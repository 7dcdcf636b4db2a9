/** What the displays in the halls are made from: schema `released` only. */
import type { BoardRoom } from "../../../../contract/src/venue-board.ts";
import type { HallRow } from "./hall-views.ts";
import type { Page } from "./views.ts";

export interface BoardView {
  readonly page: Page;
  readonly day: string;
  /** Openings of the day. */
  readonly rows: readonly HallRow[];
  readonly rooms: readonly BoardRoom[];
  /** When the rooms were last looked at; absent: never. */
  readonly asOf: string | undefined;
}
