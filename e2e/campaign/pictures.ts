/**
 * Pictures of real cameras through the whole server: T48 (frozen and looped ones are told, living ones are not) and T50 (dropped ones
 * are gaps on record, and no statement of coverage calls them whole). While some are dropped others live on untouched, and the memory
 * that those take is watched.
 */
import { setTimeout as delay } from "node:timers/promises";

import { delaysOf } from "../../cameras/src/index.ts";
import type { RecordingsOfProject } from "../../contract/src/video.ts";
import { createRandom, type Random } from "../../simulate/src/random.ts";
import { type CameraCity, startCameraCity, until } from "../camera-city.ts";
import {
  attackPicture,
  type Drop,
  dropPicture,
  flaggedSince,
  type Plugged,
  plugIn,
} from "../picture-attacks.ts";
import { type MemoryReport, watchMemory } from "./picture-memory.ts";

export interface PicturesOptions {
  /** Attacked, then left alone. */
  readonly cameras: number;
  readonly attacks: number;
  /** Cameras of their own that are dropped, and how often all together. */
  readonly dropped: number;
  readonly drops: number;
  /** Seconds of the longest drop. */
  readonly longest: number;
  /** Minutes at least during which nothing is done to the others. */
  readonly normal: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

export interface PicturesReport {
  readonly cameras: number;
  readonly attacks: number;
  readonly foundWithin30: number;
  readonly slowestSeconds: number;
  /** Hours of living cameras, and what was told of them. */
  readonly normalHours: number;
  readonly falseAlarms: number;
  /** Of the server and of the programs of those cameras, meanwhile. */
  readonly memory: MemoryReport;
  readonly drops: number;
  readonly longestDropSeconds: number;
  readonly slowestGapSeconds: number;
  /** Statements of coverage of the cameras that were dropped. */
  readonly statements: number;
  readonly violations: readonly string[];
}

interface Campaign extends PicturesOptions {
  readonly city: CameraCity;
  readonly random: Random;
  readonly violations: string[];
}

const KNOWN_SECONDS = 65;
/** Between camera and record lie a group of pictures, a fragment and the start of ffmpeg. */
const TOLERANCE_MS = 2500;

/** Many at once would be done by a machine with as many cores as cameras. */
async function plugAll(city: CameraCity, name: string, cameras: number): Promise<Plugged[]> {
  const plugged: Plugged[] = [];
  for (let index = 1; index <= cameras; index += 1)
    plugged.push(await plugIn(city, `${name}-${index}`));
  for (const { channel } of plugged) await city.recorded(channel);
  return plugged;
}

async function unplug(plugged: readonly Plugged[]): Promise<void> {
  for (const { camera } of plugged) await camera.kill();
}

/** Every round attacks all cameras once, half of them each way. */
async function attackAll({ city, attacks, random, print }: Campaign, cameras: readonly Plugged[]) {
  const seconds: number[] = [];
  while (seconds.length < attacks) {
    const round = cameras.slice(0, attacks - seconds.length);
    const found = await Promise.all(
      round.map((camera, index) => {
        const loop = `loop ${random.integer(5, 45)}` as const;
        return attackPicture(city, camera, (seconds.length + index) % 2 === 0 ? "freeze" : loop);
      }),
    );
    seconds.push(...found);
    print(
      `attacked ${seconds.length} of ${attacks}: ${found.map((one) => one.toFixed(1)).join(" ")}`,
    );
    // What was shown again must not lie in the memory of the next round alone.
    await delay(KNOWN_SECONDS * 1000);
  }
  return seconds;
}

/** For so long, and until the work beside it is done. */
async function liveQuietly(
  { city, normal, print }: Campaign,
  cameras: readonly Plugged[],
  beside: Promise<unknown>,
) {
  const from = Date.now();
  await Promise.all([delay(normal * 60_000), beside]);
  let alarms = 0;
  for (const { channel } of cameras) {
    const flagged = (await flaggedSince(city, channel, from)).filter(
      ({ at }) => Date.parse(at) > from,
    );
    for (const { what, at, to } of flagged) print(`${channel}: told ${what} ${at} to ${to ?? "—"}`);
    alarms += flagged.length;
  }
  const hours = (cameras.length * (Date.now() - from)) / 3_600_000;
  print(`${hours.toFixed(2)} hours of living pictures, ${alarms} told`);
  return { hours, alarms };
}

/** 10 s to the longest, each length as likely on a scale of powers. */
const lengthOf = (random: Random, longest: number): number =>
  10.5 * (longest / 10.5) ** random.next();

interface Dropped {
  readonly drops: readonly Drop[];
  readonly booking: string;
}

const BETWEEN_SECONDS = 60;

/** What each camera is dropped for, the longest first and to whom has least: none is waited for alone. */
function shareOut(lengths: readonly number[], cameras: number): readonly (readonly number[])[] {
  const queues = Array.from({ length: cameras }, () => ({ seconds: 0, lengths: [] as number[] }));
  for (const length of lengths.toSorted((a, b) => b - a)) {
    const [least] = queues.toSorted((a, b) => a.seconds - b.seconds);
    least?.lengths.push(length);
    if (least !== undefined) least.seconds += length + BETWEEN_SECONDS;
  }
  return queues.map((queue) => queue.lengths);
}

/** A room and a time of its own, so that what is stated of it is stated of the drops. */
async function dropAll(
  { city, drops, longest, random, print }: Campaign,
  cameras: readonly Plugged[],
): Promise<Dropped> {
  const lengths = Array.from({ length: drops }, () => lengthOf(random, longest));
  const queues = shareOut(lengths, cameras.length);
  const secondsOf = (queue: readonly number[]) =>
    queue.reduce((sum, one) => sum + one + BETWEEN_SECONDS, 0);
  const most = Math.max(...queues.map(secondsOf));
  const to = new Date(Date.now() + (most + 30) * 1000).toISOString();
  const wanted = { name: "演练室", zone: "evaluation", isInUse: true };
  const { room } = await city.post<{ room: string }>("/api/venue/rooms", wanted);
  const from = new Date().toISOString();
  const held = { room, use: "evaluation", ocid: city.opening.ocid, from, to };
  const { booking } = await city.post<{ booking: string }>("/api/venue/bookings", held);
  for (const { channel, camera } of cameras)
    await city.register({ channel, view: "room", address: camera.url, room });
  for (const { channel } of cameras) await city.recorded(channel);
  await delay(10_000);
  const done = await Promise.all(
    cameras.map(async (camera, at) => {
      const own: Drop[] = [];
      for (const seconds of queues[at] ?? []) {
        const drop = await dropPicture(city, camera, seconds);
        own.push(drop);
        print(
          `${camera.channel}: away ${seconds.toFixed(0)} s, told ${drop.toldAfter.toFixed(1)} s`,
        );
        await city.recorded(camera.channel, 120);
        await delay(15_000);
      }
      return own;
    }),
  );
  await delay(Math.max(Date.parse(to) - Date.now(), 0));
  return { drops: done.flat(), booking };
}

/** Each drop stands in the statement of its camera, and none says that all was recorded. */
async function judge({ city, violations }: Campaign, { drops, booking }: Dropped): Promise<number> {
  const channels = new Set(drops.map(({ channel }) => channel));
  const statements = await until(
    "coverage is stated",
    async () => {
      const path = `/api/video/projects/${encodeURIComponent(city.opening.ocid)}/recordings`;
      const { coverage } = await city.get<RecordingsOfProject>(path);
      const own = coverage.filter((one) => one.booking === booking && channels.has(one.channel));
      return own.length === channels.size ? own : undefined;
    },
    240,
  );
  for (const { channel, coverage, isBroken } of statements) {
    if (coverage.share >= 1 || !isBroken) violations.push(`${channel} is called whole`);
    for (const drop of drops.filter((one) => one.channel === channel)) {
      const isStated = coverage.gaps.some(
        ({ from, to }) =>
          Math.abs(Date.parse(from) - drop.from) <= TOLERANCE_MS &&
          Date.parse(to) >= drop.to - TOLERANCE_MS,
      );
      if (!isStated)
        violations.push(`${channel}: a drop of ${drop.to - drop.from} ms is not stated`);
    }
  }
  return statements.length;
}

const LEAST_FOUND = 0.95;

/** What is wrong with what was told of the attacks and of those left alone. */
function judgeAlarms({ attacks }: PicturesOptions, found: number, alarms: number): string[] {
  return [
    ...(found < attacks * LEAST_FOUND ? [`${found} were found`] : []),
    ...(alarms > 0 ? [`${alarms} false alarms`] : []),
  ];
}

export async function attackPictures(options: PicturesOptions): Promise<PicturesReport> {
  const city = await startCameraCity();
  const violations: string[] = [];
  const campaign = { ...options, city, random: createRandom(options.seed, "pictures"), violations };
  const cameras: Plugged[] = [];
  try {
    cameras.push(...(await plugAll(city, "small", options.cameras)));
    await delay(KNOWN_SECONDS * 1000);
    const seconds = await attackAll(campaign, cameras);
    const foundWithin30 = seconds.filter((one) => one <= 30).length;
    const falling = await plugAll(city, "dropped", options.dropped);
    cameras.push(...falling);
    const living = cameras.filter((one) => !falling.includes(one));
    const dropping = dropAll(campaign, falling);
    const [{ hours, alarms }, memory, dropped] = await Promise.all([
      liveQuietly(campaign, living, dropping),
      watchMemory(city.server.pid, living, dropping),
      dropping,
    ]);
    violations.push(...judgeAlarms(options, foundWithin30, alarms));
    const { drops } = dropped;
    const late = drops.filter(({ toldAfter }) => toldAfter > 10);
    for (const { channel, toldAfter } of late)
      violations.push(`${channel}: told ${toldAfter} s late`);
    const statements = await judge(campaign, dropped);
    const told = delaysOf(drops.map(({ toldAfter }) => ({ shownAt: toldAfter, takenAt: 0 })));
    options.print(`gaps were told ${told?.median.toFixed(1)} s after they began to count, median`);
    return {
      cameras: cameras.length,
      attacks: seconds.length,
      foundWithin30,
      slowestSeconds: Math.max(0, ...seconds),
      normalHours: hours,
      falseAlarms: alarms,
      memory,
      drops: drops.length,
      longestDropSeconds: Math.max(...drops.map(({ from, to }) => (to - from) / 1000)),
      slowestGapSeconds: Math.max(...drops.map(({ toldAfter }) => toldAfter)),
      statements,
      violations,
    };
  } finally {
    await unplug(cameras);
    await city.server.stop();
  }
}
