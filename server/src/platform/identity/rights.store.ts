/** Reads which posts a person may act for on a day, and keeps scopes. */
import { sql } from "kysely";

import type { Role } from "../../../../contract/src/organisation.ts";
import { type Database, inTransaction, type Tx } from "../database.ts";
import {
  clausesOf,
  type HeldPost,
  type ScopeClause,
  scopeIdOf,
  separateAdministrators,
} from "./rights.ts";

/**
 * Posts of a person on a day: own ones first. A delegation counts while the delegating person holds the post;
 * nobody passes on what was delegated to him. Several delegations of one post give their matters together.
 *
 * @param day Calendar day (Asia/Shanghai)
 */
export async function postsOf(
  db: Database | Tx,
  person: string,
  day: string,
): Promise<readonly HeldPost[]> {
  const { rows } = await sql<HeldPost>`
    WITH RECURSIVE unit AS MATERIALIZED (SELECT * FROM identity.unit_on(${day}::date)),
    held AS (
      SELECT post, 'appointment' AS basis, 0 AS rank, NULL::jsonb AS matters, valid_to
      FROM identity.appointment_on(${day}::date) WHERE person = ${person}
      UNION ALL
      SELECT post, 'delegation', 1,
        CASE WHEN bool_and(matters IS NOT NULL) THEN jsonb_agg(DISTINCT matter) END, max(delegation.valid_to)
      FROM identity.delegation_on(${day}::date) AS delegation
      LEFT JOIN LATERAL jsonb_array_elements(matters) AS matter ON true
      WHERE to_person = ${person} AND EXISTS (
        SELECT FROM identity.appointment_on(${day}::date) AS appointed
        WHERE appointed.person = from_person AND appointed.post = delegation.post)
      GROUP BY post
      UNION ALL
      SELECT post, 'deputy', 2, NULL, leave.valid_to
      FROM identity.leave_on(${day}::date) AS leave 
      JOIN identity.appointment_on(${day}::date) AS appointed USING (person)
      WHERE deputy = ${person}
    ),
    of_held AS (
      SELECT held.*, post.title, post.role, post.jurisdiction, unit.unit, unit.name, unit.kind, unit.party,
        unit.stationed_in
      FROM held JOIN identity.post_on(${day}::date) AS post USING (post) JOIN unit USING (unit)
    ),
    below AS (
      SELECT top, top AS unit FROM (SELECT unit AS top FROM of_held UNION SELECT stationed_in FROM of_held) AS tops
      WHERE top IN (SELECT unit FROM unit)
      UNION SELECT below.top, child.unit FROM below JOIN unit AS child ON child.parent = below.unit
    )
    SELECT DISTINCT ON (held.rank, held.post) held.post, held.title, held.role, basis, held.valid_to::text AS until,
      held.unit, held.name AS "unitName", held.kind AS "unitKind", held.party AS "unitParty",
      ARRAY(SELECT below.unit FROM below WHERE top = held.unit) AS below,
      ARRAY(SELECT below.unit FROM below WHERE top = held.stationed_in) AS stationed,
      registered.token, held.jurisdiction, held.matters
    FROM of_held AS held
    JOIN identity.person_on(${day}::date) AS registered ON registered.person = ${person}
    ORDER BY held.rank, held.post`.execute(db);
  return separateAdministrators(rows);
}

/** Makes the scope of these clauses if it is new. @returns its id */
export async function keepScope(db: Database, clauses: readonly ScopeClause[]): Promise<string> {
  const scope = scopeIdOf(clauses);
  const { rows } = await sql`SELECT FROM identity.scope WHERE scope = ${scope}`.execute(db);
  if (rows.length === 0) await inTransaction(db, (tx) => writeScope(tx, scope, clauses));
  return scope;
}

async function writeScope(tx: Tx, scope: string, clauses: readonly ScopeClause[]): Promise<void> {
  await sql`SELECT identity.lock_scopes()`.execute(tx);
  const { numAffectedRows } = await sql`
    INSERT INTO identity.scope (scope) VALUES (${scope}) ON CONFLICT DO NOTHING`.execute(tx);
  if (numAffectedRows !== 1n) return;
  const rows = clauses.map(({ bandFrom, bandTo, ...clause }) => ({
    scope,
    band_from: bandFrom,
    band_to: bandTo,
    ...clause,
  }));
  await sql`INSERT INTO identity.scope_clause
    SELECT * FROM json_populate_recordset(NULL::identity.scope_clause, ${JSON.stringify(rows)}::json)`.execute(
    tx,
  );
  await sql`INSERT INTO identity.scope_cell (scope, matter, unit, cell)
    SELECT DISTINCT clause.scope, clause.matter, unit, cell.cell
    FROM identity.scope_clause AS clause
    CROSS JOIN LATERAL unnest(coalesce(clause.units, ARRAY['*'])) AS unit
    JOIN LATERAL (
      SELECT '*' AS cell WHERE identity.is_wide(clause)
      UNION ALL
      SELECT known.cell FROM identity.cell AS known
      WHERE NOT identity.is_wide(clause) AND identity.covers(clause, known)
    ) AS cell ON true
    WHERE clause.scope = ${scope}`.execute(tx);
}

/** Scope of a held post, made if it is new. */
export const scopeOfPost = (db: Database, held: HeldPost): Promise<string> =>
  keepScope(db, clausesOf(held));

/** Forgets scopes that no session uses; they are made again when needed. */
export async function sweepScopes(db: Database): Promise<void> {
  await sql`DELETE FROM identity.scope WHERE made_at < now() - interval '1 day'
    AND NOT EXISTS (SELECT FROM identity.session WHERE session.scope = scope.scope)`.execute(db);
}

export interface FirstPost {
  readonly title: string;
  readonly role: Role;
  readonly unit: string;
  readonly unitName: string;
}

/** For each of these persons the first post by appointment on a day. */
export async function firstPostsOf(
  db: Database,
  persons: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, FirstPost>> {
  const { rows } = await sql<FirstPost & { person: string }>`
    SELECT DISTINCT ON (person) person, post.title, post.role, unit.unit, unit.name AS "unitName"
    FROM identity.appointment_on(${day}::date) AS appointment
    JOIN identity.post_on(${day}::date) AS post USING (post)
    JOIN identity.unit_on(${day}::date) AS unit USING (unit)
    WHERE person = ANY (${[...persons]}::text[]) ORDER BY person, post`.execute(db);
  return new Map(rows.map(({ person, ...post }) => [person, post]));
}
