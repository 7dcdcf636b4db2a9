/** How many unrelated firms ever used a value in the 24 months before an opening (indicators.md D.0.9). */
import { sql } from "kysely";

import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import type { Tx } from "../../platform/database.ts";
import { firmKeysOf, type ScreeningInput, type Seen, type SeenField } from "./input.ts";
import { seenValuesOf } from "./values/seen.ts";

/** Download, receipt, decryption or withdrawal of a bid. */
export interface Submission {
  readonly bidder: Party;
  readonly trace: DeviceTrace | null | undefined;
  /** ISO instant, UTC. */
  readonly at: string;
  readonly factId: string;
}

/** Stands for any value of a field: the row by which all its firms are counted. */
const ANY = "";

interface SeenRow {
  readonly field: SeenField;
  readonly value: string;
  readonly firm: string;
  readonly month: string;
  first: string;
  last: string;
  /** Of `first`. */
  fact: string;
}

/** A consortium is its members. */
const firmsOf = (party: Party): readonly string[] =>
  party.kind === "consortium" ? party.members.map(partyKey) : [partyKey(party)];

/** First and last use in each month: enough to answer exactly for every window longer than a month. */
function rowsOf(submissions: readonly Submission[]): SeenRow[] {
  const rows = new Map<string, SeenRow>();
  const note = (row: SeenRow) => {
    const key = `${row.field}\n${row.value}\n${row.firm}\n${row.month}`;
    const known = rows.get(key);
    if (known === undefined) return void rows.set(key, row);
    if (row.first < known.first) {
      known.first = row.first;
      known.fact = row.fact;
    }
    if (row.last > known.last) known.last = row.last;
  };
  for (const { bidder, trace, at, factId } of submissions) {
    for (const { field, value } of trace == null ? [] : seenValuesOf(trace)) {
      for (const firm of firmsOf(bidder)) {
        const row = { field, firm, month: at.slice(0, 7), first: at, last: at, fact: factId };
        note({ ...row, value });
        note({ ...row, value: ANY });
      }
    }
  }
  return [...rows.values()];
}

/** Notes who used what; a submission noted twice changes nothing. */
export async function noteSeen(tx: Tx, submissions: readonly Submission[]): Promise<void> {
  const rows = rowsOf(submissions);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO screening.seen_value AS known (field, value, firm_key, month, first_at, last_at, fact_id)
    SELECT field, value, firm, month, first, last, fact FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS told (field text, value text, firm text, month text, first timestamptz, last timestamptz, fact uuid)
    ON CONFLICT (field, value, firm_key, month) DO UPDATE SET
      fact_id = CASE WHEN excluded.first_at < known.first_at THEN excluded.fact_id ELSE known.fact_id END,
      first_at = least(known.first_at, excluded.first_at),
      last_at = greatest(known.last_at, excluded.last_at)
    WHERE known.first_at > excluded.first_at OR known.last_at < excluded.last_at`.execute(tx);
}

/** What the first run over a lot asked. */
export interface Asked {
  readonly input: Pick<ScreeningInput, "openedAt" | "bids">;
  readonly values: ReadonlyMap<SeenField, ReadonlySet<string>>;
}

interface Question {
  readonly lot: number;
  readonly field: SeenField;
  readonly value: string;
  readonly at: string;
  /** The lot's bidders and their consortium members: related, so not counted. */
  readonly own: readonly string[];
}

function questionsOf(asked: readonly Asked[]): Question[] {
  return asked.flatMap(({ input, values }, lot) => {
    const own = [...new Set(input.bids.flatMap((bid) => firmKeysOf(bid, partyKey)))];
    return [...values].flatMap(([field, wanted]) =>
      [...wanted].map((value) => ({ lot, field, value, at: input.openedAt, own })),
    );
  });
}

const WITHIN = sql`seen.first_at < asked.at AND seen.last_at >= asked.at - interval '24 months'`;

/** Answers for exactly the questions of these lots, in input order; two queries for all. */
export async function loadSeen(
  tx: Tx,
  asked: readonly Asked[],
): Promise<readonly ScreeningInput["seen"][]> {
  const questions = questionsOf(asked);
  const answers = new Map<string, Seen>();
  if (questions.length > 0) {
    const totals = await countTotals(tx, questions);
    for (const { lot, field, value, at, firms } of await countFirms(tx, questions)) {
      const total = totals.get(`${field}\n${at}`) ?? 0;
      if (total > 0) answers.set(`${lot}\n${field}\n${value}`, { firms, total });
    }
  }
  return asked.map((_, lot) => (field, value) => answers.get(`${lot}\n${field}\n${value}`));
}

async function countFirms(
  tx: Tx,
  questions: readonly Question[],
): Promise<(Question & { firms: number })[]> {
  const numbered = questions.map((question, place) => ({ ...question, place }));
  const { rows } = await sql<{ place: number; firms: number }>`
    SELECT place, (
      SELECT count(DISTINCT firm_key)::int FROM screening.seen_value seen
      WHERE seen.field = asked.field AND seen.value = asked.value AND ${WITHIN}
        AND seen.firm_key <> ALL (asked.own)) AS firms
    FROM json_to_recordset(${JSON.stringify(numbered)}::json)
      AS asked (place int, field text, value text, at timestamptz, own text[])`.execute(tx);
  return rows.flatMap(({ place, firms }) => {
    const question = questions[place];
    return question === undefined ? [] : [{ ...question, firms }];
  });
}

/**
 * All firms with a value of the field in the same 24 months, by field and instant. The windows of a batch
 * overlap in all but their ends: firms seen in the part common to all are counted once, the few others
 * instant by instant. A common part of less than a month is not used (see `rowsOf`). One pass and no join of
 * intermediate results, whose sizes PostgreSQL cannot guess.
 */
async function countTotals(
  tx: Tx,
  questions: readonly Question[],
): Promise<ReadonlyMap<string, number>> {
  const moments = new Map(questions.map(({ field, at }) => [`${field}\n${at}`, { field, at }]));
  const asked = [...moments.values()].map((moment) => ({ ...moment, text: moment.at }));
  const { rows } = await sql<{ field: string; text: string; total: number }>`
    WITH asked AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(asked)}::json)
        AS asked (field text, at timestamptz, text text)
    ), span AS MATERIALIZED (
      SELECT field, min(at) AS first, max(at) AS last FROM asked GROUP BY field
    ), used AS MATERIALIZED (
      SELECT field, firm_key, first_at, last_at,
        bool_or(last < first + interval '23 months' AND first_at < first
                AND last_at >= last - interval '24 months') OVER (PARTITION BY field, firm_key) AS "isCommon"
      FROM span JOIN screening.seen_value seen USING (field)
      WHERE seen.value = ${ANY}
        AND seen.first_at < last AND seen.last_at >= first - interval '24 months'
    ), edge AS MATERIALIZED (
      SELECT field, firm_key, first_at, last_at FROM used WHERE NOT "isCommon"
    ), counted AS (
      SELECT field, count(DISTINCT firm_key) AS firms FROM used WHERE "isCommon" GROUP BY field
    )
    SELECT field, text, (coalesce(counted.firms, 0) + (
      SELECT count(DISTINCT firm_key) FROM edge seen
      WHERE seen.field = asked.field AND ${WITHIN}))::int AS total
    FROM asked LEFT JOIN counted USING (field)`.execute(tx);
  return new Map(rows.map(({ field, text, total }) => [`${field}\n${text}`, total]));
}
