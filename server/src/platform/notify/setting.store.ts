/** What a person chose, and addresses proved by a code. Kept tables: they follow from no fact. */
import { createHash, timingSafeEqual } from "node:crypto";

import { sql } from "kysely";

import type { Channel, NoticeChoices, NoticeSettings } from "../../../../contract/src/notify.ts";
import type { Database, Tx } from "../database.ts";
import { minutesOf, type Schedule, timeOfDay } from "./schedule.ts";

interface SettingRow extends Schedule {
  readonly choices: NoticeChoices["choices"];
  readonly language: NoticeChoices["language"];
}

const COLUMNS = sql`choices, quiet_from AS "quietFrom", quiet_to AS "quietTo", digest_at AS "digestAt", language`;
const NOTHING: SettingRow = {
  choices: [],
  quietFrom: null,
  quietTo: null,
  digestAt: null,
  language: "zh-CN",
};

export async function settingOf(db: Database | Tx, person: string): Promise<SettingRow> {
  const { rows } = await sql<SettingRow>`
    SELECT ${COLUMNS} FROM notice.setting WHERE person = ${person}`.execute(db);
  return rows[0] ?? NOTHING;
}

export async function saveSetting(
  db: Database,
  person: string,
  { choices, quiet, digestAt, language }: NoticeChoices,
): Promise<void> {
  await sql`INSERT INTO notice.setting (person, choices, quiet_from, quiet_to, digest_at, language)
    VALUES (${person}, ${JSON.stringify(choices)}::jsonb, ${quiet === undefined ? null : minutesOf(quiet.from)},
      ${quiet === undefined ? null : minutesOf(quiet.to)},
      ${digestAt === undefined ? null : minutesOf(digestAt)}, ${language})
    ON CONFLICT (person) DO UPDATE SET choices = excluded.choices, quiet_from = excluded.quiet_from,
      quiet_to = excluded.quiet_to, digest_at = excluded.digest_at, language = excluded.language`.execute(
    db,
  );
}

interface AddressRow {
  readonly channel: Channel;
  readonly address: string;
  readonly isVerified: boolean;
}

async function addressesOf(db: Database, person: string): Promise<readonly AddressRow[]> {
  const { rows } = await sql<AddressRow>`
    SELECT channel, address, verified_at IS NOT NULL AS "isVerified" FROM notice.address
    WHERE person = ${person}`.execute(db);
  return rows;
}

type Last = NonNullable<NoticeSettings["channels"][number]["last"]>;

async function lastDeliveries(db: Database, person: string): Promise<ReadonlyMap<string, Last>> {
  const { rows } = await sql<{
    channel: string;
    state: Last["state"];
    at: Date;
    error: string | null;
  }>`
    SELECT DISTINCT ON (channel) channel, state, coalesce(ended_at, next_at) AS at, last_error AS error
    FROM notice.delivery WHERE person = ${person} ORDER BY channel, id DESC`.execute(db);
  return new Map(
    rows.map(({ channel, state, at, error }) => [
      channel,
      { state, at: at.toISOString(), ...(error === null ? {} : { error }) },
    ]),
  );
}

/** Settings as their owner sees them. @param channels Each channel and whether the installation has it */
export async function settingsView(
  db: Database,
  person: string,
  channels: readonly (readonly [Channel, boolean])[],
): Promise<NoticeSettings> {
  const { choices, quietFrom, quietTo, digestAt, language } = await settingOf(db, person);
  const addresses = await addressesOf(db, person);
  const last = await lastDeliveries(db, person);
  return {
    choices,
    language,
    ...(quietFrom === null || quietTo === null
      ? {}
      : { quiet: { from: timeOfDay(quietFrom), to: timeOfDay(quietTo) } }),
    ...(digestAt === null ? {} : { digestAt: timeOfDay(digestAt) }),
    channels: channels.map(([channel, isAvailable]) => {
      const known = addresses.find((one) => one.channel === channel);
      const ended = last.get(channel);
      return {
        channel,
        isAvailable,
        ...(known === undefined ? {} : { address: known.address }),
        isVerified: known?.isVerified ?? false,
        ...(ended === undefined ? {} : { last: ended }),
      };
    }),
  };
}

const CODE_MINUTES = 10;
const MOST_TRIES = 5;

interface Place {
  readonly person: string;
  readonly channel: Channel;
}

const hashOf = ({ person, channel }: Place, code: string): Buffer =>
  createHash("sha256").update(`${person}\n${channel}\n${code}`).digest();

/** Keeps an address that waits for its code; the one before, even a proved one, is forgotten. */
export async function keepAddress(
  db: Database,
  place: Place,
  { address, code, now }: { readonly address: string; readonly code: string; readonly now: Date },
): Promise<void> {
  const until = new Date(now.getTime() + CODE_MINUTES * 60_000);
  await sql`INSERT INTO notice.address (person, channel, address, code_hash, code_until)
    VALUES (${place.person}, ${place.channel}, ${address}, ${hashOf(place, code)}, ${until})
    ON CONFLICT (person, channel) DO UPDATE SET address = excluded.address, code_hash = excluded.code_hash,
      code_until = excluded.code_until, tries = 0, verified_at = NULL`.execute(db);
}

/** True if the code is right, in time, and not guessed at; the address is then used. */
export async function proveAddress(
  db: Database,
  place: Place,
  { code, now }: { readonly code: string; readonly now: Date },
): Promise<boolean> {
  // Counted before it is compared: guesses at once do not see the same count.
  const { rows } = await sql<{ hash: Buffer }>`
    UPDATE notice.address SET tries = tries + 1
    WHERE person = ${place.person} AND channel = ${place.channel} AND code_hash IS NOT NULL
      AND code_until > ${now} AND tries < ${MOST_TRIES} RETURNING code_hash AS hash`.execute(db);
  const expected = rows[0]?.hash;
  if (expected === undefined || !timingSafeEqual(expected, hashOf(place, code))) return false;
  const { numAffectedRows } = await sql`
    UPDATE notice.address SET code_hash = NULL, code_until = NULL, verified_at = ${now}
    WHERE person = ${place.person} AND channel = ${place.channel} AND code_hash = ${expected}`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** Forgets an address, and what waited to be sent there. */
export async function dropAddress(db: Database, { person, channel }: Place): Promise<void> {
  await sql`DELETE FROM notice.address WHERE person = ${person} AND channel = ${channel}`.execute(
    db,
  );
  await sql`DELETE FROM notice.delivery
    WHERE person = ${person} AND channel = ${channel} AND state = 'waiting'`.execute(db);
}
