/** One contracting process from the projection, with the leads the reader may see. */
import { sql } from "kysely";

import type {
  LotView,
  ProcessEvent,
  ProcessRow,
  ProcessView,
} from "../../../../contract/src/processes.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead, visibleProcess } from "../../platform/identity/visible.ts";
import { present, ROW } from "./process-rows.store.ts";

/** @throws RuleViolation processes.not-found */
export async function getProcessView(db: Tx, scope: Scope, ocid: string): Promise<ProcessView> {
  const head = await getHead(db, scope, ocid);
  const [lots, events, leads] = await Promise.all([
    readLots(db, ocid),
    readEvents(db, ocid),
    readLeads(db, ocid, scope),
  ]);
  return { ...head, lots, events, leads };
}

async function getHead(db: Tx, scope: Scope, ocid: string) {
  const { rows } = await sql<ProcessRow & Record<string, string | null>>`
    SELECT ${ROW}, method, category, venue, procurement_agency ->> 'name' AS "procurementAgency",
      bid_deadline AS "bidDeadline" FROM procurement.process WHERE ocid = ${ocid} AND ${visibleProcess(scope)}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("processes.not-found", { ocid });
  const { method, category, venue, procurementAgency, bidDeadline, ...process } = row;
  return {
    process: present(process),
    ...present({ method, category, venue, procurementAgency, bidDeadline }),
  } as Pick<ProcessView, "process">;
}

interface RawLot {
  readonly lotId: string;
  readonly title: string | null;
  readonly ceilingPrice: LotView["ceilingPrice"] | null;
  readonly state: LotView["state"];
  readonly openedAt: Date | null;
  readonly bids: LotView["bids"] | null;
  readonly ranking: (LotView["bids"][number] & { bidder: Party })[] | null;
  readonly candidates: LotView["candidates"] | null;
  readonly award: LotView["award"] | null;
  readonly contract: LotView["contract"] | null;
}

async function readLots(db: Tx, ocid: string): Promise<LotView[]> {
  const { rows } = await sql<RawLot>`
    SELECT lot_id AS "lotId", lot.title, lot.ceiling_price AS "ceilingPrice", state,
      opened_at AS "openedAt", opening.bids, evaluation.ranking, candidacy.candidates,
      CASE WHEN award.fact_id IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object(
        'supplier', award.supplier, 'offer', award.offer, 'at', award.occurred_at)) END AS award,
      CASE WHEN contract.fact_id IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object(
        'contractNo', contract.contract_no, 'amount', contract.amount, 'signedOn', contract.signed_on)) END AS contract
    FROM procurement.lot_state lot
    LEFT JOIN procurement.current_opening opening USING (ocid, lot_id)
    LEFT JOIN procurement.current_evaluation evaluation USING (ocid, lot_id)
    LEFT JOIN procurement.current_candidacy candidacy USING (ocid, lot_id)
    LEFT JOIN procurement.current_award award USING (ocid, lot_id)
    LEFT JOIN procurement.current_contract contract USING (ocid, lot_id)
    WHERE ocid = ${ocid} ORDER BY lot_id`.execute(db);
  return rows.map(({ bids, ranking, candidates, ...lot }) => {
    const ranked = new Map((ranking ?? []).map((row) => [partyKey(row.bidder), row]));
    return {
      ...present(lot),
      bids: (bids ?? []).map((bid) => {
        const { rank, score } = ranked.get(partyKey(bid.bidder)) ?? {};
        return {
          ...bid,
          ...(rank === undefined ? {} : { rank }),
          ...(score === undefined ? {} : { score }),
        };
      }),
      candidates: candidates ?? [],
    } as unknown as LotView;
  });
}

async function readEvents(db: Tx, ocid: string): Promise<ProcessEvent[]> {
  const { rows } = await sql<ProcessEvent>`
    SELECT occurred_at AS at, kind, id AS "factId", leaf.leaf_index AS "leafIndex",
      payload ->> 'lotId' AS "lotId", coalesce(payload ->> 'noticeType', payload ->> 'decisionNo') AS detail,
      payload ->> 'title' AS text
    FROM fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
    WHERE subject = ${ocid}
      AND kind NOT IN ('procurement.expert-scored', 'screening.lot-screened', 'procurement.document-downloaded')
      AND (kind NOT IN ('procurement.bid-received', 'procurement.bid-withdrawn', 'procurement.bid-decrypted')
           OR EXISTS (SELECT FROM procurement.opening
                      WHERE opening.ocid = subject AND opening.lot_id = payload ->> 'lotId'))
    ORDER BY occurred_at, id LIMIT 500`.execute(db);
  return rows.map(present);
}

async function readLeads(db: Tx, ocid: string, scope: Scope): Promise<ProcessView["leads"]> {
  const { rows } = await sql<ProcessView["leads"][number]>`
    SELECT lead.id, lead.number, handling.state FROM screening.lead
    JOIN casework.handling ON handling.lead_id = lead.id
    WHERE lead.ocid = ${ocid} AND ${visibleLead(scope)}
    ORDER BY lead.raised_at`.execute(db);
  return [...rows];
}
