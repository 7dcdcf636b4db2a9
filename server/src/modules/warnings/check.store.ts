/** SQL of a check: the answer that was kept, modes in force, whether a warning may be settled now. */
import { sql } from "kysely";

import type { Warned } from "../../../../contract/src/facts/warnings.warned.ts";
import type { WarningMode } from "../../../../contract/src/warnings-values.ts";
import type { CheckedNode } from "../../../../contract/src/warnings.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { articlesOf } from "./law.ts";
import { articleTexts, textsOf } from "./nodes.ts";

type Reads = Database | Tx;

/** What the asker was told then; shadows were not told. */
export async function findAsked(
  db: Reads,
  checkId: string,
): Promise<readonly CheckedNode[] | undefined> {
  const { rows } = await sql<{ nodes: Warned["nodes"] }>`
    SELECT nodes FROM warnings.asked WHERE check_id = ${checkId}::uuid LIMIT 1`.execute(db);
  return rows[0]?.nodes
    .filter(
      ({ mode, isHit, notComputable }) =>
        mode !== "shadow" && (isHit || notComputable !== undefined),
    )
    .map(({ node, mode, advice, params, articles, notComputable, strip }) => ({
      id: node,
      mode,
      advice,
      ...textsOf(node),
      articles: articleTexts(articlesOf(articles)),
      params,
      ...(strip === undefined ? {} : { strip: strip as NonNullable<CheckedNode["strip"]> }),
      ...(notComputable === undefined ? {} : { notComputable }),
    }));
}

/** True when this act or lot was warned before: a check that finds nothing may settle it. */
export async function knowsScope(db: Reads, scope: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM warnings.warning WHERE scope = ${scope} LIMIT 1`.execute(db);
  return rows.length > 0;
}

/** Modes that people set, as in force at an instant. */
export async function readModes(db: Reads, at: string): Promise<ReadonlyMap<string, WarningMode>> {
  const { rows } = await sql<{ node: string; mode: WarningMode }>`
    SELECT DISTINCT ON (node) node, mode FROM warnings.mode WHERE valid_from <= ${at}
    ORDER BY node, valid_from DESC, fact_id DESC`.execute(db);
  return new Map(rows.map(({ node, mode }) => [node, mode]));
}

/** Until the end of the transaction nobody else records this check. */
export async function lockCheck(tx: Tx, checkId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${checkId}, 0))`.execute(tx);
}
