/** When recordings are deleted: their time is over, or space is short and nothing keeps them. */
import { readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";

import { readChain } from "../../../../cameras/src/index.ts";
import type { RecordingDeleted } from "../../../../contract/src/facts/video.recording-deleted.ts";
import type { Span } from "../../../../contract/src/video-values.ts";
import { dayAfter, type PlainDate, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { bookingsIn } from "../venue/index.ts";
import { listChannels, listStays } from "./channel.store.ts";
import { staysIn } from "./channel.ts";
import { applyQuota } from "./quota.ts";
import type { RecordingJobDeps } from "./recordings.job.ts";
import { bytesByDay } from "./register.store.ts";
import { daysFor, IDLE_DAYS, LEAST_IDLE_DAYS } from "./retention.ts";
import { regimesOf, standingHolds } from "./video.store.ts";

const dayOf = (name: string): string => `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6)}`;

interface StoredDay {
  readonly channel: string;
  /** Name of its folder. */
  readonly name: string;
  readonly day: PlainDate;
  readonly isHeld: boolean;
  /** A room in which the camera was had a project then. */
  readonly isOfProject: boolean;
  /** How long it has to be kept, from its end. */
  readonly days: number;
}

/** Days of which there is a folder here. */
async function storedDays(
  { db, directory }: RecordingJobDeps,
  today: PlainDate,
): Promise<StoredDay[]> {
  const holds = await standingHolds(db, today);
  const stays = await listStays(db);
  const found: StoredDay[] = [];
  for (const { channel, room } of await listChannels(db)) {
    const names = await readdir(join(directory, channel)).catch(() => []);
    for (const name of names.filter((one) => /^\d{8}$/.test(one))) {
      const day = dayOf(name);
      const span = { from: startOfDay(day), to: startOfDay(dayAfter(day)) };
      const isHeld = holds.some(
        (hold) =>
          hold.channel === channel &&
          hold.from.toISOString() < span.to &&
          hold.to.toISOString() > span.from,
      );
      const own = staysIn(stays, span).filter((one) => one.channel.channel === channel);
      const rooms = new Set([room, ...own.map((one) => one.channel.room)]);
      found.push({ channel, name, day, isHeld, ...(await timeFor(db, rooms, span)) });
    }
  }
  return found;
}

/** The longest time of any room in which the camera was that day. */
async function timeFor(db: Database, rooms: ReadonlySet<string>, span: Span) {
  const booked = (await bookingsIn(db, span)).filter(
    ({ room, ocid }) => ocid !== undefined && rooms.has(room),
  );
  const ocids = booked.flatMap(({ ocid }) => ocid ?? []);
  const regimes = await regimesOf(db, ocids);
  const days = booked.map(({ use, ocid = "" }) => daysFor(use, regimes.get(ocid) ?? null));
  return { isOfProject: booked.length > 0, days: Math.max(IDLE_DAYS, ...days) };
}

/** Deletes days whose time is over and that nobody holds. The chain's last value stays in the log. */
export async function deleteOld(deps: RecordingJobDeps, now: Date): Promise<number> {
  const today = plainDateOf(now);
  const over = (await storedDays(deps, today)).filter(
    ({ isHeld, day, days }) => !isHeld && dayAfter(day, days) < today,
  );
  for (const { channel, name, days } of over)
    await deleteDay(deps, { channel, name, days, why: "retention", now });
  return over.length;
}

/**
 * Makes room where recordings take more than the quota: of days without a project, older than a week, the oldest go. What a project or
 * a hold keeps never goes for want of space.
 * @returns bytes that are still too many
 */
export async function keepQuota(deps: RecordingJobDeps, quota: number, now: Date): Promise<number> {
  const kept = await bytesByDay(deps.db);
  if (
    applyQuota(
      kept.map((day) => ({ ...day, mayGo: false })),
      quota,
    ).over === 0
  )
    return 0;
  const today = plainDateOf(now);
  const stored = new Map(
    (await storedDays(deps, today)).map((one) => [`${one.name}/${one.channel}`, one]),
  );
  const days = kept.map((day) => {
    const one = stored.get(`${day.recording}/${day.channel}`);
    const isFree = one !== undefined && !one.isHeld && !one.isOfProject;
    return { ...day, mayGo: isFree && dayAfter(one.day, LEAST_IDLE_DAYS) < today };
  });
  const { going, over } = applyQuota(days, quota);
  for (const { channel, recording: name } of going)
    await deleteDay(deps, { channel, name, days: LEAST_IDLE_DAYS, why: "quota", now });
  return over;
}

interface DayToDelete {
  readonly channel: string;
  readonly name: string;
  readonly days: number;
  readonly why: RecordingDeleted["why"];
  readonly now: Date;
}

async function deleteDay(
  { db, registry, directory, log }: RecordingJobDeps,
  { channel, name, days, why, now }: DayToDelete,
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
          why,
          days,
        },
      }),
    );
  await rm(dir, { recursive: true, force: true });
  log.info({ channel, recording: name, days, why }, "video: recording deleted");
}

/** Share of the disk below which somebody has to act. Nothing is deleted for want of space before its time. */
const LEAST_FREE = 0.1;

/** Bytes that the disk has left; undefined: it cannot be asked. */
export async function freeBytes(directory: string): Promise<number | undefined> {
  const space = await statfs(directory).catch(() => undefined);
  return space === undefined ? undefined : space.bavail * space.bsize;
}

export async function diskWarning(directory: string): Promise<string | undefined> {
  const space = await statfs(directory).catch(() => undefined);
  if (space === undefined) return undefined;
  const free = space.bavail / space.blocks;
  if (free >= LEAST_FREE) return undefined;
  return `recordings: ${(free * 100).toFixed(1)} % of the disk is free; add space or move ended days`;
}
