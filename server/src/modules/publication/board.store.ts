/** What the displays in the halls read: schema `released` only. */
import { sql } from "kysely";

import type { Board } from "../../../../contract/src/venue-board.ts";
import type { Database } from "../../platform/database.ts";

export interface PublicBoard extends Board {
  /** Absent: nobody ever looked at the rooms. */
  readonly asOf: string | undefined;
}

export async function readBoard(db: Database): Promise<PublicBoard> {
  const { rows } = await sql<{ asOf: Date; view: Board }>`
    SELECT as_of AS "asOf", view FROM released.board WHERE board = 'venue'`.execute(db);
  const [row] = rows;
  return { rooms: row?.view.rooms ?? [], asOf: row?.asOf.toISOString() };
}
