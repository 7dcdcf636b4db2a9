/** Units and keys of the offices that receive tip-offs. */
import { sql } from "kysely";

import type { Holder } from "../../../../contract/src/tipoff-values.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { OfficeUnit } from "./routing.ts";

export interface NamedUnit extends OfficeUnit {
  /** Keys of the unit as a party. */
  readonly keys: readonly string[];
}

export async function listUnits(db: Database | Tx, day: PlainDate): Promise<readonly NamedUnit[]> {
  const { rows } = await sql<NamedUnit>`
    SELECT unit AS id, name, kind, parent, stationed_in AS "stationedIn", place,
      coalesce(identity.party_keys(party), '{}') AS keys
    FROM identity.unit_on(${day}::date) ORDER BY name, unit`.execute(db);
  return rows;
}

export interface StoredKey {
  readonly keyId: string;
  readonly unit: string;
  readonly unitName: string;
  readonly publicKey: string;
  readonly holders: readonly Holder[];
  readonly publishedAt: Date;
  readonly publishedBy: string;
}

const COLUMNS = sql`key_id AS "keyId", unit, unit_name AS "unitName", public_key AS "publicKey", holders,
  published_at AS "publishedAt", published_by AS "publishedBy"`;

/** The newest key of each unit. */
export async function currentKeys(db: Database | Tx): Promise<ReadonlyMap<string, StoredKey>> {
  const { rows } = await sql<StoredKey>`
    SELECT DISTINCT ON (unit) ${COLUMNS} FROM tipoffs.office_key
    ORDER BY unit, published_at DESC, fact_id DESC`.execute(db);
  return new Map(rows.map((key) => [key.unit, key]));
}

/** Newest first. */
export async function keysOf(db: Database | Tx, unit: string): Promise<readonly StoredKey[]> {
  const { rows } = await sql<StoredKey>`
    SELECT ${COLUMNS} FROM tipoffs.office_key WHERE unit = ${unit}
    ORDER BY published_at DESC, fact_id DESC`.execute(db);
  return rows;
}
