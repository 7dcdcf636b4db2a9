/** Devices of GB/T 28181: which were accepted, how they are now, who was refused. */
import { sql } from "kysely";

import type { DeviceChannel, DevicePlatform } from "../../../../contract/src/camera-register.ts";
import type { DeviceAlarmRaised } from "../../../../contract/src/facts/video.alarm-raised.ts";
import type { DeviceAccepted } from "../../../../contract/src/facts/video.device-accepted.ts";
import type { Database, Tx } from "../../platform/database.ts";

type Reading = Database | Tx;

export type AcceptedDevice = Pick<DeviceAccepted, "device" | "title" | "transport" | "isInUse">;

/** All that were ever accepted, as they were accepted last. */
export async function listAccepted(db: Reading): Promise<AcceptedDevice[]> {
  const { rows } = await sql<{ payload: DeviceAccepted }>`
    SELECT DISTINCT ON (device) payload FROM video.device
    ORDER BY device, occurred_at DESC, fact_id DESC`.execute(db);
  return rows.map(({ payload: { device, title, transport, isInUse } }) => ({
    device,
    title,
    transport,
    isInUse,
  }));
}

export async function countAcceptances(tx: Tx, device: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM video.device WHERE device = ${device}`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function putSecret(tx: Tx, device: string, sealed: Buffer): Promise<void> {
  await sql`INSERT INTO video.device_secret (device, sealed, changed_at)
    VALUES (${device}, ${sealed}, now())
    ON CONFLICT (device) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at`.execute(
    tx,
  );
}

export async function readSecrets(db: Reading): Promise<{ device: string; sealed: Buffer }[]> {
  const { rows } = await sql<{ device: string; sealed: Buffer }>`
    SELECT device, sealed FROM video.device_secret`.execute(db);
  return rows;
}

export interface DeviceState {
  readonly device: string;
  readonly holder: string;
  readonly isOnline: boolean;
  readonly place: string | null;
  readonly since: Date;
  /** Why it went, or why its channels could not be read. */
  readonly why: string | null;
  readonly channels: readonly DeviceChannel[];
}

const STATE_SECONDS = 20;

/** What a process tells of a device holds for twenty seconds, then somebody else may tell. */
export async function putState(
  db: Reading,
  { device, holder, isOnline, place, since, why, channels }: DeviceState,
): Promise<void> {
  await sql`
    INSERT INTO video.device_state (device, holder, until, is_online, place, since, why, channels)
    VALUES (${device}, ${holder}, now() + make_interval(secs => ${STATE_SECONDS}), ${isOnline},
      ${place}, ${since}, ${why}, ${JSON.stringify(channels)}::jsonb)
    ON CONFLICT (device) DO UPDATE SET holder = excluded.holder, until = excluded.until,
      is_online = excluded.is_online, place = excluded.place, since = excluded.since,
      why = excluded.why, channels = excluded.channels
    WHERE excluded.is_online OR device_state.holder = excluded.holder
      OR device_state.until < now()`.execute(db);
}

/** A state whose process ended is not online any more. */
export async function readStates(db: Reading): Promise<DeviceState[]> {
  const { rows } = await sql<DeviceState>`
    SELECT device, holder, is_online AND until > now() AS "isOnline", place, since, why, channels
    FROM video.device_state`.execute(db);
  return rows;
}

/** undefined: the process ends. */
export async function putPlatform(
  db: Reading,
  holder: string,
  state: DevicePlatform | undefined,
): Promise<void> {
  await sql`DELETE FROM video.platform WHERE holder = ${holder} OR until < now()`.execute(db);
  if (state === undefined) return;
  await sql`INSERT INTO video.platform (holder, until, state)
    VALUES (${holder}, now() + make_interval(secs => ${STATE_SECONDS}), ${JSON.stringify(state)}::jsonb)`.execute(
    db,
  );
}

/** One that works before one that fails. */
export async function readPlatform(db: Reading): Promise<DevicePlatform> {
  const { rows } = await sql<{ state: DevicePlatform }>`
    SELECT state FROM video.platform WHERE until > now()
    ORDER BY (state ->> 'state' = 'on') DESC, holder LIMIT 1`.execute(db);
  return rows[0]?.state ?? { state: "off" };
}

export type AlarmRow = DeviceAlarmRaised & { readonly at: string };

/** Newest first. */
export async function listAlarms(db: Reading, from: Date): Promise<AlarmRow[]> {
  const { rows } = await sql<{ at: Date; payload: DeviceAlarmRaised }>`
    SELECT occurred_at AS at, payload FROM video.event
    WHERE kind = 'alarm-raised' AND occurred_at >= ${from}
    ORDER BY occurred_at DESC, fact_id LIMIT 100`.execute(db);
  return rows.map(({ at, payload }) => ({ ...payload, at: at.toISOString() }));
}
