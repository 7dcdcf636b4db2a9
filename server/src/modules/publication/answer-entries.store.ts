/** Writes what stands under the keys of the map. Nothing is taken out: a record that goes leaves its hash and a word why. */
import { sql } from "kysely";

import type { GoneRecord } from "../../../../verifier/src/index.ts";
import type { Tx } from "../../platform/database.ts";
import { addRows } from "../../platform/facts/rows.ts";
import { type Keyed, keyed } from "./answer-record.ts";

/** One writer at a time, until commit: positions have no gap, and `n` grows with the order of commits. */
const LOCK = 7_301_005;

/** Why a record is public no more. */
export type Farewell = Pick<GoneRecord, "state" | "by" | "publicReason">;

export interface Refreshed {
  /** Subjects whose records these are all. */
  readonly subjects: readonly string[];
  readonly records: readonly Keyed[];
  readonly at: Date;
  /** Says why each of these records went. */
  readonly farewellsOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, Farewell>>;
}

interface Live {
  readonly key: string;
  readonly position: number;
  readonly hash: string;
  readonly subject: string;
  readonly id: string;
}

const placeOf = ({ key, hash }: { readonly key: string; readonly hash: string }) =>
  `${hash} ${key}`;

/** Brings the entries of these subjects to what is public of them now. */
export async function refreshEntries(tx: Tx, refreshed: Refreshed): Promise<void> {
  const { at, records, subjects } = refreshed;
  await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx);
  const live = await readLive(tx, subjects);
  const hexed = records.map((one) => ({ ...one, hash: one.hash.toString("hex") }));
  const wanted = new Set(hexed.map(placeOf));
  const known = new Set(live.map(placeOf));
  const gone = live.filter((one) => !wanted.has(placeOf(one)));
  const added = hexed.filter((one) => !known.has(placeOf(one))).toSorted(byTime);
  if (gone.length + added.length === 0) return;
  const farewells =
    gone.length === 0 ? new Map() : await refreshed.farewellsOf(gone.map(({ id }) => id));
  const tombstones = gone.map(({ key, id, position, subject }) => {
    const why: Farewell = farewells.get(id) ?? { state: "closed" };
    const record = { type: "gone", id, entry: position, at: at.toISOString(), ...why } as const;
    const { hash } = keyed(key, record);
    return { key, hash: hash.toString("hex"), subject, record, isLive: false };
  });
  const released = added.map(({ key, hash, record }) => ({
    key,
    hash,
    subject: "subject" in record ? record.subject : "",
    record,
    isLive: true,
  }));
  await takeContent(tx, gone);
  await appendEntries(tx, [...tombstones, ...released]);
}

async function readLive(tx: Tx, subjects: readonly string[]): Promise<readonly Live[]> {
  const { rows } = await sql<Live>`
    SELECT key, position, encode(hash, 'hex') AS hash, subject, record_id AS id
    FROM released.answer_entry WHERE is_live AND subject = ANY (${subjects})
    ORDER BY key, position`.execute(tx);
  return rows;
}

function byTime({ record: a }: Pick<Keyed, "record">, { record: b }: Pick<Keyed, "record">) {
  const [one, other] = [a, b].map((record) =>
    record.type === "released" ? `${record.occurredAt} ${record.id}` : "",
  );
  return (one ?? "") < (other ?? "") ? -1 : 1;
}

const takeContent = async (tx: Tx, gone: readonly Live[]) =>
  gone.length === 0
    ? undefined
    : sql`UPDATE released.answer_entry AS entry SET record = NULL, is_live = false
        FROM unnest(${gone.map(({ key }) => key)}::text[], ${gone.map(({ position }) => position)}::integer[])
          AS gone (key, position)
        WHERE entry.key = gone.key AND entry.position = gone.position`.execute(tx);

interface NewEntry {
  readonly key: string;
  readonly hash: string;
  readonly subject: string;
  readonly record: Keyed["record"];
  readonly isLive: boolean;
}

async function appendEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  const keys = [...new Set(entries.map(({ key }) => key))];
  const { rows } = await sql<{ key: string; next: number }>`
    SELECT key, (SELECT position + 1 FROM released.answer_entry AS entry WHERE entry.key = wanted.key
                 ORDER BY position DESC LIMIT 1) AS next
    FROM unnest(${keys}::text[]) AS wanted (key)`.execute(tx);
  const next = new Map(rows.map((row) => [row.key, row.next ?? 0]));
  const { rows: counted } = await sql<{ n: number }>`
    SELECT coalesce(max(n), -1) + 1 AS n FROM released.answer_entry`.execute(tx);
  const first = counted[0]?.n ?? 0;
  const places = entries.map(({ key }) => {
    const position = next.get(key) ?? 0;
    next.set(key, position + 1);
    return position;
  });
  await addRows(
    tx,
    "released.answer_entry",
    entries.map(({ hash, isLive, key, record, subject }, index) => ({
      key,
      position: places[index],
      n: first + index,
      hash: `\\x${hash}`,
      subject,
      record_id: record.id,
      is_live: isLive,
      record,
    })),
  );
  await markPending(tx, keys);
}

/** The next version of the map takes them in. */
export const markPending = (tx: Tx, keys: readonly string[]) =>
  sql`INSERT INTO publication.answer_pending (key) SELECT unnest(${keys}::text[])`.execute(tx);

/** After a restore: contents that went meanwhile go again, and the map is made anew from the entries. */
export async function recoverEntries(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx);
  await sql`UPDATE released.answer_entry AS entry SET record = NULL, is_live = false
    FROM released.answer_entry AS word
    WHERE word.record ->> 'type' = 'gone' AND word.key = entry.key
      AND entry.position = (word.record ->> 'entry')::integer`.execute(tx);
  for (const table of ["answer_key", "map_page", "map_version"])
    await sql`DELETE FROM ${sql.table(`released.${table}`)}`.execute(tx);
  await sql`DELETE FROM publication.map_stale`.execute(tx);
  await sql`DELETE FROM publication.answer_pending`.execute(tx);
  await sql`INSERT INTO publication.answer_pending (key)
    SELECT DISTINCT key FROM released.answer_entry`.execute(tx);
}
