/** Reads timelines of lots from the views of procurement. */
import { type RawBuilder, sql } from "kysely";

import type { Method, Party, Regime } from "../../../../../contract/src/values.ts";
import { partyKey } from "../../../kernel/party.ts";
import type { Database, Tx } from "../../../platform/database.ts";
import type { Act, Objection, OpenedFile, Timeline } from "./timeline.ts";

const ISO = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`);
const iso = (column: RawBuilder<unknown>) => sql`to_char(${column} AT TIME ZONE 'UTC', ${ISO})`;

interface TimelineRow {
  readonly ocid: string;
  readonly lotId: string;
  readonly title: string | null;
  readonly regime: Regime | null;
  readonly method: Method | null;
  readonly placeCode: string | null;
  readonly bidDeadline: string | null;
  readonly receipts: Act[] | null;
  readonly withdrawals: Act[] | null;
  readonly decryptions: Act[] | null;
  readonly files: OpenedFile[] | null;
  readonly openedAt: string | null;
  readonly opened: number | null;
  readonly evaluators: number;
  readonly scoredFrom: string | null;
  readonly evaluatedAt: string | null;
  readonly first: Party | null;
  readonly candidatesAt: string | null;
  readonly disclosureFrom: string | null;
  readonly disclosureTo: string | null;
  readonly awards: Act[] | null;
  readonly contractOn: string | null;
  readonly objections: { number: string; at: string; closedAt: string | null }[] | null;
}

const actsOf = (stage: string) => sql`(
  SELECT json_agg(json_build_object('by', bidder_key, 'at', ${iso(sql`occurred_at`)}) ORDER BY occurred_at)
  FROM procurement.submission own
  WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id AND stage = ${stage})`;

/** The last file that was named of each bidder, with the commitment that it has if it is the same file. */
const FILES = sql`(
  SELECT json_agg(json_strip_nulls(json_build_object('by', file.bidder_key,
    'isReceived', (SELECT bool_or(receipt.file_hash = file.hash) FROM procurement.submission AS receipt
      WHERE receipt.ocid = lots.ocid AND receipt.lot_id = lots.lot_id AND receipt.stage = 'receipt'
        AND receipt.bidder_key = file.bidder_key AND receipt.file_hash IS NOT NULL),
    'hasCommitments', EXISTS (SELECT FROM procurement.commitment AS any_of
      WHERE any_of.ocid = lots.ocid AND any_of.lot_id = lots.lot_id),
    'committedAt', ${iso(sql`made.occurred_at`)}, 'recordedAt', ${iso(sql`made.recorded_at`)}
  )) ORDER BY file.bidder_key)
  FROM (SELECT DISTINCT ON (bidder_key) bidder_key, payload ->> 'fileHash' AS hash,
      encode(sha256(decode(payload ->> 'nonce', 'hex') || decode(payload ->> 'fileHash', 'hex')), 'hex') AS commitment
    FROM procurement.reveal own
    WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id AND bidder_key IS NOT NULL
    ORDER BY bidder_key, occurred_at DESC, fact_id DESC) AS file
  LEFT JOIN LATERAL (SELECT occurred_at, recorded_at FROM procurement.commitment own
    WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id AND own.commitment = file.commitment
    ORDER BY recorded_at LIMIT 1) AS made ON true)`;

/** Lots of these processes, or all lots opened from a day on. */
export async function loadTimelines(
  db: Database | Tx,
  wanted: { readonly ocid: string } | { readonly from: string },
): Promise<Timeline[]> {
  const lots =
    "ocid" in wanted
      ? sql`SELECT ocid, lot_id FROM procurement.lot WHERE ocid = ${wanted.ocid}`
      : sql`SELECT DISTINCT ocid, lot_id FROM procurement.opening WHERE occurred_at >= ${wanted.from}::date`;
  const { rows } = await sql<TimelineRow>`
    SELECT lots.ocid, lots.lot_id AS "lotId", process.title, process.regime, process.method,
      process.place_code AS "placeCode", ${iso(sql`process.bid_deadline`)} AS "bidDeadline",
      ${actsOf("receipt")} AS receipts, ${actsOf("withdrawal")} AS withdrawals,
      ${actsOf("decryption")} AS decryptions, ${FILES} AS files,
      ${iso(sql`opening.occurred_at`)} AS "openedAt",
      (SELECT count(DISTINCT bid ->> 'bidder') FROM jsonb_array_elements(opening.bids) AS bid
        WHERE bid ->> 'status' <> 'withdrawn')::int AS opened,
      coalesce(score.evaluators, 0)::int AS evaluators, ${iso(sql`score.first_at`)} AS "scoredFrom",
      ${iso(sql`evaluation.occurred_at`)} AS "evaluatedAt", evaluation.first,
      ${iso(sql`candidacy.occurred_at`)} AS "candidatesAt",
      candidacy.disclosure_from::text AS "disclosureFrom", candidacy.disclosure_to::text AS "disclosureTo",
      (SELECT json_agg(json_build_object('by', supplier_key, 'at', ${iso(sql`occurred_at`)}) ORDER BY occurred_at)
        FROM procurement.award own WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id) AS awards,
      (SELECT max(signed_on)::text FROM procurement.contract own
        WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id) AS "contractOn",
      (SELECT json_agg(one) FROM (
        SELECT number, ${iso(sql`min(occurred_at)`)} AS at,
          ${iso(sql`min(occurred_at) FILTER (WHERE state IN ('answered', 'decided', 'withdrawn'))`)} AS "closedAt"
        FROM procurement.dispute own
        WHERE own.ocid = lots.ocid AND coalesce(own.lot_id, lots.lot_id) = lots.lot_id
          AND dispute = 'objection' GROUP BY number ORDER BY 2) AS one) AS objections
    FROM (${lots}) AS lots
    LEFT JOIN procurement.process ON process.ocid = lots.ocid
    LEFT JOIN LATERAL (SELECT occurred_at, bids FROM procurement.opening own
      WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id ORDER BY occurred_at DESC LIMIT 1) opening ON true
    LEFT JOIN LATERAL (SELECT count(DISTINCT evaluator_token) AS evaluators, min(occurred_at) AS first_at
      FROM procurement.expert_score own
      WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id) score ON true
    LEFT JOIN LATERAL (SELECT occurred_at, (
        SELECT ranked -> 'bidder' FROM jsonb_array_elements(ranking) AS ranked
        WHERE (ranked ->> 'rank')::int = 1 LIMIT 1) AS first
      FROM procurement.evaluation own WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id
      ORDER BY occurred_at DESC LIMIT 1) evaluation ON true
    LEFT JOIN LATERAL (SELECT occurred_at, disclosure_from, disclosure_to FROM procurement.candidacy own
      WHERE own.ocid = lots.ocid AND own.lot_id = lots.lot_id ORDER BY occurred_at LIMIT 1) candidacy ON true
    ORDER BY lots.ocid, lots.lot_id`.execute(db);
  return rows.map(timelineOf);
}

/** Fields that are null fall out. */
function timelineOf(row: TimelineRow): Timeline {
  const { receipts, withdrawals, decryptions, awards, objections, first, ...rest } = row;
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return {
    ...(known as unknown as Timeline),
    ...(first === null ? {} : { first: partyKey(first) }),
    receipts: receipts ?? [],
    withdrawals: withdrawals ?? [],
    decryptions: decryptions ?? [],
    awards: awards ?? [],
    objections: (objections ?? []).map(({ closedAt, ...objection }): Objection => ({
      ...objection,
      ...(closedAt === null ? {} : { closedAt }),
    })),
  };
}
