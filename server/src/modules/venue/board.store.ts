/** What displays in the halls show of rooms: written for the public, so it names no project. */
import { sql } from "kysely";

import type { Board } from "../../../../contract/src/venue-board.ts";
import type { Database } from "../../platform/database.ts";
import type { Room } from "./room.ts";

/** Rooms that something holds at this instant. */
export async function readOccupied(db: Database, now: Date): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ room: string }>`
    SELECT DISTINCT lower(room) AS room FROM venue.held WHERE during @> ${now}::timestamptz`.execute(
    db,
  );
  return new Set(rows.map(({ room }) => room));
}

export const boardOf = (rooms: readonly Room[], occupied: ReadonlySet<string>): Board => ({
  rooms: rooms
    .filter(({ isInUse }) => isInUse)
    .map(({ room, name, zone }) => ({ name, zone, isOccupied: occupied.has(room) })),
});

/** Unchanged, it is written anew once a minute, so that a display knows that somebody still looks. */
export async function writeBoard(db: Database, view: Board, now: Date): Promise<void> {
  await sql`
    INSERT INTO released.board (board, as_of, view) VALUES ('venue', ${now}, ${JSON.stringify(view)}::jsonb)
    ON CONFLICT (board) DO UPDATE SET as_of = excluded.as_of, view = excluded.view
    WHERE board.view <> excluded.view OR board.as_of < excluded.as_of - interval '50 seconds'`.execute(
    db,
  );
}
