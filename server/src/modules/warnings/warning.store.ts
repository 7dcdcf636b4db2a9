/** SQL of the board: lists, the cube behind its numbers, one warning with its steps, modes with their history. */
import { sql } from "kysely";

import type {
  NodeView,
  WarningQuery,
  WarningRow,
  WarningStep,
  WarningView,
} from "../../../../contract/src/warnings.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Cell } from "./counts.ts";
import { textsOf } from "./nodes.ts";

type Reads = Database | Tx;

const PAGE = 50;

export interface KeptWarning {
  readonly id: string;
  readonly scope: string;
  readonly node: string;
  readonly handled: number;
}

/** The warning that a node gave about an act of this source, as far as the asker saw it. */
export async function findWarned(
  db: Reads,
  {
    source,
    actId,
    node,
  }: { readonly source: string; readonly actId: string; readonly node: string },
): Promise<KeptWarning | undefined> {
  const { rows } = await sql<KeptWarning>`
    SELECT id, warning.scope, warning.node, handled FROM warnings.checked
    JOIN warnings.warning ON (warning.scope, warning.node) = (checked.scope, checked.node)
    WHERE checked.source = ${source} AND act_id = ${actId} AND checked.node = ${node} AND is_hit
      AND checked.mode <> 'shadow' LIMIT 1`.execute(db);
  return rows[0];
}

/** True when the same source said the same before. */
export async function hasOverride(
  db: Reads,
  {
    scope,
    node,
    source,
    reason,
  }: Pick<KeptWarning, "scope" | "node"> & {
    readonly source: string;
    readonly reason: string;
  },
): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM warnings.override
    WHERE scope = ${scope} AND node = ${node} AND source = ${source} AND reason = ${reason}`.execute(
    db,
  );
  return rows.length > 0;
}

/** @throws RuleViolation warnings.not-found */
export async function getWarning(db: Reads, id: string): Promise<KeptWarning> {
  const { rows } = await sql<KeptWarning>`
    SELECT id, scope, node, handled FROM warnings.warning WHERE id = ${id}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("warnings.not-found", { id });
  return row;
}

interface ListRow extends Omit<WarningRow, "name" | "at" | "agency"> {
  readonly at: Date;
  readonly agencyKey: string | null;
  readonly agencyName: string | null;
}

const COLUMNS = sql`warning.id, node, stage, act, warning.mode, advice, course, handling, warning.ocid, lot_id AS "lotId",
  process.title, process.regime, agency_key AS "agencyKey", procurement_agency ->> 'name' AS "agencyName", at, is_after AS "isAfter"`;
const SOURCE = sql`warnings.warning LEFT JOIN procurement.process ON process.ocid = warning.ocid`;

