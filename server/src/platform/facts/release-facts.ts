/** Facts that are public whole: what a certificate for everybody may hold. */
import { sql } from "kysely";

import type { Tx } from "../database.ts";
import { OCCURRED_AT } from "./stored-fact.ts";

/** `owner` takes the place of the subject for facts that are public beside a process, not of it. */
export const releaseFacts = (tx: Tx, factIds: readonly string[], owner?: string) =>
  sql`INSERT INTO released.fact (fact_id, ocid, kind, occurred_at, recorded_at, fact, salt)
    SELECT id, ${owner === undefined ? sql`subject` : sql`${owner}`}, kind, occurred_at, recorded_at,
      jsonb_strip_nulls(jsonb_build_object('id', id, 'kind', kind, 'version', version, 'source', source,
        'sourceId', source_id, 'subject', subject,
        'occurredAt', ${OCCURRED_AT},
        'corrects', corrects, 'contentHash', encode(content_hash, 'hex')))
        || jsonb_build_object('payload', payload), salt
    FROM fact.fact WHERE id = ANY (${factIds}::uuid[])
      AND NOT EXISTS (SELECT FROM fact.erased WHERE erased.fact_id = fact.fact.id)`.execute(tx);
