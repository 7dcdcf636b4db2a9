/** What sealing reads: facts with their hashes, salts of screenings, the ends of the chains. */
import { sql } from "kysely";

import type { SealedItem } from "../../../../contract/src/evidence-values.ts";
import type { Tx } from "../../platform/database.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import type { ChainEnd } from "./commitment.ts";

/** A fact as it is sealed, with the source's own id by which it may have been asked for. */
export type HashedFact = Omit<SealedItem, "role"> & { readonly sourceId: string };

const HASHED = sql`id AS "factId", kind, source, source_id AS "sourceId", ${OCCURRED_AT} AS "occurredAt",
  encode(content_hash, 'hex') AS "contentHash", encode(digest, 'hex') AS digest`;

export interface Wanted {
  readonly ids: readonly string[];
  /** Of the product itself. */
  readonly sourceIds: readonly string[];
}

/** By id, and facts of the product by their sourceId. */
export async function readHashed(
  tx: Tx,
  { ids, sourceIds }: Wanted,
): Promise<readonly HashedFact[]> {
  const { rows } = await sql<HashedFact>`
    SELECT ${HASHED} FROM fact.fact WHERE id = ANY (${ids}::uuid[])
    UNION
    SELECT ${HASHED} FROM fact.fact
    WHERE source = 'mingjing' AND source_id = ANY (${sourceIds}::text[])`.execute(tx);
  return rows;
}

export async function readSalts(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await sql<{ id: string; salt: Buffer }>`
    SELECT id, salt FROM fact.fact WHERE id = ANY (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, salt }) => [id, salt]));
}

/** Last commitment of each quarter that has one. */
export async function readChainEnds(
  tx: Tx,
  quarters: readonly string[],
): Promise<ReadonlyMap<string, ChainEnd>> {
  const { rows } = await sql<ChainEnd & { quarter: string }>`
    SELECT DISTINCT ON (quarter) quarter, sequence, chain FROM evidence.commitment
    WHERE quarter = ANY (${[...new Set(quarters)]}::text[])
    ORDER BY quarter, sequence DESC`.execute(tx);
  return new Map(rows.map(({ quarter, ...end }) => [quarter, end]));
}
