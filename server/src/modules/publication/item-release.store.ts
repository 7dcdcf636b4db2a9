/** Writes the public side of items: content while it is shown, a tombstone after that. */
import { sql } from "kysely";

import type { ItemPublished } from "../../../../contract/src/facts/publication.item-published.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { releaseFacts } from "../../platform/facts/release-facts.ts";
import { addRows } from "../../platform/facts/rows.ts";
import { STORED_FACT } from "../../platform/facts/stored-fact.ts";
import { type Farewell, refreshEntries } from "./answer-entries.store.ts";
import { recordsOfItem, type SaltedFact } from "./answer-record.ts";
import { goneAt, type Item, publicViewOf, searchTextOf, stateOf } from "./item.ts";

interface ItemRow {
  readonly id: string;
  readonly factId: string;
  readonly publishedAt: Date;
  readonly content: ItemPublished;
  readonly withdrawnAt: Date | null;
  readonly publicReason: string | null;
}

/** Items by id; of two facts about one the later holds, of two withdrawals the first. */
export async function readItems(db: Database | Tx, ids: readonly string[]): Promise<Item[]> {
  const { rows } = await sql<ItemRow>`
    SELECT DISTINCT ON (item.item) item.item AS id, item.fact_id AS "factId",
      item.published_at AS "publishedAt", content, withdrawn_at AS "withdrawnAt", public_reason AS "publicReason"
    FROM publication.item LEFT JOIN publication.withdrawal ON withdrawal.item = item.item
    WHERE item.item = ANY (${ids})
    ORDER BY item.item, item.published_at DESC, item.fact_id DESC, withdrawn_at, withdrawal.fact_id`.execute(
    db,
  );
  return rows.map(({ withdrawnAt, publicReason, publishedAt, ...row }) => ({
    ...row,
    publishedAt: publishedAt.toISOString(),
    withdrawal:
      withdrawnAt === null || publicReason === null
        ? null
        : { at: withdrawnAt.toISOString(), publicReason },
  }));
}

/** Makes the public side of these items again, whole. */
export async function refreshItems(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  // Two refreshes at once: the second waits, then sees what the first saw and more.
  await sql`SELECT pg_advisory_xact_lock(7301004)`.execute(tx);
  const today = plainDateOf(now);
  const items = (await readItems(tx, ids)).filter(
    ({ publishedAt }) => publishedAt <= now.toISOString(),
  );
  const judged = items.map((item) => ({ item, state: stateOf(item, today) }));
  const subjects = ids.map((id) => `publication:${id}`);
  await sql`DELETE FROM released.item WHERE item = ANY (${ids})`.execute(tx);
  await sql`DELETE FROM released.item_tombstone WHERE item = ANY (${ids})`.execute(tx);
  await sql`DELETE FROM released.fact WHERE ocid = ANY (${subjects})`.execute(tx);
  const shown = judged.filter(({ state }) => state === "shown").map(({ item }) => item);
  await addRows(tx, "released.item", shown.map(releasedRow));
  await releaseFacts(
    tx,
    shown.map(({ factId }) => factId),
  );
  await addRows(tx, "released.item_tombstone", judged.flatMap(tombstoneRow));
  await refreshEntries(tx, {
    subjects,
    records: (await readFacts(tx, shown)).flatMap(recordsOfItem),
    at: now,
    farewellsOf: async (gone) => farewellsOf(judged, gone, await readFactItems(tx, gone)),
  });
}

async function readFacts(tx: Tx, shown: readonly Item[]): Promise<readonly SaltedFact[]> {
  const { rows } = await sql<SaltedFact>`SELECT ${STORED_FACT}, salt FROM fact.fact
    WHERE id = ANY (${shown.map(({ factId }) => factId)}::uuid[])`.execute(tx);
  return rows;
}

/** Item of each of these facts. */
async function readFactItems(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; item: string }>`
    SELECT fact_id AS id, item FROM publication.item WHERE fact_id = ANY (${ids}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map(({ id, item }) => [id, item]));
}

interface JudgedItem {
  readonly item: Item;
  readonly state: ReturnType<typeof stateOf>;
}

/** Why items are public no more: replaced by a later fact, withdrawn with a reason, past their last day, or held. */
function farewellsOf(
  judged: readonly JudgedItem[],
  gone: readonly string[],
  itemOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, Farewell> {
  const byItem = new Map(judged.map((one) => [one.item.id, one]));
  return new Map(
    gone.map((id): [string, Farewell] => {
      const found = byItem.get(itemOf.get(id) ?? "");
      if (found === undefined) return [id, { state: "closed" }];
      const { item, state } = found;
      if (item.factId !== id) return [id, { state: "corrected", by: item.factId }];
      if (state === "expired") return [id, { state: "expired" }];
      const publicReason = item.withdrawal?.publicReason;
      return state === "withdrawn" && publicReason !== undefined
        ? [id, { state: "withdrawn", publicReason }]
        : [id, { state: "closed" }];
    }),
  );
}

const releasedRow = (item: Item) => ({
  item: item.id,
  fact_id: item.factId,
  kind: item.content.kind,
  unit_id: item.content.unit.id,
  unit_name: item.content.unit.name,
  regime: item.content.regime,
  published_at: item.publishedAt,
  expires_on: item.content.expiresOn,
  view: publicViewOf(item),
  search: searchTextOf(item),
});

function tombstoneRow({ item, state }: { item: Item; state: ReturnType<typeof stateOf> }) {
  const at = goneAt(item, state);
  if (at === undefined) return [];
  return [
    { item: item.id, state, gone_at: at, public_reason: item.withdrawal?.publicReason ?? null },
  ];
}

/** Items whose last day has passed but whose content is still public, and those the map does not know yet. */
export async function listExpired(db: Database, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ item: string }>`
    SELECT item FROM released.item WHERE expires_on < ${plainDateOf(now)}::date
      OR NOT EXISTS (SELECT FROM released.answer_entry WHERE is_live AND subject = 'publication:' || item)
    LIMIT 500`.execute(db);
  return rows.map(({ item }) => item);
}

export async function listAllItems(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ item: string }>`
    SELECT DISTINCT item FROM publication.item ORDER BY item`.execute(db);
  return rows.map(({ item }) => item);
}
