/** Reads of looked-back lots. Every read of a person names the scope of the reader. */
import { type RawBuilder, sql } from "kysely";

import type { AnswerAsk, LookbackRow, OwnAsk } from "../../../../contract/src/lookback.ts";
import { present } from "../../kernel/present.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";
import type { LotKey } from "./scores.store.ts";

/** Hash of the newest examination of each lot. */
export async function listHashes(
  tx: Tx,
  lots: readonly LotKey[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; hash: string }>`
    SELECT DISTINCT ON (ocid, lot_id) ocid || E'\n' || lot_id AS key, input_hash AS hash
    FROM lookback.examination
    JOIN unnest(${lots.map(({ ocid }) => ocid)}::text[], ${lots.map(({ lotId }) => lotId)}::text[])
      AS wanted (ocid, lot_id) USING (ocid, lot_id)
    ORDER BY ocid, lot_id, fact_id DESC`.execute(tx);
  return new Map(rows.map(({ key, hash }) => [key, hash]));
}

/** First wall: posts whose jurisdiction names the scores of the process. */
function visible(scope: Scope | undefined): RawBuilder<unknown> {
  if (scope === undefined) return sql`true`;
  return sql`(${visibleProcess(scope)} AND (
      EXISTS (SELECT FROM identity.scope_cell AS c
        WHERE c.scope = ${scope.id} AND c.matter = 'score' AND c.unit = '*' AND c.cell = '*')
      OR process.cell IN (SELECT c.cell FROM identity.scope_cell AS c
        WHERE c.scope = ${scope.id} AND c.matter = 'score')))`;
}

interface RawLot extends Omit<LookbackRow, "examinedAt" | "flip"> {
  readonly examinedAt: Date;
  readonly flip: string | null;
  readonly version: number;
  readonly examinationId: string;
  readonly industry: string | null;
  readonly place: string | null;
}

export interface HeldRow extends LookbackRow {
  readonly version: number;
  readonly examinationId: string;
  readonly industry: string | null;
  readonly place: string | null;
}

function rowOf({ examinedAt, flip, ...raw }: RawLot): HeldRow {
  return { ...raw, examinedAt: examinedAt.toISOString(), ...present({ flip }) };
}

interface Asked {
  readonly scope: Scope | undefined;
  readonly now: Date;
}

const rowsQuery = ({ scope, now }: Asked, condition: RawBuilder<unknown>) => sql<RawLot>`
  SELECT lot.ocid, lot.lot_id AS "lotId", coalesce(process.title, lot.ocid) AS title, process.regime,
    process.industry, process.place_code AS place, lot.state, lot.version, lot.examined_at AS "examinedAt",
    lot.examinations, lot.experts, lot.bids, lot.exact, lot.calibrated, lot.hints,
    lot.changes_award AS "changesAward", lot.flip, lot.examination_id AS "examinationId",
    (EXISTS (SELECT FROM procurement.candidacy AS result
       WHERE result.ocid = lot.ocid AND result.lot_id = lot.lot_id AND result.occurred_at <= ${now})
     OR EXISTS (SELECT FROM procurement.award AS result
       WHERE result.ocid = lot.ocid AND result.lot_id = lot.lot_id AND result.occurred_at <= ${now}))
      AS "isResultPublished"
  FROM lookback.lot AS lot JOIN procurement.process ON process.ocid = lot.ocid
  WHERE ${visible(scope)} AND ${condition}
  ORDER BY lot.examined_at DESC, lot.ocid, lot.lot_id LIMIT 1000`;

export async function listLots(tx: Tx, asked: Asked): Promise<readonly HeldRow[]> {
  const { rows } = await rowsQuery(asked, sql`true`).execute(tx);
  return rows.map(rowOf);
}

/** @throws RuleViolation lookback.not-found, also for one that this reader may not see */
export async function getLot(tx: Tx, { ocid, lotId }: LotKey, asked: Asked): Promise<HeldRow> {
  const { rows } = await rowsQuery(
    asked,
    sql`lot.ocid = ${ocid} AND lot.lot_id = ${lotId}`,
  ).execute(tx);
  const [row] = rows;
  if (row === undefined)
    throw new RuleViolation("lookback.not-found", { lot: `${ocid} ${lotId}` }, { status: 404 });
  return rowOf(row);
}

/** Lot of an ask. @throws RuleViolation lookback.ask-not-found */
export async function lotOfAsk(tx: Tx, ask: string): Promise<LotKey> {
  const { rows } = await sql<LotKey>`
    SELECT ocid, lot_id AS "lotId" FROM lookback.ask WHERE fact_id::text = ${ask} LIMIT 1`.execute(
    tx,
  );
  const [lot] = rows;
  if (lot === undefined) throw new RuleViolation("lookback.ask-not-found", {}, { status: 404 });
  return lot;
}

interface RawOwn {
  readonly ask: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly title: string;
  readonly askedAt: Date;
  readonly text: string;
  readonly items: OwnAsk["items"];
  readonly answers: readonly { readonly at: string; readonly payload: AnswerAsk }[];
}

/** What evaluators with these tokens were asked, and answered themselves. */
export async function listOwnAsks(
  tx: Tx,
  tokens: readonly string[],
): Promise<readonly Omit<OwnAsk, "mayAnswer">[]> {
  const { rows } = await sql<RawOwn>`
    SELECT ask.fact_id AS ask, ask.ocid, ask.lot_id AS "lotId", ask.title, ask.asked_at AS "askedAt", ask.text,
      ask.items, coalesce((SELECT jsonb_agg(jsonb_build_object('at', event.occurred_at, 'payload', event.payload)
          ORDER BY event.version)
        FROM lookback.event AS event WHERE event.ocid = ask.ocid AND event.lot_id = ask.lot_id
          AND event.kind = 'lookback.answered' AND event.payload ->> 'ask' = ask.fact_id::text
          AND event.payload #>> '{evaluator,token}' = ask.evaluator), '[]') AS answers
    FROM lookback.ask AS ask WHERE evaluator = ANY (${[...tokens]}::text[])
    ORDER BY ask.asked_at DESC LIMIT 200`.execute(tx);
  return rows.map(({ askedAt, answers, ask, lotId, title, text, items }) => {
    const last = answers.at(-1);
    return {
      ask,
      lotId,
      title,
      text,
      items,
      askedAt: askedAt.toISOString(),
      ...(last === undefined
        ? {}
        : {
            answer: {
              at: new Date(last.at).toISOString(),
              answer: last.payload.answer,
              reason: last.payload.reason,
              changes: last.payload.changes,
            },
          }),
    };
  });
}
