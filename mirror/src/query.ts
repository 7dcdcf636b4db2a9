/** What is looked for here, in what is here: nothing of it leaves this machine. Only what is verified is shown. */
import type { DatabaseSync } from "node:sqlite";

import type { CertifiedFact } from "../../verifier/src/index.ts";

export interface FactQuery {
  /** Part of the name or the code of a project. */
  readonly project?: string | undefined;
  /** Part of the name or the code of a firm. */
  readonly firm?: string | undefined;
  /** Part of the name or the id of a department. */
  readonly department?: string | undefined;
  readonly kind?: string | undefined;
  /** Days in Asia/Shanghai, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Row after which the page begins, as `next` gave it. */
  readonly after?: string | undefined;
}

export interface FoundFact {
  readonly index: number;
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly project: string | null;
  readonly title: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** Names of the firms in it, one a line; null if there are none. */
  readonly firms: string | null;
}

export interface FoundPage {
  readonly facts: readonly FoundFact[];
  /** Of the page after it. */
  readonly next: string | undefined;
}

export interface WholeFact extends FoundFact {
  readonly fact: CertifiedFact;
  readonly salt: string;
  /** SHA-256 ‖ SM3, hex. */
  readonly digest: string;
}

const SIZE = "(SELECT coalesce(max(size), 0) FROM head)";
/** The newest verified title of a project. */
const TITLE = `(SELECT title FROM title WHERE title.project = fact.project AND title.idx < ${SIZE}
                ORDER BY title.idx DESC LIMIT 1)`;
const COLUMNS = `fact.idx AS "index", fact.id, fact.kind, fact.subject, fact.project, ${TITLE} AS title,
  fact.occurred AS occurredAt, fact.recorded AS recordedAt,
  (SELECT group_concat(name, char(10)) FROM mention JOIN party ON party.id = mention.party
   WHERE mention.idx = fact.idx AND type = 'firm') AS firms`;

/** What the log keeps for its own sake: shown only to who asks for the kind. */
export const HOUSEKEEPING: readonly string[] = ["witness.roots-recorded", "mirror.range-pulled"];

/** An instant in UTC at which a day begins in Asia/Shanghai, or the next one. */
function startOf(day: string, days = 0): string {
  const at = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(at) ? "" : new Date(at + days * 86_400_000).toISOString();
}

type Value = string | number;

function conditionsOf(query: FactQuery): { where: string[]; values: Value[] } {
  const where = [`fact.idx < ${SIZE}`];
  const values: Value[] = [];
  const add = (condition: string, ...given: Value[]) => {
    where.push(condition);
    values.push(...given);
  };
  const { department, firm, from, kind, project, to } = query;
  if (project !== undefined)
    add(
      `(fact.project IN (SELECT project FROM title WHERE instr(title, ?) > 0 AND title.idx < ${SIZE})
        OR instr(lower(fact.project), lower(?)) > 0)`,
      project,
      project,
    );
  for (const [type, text] of [
    ["firm", firm],
    ["department", department],
  ] as const)
    if (text !== undefined)
      add(
        `fact.idx IN (SELECT mention.idx FROM party JOIN mention ON mention.party = party.id
          WHERE type = ? AND (instr(name, ?) > 0 OR instr(lower(code), lower(?)) > 0))`,
        type,
        text,
        text,
      );
  if (kind !== undefined) add("fact.kind = ?", kind);
  else add(`fact.kind NOT IN (${HOUSEKEEPING.map(() => "?").join(", ")})`, ...HOUSEKEEPING);
  if (from !== undefined) add("fact.occurred >= ?", startOf(from));
  if (to !== undefined) add("fact.occurred < ?", startOf(to, 1));
  return { where, values };
}

/** Newest first. */
export function findFacts(db: DatabaseSync, query: FactQuery, most = 50): FoundPage {
  const { where, values } = conditionsOf(query);
  const [, occurred, index] = /^(\S{1,40})_(\d{1,15})$/.exec(query.after ?? "") ?? [];
  if (occurred !== undefined && index !== undefined) {
    where.push("(fact.occurred, fact.idx) < (?, ?)");
    values.push(occurred, Number(index));
  }
  const rows = db
    .prepare(
      `SELECT ${COLUMNS} FROM fact WHERE ${where.join(" AND ")}
       ORDER BY fact.occurred DESC, fact.idx DESC LIMIT ?`,
    )
    .all(...values, most + 1) as unknown as FoundFact[];
  const facts = rows.slice(0, most);
  const last = facts.at(-1);
  const next = rows.length > most && last ? `${last.occurredAt}_${last.index}` : undefined;
  return { facts, next };
}

/** All facts of a project in the order in which they happened. */
export const findTimeline = (db: DatabaseSync, project: string): readonly FoundFact[] =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM fact WHERE fact.project = ? AND fact.idx < ${SIZE}
       ORDER BY fact.occurred, fact.idx`,
    )
    .all(project) as unknown as FoundFact[];

export function findFact(db: DatabaseSync, index: number): WholeFact | undefined {
  const row = db
    .prepare(
      `SELECT ${COLUMNS}, body, salt, hex(digest) AS digest FROM fact JOIN leaf ON leaf.idx = fact.idx
       WHERE fact.idx = ? AND fact.idx < ${SIZE}`,
    )
    .get(index) as (FoundFact & { body: string; salt: string; digest: string }) | undefined;
  if (row === undefined) return undefined;
  const { body, digest, ...rest } = row;
  return { ...rest, digest: digest.toLowerCase(), fact: JSON.parse(body) as CertifiedFact };
}

/** Firms and departments that a fact names. */
export const findParties = (
  db: DatabaseSync,
  index: number,
): readonly { readonly type: string; readonly code: string; readonly name: string }[] =>
  db
    .prepare(
      `SELECT type, code, name FROM mention JOIN party ON party.id = mention.party
       WHERE mention.idx = ? ORDER BY type, name`,
    )
    .all(index) as unknown as { type: string; code: string; name: string }[];

export const listKinds = (db: DatabaseSync): readonly string[] =>
  db
    .prepare("SELECT DISTINCT kind FROM fact ORDER BY kind")
    .all()
    .map((row) => String(row["kind"]));

/** Facts that are here whole, of all verified leaves. */
export const countFacts = (db: DatabaseSync): number =>
  Number(
    db.prepare(`SELECT count(*) AS count FROM fact WHERE idx < ${SIZE}`).get()?.["count"] ?? 0,
  );
