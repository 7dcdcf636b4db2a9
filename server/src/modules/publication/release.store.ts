/** Writes schema `released`: the only door to the public. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { releaseFacts } from "../../platform/facts/release-facts.ts";
import { addRows } from "../../platform/facts/rows.ts";
import { STORED_FACT } from "../../platform/facts/stored-fact.ts";
import { type Farewell, refreshEntries } from "./answer-entries.store.ts";
import { recordsOfFact, type SaltedFact } from "./answer-record.ts";
import { type PublicProcess, type Release, releaseProcess } from "./public-process.ts";
import { RELEASABLE_KINDS } from "./release.ts";

/** Makes the public view of these processes again, whole. */
export async function refreshProcesses(tx: Tx, ocids: readonly string[], now: Date): Promise<void> {
  if (ocids.length === 0) return;
  // Two refreshes of one process at once: the second waits, then sees what the first saw and more.
  await sql`SELECT pg_advisory_xact_lock(7301003)`.execute(tx);
  const { rows } = await sql<SaltedFact & { readonly recorded: Date }>`
    SELECT ${STORED_FACT}, salt, recorded_at AS recorded FROM fact.fact
    WHERE subject = ANY (${ocids}) AND kind = ANY (${[...RELEASABLE_KINDS]})
      AND NOT EXISTS (SELECT FROM fact.fact newer WHERE newer.corrects = fact.fact.id)`.execute(tx);
  const facts = rows.map(({ recorded, ...fact }) => ({
    ...fact,
    recordedAt: recorded.toISOString(),
  }));
  const bySubject = Map.groupBy(facts, (fact) => fact.subject);
  const releases = ocids.map((ocid) => ({
    ocid,
    release: releaseProcess(ocid, bySubject.get(ocid) ?? [], now.toISOString()),
  }));
  await clear(tx, ocids);
  await writeProcesses(
    tx,
    releases.flatMap(({ release }) => release.public ?? []),
  );
  await writeDue(tx, releases);
  await refreshEntries(tx, {
    subjects: ocids,
    records: releases.flatMap(({ ocid, release }) => {
      const { partOf } = release.public ?? {};
      return (bySubject.get(ocid) ?? []).flatMap((fact) => {
        const part = partOf?.get(fact.id);
        return part === undefined ? [] : recordsOfFact(fact, part);
      });
    }),
    at: now,
    farewellsOf: (ids) => readCorrections(tx, ids),
  });
}

/** Of facts that were corrected, by which. */
async function readCorrections(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Farewell>> {
  const { rows } = await sql<{ corrects: string; id: string }>`
    SELECT corrects, id FROM fact.fact WHERE corrects = ANY (${ids}::uuid[]) ORDER BY id`.execute(
    tx,
  );
  return new Map(rows.map(({ corrects, id }) => [corrects, { state: "corrected", by: id }]));
}

async function clear(tx: Tx, ocids: readonly string[]): Promise<void> {
  for (const table of [
    "released.process",
    "released.decision",
    "released.fact",
    "publication.due",
  ]) {
    await sql`DELETE FROM ${sql.table(table)} WHERE ocid = ANY (${ocids})`.execute(tx);
  }
}

async function writeProcesses(tx: Tx, processes: readonly PublicProcess[]): Promise<void> {
  const rows = processes.map(({ ocid, process, lots, events, decisions, resultAt, state }) => ({
    ocid,
    title: process.title,
    regime: process.regime,
    industry: process.industry,
    place: process.place,
    procuring_entity: process.procuringEntity,
    state,
    published_at: process.publishedAt,
    opening_at: process.openingAt,
    result_at: resultAt,
    view: {
      process,
      lots,
      events,
      decisions: decisions.map(({ view: _view, publishedAt: _at, ...row }) => row),
    },
    search: `${process.title} ${process.procuringEntity ?? ""} ${ocid}`,
  }));
  const decisions = processes.flatMap(({ ocid, decisions: made }) =>
    made.map(({ id, decidedOn, publishedAt, view }) => ({
      fact_id: id,
      ocid,
      decided_on: decidedOn,
      published_at: publishedAt,
      view,
    })),
  );
  await addRows(tx, "released.process", rows);
  await addRows(tx, "released.decision", decisions);
  const whole = processes.flatMap(({ wholeFacts }) => wholeFacts);
  await releaseFacts(tx, whole);
}

async function writeDue(
  tx: Tx,
  releases: readonly { ocid: string; release: Release }[],
): Promise<void> {
  const rows = releases.flatMap(({ ocid, release: { dueAt } }) =>
    dueAt === undefined ? [] : [{ ocid, due_at: dueAt }],
  );
  await addRows(tx, "publication.due", rows);
}

/** Processes whose time has come. */
export async function listDue(db: Database, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ ocid: string }>`
    SELECT ocid FROM publication.due WHERE due_at <= ${now} ORDER BY due_at LIMIT 500`.execute(db);
  return rows.map((row) => row.ocid);
}

/** Every process there is, in pages; for a rebuild of the public view. */
export async function listAllOcids(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{
    ocid: string;
  }>`SELECT ocid FROM procurement.process ORDER BY ocid`.execute(db);
  return rows.map((row) => row.ocid);
}
