/** Reads of the public list, with the login that sees schema `released` only. */
import { sql } from "kysely";

import type { DutyItem, DutyList } from "../../../../contract/src/facts/duties.list-published.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../../platform/database.ts";

export interface PublicList extends Omit<DutyList, "items"> {
  readonly count: number;
  readonly publishedAt: string;
}

/** Every list, newest first. */
export async function publicLists(db: Database): Promise<readonly PublicList[]> {
  const { rows } = await sql<{ view: Omit<PublicList, "publishedAt">; at: Date }>`
    SELECT DISTINCT ON (number) view, published_at AS at FROM released.duty_list
    ORDER BY number DESC, fact_id DESC`.execute(db);
  return rows.map(({ view, at }) => ({ ...view, publishedAt: at.toISOString() }));
}

/** Items in the order of the list. @throws RuleViolation duties.not-found */
export async function publicItems(db: Database, number: number): Promise<readonly DutyItem[]> {
  const { rows } = await sql<{ view: DutyItem }>`
    SELECT view FROM released.duty
    WHERE fact_id = (SELECT fact_id FROM released.duty_list WHERE number = ${number}
                     ORDER BY fact_id DESC LIMIT 1)
    ORDER BY position`.execute(db);
  if (rows.length === 0) throw new RuleViolation("duties.not-found", { number });
  return rows.map(({ view }) => view);
}
