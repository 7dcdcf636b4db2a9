/** One row a lot: what its newest examination shows, and where it stands. */
import { sql } from "kysely";

import type { Examination } from "../../../../contract/src/lookback-values.ts";
import type { Tx } from "../../platform/database.ts";
import { classOf, type FindingClass } from "./law.ts";
import type { LotKey } from "./scores.store.ts";
import { type LotEvent, stateOf } from "./standing.ts";

export interface KeptExamination {
  readonly factId: string;
  readonly at: string;
  readonly examination: Examination;
}

/** The newest last: ids of facts are in the order in which they were recorded. */
export async function readExaminations(
  tx: Tx,
  { ocid, lotId }: LotKey,
): Promise<readonly KeptExamination[]> {
  const { rows } = await sql<{ factId: string; at: Date; payload: Examination }>`
    SELECT fact_id AS "factId", occurred_at AS at, payload FROM lookback.examination
    WHERE ocid = ${ocid} AND lot_id = ${lotId} ORDER BY fact_id`.execute(tx);
  return rows.map(({ factId, at, payload }) => ({
    factId,
    at: at.toISOString(),
    examination: payload,
  }));
}

export async function readEvents(tx: Tx, { ocid, lotId }: LotKey): Promise<readonly LotEvent[]> {
  const { rows } = await sql<Omit<LotEvent, "at"> & { at: Date }>`
    SELECT fact_id AS "factId", kind, occurred_at AS at, version, payload FROM lookback.event
    WHERE ocid = ${ocid} AND lot_id = ${lotId} ORDER BY version`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export async function summariseLots(tx: Tx, lots: readonly LotKey[]): Promise<void> {
  const distinct = new Map(lots.map((lot) => [`${lot.ocid}\n${lot.lotId}`, lot]));
  for (const [, lot] of [...distinct].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`lookback ${lot.ocid} ${lot.lotId}`}, 0))`.execute(
      tx,
    );
    await summarise(tx, lot);
  }
}

async function summarise(tx: Tx, lot: LotKey): Promise<void> {
  const { ocid, lotId } = lot;
  await sql`DELETE FROM lookback.lot WHERE ocid = ${ocid} AND lot_id = ${lotId}`.execute(tx);
  const examinations = await readExaminations(tx, lot);
  const newest = examinations.at(-1);
  if (newest === undefined) return;
  const events = await readEvents(tx, lot);
  const { findings, sheet, flip } = newest.examination;
  const count = (wanted: FindingClass) =>
    findings.filter(({ type }) => type !== "FAIR-01" && classOf(type) === wanted).length;
  const state = stateOf(events, count("exact") + count("calibrated"));
  await sql`INSERT INTO lookback.lot (ocid, lot_id, examination_id, examined_at, examinations, state, version, experts, bids,
      exact, calibrated, hints, changes_award, flip)
    VALUES (${ocid}, ${lotId}, ${newest.factId}, ${newest.at}, ${examinations.length}, ${state},
      ${events.at(-1)?.version ?? 0}, ${sheet.experts.length}, ${sheet.bids.length}, ${count("exact")},
      ${count("calibrated")}, ${count("hint")}, ${findings.some(({ type }) => type === "FAIR-01")},
      ${flip?.change ?? null})`.execute(tx);
}
