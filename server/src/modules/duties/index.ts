/** Duties (权责清单), first cut: which department handles a matter of an industry in a place. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import { dutyListed, type DutyListed } from "../../../../contract/src/facts/duties.duty-listed.ts";
import type { Tx } from "../../platform/database.ts";
import type { FactProjection } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import type { Module } from "../../platform/module.ts";

const dutiesFacts: FactProjection = {
  kinds: [dutyListed],
  tables: ["duties.duty"],
  apply(tx, facts) {
    const rows = facts.map(({ id, payload }) => {
      const duty = payload as unknown as DutyListed;
      return {
        fact_id: id,
        matter: duty.matter,
        regime: duty.regime,
        industry: duty.industry,
        place: duty.place,
        department_id: duty.department.id,
        department_name: duty.department.name,
        legal_basis: duty.legalBasis,
        valid_from: duty.validFrom,
        valid_to: duty.validTo,
      };
    });
    return insertRows(tx, "duties.duty", rows);
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      ["duties.duty"],
      facts.map((fact) => fact.id),
    ),
};

export interface Matter {
  readonly matter: "lead" | "complaint" | "tipoff";
  readonly regime: string;
  readonly industry: string | null;
  readonly place: string | null;
  /** Calendar day on which the duty must be in force. */
  readonly on: string;
}

export interface Duty {
  readonly department: Department;
  readonly legalBasis: string;
}

/** The most specific duty in force; undefined when nobody is named (an orphan, never a guess). */
export async function findDuty(
  tx: Tx,
  { matter, regime, industry, place, on }: Matter,
): Promise<Duty | undefined> {
  const { rows } = await sql<{ id: string; name: string; legalBasis: string }>`
    SELECT department_id AS id, department_name AS name, legal_basis AS "legalBasis" FROM duties.duty
    WHERE matter = ${matter} AND coalesce(regime, ${regime}) = ${regime}
      AND (industry IS NULL OR industry = ${industry})
      AND (place IS NULL OR ${place} LIKE place || '%')
      AND valid_from <= ${on}::date AND coalesce(valid_to, 'infinity') >= ${on}::date
    ORDER BY (industry IS NOT NULL)::int + (regime IS NOT NULL)::int + coalesce(length(place), 0) DESC,
             valid_from DESC, fact_id
    LIMIT 1`.execute(tx);
  const [row] = rows;
  return row && { department: { id: row.id, name: row.name }, legalBasis: row.legalBasis };
}

export const createDutiesModule = (): Module => ({ name: "duties", facts: dutiesFacts });
