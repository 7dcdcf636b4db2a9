/** Reads of the public, with the login that can SELECT from schema `released` and nothing else. */
import { sql } from "kysely";

import type {
  DecisionRow,
  DecisionView,
  HomeView,
  OpeningRow,
  ProcessView,
  ProjectFilter,
  ProjectRow,
  PublicLot,
  ResultRow,
} from "../../../../web/src/apps/portal/views.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../../platform/database.ts";
import { containing } from "../../platform/like.ts";

export interface StoredView {
  readonly process: ProcessView["process"];
  readonly lots: ProcessView["lots"];
  readonly events: ProcessView["events"];
  readonly decisions: ProcessView["decisions"];
}

export type PublicStore = ReturnType<typeof createPublicStore>;

const RESULT_STATES = ["awarded", "contracted", "failed"];

// oxlint-disable-next-line max-lines-per-function -- a list of short queries
export function createPublicStore(db: Database) {
  return {
    /** Newest signature of the log; null before the first. */
    async findDataAsOf(): Promise<string | null> {
      const { rows } = await sql<{ at: Date }>`
        SELECT signed_at AS at FROM released.log_checkpoint ORDER BY size DESC LIMIT 1`.execute(db);
      return rows[0]?.at.toISOString() ?? null;
    },

    async countAll(): Promise<HomeView["counts"]> {
      const { rows } = await sql<HomeView["counts"]>`
        SELECT (SELECT count(*)::int FROM released.process) AS processes,
               (SELECT count(*)::int FROM released.process WHERE result_at IS NOT NULL) AS results,
               (SELECT count(*)::int FROM released.decision) AS decisions`.execute(db);
      return rows[0] ?? { processes: 0, results: 0, decisions: 0 };
    },

    async listOpenings(from: Date, to: Date): Promise<readonly OpeningRow[]> {
      const { rows } = await sql<{ ocid: string; view: StoredView }>`
        SELECT ocid, view FROM released.process
        WHERE opening_at >= ${from} AND opening_at < ${to} ORDER BY opening_at LIMIT 200`.execute(
        db,
      );
      return rows.map(({ ocid, view: { process, lots } }) => ({
        ocid,
        title: process.title,
        openingAt: process.openingAt ?? "",
        ...(process.venue === undefined ? {} : { venue: process.venue }),
        opened: lots.some((lot) => lot.openedAt !== undefined),
      }));
    },

    async listResults(limit: number): Promise<readonly ResultRow[]> {
      const { rows } = await sql<{ ocid: string; view: StoredView; resultAt: Date }>`
        SELECT ocid, view, result_at AS "resultAt" FROM released.process
        WHERE result_at IS NOT NULL ORDER BY result_at DESC LIMIT ${limit}`.execute(db);
      const events = rows.map(({ view, resultAt }) => resultEventOf(view, resultAt));
      const indices = await leafIndices(
        db,
        events.flatMap((event) => event?.factId ?? []),
      );
      return rows.map(({ ocid, view, resultAt }, row) => {
        const { factId = "", partly } = events[row] ?? {};
        const result = resultOf(ocid, view, resultAt);
        return withLeaf(partly ? { ...result, partly } : result, indices.get(factId));
      });
    },

    async listProjects(filter: ProjectFilter, page: { offset: number; limit: number }) {
      const pattern = containing(filter.q);
      const states = filter.state === "result" ? RESULT_STATES : filter.state && [filter.state];
      const where = sql`search ILIKE ${pattern}
        AND (${states ?? null}::text[] IS NULL OR state = ANY (${states ?? null}::text[]))
        AND (${filter.regime ?? null}::text IS NULL OR regime = ${filter.regime ?? null})
        AND (${filter.opening ?? null}::date IS NULL
             OR (opening_at AT TIME ZONE 'Asia/Shanghai')::date = ${filter.opening ?? null}::date)`;
      const { rows } = await sql<{ ocid: string; view: StoredView }>`
        SELECT ocid, view FROM released.process WHERE ${where}
        ORDER BY published_at DESC, ocid LIMIT ${page.limit} OFFSET ${page.offset}`.execute(db);
      const { rows: counted } = await sql<{ total: number }>`
        SELECT count(*)::int AS total FROM released.process WHERE ${where}`.execute(db);
      return { rows: rows.map(({ view }) => projectOf(view)), total: counted[0]?.total ?? 0 };
    },

    async getProcess(ocid: string): Promise<StoredView & { readonly provable: number }> {
      const { rows } = await sql<{ view: StoredView }>`
        SELECT view FROM released.process WHERE ocid = ${ocid}`.execute(db);
      const [row] = rows;
      if (row === undefined) throw new RuleViolation("processes.not-found", { ocid });
      const indices = await leafIndices(
        db,
        row.view.events.map(({ factId }) => factId),
      );
      const events = row.view.events.map((event) => withLeaf(event, indices.get(event.factId)));
      return { ...row.view, events, provable: indices.size };
    },

    async listDecisions(page: { offset: number; limit: number }) {
      const { rows } = await sql<{ view: DecisionView["decision"] }>`
        SELECT view FROM released.decision ORDER BY published_at DESC, fact_id
        LIMIT ${page.limit} OFFSET ${page.offset}`.execute(db);
      return rows.map(({ view }) => decisionRow(view));
    },

    async getDecision(id: string): Promise<DecisionView["decision"]> {
      const { rows } = await sql<{ view: DecisionView["decision"] }>`
        SELECT view FROM released.decision WHERE fact_id::text = ${id}`.execute(db);
      const [row] = rows;
      if (row === undefined) throw new RuleViolation("decisions.not-found", { id });
      return withLeaf(row.view, (await leafIndices(db, [id])).get(id));
    },
  };
}