/** Empty filters let everything through. */
function conditionOf({ month, stage, node, mode, course, handling, agency, ocid }: WarningQuery) {
  const is = (column: ReturnType<typeof sql.ref>, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${column} = ${value}`;
  return sql.join(
    [
      is(sql.ref("month"), month),
      is(sql.ref("stage"), stage),
      is(sql.ref("node"), node),
      is(sql.ref("warning.mode"), mode),
      is(sql.ref("course"), course),
      is(sql.ref("agency_key"), agency),
      is(sql.ref("warning.ocid"), ocid),
      handling === "none" ? sql`handling IS NULL` : is(sql.ref("handling"), handling),
    ],
    sql` AND `,
  );
}

function rowOf({ agencyKey, agencyName, at, ...row }: ListRow): WarningRow {
  const agency =
    agencyKey === null || agencyName === null
      ? {}
      : { agency: { key: agencyKey, name: agencyName } };
  const known = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return {
    ...(known as Omit<ListRow, "at" | "agencyKey" | "agencyName">),
    ...agency,
    name: textsOf(row.node).name,
    at: at.toISOString(),
  };
}

interface Listed {
  readonly rows: readonly WarningRow[];
  readonly next?: string;
}

/** Newest first; a page ends where the next begins. */
export async function listWarnings(tx: Tx, query: WarningQuery): Promise<Listed> {
  const { limit = PAGE, after } = query;
  const behind =
    after === undefined
      ? sql`true`
      : sql`(at, warning.id) < (SELECT at, id FROM warnings.warning WHERE id::text = ${after})`;
  const { rows } = await sql<ListRow>`
    SELECT ${COLUMNS} FROM ${SOURCE} WHERE ${conditionOf(query)} AND ${behind}
    ORDER BY at DESC, warning.id DESC LIMIT ${limit + 1}`.execute(tx);
  const page = rows.slice(0, limit).map(rowOf);
  const last = page.at(-1);
  return { rows: page, ...(rows.length > limit && last !== undefined ? { next: last.id } : {}) };
}

export interface RaisedWarning {
  readonly ocid: string;
  readonly at: string;
  readonly node: string;
  readonly label: { readonly zh: string; readonly en: string };
}

/** Raised on these projects in a span, oldest first. */
export async function listRaised(
  tx: Tx,
  query: { readonly ocids: readonly string[]; readonly from: string; readonly to: string },
): Promise<RaisedWarning[]> {
  const { ocids, from, to } = query;
  const { rows } = await sql<{ ocid: string; at: Date; node: string }>`
    SELECT ocid, at, node FROM warnings.warning
    WHERE ocid = ANY (${[...ocids]}::text[]) AND at >= ${from} AND at < ${to}
    ORDER BY at, id LIMIT 2000`.execute(tx);
  return rows.map(({ ocid, at, node }) => {
    const { zh, en } = textsOf(node).name;
    return { ocid, at: at.toISOString(), node, label: { zh, en } };
  });
}

/** How many there are of each combination: every number of the board is a sum of these. */
export async function readCells(tx: Tx, { ocid }: WarningQuery): Promise<readonly Cell[]> {
  const { rows } = await sql<Cell>`
    SELECT month, stage, node, warning.mode, course, coalesce(handling, 'none') AS handling,
      coalesce(agency_key, '') AS agency, coalesce(min(procurement_agency ->> 'name'), '') AS "agencyName",
      count(*)::int AS count
    FROM ${SOURCE} WHERE ${conditionOf(ocid === undefined ? {} : { ocid })}
    GROUP BY 1, 2, 3, 4, 5, 6, 7`.execute(tx);
  return rows;
}

interface Detail {
  readonly row: WarningRow;
  readonly params: WarningView["params"];
  readonly strip: WarningView["strip"] | null;
  readonly scope: string;
  readonly version: number;
}

/** @throws RuleViolation warnings.not-found */
export async function readWarning(tx: Tx, id: string): Promise<Detail> {
  const { rows } = await sql<ListRow & Omit<Detail, "row">>`
    SELECT ${COLUMNS}, params, strip, scope, handled AS version FROM ${SOURCE}
    WHERE warning.id = ${id}::uuid`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("warnings.not-found", { id });
  const { params, strip, scope, version, ...rest } = row;
  return { row: rowOf(rest), params, strip, scope, version };
}

interface StepRow {
  readonly at: Date;
  readonly what: WarningStep["what"];
  readonly by: string | null;
  readonly ground: string | null;
  readonly text: string | null;
  readonly approvedBy: string | null;
  readonly handling: WarningStep["handling"] | null;
}

/** Everything that happened to a warning, in order; of checks that found the same only the first. */
export async function listSteps(
  tx: Tx,
  { scope, node }: { readonly scope: string; readonly node: string },
): Promise<WarningStep[]> {
  const { rows } = await sql<StepRow>`
    SELECT occurred_at AS at, what, by, ground, text, "approvedBy", handling FROM (
      SELECT fact_id, occurred_at, CASE WHEN NOT is_hit THEN 'cleared' WHEN is_after THEN 'after' ELSE 'warned' END AS what,
        source AS by, NULL AS ground, NULL AS text, NULL AS "approvedBy", NULL AS handling,
        lag((is_hit, is_after)) OVER (ORDER BY occurred_at, fact_id) IS DISTINCT FROM (is_hit, is_after) AS is_new
      FROM warnings.checked WHERE scope = ${scope} AND node = ${node}
      UNION ALL
      SELECT fact_id, occurred_at, 'overridden', source, ground, reason, approved_by, NULL, true
      FROM warnings.override WHERE scope = ${scope} AND node = ${node}
      UNION ALL
      SELECT fact_id, occurred_at, 'handled', by_whom ->> 'name', NULL, note, NULL, handling, true
      FROM warnings.handling WHERE scope = ${scope} AND node = ${node}) AS step
    WHERE is_new ORDER BY occurred_at, fact_id`.execute(tx);
  return rows.map(({ at, what, ...rest }) => ({
    at: at.toISOString(),
    what,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
  }));
}

/** Every mode that was set, newest first, by node. */
export async function readModeHistory(
  db: Reads,
): Promise<ReadonlyMap<string, NodeView["history"]>> {
  type Set = Omit<NodeView["history"][number], "from" | "setAt">;
  const { rows } = await sql<Set & { node: string; from: Date; setAt: Date }>`
    SELECT node, mode, valid_from AS "from", ground, by_whom ->> 'name' AS by, occurred_at AS "setAt"
    FROM warnings.mode ORDER BY valid_from DESC, fact_id DESC`.execute(db);
  const views = rows.map(({ from, setAt, ...row }) => ({
    ...row,
    from: from.toISOString(),
    setAt: setAt.toISOString(),
  }));
  const groups = Map.groupBy(views, ({ node }) => node);
  return new Map(
    [...groups].map(([node, sets]) => [node, sets.map(({ node: _node, ...set }) => set)]),
  );
}
