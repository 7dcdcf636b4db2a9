/** The summary of each voice and its running clocks, made again from its facts. */
import { type RawBuilder, sql } from "kysely";

import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { present } from "../../kernel/present.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { inTransaction } from "../../platform/database.ts";
import { insertRows } from "../../platform/facts/rows.ts";
import { setClocks } from "../deadlines/index.ts";
import type { KnownLaw } from "./known-law.ts";
import { readKnownLaw } from "./law.service.ts";
import { measureOf } from "./measure.ts";
import { lockMatters, mattersOf, NO_PEERS, setPeers } from "./peers.store.ts";
import { CITY_PROFILE, type Profile, runningClocks } from "./running-clocks.ts";
import {
  mustPause,
  pauseEndOf,
  type Standing,
  standingOf,
  type VoiceEvent,
  type VoiceFacts,
} from "./standing.ts";

interface RawVoice {
  readonly id: string;
  readonly receivedAt: Date;
  readonly payload: VoiceReceived;
  readonly writerKeys: readonly string[];
  readonly entityKey: string | null;
  readonly agencyKey: string | null;
}

/** A voice with what the rows beside it say. */
export interface KnownVoice extends VoiceFacts {
  readonly writerKeys: readonly string[];
  readonly entityKey: string | null;
  readonly agencyKey: string | null;
}

/** Facts of these voices, in the order in which they were recorded. */
export async function readVoices(tx: Tx, ids: readonly string[]): Promise<readonly KnownVoice[]> {
  if (ids.length === 0) return [];
  const { rows: voices } = await sql<RawVoice>`
    SELECT voice.id, received_at AS "receivedAt", payload, writer_keys AS "writerKeys",
      process.entity_key AS "entityKey", process.agency_key AS "agencyKey"
    FROM complaints.voice LEFT JOIN procurement.process USING (ocid)
    WHERE voice.id = ANY (${[...ids]}::text[])`.execute(tx);
  const { rows: events } = await sql<
    Omit<VoiceEvent, "at"> & { readonly id: string; readonly at: Date }
  >`
    SELECT voice_id AS id, fact_id AS "factId", kind, occurred_at AS at, payload FROM complaints.event
    WHERE voice_id = ANY (${[...ids]}::text[]) ORDER BY fact_id`.execute(tx);
  const byVoice = Map.groupBy(events, ({ id }) => id);
  return voices.map(({ receivedAt, payload, ...voice }) => ({
    ...voice,
    received: payload,
    receivedAt: receivedAt.toISOString(),
    events: (byVoice.get(voice.id) ?? []).map(({ at, ...event }) => ({
      ...event,
      at: at.toISOString(),
    })),
  }));
}

interface ProfileRow extends Profile {
  readonly unit: string;
  readonly validFrom: string;
  readonly siteUrl?: string;
  readonly letterPrefix?: string;
}

async function readProfiles(tx: Tx, units: readonly string[]): Promise<readonly ProfileRow[]> {
  const { rows } = await sql<ProfileRow>`
    SELECT unit, valid_from::text AS "validFrom", take_hours AS "takeHours", complaint_days AS "complaintDays",
      challenge_days AS "challengeDays", site_url AS "siteUrl", letter_prefix AS "letterPrefix"
    FROM complaints.profile WHERE unit = ANY (${[...units]}::text[])
    ORDER BY valid_from DESC, fact_id DESC`.execute(tx);
  return rows.map(present);
}