const withLeaf = <T extends object>(value: T, leafIndex: number | undefined): T =>
  leafIndex === undefined ? value : { ...value, leafIndex };

/** Indices that a signed checkpoint covers. */
async function leafIndices(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; leafIndex: number }>`
    SELECT fact_id AS id, leaf_index AS "leafIndex" FROM released.fact_leaf
    WHERE fact_id = ANY (${ids}::uuid[])
      AND leaf_index < coalesce((SELECT max(size) FROM released.log_checkpoint), 0)`.execute(db);
  return new Map(rows.map((row) => [row.id, row.leafIndex]));
}

/** The event that brought the result: the last one of that time. */
const resultEventOf = ({ events }: StoredView, resultAt: Date) =>
  events.findLast((event) => Date.parse(event.at) === resultAt.getTime());

function resultOf(ocid: string, { process, lots }: StoredView, resultAt: Date): ResultRow {
  const lot: PublicLot | undefined = lots.findLast((one) => one.award !== undefined) ?? lots.at(-1);
  const { supplier, offer } = lot?.award ?? {};
  return {
    ocid,
    title: process.title,
    state: process.state,
    resultAt: resultAt.toISOString(),
    lots: lots.length,
    ...(supplier === undefined ? {} : { supplier }),
    ...(offer === undefined ? {} : { offer }),
  };
}

function projectOf({ process, lots }: StoredView): ProjectRow {
  const { ocid, title, regime, state, place, procuringEntity, publishedAt, openingAt } = process;
  return {
    ocid,
    title,
    regime,
    state,
    publishedAt,
    lots: lots.length,
    ...(place === undefined ? {} : { place }),
    ...(procuringEntity === undefined ? {} : { procuringEntity }),
    ...(openingAt === undefined ? {} : { openingAt }),
  };
}

function decisionRow(view: DecisionView["decision"]): DecisionRow {
  const { id, title, department, decisionNo, decidedOn, outcome } = view;
  return { id, title, department, decisionNo, decidedOn, outcome };
}
