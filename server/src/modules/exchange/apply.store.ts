/** Writes packages into the database of a portal host: schema `released` as tables, and what was taken. */
import { sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { readColumns } from "./columns.store.ts";
import type { FerryHeader } from "./package.ts";
import { type Relation, RELATIONS } from "./relations.ts";
import type { AppliedPackage } from "./sequence.ts";

const LOCK = 7_301_021;
/** Replays of older packages than these are still refused, though not told from a fork. */
const KEPT = 100_000;

export interface LastApplied extends AppliedPackage {
  readonly madeAt: Date;
  readonly appliedAt: Date;
}

export async function findLast(db: Database | Tx): Promise<LastApplied | undefined> {
  const { rows } = await sql<LastApplied>`
    SELECT sequence, sha256, made_at AS "madeAt", applied_at AS "appliedAt"
    FROM ferry.applied ORDER BY sequence DESC LIMIT 1`.execute(db);
  return rows[0];
}

export async function findApplied(
  db: Database | Tx,
  sequence: number,
): Promise<AppliedPackage | undefined> {
  const { rows } = await sql<AppliedPackage>`
    SELECT sequence, sha256 FROM ferry.applied WHERE sequence = ${sequence}`.execute(db);
  return rows[0];
}

/** One transaction, one writer. */
export function applying<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(db, async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx);
    return work(tx);
  });
}

export async function insertApplied(
  tx: Tx,
  {
    header,
    sha256,
    at,
  }: { readonly header: FerryHeader; readonly sha256: string; readonly at: Date },
): Promise<void> {
  const { sequence, madeAt, full, lines } = header;
  await sql`INSERT INTO ferry.applied (sequence, sha256, made_at, is_full, lines, applied_at)
    VALUES (${sequence}, ${sha256}, ${madeAt}, ${full}, ${lines}, ${at})`.execute(tx);
  await sql`DELETE FROM ferry.applied WHERE sequence <= ${sequence - KEPT}`.execute(tx);
}

/** Relations whose columns here are others than those of the package; empty if all are the same. */
export async function otherColumns(tx: Tx, { columns = {} }: FerryHeader): Promise<string[]> {
  const here = await readColumns(tx);
  const names = new Set([...Object.keys(here), ...Object.keys(columns)]);
  return [...names].filter((name) => String(here[name]) !== String(columns[name]));
}

export async function clearReleased(tx: Tx): Promise<void> {
  for (const { name } of RELATIONS)
    await sql`DELETE FROM ${sql.table(`released.${name}`)}`.execute(tx);
}

const BATCH_CHARACTERS = 4_000_000;
const BATCH_LINES = 1000;
const LINE = /^"table":"([a-z_]{1,40})","(row|gone)":(\{.*\})$/s;

/** Rows and removals, in statements of many lines of one kind. */
export interface Applier {
  /** @throws RuleViolation `ferry.bad-row` */
  take(content: string, number: number): Promise<void>;
  finish(): Promise<void>;
}

export async function createApplier(tx: Tx): Promise<Applier> {
  const columns = await readColumns(tx);
  let batch: string[] = [];
  let kind = "";
  let characters = 0;
  let first = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    const [name = "", verb] = kind.split(" ");
    const relation = RELATIONS.find((one) => one.name === name);
    if (relation === undefined) throw new RuleViolation("ferry.bad-row", { line: first });
    const rows = `[${batch.join(",")}]`;
    try {
      await (verb === "row"
        ? upsert(tx, relation, { columns: columns[name] ?? [], rows })
        : remove(tx, relation, rows));
    } catch (error) {
      throw isDataError(error) ? new RuleViolation("ferry.bad-row", { line: first }) : error;
    }
    batch = [];
    characters = 0;
  };
  return {
    async take(content, number) {
      const [, name, verb, json = ""] = LINE.exec(content) ?? [];
      if (name === undefined) throw new RuleViolation("ferry.bad-row", { line: number });
      const isFull = batch.length >= BATCH_LINES || characters > BATCH_CHARACTERS;
      if (isFull || `${name} ${verb}` !== kind) await flush();
      if (batch.length === 0) first = number;
      kind = `${name} ${verb}`;
      batch.push(json);
      characters += json.length;
    },
    finish: flush,
  };
}

/** Classes 22 (data) and 23 (constraints): the same line would fail again. */
const isDataError = (error: unknown): boolean =>
  /^2[23]/.test((error as { code?: string }).code ?? "");

async function upsert(
  tx: Tx,
  { name, key }: Relation,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: string },
): Promise<void> {
  const table = sql.table(`released.${name}`);
  const all = sql.join(columns.map((column) => sql.id(column)));
  const others = columns.filter((column) => !key.includes(column));
  const changes = sql.join(
    others.map((column) => sql`${sql.id(column)} = ${sql.id("excluded", column)}`),
  );
  await sql`INSERT INTO ${table} (${all})
    SELECT ${all} FROM json_populate_recordset(NULL::${table}, ${rows}::json)
    ON CONFLICT (${sql.join(key.map((column) => sql.id(column)))}) DO UPDATE SET ${changes}`.execute(
    tx,
  );
}

async function remove(tx: Tx, { name, key }: Relation, rows: string): Promise<void> {
  const table = sql.table(`released.${name}`);
  const same = sql.join(
    key.map((column) => sql`one.${sql.id(column)} = gone.${sql.id(column)}`),
    sql` AND `,
  );
  await sql`DELETE FROM ${table} AS one USING json_populate_recordset(NULL::${table}, ${rows}::json) AS gone
    WHERE ${same}`.execute(tx);
}
