/** Voices that are open, as what a change of calendar or law would move. */
import { sql } from "kysely";

import { type Database, inTransaction } from "../../platform/database.ts";
import type { OpenVoice } from "../statutes/index.ts";
import { settledClocks, standingOf } from "./standing.ts";
import { readVoices } from "./summary.service.ts";

const PAGE = 1000;

export async function listOpenVoices(db: Database): Promise<readonly OpenVoice[]> {
  const all: OpenVoice[] = [];
  for (let after = ""; ;) {
    const { rows } = await sql<{ id: string }>`
      SELECT voice_id AS id FROM complaints.handling WHERE voice_id > ${after}
        AND state IN ('routed', 'returned', 'taken', 'correcting', 'accepted')
      ORDER BY voice_id LIMIT ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return all;
    const ids = rows.map(({ id }) => id);
    const voices = await inTransaction(db, (tx) => readVoices(tx, ids));
    for (const facts of voices) {
      const { number, title } = facts.received;
      const standing = standingOf(facts);
      const done = [...settledClocks(standing)];
      all.push({ id: facts.id, number, title, voice: standing.voice, done });
    }
    after = last.id;
  }
}
