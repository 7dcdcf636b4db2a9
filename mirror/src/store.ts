/** Writes of the mirror: leaves and facts as they come, the head when it is verified, alarms. */
import type { DatabaseSync } from "node:sqlite";

import { termsOf } from "./index-terms.ts";
import type { Envelope } from "./line.ts";
import { inTransaction } from "./state.ts";
import { append, EMPTY, leafHashOf, type Tree } from "./tree.ts";

export interface Head {
  readonly vkey: string;
  readonly size: number;
  readonly root: Buffer;
  /** Signed note; empty before the first. */
  readonly note: string;
  readonly verifiedAt: string;
  /** Between recording and verifying here, of the facts that came last; null where none came. */
  readonly lagSeconds: number | null;
}

export interface Alarm {
  readonly firstAt: string;
  readonly lastAt: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface NewLeaf {
  readonly index: number;
  readonly digest: Buffer;
}
export interface PlacedEnvelope {
  readonly index: number;
  readonly envelope: Envelope;
}

const bufferOf = (value: unknown): Buffer => Buffer.from(value as Uint8Array);

export function findHead(db: DatabaseSync): Head | undefined {
  const row = db
    .prepare(
      `SELECT vkey, size, root, note, verified_at AS verifiedAt, lag_seconds AS lagSeconds FROM head`,
    )
    .get();
  return row === undefined
    ? undefined
    : { ...(row as unknown as Head), root: bufferOf(row["root"]) };
}

export function writeHead(db: DatabaseSync, head: Head): void {
  const { vkey, size, root, note, verifiedAt, lagSeconds } = head;
  db.prepare(
    `INSERT OR REPLACE INTO head (one, vkey, size, root, note, verified_at, lag_seconds)
     VALUES (1, ?, ?, ?, ?, ?, ?)`,
  ).run(vkey, size, root, note, verifiedAt, lagSeconds);
}

/** Leaves that are stored, verified or not. */
export const countLeaves = (db: DatabaseSync): number =>
  Number(db.prepare("SELECT coalesce(max(idx) + 1, 0) AS size FROM leaf").get()?.["size"]);

export function findDigest(db: DatabaseSync, index: number): Buffer | undefined {
  const row = db.prepare("SELECT digest FROM leaf WHERE idx = ?").get(index);
  return row === undefined ? undefined : bufferOf(row["digest"]);
}

/** The tree over the first `size` stored leaves, made again from their data. */
export function treeOf(db: DatabaseSync, size: number): Tree {
  let tree = EMPTY;
  for (const row of db.prepare("SELECT digest FROM leaf WHERE idx < ? ORDER BY idx").iterate(size))
    tree = append(tree, leafHashOf(bufferOf(row["digest"])));
  return tree;
}

function writeFact(db: DatabaseSync, { index, envelope }: PlacedEnvelope): void {
  const { fact, recordedAt, salt } = envelope;
  const { project, title, parties } = termsOf(fact);
  db.prepare(
    `INSERT OR REPLACE INTO fact (idx, id, kind, subject, project, occurred, recorded, salt, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    index,
    fact.id,
    fact.kind,
    fact.subject,
    project ?? null,
    fact.occurredAt,
    recordedAt,
    salt,
    JSON.stringify(fact),
  );
  if (title !== undefined && project !== undefined)
    db.prepare("INSERT OR REPLACE INTO title (project, idx, title) VALUES (?, ?, ?)").run(
      project,
      index,
      title,
    );
  for (const { type, code, name } of parties) {
    db.prepare("INSERT OR IGNORE INTO party (type, code, name) VALUES (?, ?, ?)").run(
      type,
      code,
      name,
    );
    db.prepare(
      `INSERT OR IGNORE INTO mention (party, idx)
       SELECT id, ? FROM party WHERE type = ? AND code = ? AND name = ?`,
    ).run(index, type, code, name);
  }
}

/** In one transaction. */
export function writeRange(
  db: DatabaseSync,
  {
    leaves,
    facts,
  }: { readonly leaves: readonly NewLeaf[]; readonly facts: readonly PlacedEnvelope[] },
): void {
  inTransaction(db, () => {
    const insert = db.prepare("INSERT INTO leaf (idx, digest) VALUES (?, ?)");
    for (const { index, digest } of leaves) insert.run(index, digest);
    for (const fact of facts) writeFact(db, fact);
  });
}

/** What was stored beyond the verified size and turned out to be of another log. */
export function dropFrom(db: DatabaseSync, size: number): void {
  inTransaction(db, () => {
    for (const table of ["leaf", "fact", "title", "mention"])
      db.prepare(`DELETE FROM ${table} WHERE idx >= ?`).run(size);
  });
}

interface NewAlarm {
  readonly at: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** What was received, as it was. */
  readonly evidence: string;
}

/** Kept for good, each once. */
export function writeAlarm(db: DatabaseSync, { at, code, params, evidence }: NewAlarm): void {
  db.prepare(
    `INSERT INTO alarm (first_at, last_at, code, params, evidence) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (code, params) DO UPDATE SET last_at = excluded.last_at`,
  ).run(at, at, code, JSON.stringify(params), evidence.slice(0, MOST_EVIDENCE));
}

const MOST_EVIDENCE = 100_000;

export function listAlarms(db: DatabaseSync): readonly Alarm[] {
  const rows = db
    .prepare("SELECT first_at AS firstAt, last_at AS lastAt, code, params FROM alarm ORDER BY n")
    .all();
  return rows.map((row) => ({
    ...(row as unknown as Alarm),
    params: JSON.parse(String(row["params"])) as Alarm["params"],
  }));
}
