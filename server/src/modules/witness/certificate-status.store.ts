/** What became of certificates: which stand, which were replaced, which show something that was withdrawn. */
import { createHash } from "node:crypto";

import { sql } from "kysely";

import type { CertificateStatus } from "../../../../contract/src/certificates.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { isGone, isShown, type Row } from "./certificate.ts";

/** A party's certificate is replaced by a later one of its own; how many there are and of what the table does not say. */
const REFRESH = sql`
  INSERT INTO released.certificate_status AS known
    (key, issued_at, replaced_at, withdrawn_at, subject, successor, organ)
  SELECT encode(sha256(convert_to(own.number, 'UTF8')), 'hex'), own.issued_at,
    coalesce(next.issued_at, corrected.at), gone.at,
    CASE WHEN own.audience = 'public' THEN own.subject END,
    CASE WHEN own.audience = 'public' THEN next.number END,
    CASE WHEN own.audience = 'public' AND gone.at IS NOT NULL THEN own.organ END
  FROM witness.certificate AS own
  LEFT JOIN LATERAL (
    SELECT later.issued_at, later.number FROM witness.certificate AS later
    WHERE own.scope = 'whole' AND later.scope = 'whole' AND later.subject = own.subject
      AND later.audience = own.audience AND later.n > own.n
    ORDER BY later.n DESC LIMIT 1) AS next ON true
  LEFT JOIN LATERAL (
    SELECT min(newer.recorded_at) AS at
    FROM jsonb_array_elements(own.rows) AS shown
    JOIN witness.leaf ON leaf.leaf_index = (shown ->> 'leafIndex')::bigint
    JOIN fact.fact AS newer ON newer.corrects = leaf.fact_id
    WHERE own.scope = 'chosen' AND shown ? 'kind') AS corrected ON true
  LEFT JOIN LATERAL (
    SELECT min(later.issued_at) AS at
    FROM witness.certificate AS later, jsonb_array_elements(later.rows) AS tomb
    WHERE later.subject = own.subject AND later.audience = 'public' AND later.scope = 'whole'
      AND later.n > own.n AND tomb ? 'gone'
      AND EXISTS (SELECT FROM jsonb_array_elements(own.rows) AS shown
                  WHERE shown ? 'kind' AND shown ->> 'digest' = tomb ->> 'gone')) AS gone ON true`;

const MERGE = sql`
  ON CONFLICT (key) DO UPDATE SET replaced_at = excluded.replaced_at, withdrawn_at = excluded.withdrawn_at,
    successor = excluded.successor, organ = excluded.organ
  WHERE (known.replaced_at, known.withdrawn_at, known.successor)
    IS DISTINCT FROM (excluded.replaced_at, excluded.withdrawn_at, excluded.successor)`;

/** @param subject absent: of all certificates there are */
export const refreshStatus = (tx: Tx, subject?: string) =>
  sql`${REFRESH} WHERE ${subject === undefined ? sql`true` : sql`own.subject = ${subject}`} ${MERGE}`.execute(
    tx,
  );

interface StatusRow {
  readonly issuedAt: Date;
  readonly replacedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly subject: string | null;
  readonly successor: string | null;
  readonly organ: string | null;
  readonly itemState: string | null;
  readonly goneAt: Date | null;
}

/** Through the public login; undefined: no certificate has this number. */
export async function readStatus(
  publicDb: Database,
  number: string,
): Promise<CertificateStatus | undefined> {
  const key = createHash("sha256").update(number, "utf8").digest("hex");
  const { rows } = await sql<StatusRow>`
    SELECT issued_at AS "issuedAt", replaced_at AS "replacedAt", withdrawn_at AS "withdrawnAt", subject, successor,
      organ, item_tombstone.state AS "itemState", gone_at AS "goneAt"
    FROM released.certificate_status LEFT JOIN released.item_tombstone ON 'publication:' || item = subject
    WHERE key = ${key}`.execute(publicDb);
  const [row] = rows;
  return row === undefined ? undefined : statusOf(row);
}

function statusOf(row: StatusRow): CertificateStatus {
  const { issuedAt, replacedAt, withdrawnAt, subject, successor, organ, itemState, goneAt } = row;
  const at = goneAt ?? withdrawnAt ?? replacedAt;
  const isWithdrawn = goneAt !== null || withdrawnAt !== null;
  return {
    state: isWithdrawn
      ? itemState === "expired"
        ? "expired"
        : "withdrawn"
      : replacedAt === null
        ? "standing"
        : "replaced",
    issuedAt: issuedAt.toISOString(),
    ...(at === null ? {} : { at: at.toISOString() }),
    ...(organ === null || !isWithdrawn ? {} : { organ }),
    ...(successor === null || subject === null
      ? {}
      : { successor: { number: successor, address: addressOf(subject) } }),
  };
}

const ITEM = "publication:";

/** Where the newest certificate of a subject is on the portal. */
const addressOf = (subject: string): string =>
  subject.startsWith(ITEM)
    ? `/api/public/items/${encodeURIComponent(subject.slice(ITEM.length))}/certificate`
    : `/process/${encodeURIComponent(subject)}`;

/** Digests that a next certificate for everybody has to name as withdrawn: shown before, shown no more, not corrected. */
export async function findGone(
  tx: Tx,
  last: readonly Row[],
  now: ReadonlySet<string>,
): Promise<readonly string[]> {
  const known = last.filter(isGone).map(({ gone }) => gone);
  const missing = last.filter(isShown).filter(({ digest }) => !now.has(digest));
  const places = missing.map(({ leafIndex }) => leafIndex);
  const { rows } = await sql<{ place: number }>`
    SELECT leaf.leaf_index AS place FROM witness.leaf JOIN fact.fact AS newer ON newer.corrects = leaf.fact_id
    WHERE leaf.leaf_index = ANY (${places}::bigint[])`.execute(tx);
  const corrected = new Set(rows.map(({ place }) => place));
  const withdrawn = missing.filter(({ leafIndex }) => !corrected.has(leafIndex));
  return [
    ...new Set([
      ...known.filter((digest) => !now.has(digest)),
      ...withdrawn.map((row) => row.digest),
    ]),
  ];
}
