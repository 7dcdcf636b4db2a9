/** Reads of the public column, with the login that sees schema `released` only. Decisions stand beside the items. */
import { type RawBuilder, sql } from "kysely";

import type {
  ColumnFilter,
  ColumnKind,
  ColumnRow,
  GoneView,
  ItemView,
} from "../../../../web/src/apps/portal/column-views.ts";
import { dayAfter, type PlainDate, startOfDay } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../../platform/database.ts";
import { containing } from "../../platform/like.ts";

type PublicItem = ItemView["item"];
type Gone = Omit<GoneView, "page">;

/** What stands at an address: the item, or what is left of it. */
export type Found = { readonly item: PublicItem } | { readonly gone: Gone };

export type ColumnStore = ReturnType<typeof createColumnStore>;

/** An item past its last day is not shown even where nobody has taken it away yet. */
const notOver = (today: PlainDate): RawBuilder<unknown> =>
  sql`(expires_on IS NULL OR expires_on >= ${today}::date)`;

const entries = (today: PlainDate): RawBuilder<unknown> => sql`
  SELECT item AS id, kind, unit_name AS unit, regime, published_at, expires_on, view, search
  FROM released.item WHERE ${notOver(today)}
  UNION ALL
  SELECT decision.fact_id::text, 'decision', decision.view ->> 'department', process.regime,
    decision.published_at, NULL, decision.view,
    concat_ws(' ', decision.view ->> 'title', decision.view ->> 'decisionNo', decision.view ->> 'department',
      decision.view ->> 'processTitle', decision.view ->> 'text')
  FROM released.decision AS decision LEFT JOIN released.process AS process USING (ocid)`;

function conditionOf({ unit, regime, q, from, to }: ColumnFilter): RawBuilder<unknown> {
  const parts = [
    sql`search ILIKE ${containing(q)}`,
    ...(unit === undefined ? [] : [sql`unit = ${unit}`]),
    ...(regime === undefined ? [] : [sql`regime = ${regime}`]),
    ...(from === undefined ? [] : [sql`published_at >= ${startOfDay(from)}`]),
    ...(to === undefined ? [] : [sql`published_at < ${startOfDay(dayAfter(to))}`]),
  ];
  return sql.join(parts, sql` AND `);
}

interface EntryRow {
  readonly id: string;
  readonly kind: ColumnKind;
  readonly unit: string;
  readonly regime: string | null;
  readonly publishedAt: Date;
  readonly expiresOn: string | null;
  readonly view: Readonly<Record<string, unknown>>;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function rowOf({ id, kind, unit, regime, publishedAt, expiresOn, view }: EntryRow): ColumnRow {
  const outcome = text(view["outcome"]);
  return {
    id,
    kind,
    unit,
    title: text(view["title"]),
    documentNo: text(view["documentNo"] ?? view["decisionNo"]),
    decidedOn: text(view["decidedOn"]),
    publishedAt: publishedAt.toISOString(),
    ...(outcome === "" ? {} : { outcome }),
    ...(regime === null ? {} : { regime }),
    ...(expiresOn === null ? {} : { expiresOn }),
  };
}

export interface Selection {
  readonly filter: ColumnFilter;
  readonly today: PlainDate;
}

export function createColumnStore(db: Database) {
  return {
    async list(
      { filter, today }: Selection,
      { offset, limit }: { readonly offset: number; readonly limit: number },
    ): Promise<readonly ColumnRow[]> {
      const ofKind = filter.kind === undefined ? sql`true` : sql`kind = ${filter.kind}`;
      const { rows } = await sql<EntryRow>`
        SELECT id, kind, unit, regime, published_at AS "publishedAt", expires_on::text AS "expiresOn", view
        FROM (${entries(today)}) AS entry WHERE ${conditionOf(filter)} AND ${ofKind}
        ORDER BY published_at DESC, id LIMIT ${limit} OFFSET ${offset}`.execute(db);
      return rows.map(rowOf);
    },

    /** How many of each kind, whatever kind is chosen. */
    async countKinds({
      filter,
      today,
    }: Selection): Promise<Readonly<Partial<Record<ColumnKind, number>>>> {
      const { rows } = await sql<{ kind: ColumnKind; count: number }>`
        SELECT kind, count(*)::int AS count FROM (${entries(today)}) AS entry
        WHERE ${conditionOf(filter)} GROUP BY kind`.execute(db);
      return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
    },

    async listUnits(today: PlainDate): Promise<readonly string[]> {
      const { rows } = await sql<{ unit: string }>`
        SELECT DISTINCT unit FROM (${entries(today)}) AS entry ORDER BY unit LIMIT 200`.execute(db);
      return rows.map(({ unit }) => unit);
    },

    async find(id: string, today: PlainDate): Promise<Found> {
      const item = await findItem(db, id);
      if (item === undefined) return { gone: await getTombstone(db, id) };
      const { expiresOn } = item;
      if (expiresOn === undefined || expiresOn >= today) return { item };
      const at = startOfDay(dayAfter(expiresOn));
      return { gone: { state: "expired", goneAt: at, publicReason: null } };
    },
  };
}

interface ItemRow extends EntryRow {
  readonly leafIndex: number | null;
  readonly processTitle: string | null;
}

async function findItem(db: Database, id: string): Promise<PublicItem | undefined> {
  const { rows } = await sql<ItemRow>`
    SELECT item.item AS id, item.kind, item.unit_name AS unit, item.regime, item.published_at AS "publishedAt",
      expires_on::text AS "expiresOn", item.view,
      (SELECT leaf_index FROM released.fact_leaf WHERE fact_leaf.fact_id = item.fact_id
        AND leaf_index < coalesce((SELECT max(size) FROM released.log_checkpoint), 0)) AS "leafIndex",
      (SELECT title FROM released.process WHERE ocid = item.view ->> 'ocid') AS "processTitle"
    FROM released.item AS item WHERE item.item = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { view, leafIndex, processTitle } = row;
  const {
    text: words,
    legalBasis,
    articles,
    subjects,
    ocid,
    unitUrl,
  } = view as unknown as PublicItem;
  return {
    ...rowOf(row),
    text: words,
    legalBasis,
    articles,
    subjects,
    ...(ocid === undefined ? {} : { ocid }),
    ...(processTitle === null ? {} : { processTitle }),
    ...(unitUrl === undefined ? {} : { unitUrl }),
    ...(leafIndex === null ? {} : { leafIndex }),
  };
}

async function getTombstone(db: Database, id: string): Promise<Gone> {
  const { rows } = await sql<{ state: Gone["state"]; goneAt: Date; publicReason: string | null }>`
    SELECT state, gone_at AS "goneAt", public_reason AS "publicReason"
    FROM released.item_tombstone WHERE item = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("items.not-found", { id });
  return { ...row, goneAt: row.goneAt.toISOString() };
}
