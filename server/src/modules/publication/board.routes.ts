/** The day board for displays in the halls. */
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { readBoard } from "./board.store.ts";
import type { HallDeps } from "./hall.routes.ts";
import { listHalls } from "./hall.store.ts";
import type { AddPage } from "./page.routes.ts";

export function addBoardRoute(
  page: AddPage,
  { publicDb, pages, clock }: Pick<HallDeps, "publicDb" | "pages" | "clock">,
): void {
  page("/board", async (known) => {
    const day = plainDateOf(clock.now());
    const from = new Date(startOfDay(day));
    const to = new Date(startOfDay(dayAfter(day)));
    const rows = await listHalls(publicDb, { from, to, q: "" });
    return pages.renderBoard({ page: known, day, rows, ...(await readBoard(publicDb)) });
  });
}
