/** Fills the input of the screening from the views of procurement. */
import { sql } from "kysely";

import type { BidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Method, Money, Regime } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import type { KnownTail } from "./batch.ts";
import {
  bidderKeysOf,
  careerCellOf,
  loadPast,
  loadRegisters,
  registryOn,
} from "./careers.store.ts";
import { historyOf } from "./careers.ts";
import type {
  RegisteredEnvironment,
  Registry,
  ScreeningBid,
  ScreeningInput,
  TraceRecord,
} from "./input.ts";
import { loadNetworks } from "./network.store.ts";

export interface ProcessRow {
  readonly title: string | null;
  readonly regime: Regime;
  readonly method: Method | null;
  readonly category: string | null;
  readonly industry: string | null;
  readonly placeCode: string | null;
  readonly placeName: string | null;
}

async function listEnvironments(tx: Tx): Promise<readonly RegisteredEnvironment[]> {
  const { rows } = await sql<{ kind: string; name: string; values: DeviceTrace[] }>`
    SELECT kind, name, values FROM procurement.environment ORDER BY fact_id`.execute(tx);
  return rows;
}

interface SubmissionRow {
  readonly ocid: string;
  readonly lotId: string;
  readonly factId: string;
  readonly stage: "download" | "receipt" | "decryption" | "withdrawal";
  readonly at: string;
  readonly bidderKey: string;
  readonly trace: DeviceTrace | null;
}

const STAGES = { download: "download", receipt: "upload", decryption: "decrypt" } as const;

export interface LotName {
  readonly ocid: string;
  readonly lotId: string;
}

export const lotKeyOf = ({ ocid, lotId }: LotName): string => `${ocid}\n${lotId}`;

const nameOf = ({ ocid, payload }: Opening): LotName => ({ ocid, lotId: payload.lotId });

/** Lots as a relation to join with: (ocid, lot_id). */
const relationOf = (lots: readonly LotName[]) => {
  const lines = lots.map(({ ocid, lotId }) => ({ ocid, lot_id: lotId }));
  return sql`(SELECT DISTINCT ocid, lot_id FROM json_to_recordset(${JSON.stringify(lines)}::json)
    AS line (ocid text, lot_id text)) AS lots`;
};

async function listSubmissions(tx: Tx, openings: readonly Opening[]) {
  const { rows } = await sql<SubmissionRow>`
    SELECT ocid, lot_id AS "lotId", fact_id AS "factId", stage, bidder_key AS "bidderKey", trace,
           ${OCCURRED_AT} AS at
    FROM ${relationOf(openings.map(nameOf))} JOIN procurement.submission USING (ocid, lot_id)
    ORDER BY fact_id`.execute(tx);
  return Map.groupBy(rows, lotKeyOf);
}

interface FrameRow {
  readonly ocid: string;
  readonly lotId: string;
  readonly process: ProcessRow | null;
  readonly ceiling: Money | null;
}

/** What process and lot say, by lot. */
async function listFrames(
  tx: Tx,
  openings: readonly Opening[],
): Promise<ReadonlyMap<string, FrameRow>> {
  const { rows } = await sql<FrameRow>`
    SELECT ocid, lot_id AS "lotId", lot.ceiling_price AS ceiling,
      CASE WHEN process.regime IS NOT NULL THEN jsonb_build_object(
        'title', process.title, 'regime', regime, 'method', method, 'category', category,
        'industry', industry, 'placeCode', place_code, 'placeName', place_name) END AS process
    FROM ${relationOf(openings.map(nameOf))} LEFT JOIN procurement.process USING (ocid)
    LEFT JOIN procurement.lot USING (ocid, lot_id)`.execute(tx);
  return new Map(rows.map((row) => [lotKeyOf(row), row]));
}

export interface Opening {
  readonly factId: string;
  readonly ocid: string;
  readonly openedAt: string;
  readonly payload: BidsOpened;
}

export interface LoadedLot {
  readonly opening: Opening;
  /** Everything but `seen`. */
  readonly input: Omit<ScreeningInput, "seen">;
  readonly process: ProcessRow | undefined;
  /** Fact ids that went in. */
  readonly inputs: readonly string[];
}

