/** Reads of sealed evidence. Every read names the scope of the reader. */
import { sql } from "kysely";

import type { Officer } from "../../../../contract/src/casework.ts";
import type { ReviewKind, ReviewResult } from "../../../../contract/src/evidence-values.ts";
import type { CustodyEntry } from "../../../../contract/src/evidence.ts";
import type { Sealed } from "../../../../contract/src/facts/evidence.sealed.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead } from "../../platform/identity/visible.ts";

export interface Seal {
  readonly factId: string;
  readonly sealedAt: string;
  readonly leafIndex: number | undefined;
  readonly payload: Sealed;
  readonly version: number;
  readonly custody: readonly CustodyEntry[];
  readonly leaves: ReadonlyMap<string, number>;
}

const ACTS = {
  "evidence.hold-set": "holdSet",
  "evidence.hold-ended": "holdEnded",
  "evidence.reviewed": "reviewed",
} as const;

interface CustodyRow {
  readonly factId: string;
  readonly at: Date;
  readonly kind: keyof typeof ACTS | "evidence.accessed";
  readonly version: number | null;
  readonly leafIndex: number | null;
  readonly payload: {
    readonly officer: Officer;
    readonly until?: string;
    readonly ground?: string;
    readonly text?: string;
    readonly review?: ReviewKind;
    readonly result?: ReviewResult;
    readonly act?: "viewed" | "exported";
    readonly manifest?: string;
  };
}

function entryOf({ factId, at, kind, leafIndex, payload }: CustodyRow): CustodyEntry {
  const { officer, until, ground, text, review, result, act, manifest } = payload;
  const said = ground ?? text;
  return {
    at: at.toISOString(),
    act: kind === "evidence.accessed" ? (act ?? "viewed") : ACTS[kind],
    factId,
    officer,
    ...(leafIndex === null ? {} : { leafIndex }),
    ...(until === undefined ? {} : { until }),
    ...(said === undefined ? {} : { ground: said }),
    ...(review === undefined ? {} : { review }),
    ...(result === undefined ? {} : { result }),
    ...(manifest === undefined ? {} : { manifest }),
  };
}

/** @param scope Absent: whoever asks was checked before. @throws RuleViolation evidence.not-found */
export async function getSeal(tx: Tx, lead: string, scope: Scope | undefined): Promise<Seal> {
  const { rows } = await sql<{
    factId: string;
    sealedAt: Date;
    leafIndex: number | null;
    payload: Sealed;
  }>`
    SELECT sealed.fact_id AS "factId", sealed_at AS "sealedAt", leaf.leaf_index AS "leafIndex", payload
    FROM evidence.sealed JOIN casework.handling USING (lead_id)
    LEFT JOIN witness.leaf ON leaf.fact_id = sealed.fact_id
    WHERE lead_id = ${lead} AND ${scope === undefined ? sql`true` : visibleLead(scope)}`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("evidence.not-found", { id: lead });
  const acts = await listCustody(tx, lead);
  const { factId, payload, leafIndex } = row;
  const sealedAt = row.sealedAt.toISOString();
  const first: CustodyEntry = {
    at: sealedAt,
    act: "sealed",
    factId,
    until: payload.holdUntil,
    ...(leafIndex === null ? {} : { leafIndex }),
  };
  return {
    factId,
    sealedAt,
    payload,
    leafIndex: leafIndex ?? undefined,
    version: Math.max(0, ...acts.map(({ version }) => version ?? 0)),
    custody: [first, ...acts.map(entryOf)],
    leaves: await readLeaves(
      tx,
      payload.items.map((item) => item.factId),
    ),
  };
}

async function listCustody(tx: Tx, lead: string): Promise<readonly CustodyRow[]> {
  const { rows } = await sql<CustodyRow>`
    SELECT custody.fact_id AS "factId", occurred_at AS at, kind, version, payload,
           leaf.leaf_index AS "leafIndex"
    FROM evidence.custody LEFT JOIN witness.leaf USING (fact_id)
    -- Ids grow as facts are recorded.
    WHERE lead_id = ${lead} ORDER BY occurred_at, custody.fact_id`.execute(tx);
  return rows;
}

async function readLeaves(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; leaf: number }>`
    SELECT fact_id AS id, leaf_index AS leaf FROM witness.leaf
    WHERE fact_id = ANY (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, leaf }) => [id, leaf]));
}
