/** Reads of score cards. Every read names the scope of the reader. */
import { sql } from "kysely";

import type { CardFigures } from "../../../../contract/src/oversight-values.ts";
import type { CardView } from "../../../../contract/src/oversight.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";

export interface StoredCard extends Omit<CardView, "may" | "state"> {
  readonly isReleased: boolean;
}

interface RawCard {
  readonly unitId: string;
  readonly unitName: string;
  readonly quarter: string;
  readonly figures: CardFigures;
  readonly draftedAt: Date;
  readonly comment: string | null;
  readonly commentedAt: Date | null;
  readonly commentedBy: string | null;
  readonly commentBy: string | null;
  readonly releasedAt: Date | null;
}

function cardOf(raw: RawCard): StoredCard {
  const { comment, commentedAt, commentedBy, commentBy, releasedAt } = raw;
  return {
    unit: { id: raw.unitId, name: raw.unitName },
    quarter: raw.quarter,
    figures: raw.figures,
    draftedAt: raw.draftedAt.toISOString(),
    ...(comment === null || commentedAt === null
      ? {}
      : { comment: { text: comment, at: commentedAt.toISOString(), by: commentedBy ?? "" } }),
    ...(commentBy === null ? {} : { commentBy }),
    ...(releasedAt === null ? {} : { releasedAt: releasedAt.toISOString() }),
    isReleased: releasedAt !== null,
  };
}

const COLUMNS = sql`unit_id AS "unitId", unit_name AS "unitName", quarter, figures, drafted_at AS "draftedAt", comment,
  commented_at AS "commentedAt", commented_by AS "commentedBy", comment_by::text AS "commentBy",
  released_at AS "releasedAt"`;

/** The newest quarter first, then those who handled most. */
export async function listCards(tx: Tx, scope: Scope): Promise<readonly StoredCard[]> {
  const { rows } = await sql<RawCard>`
    SELECT ${COLUMNS} FROM oversight.card
    WHERE unit_id IN (SELECT c.unit FROM identity.scope_cell AS c
        WHERE c.scope = ${scope.id} AND c.matter = 'complaint')
      OR EXISTS (SELECT FROM identity.scope_cell AS c WHERE c.scope = ${scope.id}
           AND c.matter = 'complaint' AND c.unit = '*' AND c.cell = '*')
    ORDER BY quarter DESC, (figures ->> 'handled')::int DESC, unit_id LIMIT 400`.execute(tx);
  return rows.map(cardOf);
}

/** @returns undefined when there is none */
export async function findCard(
  tx: Tx,
  { unit, quarter }: { readonly unit: string; readonly quarter: string },
): Promise<StoredCard | undefined> {
  const { rows } = await sql<RawCard>`
    SELECT ${COLUMNS} FROM oversight.card WHERE unit_id = ${unit} AND quarter = ${quarter}`.execute(
    tx,
  );
  return rows[0] && cardOf(rows[0]);
}

export async function hasCards(db: Database, quarter: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM oversight.card WHERE quarter = ${quarter} LIMIT 1`.execute(
    db,
  );
  return rows.length > 0;
}
