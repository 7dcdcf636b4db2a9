/** Reads of cameras: as they are, and where they were. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { type Channel, type Stay, staysOf } from "./channel.ts";

type Reading = Database | Tx;

/** All that were ever registered, in order of rooms. */
export async function listChannels(db: Reading): Promise<Channel[]> {
  const { rows } = await sql<{ payload: Channel }>`
    SELECT payload FROM (SELECT DISTINCT ON (channel) channel, room, payload FROM video.channel
      ORDER BY channel, occurred_at DESC, fact_id DESC) AS last ORDER BY room, channel`.execute(db);
  return rows.map(({ payload }) => channelOf(payload));
}

const channelOf = ({
  channel,
  room,
  title,
  view,
  source,
  isInUse,
  device,
  onvifPort,
}: Channel): Channel => ({
  channel,
  room,
  title,
  view,
  source,
  isInUse,
  ...(device === undefined ? {} : { device }),
  ...(onvifPort === undefined ? {} : { onvifPort }),
});

/** Where every camera was and when. */
export async function listStays(db: Reading): Promise<Stay[]> {
  const { rows } = await sql<{ at: Date; payload: Channel }>`
    SELECT occurred_at AS at, payload FROM video.channel ORDER BY occurred_at, fact_id`.execute(db);
  return staysOf(
    rows.map(({ at, payload }) => ({ at: at.toISOString(), channel: channelOf(payload) })),
  );
}

export async function countRegistrations(tx: Tx, channel: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM video.channel WHERE channel = ${channel}`.execute(tx);
  return rows[0]?.count ?? 0;
}
