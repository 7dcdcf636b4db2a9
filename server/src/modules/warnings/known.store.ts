/** What the platform knows about an act's process and lot at an instant: facts of the tables of procurement. */
import { sql } from "kysely";

import type { Money, Offer } from "../../../../contract/src/values.ts";
import type { WarningFacts } from "../../../../contract/src/warnings-facts.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Database, Tx } from "../../platform/database.ts";

export interface AskedLot {
  readonly ocid: string;
  readonly lotId: string | undefined;
  readonly at: string;
}

interface Row {
  readonly regime: string;
  readonly method: string | null;
  readonly budget: Money | null;
  readonly onlyLot: string | null;
  readonly ceilingPrice: Money | null;
  readonly documentsFrom: Date | null;
  readonly bidDeadline: Date | null;
  readonly openingAt: Date | null;
  readonly venue: string | null;
  readonly bidders: number | null;
  readonly evaluatedAt: Date | null;
  readonly candidates: number | null;
  readonly firstCandidate: string | null;
  readonly disclosureFrom: string | null;
  readonly disclosureTo: string | null;
  readonly awardee: string | null;
  readonly awardedAt: Date | null;
  readonly offer: Offer | null;
  readonly disputes: number;
}

export interface Known {
  readonly facts: WarningFacts;
  /** The lot meant: the one asked about, or the only one. */
  readonly lotId: string | undefined;
}

/** Nothing for a process that no notice has announced yet. */
export async function readKnown(db: Database | Tx, asked: AskedLot): Promise<Known> {
  const { ocid, lotId, at } = asked;
  const { rows } = await sql<Row>`
    SELECT process.regime, process.method, process.budget, lot.lot_id AS "onlyLot", lot.ceiling_price AS "ceilingPrice",
      published.at AS "documentsFrom", deadline.at AS "bidDeadline", opens.at AS "openingAt", place.venue,
      opening.count AS bidders, evaluation.occurred_at AS "evaluatedAt",
      jsonb_array_length(candidacy.candidates) AS candidates, first.key AS "firstCandidate",
      candidacy.disclosure_from::text AS "disclosureFrom", candidacy.disclosure_to::text AS "disclosureTo",
      award.supplier_key AS awardee, award.occurred_at AS "awardedAt", award.offer, dispute.count AS disputes
    FROM procurement.process
    LEFT JOIN LATERAL (SELECT min(lot_id) AS lot_id, (array_agg(ceiling_price))[1] AS ceiling_price FROM procurement.lot
      WHERE lot.ocid = process.ocid AND (${lotId ?? null}::text IS NULL OR lot_id = ${lotId ?? null})
      HAVING count(*) = 1) AS lot ON true
    LEFT JOIN LATERAL (SELECT min(occurred_at) AS at FROM procurement.notice WHERE ocid = process.ocid
      AND notice_type = 'tenderNotice' AND occurred_at <= ${at}) AS published ON true
    LEFT JOIN LATERAL (SELECT bid_deadline AS at FROM procurement.notice WHERE ocid = process.ocid
      AND bid_deadline IS NOT NULL AND occurred_at <= ${at} ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS deadline ON true
    LEFT JOIN LATERAL (SELECT opening_at AS at FROM procurement.notice WHERE ocid = process.ocid
      AND opening_at IS NOT NULL AND occurred_at <= ${at} ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS opens ON true
    LEFT JOIN LATERAL (SELECT venue FROM procurement.notice WHERE ocid = process.ocid
      AND venue IS NOT NULL AND occurred_at <= ${at} ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS place ON true
    LEFT JOIN LATERAL (SELECT jsonb_array_length(bids) AS count FROM procurement.opening WHERE ocid = process.ocid AND lot_id = lot.lot_id
      AND occurred_at <= ${at} ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS opening ON true
    LEFT JOIN LATERAL (SELECT occurred_at FROM procurement.evaluation WHERE ocid = process.ocid AND lot_id = lot.lot_id
      AND occurred_at <= ${at} ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS evaluation ON true
    LEFT JOIN LATERAL (SELECT candidates, disclosure_from, disclosure_to FROM procurement.candidacy
      WHERE ocid = process.ocid AND lot_id = lot.lot_id AND occurred_at <= ${at}
      ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS candidacy ON true
    LEFT JOIN LATERAL (SELECT CASE WHEN bidder ? 'uscc' THEN 'uscc:' || (bidder ->> 'uscc') END AS key
      FROM (SELECT one -> 'bidder' AS bidder FROM jsonb_array_elements(candidacy.candidates) AS one
            WHERE one ->> 'rank' = '1' LIMIT 1) AS ranked) AS first ON true
    LEFT JOIN LATERAL (SELECT supplier_key, occurred_at, offer FROM procurement.award WHERE ocid = process.ocid
      AND lot_id = lot.lot_id AND occurred_at <= ${at} ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS award ON true
    LEFT JOIN LATERAL (SELECT count(*)::int AS count FROM (
      SELECT DISTINCT ON (number) state FROM procurement.dispute WHERE ocid = process.ocid AND dispute = 'objection'
        AND (lot_id IS NULL OR lot.lot_id IS NULL OR dispute.lot_id = lot.lot_id) AND occurred_at <= ${at}
      ORDER BY number, occurred_at DESC) AS newest WHERE state IN ('submitted', 'accepted')) AS dispute ON true
    WHERE process.ocid = ${ocid}`.execute(db);
  const [row] = rows;
  return row === undefined
    ? { facts: {}, lotId }
    : { facts: factsOf(row), lotId: lotId ?? row.onlyLot ?? undefined };
}

const instantOf = (date: Date | null): string | undefined => date?.toISOString();
const dayOf = (date: Date | null): string | undefined =>
  date === null ? undefined : plainDateOf(date);

function factsOf(row: Row): WarningFacts {
  const known = {
    regime: row.regime,
    method: row.method,
    budget: row.budget,
    ceilingPrice: row.ceilingPrice,
    documentsFrom: dayOf(row.documentsFrom),
    bidDeadline: instantOf(row.bidDeadline),
    openingAt: instantOf(row.openingAt),
    announcedVenue: row.venue,
    // Who bids, and how many, is secret until the opening (招标投标法第22条): before it the asker says the number.
    bidderCount: row.bidders,
    evaluatedOn: dayOf(row.evaluatedAt),
    candidateCount: row.candidates,
    firstCandidate: row.firstCandidate,
    disclosureFrom: row.disclosureFrom,
    disclosureTo: row.disclosureTo,
    awardee: row.awardee,
    awardOn: dayOf(row.awardedAt),
    awardAmount: row.offer?.kind === "total" ? row.offer.amount : undefined,
    openObjections: row.disputes,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== null && value !== undefined),
  ) as WarningFacts;
}
