/** The summary of each notice and card with its clocks, made again from its rows. */
import { sql } from "kysely";

import type { CardDrafted } from "../../../../contract/src/facts/oversight.card-drafted.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { insertRows } from "../../platform/facts/rows.ts";
import { setClocks } from "../deadlines/index.ts";
import { readCalendar } from "../statutes/index.ts";
import { cardSubject, clocksOfCard, commentDueOn } from "./card.ts";
import { answerDueOn, clocksOfNotice, type Notice, type NoticeEvent, noticeOf } from "./notice.ts";

interface RawEvent extends Omit<NoticeEvent, "at"> {
  readonly number: string;
  readonly at: Date;
}

async function readNotices(
  tx: Tx,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, readonly NoticeEvent[]>> {
  const { rows } = await sql<RawEvent>`
    SELECT number, kind, occurred_at AS at, payload FROM oversight.notice_event
    WHERE number = ANY (${[...numbers]}::text[]) ORDER BY version`.execute(tx);
  return Map.groupBy(
    rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    ({ number }) => number,
  );
}

const NUMBER = /^[A-Z]+-(\d{4})-(\d+)$/;

/** Makes the rows of these notices again. */
export async function summariseNotices(tx: Tx, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return;
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('oversight.notice', 0))`.execute(tx);
  const events = await readNotices(tx, numbers);
  const { calendar, knownAt } = await readCalendar(tx);
  const found = numbers.map((number) => ({ number, notice: noticeOf(events.get(number) ?? []) }));
  const notices = found.flatMap(({ notice }) => notice ?? []);
  await sql`DELETE FROM oversight.notice WHERE number = ANY (${[...numbers]}::text[])`.execute(tx);
  const keys = await readUnitKeys(tx, notices);
  await insertRows(
    tx,
    "oversight.notice",
    notices.map((notice) => {
      const { signed, signedAt, settledAt } = notice;
      const counted = settledAt === undefined ? calendar : knownAt(settledAt);
      return {
        ...noticeRow(notice),
        unit_key: keys.get(signed.content.unit.id) ?? null,
        due_on: answerDueOn(signedAt, signed.answerDays, counted) ?? null,
      };
    }),
  );
  await countNumbers(tx, notices);
  await setClocks(
    tx,
    found.map(({ number, notice }) => ({
      subject: `notice:${number}`,
      clocks: notice === undefined ? [] : clocksOfNotice(notice, calendar),
    })),
    calendar,
  );
}

/** Party of each unit that has one. */
async function readUnitKeys(
  tx: Tx,
  notices: readonly Notice[],
): Promise<ReadonlyMap<string, string>> {
  const units = [...new Set(notices.map(({ signed }) => signed.content.unit.id))];
  const { rows } = await sql<{ unit: string; key: string }>`
    SELECT DISTINCT ON (unit) unit, identity.party_key(party) AS key FROM identity.unit
    WHERE unit = ANY (${units}::text[]) AND party IS NOT NULL ORDER BY unit, valid_from DESC`.execute(
    tx,
  );
  return new Map(rows.map(({ unit, key }) => [unit, key]));
}

function noticeRow(notice: Notice) {
  const { signed, answer } = notice;
  const { content } = signed;
  return {
    number: signed.number,
    kind: content.kind,
    unit_id: content.unit.id,
    unit_name: content.unit.name,
    signer_unit: signed.officer.department,
    subject: content.subject ?? null,
    case_number: content.caseNumber ?? null,
    indicator: content.indicator ?? null,
    title: content.title,
    state: notice.state,
    version: notice.version,
    signed_at: notice.signedAt,
    received_at: notice.receivedAt ?? null,
    answered_at: notice.answeredAt ?? null,
    answer: answer?.answer ?? null,
    answer_text: answer?.text ?? null,
    closed_at: notice.closedAt ?? null,
  };
}

async function countNumbers(tx: Tx, notices: readonly Notice[]): Promise<void> {
  const rows = notices.flatMap(({ signed }) => {
    const [, year, nth] = NUMBER.exec(signed.number) ?? [];
    return year === undefined ? [] : [{ kind: signed.content.kind, year, last: Number(nth) }];
  });
  if (rows.length === 0) return;
  await sql`INSERT INTO oversight.counter (kind, year, last)
    SELECT kind, year, max(last)
    FROM json_populate_recordset(NULL::oversight.counter, ${JSON.stringify(rows)}::json) GROUP BY kind, year
    ON CONFLICT (kind, year) DO UPDATE SET last = greatest(counter.last, excluded.last)`.execute(
    tx,
  );
}

export interface CardKey {
  readonly unit: string;
  readonly quarter: string;
}

/** Subject of a card: `card:<unit>/<quarter>`. */
export function cardOf(subject: string): CardKey {
  const [unit = "", quarter = ""] = subject.slice("card:".length).split("/");
  return { unit, quarter };
}

interface CardEvent {
  readonly kind: string;
  readonly at: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Makes the rows of these cards again. */
export async function summariseCards(tx: Tx, keys: readonly CardKey[]): Promise<void> {
  for (const key of keys) await summariseCard(tx, key);
}

async function summariseCard(tx: Tx, { unit, quarter }: CardKey): Promise<void> {
  const { rows } = await sql<CardEvent>`
    SELECT kind, occurred_at AS at, payload FROM oversight.card_event
    WHERE unit_id = ${unit} AND quarter = ${quarter} ORDER BY fact_id`.execute(tx);
  const { calendar, knownAt } = await readCalendar(tx);
  const last = (kind: string) => rows.findLast((row) => row.kind === `oversight.card-${kind}`);
  const drafted = last("drafted");
  const [commented, released] = [last("commented"), last("released")];
  await sql`DELETE FROM oversight.card WHERE unit_id = ${unit} AND quarter = ${quarter}`.execute(
    tx,
  );
  const subject = cardSubject(unit, quarter);
  if (drafted === undefined) return setClocks(tx, [{ subject, clocks: [] }], calendar);
  const card = drafted.payload as unknown as CardDrafted;
  const draftedAt = drafted.at.toISOString();
  const settledAt = [commented, released]
    .flatMap((row) => row?.at.toISOString() ?? [])
    .toSorted()[0];
  const counted = settledAt === undefined ? calendar : knownAt(settledAt);
  const officer = commented?.payload["officer"] as { name: string } | undefined;
  await insertRows(tx, "oversight.card", [
    {
      unit_id: unit,
      quarter,
      unit_name: card.unit.name,
      figures: card.figures,
      drafted_at: draftedAt,
      comment: commented?.payload["text"] ?? null,
      commented_at: commented?.at.toISOString() ?? null,
      commented_by: officer?.name ?? null,
      comment_by: commentDueOn(draftedAt, counted) ?? null,
      released_at: released?.at.toISOString() ?? null,
    },
  ]);
  const isSettled = settledAt !== undefined;
  const clocks = clocksOfCard({ unit: card.unit, quarter, draftedAt, isSettled }, calendar);
  return setClocks(tx, [{ subject, clocks }], calendar);
}

/** Everything that is open again: after a rebuild, or when the calendar changed. @returns how many */
export async function summariseOversight(db: Database): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows: notices } = await sql<{ number: string }>`
      SELECT DISTINCT number FROM oversight.notice_event ORDER BY number`.execute(tx);
    await summariseNotices(
      tx,
      notices.map(({ number }) => number),
    );
    const { rows: cards } = await sql<CardKey>`
      SELECT DISTINCT unit_id AS unit, quarter FROM oversight.card_event ORDER BY 1, 2`.execute(tx);
    await summariseCards(tx, cards);
    return notices.length + cards.length;
  });
}
