/** Contents of files by their hash. Facts name the hash, so a content is never changed. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { TELLING_BYTES } from "./file-type.ts";

export async function addFile(db: Database | Tx, sha256: string, content: Buffer): Promise<void> {
  await sql`INSERT INTO complaints.file (sha256, content) VALUES (${sha256}, ${content})
    ON CONFLICT DO NOTHING`.execute(db);
}

export interface KnownFile {
  readonly sha256: string;
  readonly size: number;
  readonly head: Buffer;
  readonly tail: Buffer;
}

export async function findFiles(
  db: Database | Tx,
  hashes: readonly string[],
): Promise<readonly KnownFile[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<KnownFile>`
    SELECT sha256, octet_length(content) AS size, substr(content, 1, ${TELLING_BYTES}::int) AS head,
      substr(content, greatest(1, octet_length(content) - ${TELLING_BYTES}::int + 1)) AS tail
    FROM complaints.file WHERE sha256 = ANY (${[...hashes]}::text[])`.execute(db);
  return rows;
}

export async function readFile(db: Database, sha256: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ content: Buffer }>`
    SELECT content FROM complaints.file WHERE sha256 = ${sha256}`.execute(db);
  return rows[0]?.content;
}

/** Files that the facts of a voice name, with the name under which each was handed in. */
export async function findNamed(
  tx: Tx,
  voiceId: string,
  sha256: string,
): Promise<{ readonly name: string; readonly mediaType: string } | undefined> {
  const { rows } = await sql<{ name: string; mediaType: string }>`
    SELECT file ->> 'name' AS name, file ->> 'mediaType' AS "mediaType" FROM (
      SELECT jsonb_array_elements(payload -> 'files') AS file FROM complaints.voice
      WHERE id = ${voiceId} AND payload ? 'files'
      UNION ALL
      SELECT jsonb_array_elements(payload -> 'files') FROM complaints.event
      WHERE voice_id = ${voiceId} AND payload ? 'files'
    ) AS named WHERE file ->> 'sha256' = ${sha256} LIMIT 1`.execute(tx);
  return rows[0];
}
