/** Notices that are not closed and drafts that nobody signed yet, as what a change of law would touch. */
import { sql } from "kysely";

import type { NoticeContent } from "../../../../contract/src/oversight-values.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Database } from "../../platform/database.ts";
import type { OpenLetter } from "../statutes/index.ts";

interface Row {
  /** Null: a draft. */
  readonly number: string | null;
  readonly at: Date;
  readonly content: NoticeContent;
}

/** Neither ground nor addressee: who enters articles need not see whom the watch writes to. */
function letterOf({ number, at, content: { kind, articles } }: Row): OpenLetter {
  return {
    kind,
    state: number === null ? "drafted" : "issued",
    ...(number === null ? {} : { number }),
    on: plainDateOf(at),
    link: number === null ? "/oversight" : `/oversight/notices/${number}`,
    articles,
  };
}

export async function listOpenNotices(db: Database): Promise<readonly OpenLetter[]> {
  const { rows } = await sql<Row>`
    SELECT notice.number, signed_at AS at, event.payload -> 'content' AS content
    FROM oversight.notice JOIN oversight.notice_event AS event
      ON event.number = notice.number AND event.kind = 'oversight.notice-signed'
    WHERE state <> 'closed'
    UNION ALL
    SELECT NULL, made_at, content FROM oversight.draft WHERE settled_at IS NULL
    ORDER BY 2, 1`.execute(db);
  return rows.map(letterOf);
}
