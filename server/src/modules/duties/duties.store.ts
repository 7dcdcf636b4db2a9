/** SQL of the list of duties: versions, rows of a matter, drafts. */
import { sql } from "kysely";

import type { DutyDraft, DutyVersion } from "../../../../contract/src/duties.ts";
import type { DutyItem, DutyList } from "../../../../contract/src/facts/duties.list-published.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { basisText, type DutyRow, listOn, overlapsOf } from "./duty.ts";

type Reads = Database | Tx;

/** A row with the whole item; a duty listed by itself has none. */
export interface StoredRow extends DutyRow {
  readonly detail: DutyItem | null;
}

interface SingleRow extends Omit<DutyRow, "department" | "list" | "bandFrom" | "bandTo" | "stage"> {
  readonly departmentId: string;
  readonly departmentName: string;
}

interface ItemRow {
  readonly number: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly content: DutyItem;
}

const DAYS = sql`valid_from::text AS "validFrom", valid_to::text AS "validTo"`;

/** Of two lists under one number the one published last counts. */
const CURRENT = sql`SELECT DISTINCT ON (number) fact_id FROM duties.list_version ORDER BY number, fact_id DESC`;

/** Every duty of a matter, of all lists and by itself. */
export async function listRows(db: Reads, matter: string): Promise<readonly StoredRow[]> {
  const { rows: items } = await sql<ItemRow>`
    SELECT number, ${DAYS}, content FROM duties.item
    WHERE matter = ${matter} AND fact_id IN (${CURRENT})`.execute(db);
  const { rows: singles } = await sql<SingleRow>`
    SELECT fact_id AS id, matter, regime, industry, place, department_id AS "departmentId",
      department_name AS "departmentName", legal_basis AS "legalBasis", ${DAYS}
    FROM duties.duty WHERE matter = ${matter}`.execute(db);
  return [...items.map(rowOfItem), ...singles.map(rowOfSingle)];
}

function rowOfItem({ number, validFrom, validTo, content }: ItemRow): StoredRow {
  return {
    id: content.item,
    list: number,
    matter: content.matter,
    regime: content.regime ?? null,
    industry: content.industry ?? null,
    place: content.place ?? null,
    bandFrom: content.bandFrom ?? null,
    bandTo: content.bandTo ?? null,
    stage: content.stage ?? null,
    department: content.department,
    legalBasis: basisText(content),
    validFrom,
    validTo,
    detail: content,
  };
}

function rowOfSingle({ departmentId, departmentName, ...row }: SingleRow): StoredRow {
  return {
    ...row,
    list: null,
    bandFrom: null,
    bandTo: null,
    stage: null,
    department: { id: departmentId, name: departmentName },
    detail: null,
  };
}

/** A list without its items. */
export type ListHead = Omit<DutyVersion, "isInForce"> & { readonly fallback: DutyList["fallback"] };

/** Every published list, newest number first; one published again under its number counts last. */
export async function listHeads(db: Reads): Promise<readonly ListHead[]> {
  const { rows } = await sql<ListHead & { validTo: string | null; publishedAt: Date }>`
    SELECT DISTINCT ON (number) number, title, adopted_by AS "adoptedBy", document_no AS "documentNo", ${DAYS},
      items, published_at AS "publishedAt", fallback
    FROM duties.list_version ORDER BY number DESC, fact_id DESC`.execute(db);
  return rows.map(({ validTo, publishedAt, ...row }) => ({
    ...row,
    ...(validTo === null ? {} : { validTo }),
    publishedAt: publishedAt.toISOString(),
  }));
}

/** The versions as the interface shows them. */
export function versionsOf(heads: readonly ListHead[], day: PlainDate): DutyVersion[] {
  const current = listOn(heads, day)?.number;
  return heads.map(({ fallback: _fallback, ...head }) => ({
    ...head,
    isInForce: head.number === current,
  }));
}

/** Items of a list in its order. @throws RuleViolation duties.not-found */
export async function listItems(db: Reads, number: number): Promise<readonly DutyItem[]> {
  const { rows } = await sql<{ content: DutyItem }>`
    SELECT content FROM duties.item
    WHERE fact_id = (SELECT fact_id FROM duties.list_version WHERE number = ${number}
                     ORDER BY fact_id DESC LIMIT 1)
    ORDER BY position`.execute(db);
  if (rows.length === 0) throw new RuleViolation("duties.not-found", { number });
  return rows.map(({ content }) => content);
}

interface DraftRow {
  readonly id: string;
  readonly list: DutyList;
  readonly madeBy: string;
  readonly madeName: string;
  readonly changedAt: Date;
}

const DRAFT = sql`id, list, made_by AS "madeBy", made_name AS "madeName", changed_at AS "changedAt"`;

const draftOf = ({ id, list, madeBy, madeName, changedAt }: DraftRow): DutyDraft => ({
  id,
  list,
  madeBy: { account: madeBy, name: madeName },
  changedAt: changedAt.toISOString(),
  overlaps: overlapsOf(list.items).map(([first, second]) => ({
    first: first.item,
    second: second.item,
  })),
});

export async function listDrafts(db: Reads): Promise<DutyDraft[]> {
  const { rows } = await sql<DraftRow>`
    SELECT ${DRAFT} FROM duties.draft ORDER BY changed_at DESC, id`.execute(db);
  return rows.map(draftOf);
}

/** @throws RuleViolation duties.no-draft */
export async function findDraft(db: Reads, id: string): Promise<DutyDraft | undefined> {
  const { rows } = await sql<DraftRow>`
    SELECT ${DRAFT} FROM duties.draft WHERE id = ${id}::uuid`.execute(db);
  const [row] = rows;
  return row && draftOf(row);
}

/** @throws RuleViolation duties.no-draft */
export async function getDraft(db: Reads, id: string): Promise<DutyDraft> {
  const draft = await findDraft(db, id);
  if (draft === undefined) throw new RuleViolation("duties.no-draft", { id }, { status: 404 });
  return draft;
}

export interface DraftWrite {
  readonly id: string;
  readonly list: DutyList;
  /** Who wrote it last: that person cannot publish it. */
  readonly by: { readonly account: string; readonly name: string };
  readonly at: Date;
}

export async function keepDraft(db: Reads, { id, list, by, at }: DraftWrite): Promise<void> {
  await sql`INSERT INTO duties.draft (id, list, made_by, made_name, changed_at)
    VALUES (${id}::uuid, ${JSON.stringify(list)}::jsonb, ${by.account}, ${by.name}, ${at})
    ON CONFLICT (id) DO UPDATE SET list = excluded.list, made_by = excluded.made_by,
      made_name = excluded.made_name, changed_at = excluded.changed_at`.execute(db);
}

export async function dropDraft(db: Reads, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM duties.draft WHERE id = ${id}::uuid`.execute(
    db,
  );
  return numAffectedRows === 1n;
}