/** The lots as opened, in input order, without traces, register and history: enough for the market. */
export async function loadOpened(
  tx: Tx,
  openings: readonly Opening[],
): Promise<readonly LoadedLot[]> {
  if (openings.length === 0) return [];
  const frames = await listFrames(tx, openings);
  return openings.map((opening) => {
    const frame = frames.get(lotKeyOf(nameOf(opening)));
    return {
      opening,
      input: inputOf(opening, frame),
      process: frame?.process ?? undefined,
      inputs: [opening.factId],
    };
  });
}

/** The same lots with the traces of their bids, the register and the history of their bidders. */
export async function loadTraces(tx: Tx, lots: readonly LoadedLot[]): Promise<LoadedLot[]> {
  if (lots.length === 0) return [];
  const register = await listEnvironments(tx);
  const openings = lots.map(({ opening }) => opening);
  const submissions = await listSubmissions(tx, openings);
  const past = await loadPast(tx, lots);
  const registers = await loadRegisters(tx, lots);
  const networks = await loadNetworks(
    tx,
    lots.map(({ input }) => input),
  );
  return lots.map((lot, place) => {
    const machines = networks[place];
    const own = submissions.get(lotKeyOf(lot.input)) ?? [];
    const bidders = bidderKeysOf(lot);
    const { openedAt } = lot.opening;
    const cell = careerCellOf(lot);
    const present = {
      bidders,
      openedAt: Date.parse(openedAt),
      ...(cell === undefined ? {} : { cell }),
    };
    const registry = registers && registryOn(registers, bidders, plainDateOf(new Date(openedAt)));
    return {
      ...lot,
      input: {
        ...lot.input,
        bids: bidsOf(lot.opening, own),
        register,
        history: {
          ...historyOf(present, past),
          ...(machines === undefined ? {} : { machines }),
        },
        ...(registry === undefined ? {} : { registry }),
      },
      inputs: [
        ...lot.inputs,
        ...own.map(({ factId }) => factId),
        ...(registry === undefined ? [] : factsOf(registry)),
      ],
    };
  });
}

const factsOf = ({ firms, restrictions = [] }: Registry): string[] => [
  ...Object.values(firms).map(({ factId }) => factId),
  ...restrictions.map(({ factId }) => factId),
];

function inputOf(opening: Opening, frame: FrameRow | undefined): LoadedLot["input"] {
  const { ocid, openedAt, payload } = opening;
  const ceiling = payload.ceilingPrice ?? frame?.ceiling ?? undefined;
  const { regime, method, placeCode, placeName, category } = frame?.process ?? {};
  return {
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
    bids: bidsOf(opening, []),
    register: [],
    history: {},
  };
}

/** Those of these lots about which a lead was raised, by `lotKeyOf`. */
export async function lotsWithLead(tx: Tx, lots: readonly LotName[]): Promise<Set<string>> {
  if (lots.length === 0) return new Set();
  const { rows } = await sql<LotName>`
    SELECT DISTINCT ocid, lot_id AS "lotId" FROM ${relationOf(lots)} JOIN screening.lead USING (ocid, lot_id)`.execute(
    tx,
  );
  return new Set(rows.map(lotKeyOf));
}

/**
 * One more than the largest number given: a count kept beside the leads would start again after a restore.
 * The subscriber's cursor lets only one transaction ask at a time.
 */
export async function nextLeadNumber(tx: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    SELECT coalesce(max(substring(number FROM '[0-9]+$')::int), 0) + 1 AS next
    FROM screening.lead`.execute(tx);
  return rows[0]?.next ?? 1;
}

/** Tail probabilities of the lots opened on these Shanghai days and screened before. */
export async function listTails(tx: Tx, days: readonly string[]): Promise<readonly KnownTail[]> {
  const { rows } = await sql<KnownTail>`
    SELECT batch::text AS batch, family, probability FROM screening.tail
    WHERE batch = ANY (${[...new Set(days)]}::date[])`.execute(tx);
  return rows;
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
