/** What is registered, for the comparison of an import. */
import { sql } from "kysely";

import type { Database, Tx } from "../database.ts";
import type { Registered } from "./organisation-import.ts";

interface PartRow {
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export async function readRegistered(db: Database | Tx): Promise<Registered> {
  const latest = async (query: ReturnType<typeof sql<PartRow>>) => {
    const { rows } = await query.execute(db);
    return new Map(rows.map(({ key, payload }) => [key, payload]));
  };
  return {
    unit: await latest(sql<PartRow>`SELECT DISTINCT ON (unit) unit AS key, json_build_object('unit', unit, 'name', name,
        'unitKind', kind, 'parent', parent, 'stationedIn', stationed_in, 'place', place,
        'validFrom', valid_from, 'validTo', valid_to) AS payload
      FROM identity.unit ORDER BY unit, valid_from DESC, fact_id DESC`),
    post: await latest(sql<PartRow>`SELECT DISTINCT ON (post) post AS key, json_build_object('post', post, 'unit', unit,
        'title', title, 'role', role, 'jurisdiction', jurisdiction, 'validFrom', valid_from, 'validTo', valid_to) AS payload
      FROM identity.post ORDER BY post, valid_from DESC, fact_id DESC`),
    person:
      await latest(sql<PartRow>`SELECT DISTINCT ON (person) person AS key, json_build_object('person', person,
        'name', name, 'validFrom', valid_from, 'validTo', valid_to) AS payload
      FROM identity.person ORDER BY person, valid_from DESC, fact_id DESC`),
    appointment:
      await latest(sql<PartRow>`SELECT DISTINCT ON (appointment) person || ' ' || post || ' ' || valid_from AS key,
        json_build_object('appointment', appointment, 'person', person, 'post', post, 'validFrom', valid_from,
          'validTo', valid_to) AS payload
      FROM identity.appointment ORDER BY appointment, fact_id DESC`),
  };
}
