/** First wall: the conditions that stores put into every query about rows with a jurisdiction. */
import { type RawBuilder, sql } from "kysely";

import type { Scope } from "./reader.ts";

/**
 * Set by the test that shows the second wall holding alone (T21): the conditions below then let everything through.
 * Nothing outside tests sets it.
 */
export const applicationFilters = { areOff: false };

const cells = (scope: Scope, matter: string) =>
  sql`SELECT c.cell FROM identity.scope_cell AS c WHERE c.scope = ${scope.id} AND c.matter = ${matter}`;

const seesAll = (scope: Scope, matter: string) =>
  sql`(SELECT EXISTS (SELECT FROM identity.scope_cell AS c
        WHERE c.scope = ${scope.id} AND c.matter = ${matter} AND c.unit = '*' AND c.cell = '*'))`;

/** Condition on `procurement.process`, by that name in the query. */
export function visibleProcess(scope: Scope): RawBuilder<unknown> {
  if (applicationFilters.areOff) return sql`true`;
  const own = sql`${scope.own}::text[]`;
  return sql`((${seesAll(scope, "process")} OR process.cell IN (${cells(scope, "process")})
      OR process.entity_key = ANY (${own}) OR process.agency_key = ANY (${own}))
    AND ${notRecused(sql`process.entity_key`)} AND ${notRecused(sql`process.agency_key`)})`;
}

const notRecused = (key: RawBuilder<unknown>) =>
  sql`(${key} IS NULL OR ${key} <> ALL ((SELECT identity.recused_keys())::text[]))`;

/** Condition on `casework.handling`, by that name in the query. */
export function visibleLead(scope: Scope): RawBuilder<unknown> {
  if (applicationFilters.areOff) return sql`true`;
  const pairs = sql`SELECT c.unit, c.cell FROM identity.scope_cell AS c
    WHERE c.scope = ${scope.id} AND c.matter = 'lead'`;
  return sql`((${seesAll(scope, "lead")} OR (handling.department_id, '*') IN (${pairs})
      OR (handling.department_id, handling.cell) IN (${pairs}) OR ('*', handling.cell) IN (${pairs}))
    AND NOT handling.keys && (SELECT identity.recused_keys()))`;
}

/** Condition on `complaints.handling`, by that name in the query. */
export function visibleVoice(scope: Scope): RawBuilder<unknown> {
  if (applicationFilters.areOff) return sql`true`;
  const own = sql`${scope.own}::text[]`;
  const pairs = sql`SELECT c.unit, c.cell FROM identity.scope_cell AS c
    WHERE c.scope = ${scope.id} AND c.matter = 'complaint'`;
  const isOf = (unit: RawBuilder<unknown>) =>
    sql`((${unit}, '*') IN (${pairs}) OR (${unit}, handling.cell) IN (${pairs}))`;
  return sql`((${seesAll(scope, "complaint")} OR ${isOf(sql`handling.unit_id`)} OR ${isOf(sql`handling.watcher_id`)}
      OR ('*', handling.cell) IN (${pairs})
      OR (handling.kind <> 'complaint'
          AND (handling.entity_key = ANY (${own}) OR handling.agency_key = ANY (${own}))))
    AND NOT handling.keys && (SELECT identity.recused_keys()))`;
}

/**
 * Condition on `tipoffs.handling`, by that name in the query: the offices of the scope, never to people of the reported
 * unit or of those above or below it, never to who is recused.
 */
export function visibleTipoff(scope: Scope): RawBuilder<unknown> {
  if (applicationFilters.areOff) return sql`true`;
  return sql`(tipoffs.is_in_scope(${scope.id}, handling.department_id, handling.regime, handling.place)
    AND NOT handling.family && (SELECT tipoffs.reader_units())
    AND NOT handling.keys && (SELECT identity.recused_keys()))`;
}
