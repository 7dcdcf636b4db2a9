/** 摄像机: what the register shows of rooms, cameras and devices. */
import type {
  CameraRegister,
  ChannelLine,
  DeviceLine,
} from "../../../../contract/src/camera-register.ts";
import { plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import type { Database } from "../../platform/database.ts";
import { listRooms } from "../venue/index.ts";
import { listChannels } from "./channel.store.ts";
import { listAccepted, listAlarms, readPlatform, readSecrets, readStates } from "./device.store.ts";
import { bytesADay } from "./quota.ts";
import { bytesByDay, gapsSince, lastPictures, readClocks } from "./register.store.ts";
import { mergeTroubles, type Trouble } from "./statement.ts";
import { stateOfChannel } from "./today.service.ts";
import { readClaims, readSources } from "./video.store.ts";

interface RegisterDeps {
  readonly db: Database;
  readonly hasProgram: () => boolean;
  /** Bytes of the quota, or without one those left on the disk; undefined: the disk is another machine's. */
  readonly spaceHere: () => Promise<number | undefined>;
  readonly hasQuota: boolean;
}

type DayBytes = Awaited<ReturnType<typeof bytesByDay>>;

/** What recordings take, and until when there is room for more. */
async function storageOf(
  { spaceHere, hasQuota }: RegisterDeps,
  days: DayBytes,
  at: Date,
): Promise<CameraRegister["storage"]> {
  const bytes = days.reduce((sum, day) => sum + day.bytes, 0);
  const space = await spaceHere();
  const room = space === undefined ? undefined : hasQuota ? space : bytes + space;
  const perDay = Math.round(bytesADay(days, plainDateOf(at).replaceAll("-", "")));
  return { bytes, perDay, hasQuota, ...(room === undefined ? {} : { room }) };
}

const ALARM_DAYS = 7;
const DAY_MS = 86_400_000;

/** Gaps since the day began, and how long they lasted until now. */
export function gapsOf(troubles: readonly Trouble[], span: { from: number; now: number }) {
  const gaps = mergeTroubles(troubles);
  const seconds = gaps.map(({ from, to }) => {
    const end = to === undefined ? span.now : Math.min(Date.parse(to), span.now);
    return Math.max(0, end - Math.max(Date.parse(from), span.from)) / 1000;
  });
  return {
    gaps: gaps.length,
    gapSeconds: Math.round(seconds.reduce((sum, one) => sum + one, 0)),
  };
}

async function channelLines(
  { db, hasProgram }: RegisterDeps,
  days: DayBytes,
  at: Date,
): Promise<ChannelLine[]> {
  const channels = await listChannels(db);
  const claims = await readClaims(db);
  const sources = new Set((await readSources(db)).map(({ channel }) => channel));
  const from = startOfDay(plainDateOf(at));
  const gaps = await gapsSince(db, from);
  const pictures = await lastPictures(
    db,
    channels.map(({ channel }) => channel),
  );
  const bytes = new Map<string, number>();
  for (const day of days) bytes.set(day.channel, (bytes.get(day.channel) ?? 0) + day.bytes);
  const clocks = await readClocks(db);
  const span = { from: Date.parse(from), now: at.getTime() };
  return channels.map((one) => {
    const { channel } = one;
    const lastPictureAt = pictures.get(channel);
    const clock = clocks.get(channel);
    return {
      ...one,
      hasAddress: sources.has(channel),
      state: stateOfChannel(one, claims, hasProgram()),
      why: claims.find((claim) => claim.channel === channel)?.why ?? "",
      ...(lastPictureAt === undefined ? {} : { lastPictureAt }),
      ...gapsOf(gaps.get(channel) ?? [], span),
      bytes: bytes.get(channel) ?? 0,
      ...(clock === undefined ? {} : { clock }),
    };
  });
}

async function deviceLines(db: Database): Promise<DeviceLine[]> {
  const states = new Map((await readStates(db)).map((state) => [state.device, state]));
  const secrets = new Set((await readSecrets(db)).map(({ device }) => device));
  return (await listAccepted(db)).map((one) => {
    const state = states.get(one.device);
    return {
      ...one,
      hasPassword: secrets.has(one.device),
      isOnline: state?.isOnline ?? false,
      ...(state === undefined
        ? {}
        : {
            since: state.since.toISOString(),
            ...(state.place === null ? {} : { place: state.place }),
            ...(state.why === null ? {} : { why: state.why }),
          }),
      channels: [...(state?.channels ?? [])],
    };
  });
}

export async function readRegister(deps: RegisterDeps, at: Date): Promise<CameraRegister> {
  const { db } = deps;
  const rooms = await listRooms(db);
  const days = await bytesByDay(db);
  return {
    now: at.toISOString(),
    hasProgram: deps.hasProgram(),
    rooms: rooms.map(({ room, name, zone, isInUse }) => ({ room, name, zone, isInUse })),
    channels: await channelLines(deps, days, at),
    storage: await storageOf(deps, days, at),
    platform: await readPlatform(db),
    devices: await deviceLines(db),
    alarms: await listAlarms(db, new Date(at.getTime() - ALARM_DAYS * DAY_MS)),
  };
}
