/** Fills the input of the screening from the views of procurement. */
import { sql } from "kysely";

import type { BidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Method, Money, Regime } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import type { Tx } from "../../platform/database.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import type {
  PairHistory,
  RegisteredEnvironment,
  ScreeningBid,
  ScreeningHistory,
  ScreeningInput,
  TraceRecord,
} from "./input.ts";

export interface ProcessRow {
  readonly title: string | null;
  readonly regime: Regime;
  readonly method: Method | null;
  readonly category: string | null;
  readonly industry: string | null;
  readonly placeCode: string | null;
  readonly placeName: string | null;
}

export async function findProcess(tx: Tx, ocid: string): Promise<ProcessRow | undefined> {
  const { rows } = await sql<ProcessRow>`
    SELECT title, regime, method, category, industry, place_code AS "placeCode", place_name AS "placeName"
    FROM procurement.process WHERE ocid = ${ocid}`.execute(tx);
  return rows[0];
}

export async function listEnvironments(tx: Tx): Promise<readonly RegisteredEnvironment[]> {
  const { rows } = await sql<{ kind: string; name: string; values: DeviceTrace[] }>`
    SELECT kind, name, values FROM procurement.environment ORDER BY fact_id`.execute(tx);
  return rows;
}

interface SubmissionRow {
  readonly factId: string;
  readonly stage: "download" | "receipt" | "decryption" | "withdrawal";
  readonly at: string;
  readonly bidderKey: string;
  readonly trace: DeviceTrace | null;
}

const STAGES = { download: "download", receipt: "upload", decryption: "decrypt" } as const;

async function listSubmissions(
  tx: Tx,
  ocid: string,
  lotId: string,
): Promise<readonly SubmissionRow[]> {
  const { rows } = await sql<SubmissionRow>`
    SELECT fact_id AS "factId", stage, bidder_key AS "bidderKey", trace,
           ${OCCURRED_AT} AS at
    FROM procurement.submission WHERE ocid = ${ocid} AND lot_id = ${lotId} ORDER BY fact_id`.execute(
    tx,
  );
  return rows;
}

export interface Opening {
  readonly factId: string;
  readonly ocid: string;
  readonly openedAt: string;
  readonly payload: BidsOpened;
}

export interface LoadedLot {
  /** Everything but `seen`. */
  readonly input: Omit<ScreeningInput, "seen">;
  readonly process: ProcessRow | undefined;
  /** Fact ids that went in. */
  readonly inputs: readonly string[];
}

export async function loadLot(
  tx: Tx,
  opening: Opening,
  register: readonly RegisteredEnvironment[],
): Promise<LoadedLot> {
  const { ocid, openedAt, payload } = opening;
  const process = await findProcess(tx, ocid);
  const submissions = await listSubmissions(tx, ocid, payload.lotId);
  const { rows } = await sql<{ ceiling: Money | null }>`
    SELECT ceiling_price AS ceiling FROM procurement.lot
    WHERE ocid = ${ocid} AND lot_id = ${payload.lotId}`.execute(tx);
  const ceiling = payload.ceilingPrice ?? rows[0]?.ceiling ?? undefined;
  const { regime, method, placeCode, placeName, category } = process ?? {};
  const input = {
    ocid,
    lotId: payload.lotId,
    openedAt,
    ...(regime == null ? {} : { regime }),
    ...(method == null ? {} : { method }),
    ...(placeName == null
      ? {}
      : { place: { name: placeName, ...(placeCode == null ? {} : { code: placeCode }) } }),
    ...(ceiling === undefined ? {} : { ceilingPrice: ceiling }),
    ...(category == null ? {} : { procurementCategory: category }),
    bids: bidsOf(opening, submissions),
    register,
    history: await loadHistory(tx, opening),
  };
  return { input, process, inputs: [opening.factId, ...submissions.map(({ factId }) => factId)] };
}

/** Only lots of exactly three bidders ask for the history of their pairs (BEH-10). */
const PAIRS_AT = 3;

async function loadHistory(tx: Tx, { openedAt, payload }: Opening): Promise<ScreeningHistory> {
  const keys = [...new Set(payload.bids.map(({ bidder }) => partyKey(bidder)))];
  if (keys.length !== PAIRS_AT) return {};
  const { rows } = await sql<PairHistory>`
    SELECT one.bidder_key AS leader, other.bidder_key AS follower,
      array_agg((SELECT count(DISTINCT bidder_key)::int FROM procurement.opening_bid everyone
                 WHERE everyone.ocid = one.ocid AND everyone.lot_id = one.lot_id)) AS "bidderCounts",
      count(*) FILTER (WHERE award.supplier_key = one.bidder_key)::int AS "leaderWins",
      count(*) FILTER (WHERE award.supplier_key = other.bidder_key)::int AS "followerWins"
    FROM procurement.opening_bid one
    JOIN procurement.opening_bid other USING (fact_id)
    JOIN procurement.award award ON award.ocid = one.ocid AND award.lot_id = one.lot_id
    WHERE one.bidder_key = ANY (${keys}) AND other.bidder_key = ANY (${keys})
      AND one.bidder_key <> other.bidder_key
      AND one.occurred_at >= ${openedAt}::timestamptz - interval '24 months'
      AND award.occurred_at < ${openedAt}::timestamptz
    GROUP BY 1, 2`.execute(tx);
  return { pairs: rows };
}

function bidsOf(
  { factId, payload }: Opening,
  submissions: readonly SubmissionRow[],
): ScreeningBid[] {
  return payload.bids.map(({ bidder, offer, status, receivedAt }, index) => {
    const key = partyKey(bidder);
    return {
      key,
      party: bidder,
      status,
      ...(offer === undefined ? {} : { offer }),
      openedFactId: factId,
      path: `bids.${index}`,
      ...(receivedAt === undefined ? {} : { receivedAt }),
      traces: submissions.filter(({ bidderKey }) => bidderKey === key).flatMap(tracesOf),
    };
  });
}

/** The contacts of a download are those of the registration (报名). */
function tracesOf({ stage, at, factId, trace }: SubmissionRow): TraceRecord[] {
  if (trace === null || stage === "withdrawal") return [];
  const record = { stage: STAGES[stage], at, factId, trace };
  return stage === "download" ? [record, { ...record, stage: "registration" as const }] : [record];
}
