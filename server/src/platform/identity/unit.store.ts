/** A unit by its id. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { UnitKind } from "../../../../contract/src/organisation.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../database.ts";

interface WantedUnit {
  readonly unit: string;
  readonly kinds: readonly UnitKind[];
  /** Instant on whose day it must be there. */
  readonly at: string;
}

/** Undefined when no unit of these kinds has this id on that day. */
export async function findUnit(
  tx: Tx,
  { unit, kinds, at }: WantedUnit,
): Promise<Department | undefined> {
  const { rows } = await sql<Department>`
    SELECT unit AS id, name FROM identity.unit_on(${plainDateOf(new Date(at))}::date)
    WHERE unit = ${unit} AND kind = ANY (${[...kinds]}::text[])`.execute(tx);
  return rows[0];
}
