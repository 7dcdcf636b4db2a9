/** Letters of cases that are not over, as what a change of law would touch. */
import { sql } from "kysely";

import { type Database, inTransaction } from "../../platform/database.ts";
import type { OpenLetter } from "../statutes/index.ts";
import { lettersIssued } from "./letters-issued.ts";
import { readVoices } from "./summary.service.ts";
import { isOpen } from "./voice-filter.store.ts";

const PAGE = 1000;

export async function listOpenLetters(db: Database): Promise<readonly OpenLetter[]> {
  const all: OpenLetter[] = [];
  for (let after = ""; ;) {
    const { rows } = await sql<{ id: string }>`
      SELECT voice_id AS id FROM complaints.handling WHERE voice_id > ${after} AND ${isOpen}
      ORDER BY voice_id LIMIT ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return all;
    const ids = rows.map(({ id }) => id);
    const voices = await inTransaction(db, (tx) => readVoices(tx, ids));
    for (const facts of voices) all.push(...lettersIssued(facts));
    after = last.id;
  }
}