/** Makes the rows of these voices again. */
export async function summariseVoices(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const matters = await mattersOf(tx, ids);
  await lockMatters(tx, matters);
  // Of two transactions with facts of one voice the second reads what the first wrote.
  await sql`SELECT FROM complaints.voice WHERE id = ANY (${[...ids]}::text[]) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
  const voices = await readVoices(tx, ids);
  const known = await readKnownLaw(tx);
  const stands = voices.map((facts) => ({ facts, standing: standingOf(facts) }));
  const units = stands.flatMap(({ standing: { unit } }) => (unit === undefined ? [] : [unit.id]));
  const profiles = await readProfiles(tx, [...new Set(units)]);
  await sql`DELETE FROM complaints.handling WHERE voice_id = ANY (${[...ids]}::text[])`.execute(tx);
  await sql`DELETE FROM complaints.measure WHERE voice_id = ANY (${[...ids]}::text[])`.execute(tx);
  await insertRows(
    tx,
    "complaints.handling",
    stands.flatMap(({ facts, standing }) => handlingRow({ facts, standing, known }) ?? []),
  );
  await insertRows(
    tx,
    "complaints.measure",
    stands.map(({ facts, standing }) => measureRow({ facts, standing, known })),
  );
  await setPeers(tx, matters);
  const found = new Set(voices.map(({ id }) => id));
  await setClocks(
    tx,
    [
      ...ids.filter((id) => !found.has(id)).map((id) => ({ subject: `voice:${id}`, clocks: [] })),
      ...stands.map(({ facts, standing }) => {
        const day = plainDateOf(new Date(facts.receivedAt));
        const profile =
          profiles.find(({ unit, validFrom }) => unit === standing.unit?.id && validFrom <= day) ??
          CITY_PROFILE;
        return {
          subject: `voice:${facts.id}`,
          clocks: runningClocks({ facts, standing, known, profile }),
        };
      }),
    ],
    known.calendar,
  );
}

interface Stands {
  readonly facts: KnownVoice;
  readonly standing: Standing;
  readonly known: KnownLaw;
}

function handlingRow({ facts, standing, known }: Stands) {
  const { received, receivedAt, id, writerKeys, entityKey, agencyKey } = facts;
  const { unit, watcher } = standing;
  if (unit === undefined) return undefined;
  return {
    voice_id: id,
    peers: NO_PEERS,
    kind: received.kind,
    regime: received.regime,
    industry: received.industry,
    place_code: received.place?.code,
    ocid: received.ocid,
    received_at: receivedAt,
    state: standing.state,
    version: standing.version,
    unit_id: unit.id,
    unit_name: unit.name,
    watcher_id: watcher?.id,
    watcher_name: watcher?.name,
    matched: standing.matched,
    legal_basis: standing.legalBasis,
    officer_name: standing.officer,
    state_since: standing.stateSince,
    taken_at: standing.takenAt,
    accepted_on: standing.acceptedOn,
    replied_at: standing.repliedAt,
    returns: standing.returns,
    is_paused: standing.isPaused,
    pause_ends_on: pauseEndOf(standing, known)?.day,
    must_pause: mustPause(facts, standing),
    publication: standing.publicationId,
    entity_key: entityKey,
    agency_key: agencyKey,
    keys: [...writerKeys, entityKey, agencyKey].filter((key) => key !== null),
  };
}

function measureRow({ facts, standing, known }: Stands) {
  const measure = measureOf(facts, standing, known);
  return {
    voice_id: facts.id,
    take_days: measure.takeDays,
    acceptance_days: measure.acceptanceDays,
    answer_days: measure.answerDays,
    answered_on: measure.answeredOn,
    statute_on: measure.statuteOn,
    promise_on: measure.promiseOn,
    results: measure.results,
    unanswered: measure.unanswered,
    refusal: measure.refusal,
    pauses: measure.pauses,
    pause_days: measure.pauseDays,
    is_taken_down: measure.isTakenDown,
  };
}

const PAGE = 500;

/** Every voice again: after a rebuild, or when the calendar or the law changed. @returns how many */
export const summariseAll = (db: Database): Promise<number> => summariseWhere(db, sql`true`);

/** Voices from before there were figures, or before anybody looked who received first: nothing on every start but the first after the upgrade. */
export const summariseUnmeasured = (db: Database): Promise<number> =>
  summariseWhere(
    db,
    sql`NOT EXISTS (SELECT FROM complaints.measure WHERE measure.voice_id = voice.id)
      OR EXISTS (SELECT FROM complaints.handling WHERE handling.voice_id = voice.id AND peers IS NULL)`,
  );

async function summariseWhere(db: Database, isMeant: RawBuilder<unknown>): Promise<number> {
  let after = "";
  for (let count = 0; ;) {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM complaints.voice WHERE id > ${after} AND (${isMeant}) ORDER BY id LIMIT ${PAGE}`.execute(
      db,
    );
    const last = rows.at(-1);
    if (last === undefined) return count;
    await inTransaction(db, (tx) =>
      summariseVoices(
        tx,
        rows.map(({ id }) => id),
      ),
    );
    count += rows.length;
    after = last.id;
  }
}
