import { createHash } from "node:crypto";

import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";

export interface QuarantinedLine {
  readonly line: number;
  readonly field: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly text: string;
}

export interface SourceRow {
  readonly name: string;
  readonly title: string;
  readonly zone: string;
  readonly facts: number;
  readonly quarantined: number;
}

type Time = "recordedAt" | "committedAt";

/** Times are those of the database: deadlines are judged by `committedAt`. */
export interface FactReceipt extends Record<Time, string> {
  readonly id: string;
  readonly digest: string;
}

const KEPT_CHARACTERS = 4000;

export function createIntakeStore(db: Database | Tx) {
  return {
    async findSourceByKey(keyHash: string): Promise<string | undefined> {
      const { rows } = await sql<{ name: string }>`
        SELECT name FROM intake.source WHERE key_hash = ${keyHash}`.execute(db);
      return rows[0]?.name;
    },

    async hasSource(name: string): Promise<boolean> {
      const { rows } = await sql`SELECT 1 FROM intake.source WHERE name = ${name}`.execute(db);
      return rows.length > 0;
    },

    /** The same bad line twice is kept once. */
    async quarantine(
      source: string,
      batch: string,
      lines: readonly QuarantinedLine[],
    ): Promise<void> {
      if (lines.length === 0) return;
      const rows = lines.map(({ line, field, code, params, text }) => ({
        line,
        field: field.replaceAll("\u0000", ""),
        code,
        params,
        text: text.slice(0, KEPT_CHARACTERS).toWellFormed().replaceAll("\u0000", "\uFFFD"),
        key: createHash("sha256").update(text).digest("hex"),
      }));
      await sql`INSERT INTO intake.quarantine (source, batch, line, field, code, params, text, content_key)
        SELECT ${source}, ${batch}::uuid, line, field, code, params, text, decode(key, 'hex')
        FROM json_to_recordset(${JSON.stringify(rows)}::json)
          AS bad (line bigint, field text, code text, params jsonb, text text, key text)
        ON CONFLICT DO NOTHING`.execute(db);
    },

    async listQuarantine(source: string, limit: number): Promise<readonly QuarantinedLine[]> {
      const { rows } = await sql<QuarantinedLine>`
        SELECT line, field, code, params, text FROM intake.quarantine WHERE source = ${source}
        ORDER BY id DESC LIMIT ${limit}`.execute(db);
      return rows;
    },

    async findReceipts(source: string, sourceId: string): Promise<readonly FactReceipt[]> {
      const { rows } = await sql<Pick<FactReceipt, "id" | "digest"> & Record<Time, Date>>`
        SELECT id, encode(digest, 'hex') AS digest, recorded_at AS "recordedAt",
          fact.committed_at(epoch, xid, recorded_at) AS "committedAt" FROM fact.fact
        WHERE source = ${source} AND source_id = ${sourceId} ORDER BY id`.execute(db);
      return rows.map(({ recordedAt, committedAt, ...row }) => ({
        ...row,
        recordedAt: recordedAt.toISOString(),
        committedAt: committedAt.toISOString(),
      }));
    },
  };
}
