/** How much a jurisdiction would open, before it is given. */
import { sql } from "kysely";

import type { Coverage, CoverageQuestion } from "../../../../contract/src/organisation-api.ts";
import type { Database } from "../database.ts";
import { branchOf, findUnit } from "./organisation.store.ts";
import { keepScope } from "./rights.store.ts";
import { clausesOf } from "./rights.ts";
import { visibleLead, visibleProcess } from "./visible.ts";

/** Smaller counts could tell of single cases. */
const LEAST = 5;
const hideSmall = (count: number): number | null => (count > 0 && count < LEAST ? null : count);

async function belowOf(db: Database, unit: string, day: string): Promise<readonly string[]> {
  const branch = await branchOf(db, unit, day);
  const { rows } = await sql<{ unit: string }>`
    WITH RECURSIVE below AS (SELECT ${unit}::text AS unit
      UNION SELECT child.unit FROM below JOIN identity.unit_on(${day}::date) AS child ON child.parent = below.unit)
    SELECT unit FROM below WHERE unit = ANY (${[...branch, unit]}::text[])`.execute(db);
  return rows.map((row) => row.unit);
}

export async function countCoverage(
  db: Database,
  { unit, jurisdiction }: CoverageQuestion,
  day: string,
): Promise<Coverage> {
  const found = await findUnit(db, unit, day);
  const clauses = clausesOf({
    post: "",
    title: "",
    role: "officer",
    basis: "appointment",
    until: null,
    unit,
    unitName: "",
    unitKind: found?.kind ?? "department",
    unitParty: null,
    below: await belowOf(db, unit, day),
    stationed: found?.stationedIn == null ? [] : await belowOf(db, found.stationedIn, day),
    token: null,
    jurisdiction,
    matters: null,
  });
  const scope = { id: await keepScope(db, clauses), person: "", own: [] };
  const { rows } = await sql<{ processes: number; leads: number }>`
    SELECT (SELECT count(*)::int FROM procurement.process WHERE ${visibleProcess(scope)}) AS processes,
      (SELECT count(*)::int FROM casework.handling JOIN screening.lead ON lead.id = handling.lead_id
       WHERE ${visibleLead(scope)}) AS leads`.execute(db);
  return {
    processes: hideSmall(rows[0]?.processes ?? 0),
    leads: hideSmall(rows[0]?.leads ?? 0),
  };
}
