/** Reads of notices and drafts. Every read names the scope of the reader. */
import { type RawBuilder, sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { MovedClock } from "../../../../contract/src/deadlines.ts";
import type { NoticeKind } from "../../../../contract/src/oversight-values.ts";
import type {
  NoticeContent,
  NoticeDraft,
  NoticeRow,
  NoticeView,
} from "../../../../contract/src/oversight.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { present } from "../../kernel/present.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";

/** The next number of this kind and year; a transaction that fails gives its number back. */
export async function nextNumber(tx: Tx, kind: NoticeKind, year: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    INSERT INTO oversight.counter (kind, year, last) VALUES (${kind}, ${year}, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = counter.last + 1 RETURNING last`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("no number");
  return row.last;
}

interface RawNotice {
  readonly number: string;
  readonly kind: NoticeKind;
  readonly unitId: string;
  readonly unitName: string;
  readonly signerUnit: Department;
  readonly subject: string | null;
  readonly caseNumber: string | null;
  readonly indicator: string | null;
  readonly title: string;
  readonly state: NoticeRow["state"];
  readonly version: number;
  readonly signedAt: Date;
  readonly receivedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answer: NonNullable<NoticeRow["answer"]> | null;
  readonly answerText: string | null;
  readonly closedAt: Date | null;
  readonly dueOn: string | null;
}

const COLUMNS = sql`number, kind, unit_id AS "unitId", unit_name AS "unitName", signer_unit AS "signerUnit", subject,
  case_number AS "caseNumber", indicator, title, state, version, signed_at AS "signedAt",
  received_at AS "receivedAt", answered_at AS "answeredAt", answer, answer_text AS "answerText",
  closed_at AS "closedAt", due_on::text AS "dueOn"`;

/** First wall, on a table with the column unit_id: the unit is one of those the reader watches, or the reader's own. */
function visible(scope: Scope): RawBuilder<unknown> {
  return sql`(unit_id IN (SELECT c.unit FROM identity.scope_cell AS c
      WHERE c.scope = ${scope.id} AND c.matter = 'complaint')
    OR EXISTS (SELECT FROM identity.scope_cell AS c
      WHERE c.scope = ${scope.id} AND c.matter = 'complaint' AND c.unit = '*' AND c.cell = '*'))`;
}

const visibleNotice = (scope: Scope): RawBuilder<unknown> =>
  sql`(${visible(scope)} OR unit_key = ANY (${[...scope.own]}::text[]))`;

export interface Counting {
  readonly now: Date;
  /** Working days from today to a day; undefined where a year has no notice. */
  readonly daysLeft: (dueOn: string) => number | undefined;
}

function rowOf(raw: RawNotice, { now, daysLeft }: Counting): NoticeRow {
  const isOpen = raw.state === "signed" || raw.state === "received";
  const left = isOpen && raw.dueOn !== null ? daysLeft(raw.dueOn) : undefined;
  const optional = {
    subject: raw.subject,
    caseNumber: raw.caseNumber,
    answer: raw.answer,
    receivedAt: raw.receivedAt?.toISOString() ?? null,
    answeredAt: raw.answeredAt?.toISOString() ?? null,
    closedAt: raw.closedAt?.toISOString() ?? null,
    dueOn: raw.dueOn,
    daysLeft: left ?? null,
  };
  return {
    number: raw.number,
    kind: raw.kind,
    unit: { id: raw.unitId, name: raw.unitName },
    signedBy: raw.signerUnit,
    title: raw.title,
    state: raw.state,
    signedAt: raw.signedAt.toISOString(),
    isLate: isOpen && raw.dueOn !== null && raw.dueOn < plainDateOf(now),
    version: raw.version,
    ...present(optional),
  };
}

export interface KnownNotice extends NoticeRow {
  readonly indicator: string | null;
  readonly answerText: string | null;
}

/** The newest first. */
export async function listNotices(
  tx: Tx,
  scope: Scope,
  counting: Counting,
): Promise<readonly KnownNotice[]> {
  const { rows } = await sql<RawNotice>`
    SELECT ${COLUMNS} FROM oversight.notice WHERE ${visibleNotice(scope)}
    ORDER BY signed_at DESC, number DESC LIMIT 1000`.execute(tx);
  return rows.map((raw) => ({
    ...rowOf(raw, counting),
    indicator: raw.indicator,
    answerText: raw.answerText,
  }));
}

/** @throws RuleViolation oversight.notice-not-found, also for one that this reader may not see */
export async function getNotice(
  tx: Tx,
  number: string,
  { scope, counting }: { readonly scope: Scope | undefined; readonly counting: Counting },
): Promise<NoticeRow> {
  const { rows } = await sql<RawNotice>`
    SELECT ${COLUMNS} FROM oversight.notice
    WHERE number = ${number} AND ${scope === undefined ? sql`true` : visibleNotice(scope)}`.execute(
    tx,
  );
  const [raw] = rows;
  if (raw === undefined) throw new RuleViolation("oversight.notice-not-found", { number });
  return rowOf(raw, counting);
}

/** Account of whoever signed it. */
export async function findSigner(tx: Tx, number: string): Promise<string | undefined> {
  const { rows } = await sql<{ account: string }>`
    SELECT payload #>> '{officer,account}' AS account FROM oversight.notice_event
    WHERE number = ${number} AND kind = 'oversight.notice-signed'`.execute(tx);
  return rows[0]?.account;
}

export interface Signed {
  readonly content: NoticeContent;
  readonly answerDays: number;
}

/** What was signed, and everything that happened since, the oldest first. */
export async function readHistory(
  tx: Tx,
  number: string,
): Promise<Signed & Pick<NoticeView, "history">> {
  const { rows } = await sql<{
    factId: string;
    kind: string;
    at: Date;
    payload: Record<string, unknown>;
  }>`
    SELECT fact_id AS "factId", kind, occurred_at AS at, payload FROM oversight.notice_event
    WHERE number = ${number} ORDER BY version`.execute(tx);
  const { rows: rungs } = await sql<{ factId: string; at: Date; step: string; to: string[] }>`
    SELECT fact_id AS "factId", at, step, audiences AS to FROM deadlines.escalation
    WHERE subject = ${`notice:${number}`}`.execute(tx);
  const signed = rows.find(({ kind }) => kind === "oversight.notice-signed")?.payload;
  if (signed === undefined) throw new RuleViolation("oversight.notice-not-found", { number });
  const events = rows.map(({ factId, kind, at, payload }) => ({
    factId,
    kind,
    at: at.toISOString(),
    by: byOf(payload),
    ...(typeof payload["text"] === "string" ? { text: payload["text"] } : {}),
    ...(payload["answer"] === undefined ? {} : { answer: payload["answer"] as "mended" }),
  }));
  const told = rungs.map(({ factId, at, step, to }) => ({
    factId,
    kind: "deadlines.escalated",
    at: at.toISOString(),
    step,
    to,
  }));
  return {
    ...(signed as unknown as Signed),
    history: [...events, ...told, ...(await readMoved(tx, number))].toSorted((a, b) =>
      a.at < b.at ? -1 : 1,
    ),
  };
}

/** Last days that a new calendar moved. */
async function readMoved(tx: Tx, number: string): Promise<NoticeView["history"]> {
  const { rows } = await sql<{ factId: string; at: Date; moved: MovedClock[] }>`
    SELECT fact_id AS "factId", occurred_at AS at, clocks AS moved FROM oversight.dates_moved
    WHERE subject = ${`notice:${number}`}`.execute(tx);
  return rows.map(({ factId, at, moved }) => ({
    factId,
    kind: "oversight.dates-moved",
    at: at.toISOString(),
    moved,
  }));
}

function byOf(payload: Record<string, unknown>): string {
  const { name, department } = payload["officer"] as { name: string; department: Department };
  return `${department.name} ${name}`;
}

/** Drafts that nobody settled: of each case the newest, which says what is the matter now. */
export async function listDrafts(
  tx: Tx,
  scope: Scope,
  now: Date,
): Promise<readonly Omit<NoticeDraft, "answerDays">[]> {
  const { rows } = await sql<{
    id: string;
    madeAt: Date;
    cause: NoticeDraft["cause"];
    content: NoticeContent;
  }>`
    SELECT * FROM (SELECT DISTINCT ON (content ->> 'subject') id, made_at AS "madeAt", cause, content
    FROM oversight.draft
    WHERE settled_at IS NULL AND ${visible(scope)}
      -- What is no longer late needs no letter.
      AND EXISTS (SELECT FROM deadlines.clock WHERE clock.subject = content ->> 'subject'
        AND clock.is_statutory AND clock.due_at <= ${now})
    ORDER BY content ->> 'subject', made_at DESC) AS newest
    ORDER BY "madeAt" DESC, id LIMIT 500`.execute(tx);
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() }));
}

/** Keeps a draft unless it was made before, signed or not. */
export async function keepDraft(
  tx: Tx,
  { id, madeAt, cause, content }: Omit<NoticeDraft, "answerDays">,
): Promise<void> {
  await sql`INSERT INTO oversight.draft (id, made_at, cause, unit_id, content)
    VALUES (${id}, ${madeAt}, ${cause}, ${content.unit.id}, ${JSON.stringify(content)}::jsonb)
    ON CONFLICT (id) DO NOTHING`.execute(tx);
}

/** Lays aside a draft that was signed, and the others about the same case. */
export async function settleDrafts(
  tx: Tx,
  { id, subject }: { readonly id: string | undefined; readonly subject: string | undefined },
  at: string,
): Promise<void> {
  await sql`UPDATE oversight.draft SET settled_at = ${at}
    WHERE settled_at IS NULL AND (id = ${id ?? null} OR content ->> 'subject' = ${subject ?? null})`.execute(
    tx,
  );
}

/** True if the case is one that the reader sees: by its own policy, in a read of the console's login. */
export async function seesCase(tx: Tx, subject: string): Promise<boolean> {
  const [kind, id = ""] = subject.split(":");
  const table =
    kind === "voice"
      ? sql`complaints.handling WHERE voice_id`
      : sql`casework.handling WHERE lead_id`;
  const { rows } = await sql`SELECT FROM ${table} = ${id}`.execute(tx);
  return rows.length > 0;
}

/** Voices that a draft can be about; undefined if there is none of that subject. */
export async function readCaseOf(
  tx: Tx,
  subject: string,
): Promise<
  { readonly kind: string; readonly regime: string; readonly unit: Department } | undefined
> {
  const { rows } = await sql<{ kind: string; regime: string; unit: Department }>`
    SELECT kind, regime, jsonb_build_object('id', unit_id, 'name', unit_name) AS unit
    FROM complaints.handling WHERE voice_id = ${subject.replace(/^voice:/, "")}`.execute(tx);
  return rows[0];
}
