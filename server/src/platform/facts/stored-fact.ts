/** Columns of fact.fact as a `StoredFact`, spelt once. */
import { sql } from "kysely";

/** The instant as it was hashed: UTC with milliseconds (`normaliseInstant`). */
export const OCCURRED_AT = sql`to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const STORED_FACT = sql`id, kind, source, subject, payload, ${OCCURRED_AT} AS "occurredAt"`;
