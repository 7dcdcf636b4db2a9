/** The packages that were made, and what follows from having made them. */
import { sql } from "kysely";

import { type Database, inTransaction } from "../../platform/database.ts";
import type { Sent } from "./compare.ts";
import { writeSent } from "./outbound.store.ts";

export interface MadePackage {
  readonly sequence: number;
  readonly name: string;
  /** Of the whole package, in hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly lines: number;
}

export interface Made {
  /** Sequence before; nobody else may have packed meanwhile. */
  readonly before: number;
  readonly packages: readonly MadePackage[];
  readonly full: boolean;
  readonly at: Date;
  readonly leaves: number;
  readonly checkpoint: number;
  readonly countedAt: Date | null;
  /** Requests for a whole new state that this one answers; null: none. */
  readonly answers: number | null;
  /** What the snapshot had seen. */
  readonly seen: string;
  readonly sent: readonly Sent[];
}

/** From here on the packages count as made; they are in the directory, under another name. @throws Error */
export async function recordPackages(db: Database, made: Made): Promise<void> {
  const { packages, full, at, before } = made;
  await inTransaction(db, async (tx) => {
    await sql`DELETE FROM exchange.change WHERE pg_visible_in_snapshot(xid, ${made.seen}::pg_snapshot)`.execute(
      tx,
    );
    await writeSent(tx, made.sent);
    const last = packages.at(-1);
    if (last === undefined) return;
    await sql`INSERT INTO exchange.package (sequence, name, sha256, bytes, lines, is_full, made_at)
      SELECT sequence, name, sha256, bytes, lines, ${full}, ${at}
      FROM json_to_recordset(${JSON.stringify(packages)}::json)
        AS made (sequence bigint, name text, sha256 text, bytes bigint, lines bigint)`.execute(tx);
    const { numAffectedRows } = await sql`
      UPDATE exchange.progress SET sequence = ${last.sequence}, previous = ${last.sha256}, packed_at = ${at},
        leaves = ${made.leaves}, checkpoint = ${made.checkpoint}, counted_at = ${made.countedAt},
        whole_done = CASE WHEN whole_wanted = ${made.answers}::bigint THEN whole_wanted ELSE whole_done END
      WHERE sequence = ${before}`.execute(tx);
    if (numAffectedRows !== 1n) throw new Error("another process packed at the same time");
  });
}

/** Packages that must still be given their name. */
export async function listUnplaced(
  db: Database,
): Promise<readonly Pick<MadePackage, "sequence" | "name">[]> {
  const { rows } = await sql<Pick<MadePackage, "sequence" | "name">>`
    SELECT sequence, name FROM exchange.package WHERE NOT is_placed ORDER BY sequence`.execute(db);
  return rows;
}

export async function markPlaced(db: Database, sequences: readonly number[]): Promise<void> {
  await sql`UPDATE exchange.package SET is_placed = true WHERE sequence = ANY (${sequences})`.execute(
    db,
  );
}

export interface OutboundStatus {
  /** True while changes are noted. */
  readonly isOn: boolean;
  /** Key to pin at the other side; null before the first packing. */
  readonly vkey: string | null;
  /** Number of the last package, 0 before the first. */
  readonly sequence: number;
  readonly packedAt: Date | null;
  /** True while a whole new state is due. */
  readonly isWholeDue: boolean;
  /** Notes of changed rows that no package has taken up; the same row may count more than once. */
  readonly changes: number;
}

export async function readStatus(db: Database): Promise<OutboundStatus> {
  const { rows } = await sql<OutboundStatus>`
    SELECT looked_at > now() - interval '7 days' AS "isOn", vkey, sequence, packed_at AS "packedAt", whole_wanted > whole_done AS "isWholeDue",
           (SELECT count(*) FROM exchange.change)::bigint AS changes
    FROM exchange.switch, exchange.progress`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("exchange.progress has no row");
  return row;
}
