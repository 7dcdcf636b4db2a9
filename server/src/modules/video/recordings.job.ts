/** What is done about recordings when time has passed: statements of coverage, deletion, a limit of space. */
import { readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";

import { readChain } from "../../../../cameras/src/index.ts";
import type { RecordingExtended } from "../../../../contract/src/facts/video.recording-extended.ts";
import type { CameraClock } from "../../../../contract/src/video-values.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import { type Booking, bookingsIn } from "../venue/index.ts";
import { listChannels, listStays } from "./channel.store.ts";
import { camerasDuring, type Channel, staysIn } from "./channel.ts";
import { daysFor, IDLE_DAYS } from "./retention.ts";
import { stateCoverage } from "./statement.ts";
import {
  haveEvent,
  headsOf,
  regimesOf,
  spansOf,
  standingHolds,
  troublesOf,
} from "./video.store.ts";

export interface RecordingJobDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly log: Log;
  readonly directory: string;
}

const SETTLE_MS = 90_000;
const BACK_MS = 3 * 86_400_000;

/**
 * States what each camera recorded of a booking that has ended: once, for the project's certificate. From when it came on; one that
 * was taken away is missed until the end.
 */
export async function stateCoverages(deps: RecordingJobDeps, now: Date): Promise<number> {
  const { db } = deps;
  const to = new Date(now.getTime() - SETTLE_MS).toISOString();
  const span = { from: new Date(now.getTime() - BACK_MS).toISOString(), to };
  const ended = (await bookingsIn(db, span)).filter(
    (one) => one.cancelledAt === undefined && one.ocid !== undefined && one.to <= to,
  );
  const stated = await haveEvent(
    db,
    "coverage-stated",
    ended.map(({ booking }) => booking),
  );
  const stays = await listStays(db);
  let count = 0;
  for (const booking of ended)
    for (const { channel, from } of camerasDuring(stays, booking))
      if (!stated.has(`${booking.booking}/${channel.channel}`))
        count += await stateOne(deps, { booking, channel, from, now });
  return count;
}

/** The largest of what the camera told of its clock during the time; undefined: it told nothing. */
const worstClock = (heads: readonly Pick<RecordingExtended, "clock">[]): CameraClock | undefined =>
  heads
    .flatMap(({ clock }) => clock ?? [])
    .toSorted((a, b) => Math.abs(b.offsetMs) - Math.abs(a.offsetMs))[0];

interface Stating {
  readonly booking: Booking;
  readonly channel: Channel;
  readonly from: string;
  readonly now: Date;
}

async function stateOne(
  { db, registry }: RecordingJobDeps,
  { booking: { booking, room, roomName, use, to, ocid = "" }, channel, from, now }: Stating,
): Promise<number> {
  const span = { from, to };
  const heads = await headsOf(db, channel.channel, span);
  // A camera for demonstrations that drew nothing is no camera that failed.
  if (heads.length === 0 && channel.source === "drawn") return 0;
  const troubles = await troublesOf(db, channel.channel, span);
  const coverage = stateCoverage(span, await spansOf(db, channel.channel, span), troubles);
  const chain = heads.at(-1)?.chain;
  const clock = worstClock(heads);
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "video.coverage-stated",
      source: "mingjing",
      sourceId: `video/coverage/${booking}/${channel.channel}`,
      subject: ocid,
      occurredAt: now.toISOString(),
      payload: {
        booking,
        room,
        roomName,
        use,
        channel: channel.channel,
        title: channel.title,
        coverage,
        ...(chain === undefined ? {} : { chain }),
        ...(clock === undefined ? {} : { clock }),
      },
    }),
  );
  return 1;
}

const dayOf = (name: string): string => `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6)}`;

/** Deletes days whose time is over and that nobody holds. The chain's last value stays in the log. */
export async function deleteOld(deps: RecordingJobDeps, now: Date): Promise<number> {
  const { db, directory } = deps;
  const today = plainDateOf(now);
  const holds = await standingHolds(db, today);
  let count = 0;
  const stays = await listStays(db);
  for (const channel of await listChannels(db)) {
    const names = await readdir(join(directory, channel.channel)).catch(() => []);
    for (const name of names.filter((one) => /^\d{8}$/.test(one))) {
      const day = dayOf(name);
      const span = { from: startOfDay(day), to: startOfDay(dayAfter(day)) };
      const isHeld = holds.some(
        (hold) =>
          hold.channel === channel.channel &&
          hold.from.toISOString() < span.to &&
          hold.to.toISOString() > span.from,
      );
      if (isHeld) continue;
      const own = staysIn(stays, span).filter((one) => one.channel.channel === channel.channel);
      const rooms = new Set([channel, ...own.map((one) => one.channel)].map(({ room }) => room));
      const days = await daysToKeep(db, rooms, span);
      if (dayAfter(day, days) >= today) continue;
      await deleteDay(deps, { channel: channel.channel, name, days, now });
      count += 1;
    }
  }
  return count;
}

/** The longest time of any room in which the camera was that day. */
async function daysToKeep(
  db: Database,
  rooms: ReadonlySet<string>,
  span: { readonly from: string; readonly to: string },
): Promise<number> {
  const bookings = (await bookingsIn(db, span)).filter(({ room }) => rooms.has(room));
  const ocids = bookings.flatMap(({ ocid }) => ocid ?? []);
  const regimes = await regimesOf(db, ocids);
  return Math.max(
    IDLE_DAYS,
    ...bookings
      .filter(({ ocid }) => ocid !== undefined)
      .map(({ use, ocid = "" }) => daysFor(use, regimes.get(ocid) ?? null)),
  );
}

interface DayToDelete {
  readonly channel: string;
  readonly name: string;
  readonly days: number;
  readonly now: Date;
}

async function deleteDay(
  { db, registry, directory, log }: RecordingJobDeps,
  { channel, name, days, now }: DayToDelete,
): Promise<void> {
  const dir = join(directory, channel, name);
  const records = await readChain(dir);
  const last = records.at(-1);
  if (last !== undefined)
    await inTransaction(db, (tx) =>
      recordFact(tx, registry, {
        kind: "video.recording-deleted",
        source: "mingjing",
        sourceId: `video/deleted/${channel}/${name}`,
        subject: `channel:${channel}`,
        occurredAt: now.toISOString(),
        payload: {
          channel,
          recording: name,
          segments: records.length,
          bytes: records.reduce((sum, { bytes }) => sum + bytes, 0),
          chain: last.chain,
          why: "retention",
          days,
        },
      }),
    );
  await rm(dir, { recursive: true, force: true });
  log.info({ channel, recording: name, days }, "video: recording deleted");
}

/** Share of the disk below which somebody has to act. Nothing is deleted for want of space before its time. */
const LEAST_FREE = 0.1;

export async function diskWarning(directory: string): Promise<string | undefined> {
  const space = await statfs(directory).catch(() => undefined);
  if (space === undefined) return undefined;
  const free = space.bavail / space.blocks;
  if (free >= LEAST_FREE) return undefined;
  return `recordings: ${(free * 100).toFixed(1)} % of the disk is free; add space or move ended days`;
}
