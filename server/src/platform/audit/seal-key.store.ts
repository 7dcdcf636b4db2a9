/** Which organ seals the accesses of a unit, and to which key. */
import { sql } from "kysely";

import type { UnitKind } from "../../../../contract/src/organisation.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../database.ts";
import type { Seal } from "./seal.ts";

/** Units that watch others; a chain of them up to its top is one organ. */
const WATCHERS: readonly UnitKind[] = ["discipline", "stationedDiscipline", "police"];

/**
 * The organ of a unit: the topmost of the watching units above it, so that a record does not tell which stationed
 * group made it; the unit itself if it is of another kind.
 */
export async function organOf(db: Database, unit: string, day: string): Promise<string> {
  const { rows } = await sql<{ unit: string }>`
    WITH RECURSIVE known AS MATERIALIZED (SELECT unit, kind, parent FROM identity.unit_on(${day}::date)),
    up AS (
      SELECT unit, kind, parent, 0 AS height FROM known WHERE unit = ${unit}
      UNION ALL
      SELECT above.unit, above.kind, above.parent, height + 1 FROM up JOIN known AS above ON above.unit = up.parent
      WHERE up.kind = ANY (${WATCHERS}::text[]) AND above.kind = ANY (${WATCHERS}::text[]) AND height < 20)
    SELECT unit FROM up ORDER BY height DESC LIMIT 1`.execute(db);
  return rows[0]?.unit ?? unit;
}

export interface RegisteredKey {
  readonly keyId: string;
  readonly publicKey: string;
  readonly registeredAt: Date;
}

/** Newest first: the first is in use. */
export async function listSealKeys(
  db: Database | Tx,
  organ: string,
): Promise<readonly RegisteredKey[]> {
  const { rows } = await sql<RegisteredKey>`
    SELECT key_id AS "keyId", public_key AS "publicKey", registered_at AS "registeredAt"
    FROM audit.seal_key WHERE organ = ${organ} ORDER BY fact_id DESC`.execute(db);
  return rows;
}

export async function unitName(db: Database | Tx, unit: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM identity.unit WHERE unit = ${unit}
    ORDER BY valid_from DESC, fact_id DESC LIMIT 1`.execute(db);
  return rows[0]?.name ?? unit;
}

export interface SealKeys {
  organOf(unit: string): Promise<string>;
  /** The key in use for a unit; undefined before its organ registered one. */
  find(unit: string): Promise<Seal | undefined>;
  /** After a change of organisation or keys, on this node or another. */
  forget(): void;
}

export function createSealKeys(db: Database, clock: Clock): SealKeys {
  const known = new Map<string, Seal>();
  const state = { day: "", round: 0 };
  const keys: SealKeys = {
    organOf: (unit) => organOf(db, unit, plainDateOf(clock.now())),
    async find(unit) {
      const day = plainDateOf(clock.now());
      if (day !== state.day) {
        known.clear();
        state.day = day;
      }
      const found = known.get(unit);
      if (found !== undefined) return found;
      const { round } = state;
      const organ = await keys.organOf(unit);
      const [newest] = await listSealKeys(db, organ);
      if (newest === undefined) return undefined;
      const { keyId, publicKey } = newest;
      const seal = { organ, keyId, publicKey };
      // What was read before a change counts for this access only.
      if (round === state.round) known.set(unit, seal);
      return seal;
    },
    forget() {
      known.clear();
      state.round += 1;
    },
  };
  return keys;
}
