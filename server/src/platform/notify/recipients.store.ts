/** Who held a post on a day and could see a lead in it. */
import { type RawBuilder, sql } from "kysely";

import type { Role } from "../../../../contract/src/organisation.ts";
import type { Database, Tx } from "../database.ts";
import type { Scope, ScopedReader } from "../identity/reader.ts";
import { postsOf, scopeOfPost } from "../identity/rights.store.ts";
import { type HeldPost, ownKeysOf } from "../identity/rights.ts";
import { visibleLead, visibleTipoff } from "../identity/visible.ts";

interface Holding {
  readonly roles: readonly Role[];
  readonly day: string;
}

/** Persons who could act for a post of these roles in one of the units, whatever brought them there. */
export const personsInUnits = (db: Tx, units: readonly string[], holding: Holding) =>
  personsWhere(db, sql`unit = ANY (${[...units]}::text[])`, holding);

/** The same for every unit of these kinds. */
export const personsInKinds = (db: Tx, kinds: readonly string[], holding: Holding) =>
  personsWhere(
    db,
    sql`unit IN (SELECT of_kind.unit FROM identity.unit_on(${holding.day}::date) AS of_kind
                 WHERE of_kind.kind = ANY (${[...kinds]}::text[]))`,
    holding,
  );

/** Discipline groups stationed in a unit. */
export async function stationedIn(db: Tx, unit: string, day: string): Promise<readonly string[]> {
  const { rows } = await sql<{ unit: string }>`
    SELECT unit FROM identity.unit_on(${day}::date) WHERE stationed_in = ${unit}`.execute(db);
  return rows.map((row) => row.unit);
}

/** The same for every unit but one. */
export const personsOutside = (db: Tx, unit: string, holding: Holding) =>
  personsWhere(db, sql`unit <> ${unit}`, holding);

async function personsWhere(
  db: Tx,
  unit: RawBuilder<unknown>,
  { roles, day }: Holding,
): Promise<readonly string[]> {
  const { rows } = await sql<{ person: string }>`
    WITH held AS (
      SELECT person, post FROM identity.appointment_on(${day}::date)
      WHERE post IN (SELECT post FROM identity.post_on(${day}::date)
                     WHERE ${unit} AND role = ANY (${[...roles]}::text[])))
    SELECT person FROM held
    UNION SELECT to_person FROM identity.delegation_on(${day}::date) JOIN held USING (post)
    UNION SELECT deputy FROM identity.leave_on(${day}::date) JOIN held USING (person)`.execute(db);
  return rows.map(({ person }) => person);
}

export interface Handled {
  readonly leadId: string;
  readonly unit: string;
  /** Discipline groups stationed in the unit. */
  readonly stationed: readonly string[];
}

/** Which unit handles each of these leads. */
export async function handlersOf(
  tx: Tx,
  leadIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, Handled>> {
  const { rows } = await sql<Handled>`
    SELECT lead_id AS "leadId", department_id AS unit,
      ARRAY(SELECT unit.unit FROM identity.unit_on(${day}::date) AS unit
            WHERE unit.stationed_in = department_id) AS stationed
    FROM casework.handling WHERE lead_id = ANY (${[...leadIds]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.leadId, row]));
}

/** Scope that a held post gives its holder. */
export async function scopeFor(db: Database, person: string, held: HeldPost): Promise<Scope> {
  return { id: await scopeOfPost(db, held), person, own: ownKeysOf(held) };
}

/** Every scope the person may read with on a day. */
export async function scopesOf(
  db: Database,
  person: string,
  day: string,
): Promise<readonly Scope[]> {
  const held = await postsOf(db, person, day);
  return Promise.all(held.map((post) => scopeFor(db, person, post)));
}

/** Those of the leads that this scope shows, behind both walls. */
export function visibleLeads(
  reader: ScopedReader,
  scope: Scope,
  leadIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return reader.read(scope, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT lead.id FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
      WHERE lead.id = ANY (${[...leadIds]}::text[]) AND ${visibleLead(scope)}`.execute(tx);
    return new Set(rows.map(({ id }) => id));
  });
}

/** The same of tip-offs. */
export function visibleTipoffs(
  reader: ScopedReader,
  scope: Scope,
  tipoffIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return reader.read(scope, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT tipoff_id AS id FROM tipoffs.handling
      WHERE tipoff_id = ANY (${[...tipoffIds]}::text[]) AND ${visibleTipoff(scope)}`.execute(tx);
    return new Set(rows.map(({ id }) => id));
  });
}
