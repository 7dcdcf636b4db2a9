/**
 * The watch over pictures on the hardest of living ones, a room in which nothing moves but the noise of the sensor, from 40 to
 * 300 kbit/s, then frozen: what is told of it while it lives, and how long a frozen one takes. Reference: ffmpeg's freezedetect with
 * its own limit of noise and the same spell, on the same stream.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";

import { streamOf, watchStream } from "../cameras/test/watched-stream.ts";
import type { Bench, BenchContext } from "./bench.ts";
import { type BenchResult, resultOf } from "./result.ts";

const RATE = 5;
const SPELL_SECONDS = 12;
const FROZEN_SECONDS = 180;
const LIVING_SECONDS = 300;
const QUICK_SECONDS = 60;
const LIMIT_SECONDS = 30;
/** Seven pictures in half a minute, each in another quality, are too few. */
const SLOWEST_SECONDS = 120;

interface Room {
  /** Strength of ffmpeg's noise. */
  readonly noise: number;
  /** kbit/s. */
  readonly rate: number;
  /** Seconds from one keyframe to the next. */
  readonly group: number;
}

const ROOMS: readonly Room[] = [1, 2, 4].flatMap((noise) =>
  [40, 80, 150, 300].flatMap((rate) => [1, 4].map((group) => ({ noise, rate, group }))),
);
const QUICK_ROOMS = ROOMS.filter(({ noise, rate }) => noise !== 2 && (rate === 40 || rate === 300));

/** Walls, a window and a desk. */
const STILL =
  `gradients=size=640x360:rate=${RATE}:c0=0x404040:c1=0xb0b0a0:speed=0.00001:seed=3,` +
  "drawgrid=w=90:h=70:c=0x606060,drawbox=x=80:y=200:w=160:h=100:c=0x503a2a:t=fill";

const sourceOf = ({ noise }: Room, living: number) =>
  `${STILL},noise=alls=${noise}:allf=t,trim=0:${living},tpad=stop=-1:stop_mode=clone`;

const encoderOf = ({ rate, group }: Room) =>
  `-preset veryfast -b:v ${rate}k -maxrate ${rate}k -bufsize ${2 * rate}k ` +
  `-g ${group * RATE} -keyint_min ${group * RATE} -sc_threshold 0`;

const REPLAYED_SECONDS = 12;
const BEFORE_REPLAY_SECONDS = 100;
const REPLAY_SECONDS = 120;

/** The last twelve seconds again and again. */
function replayOf({ noise }: Room): string {
  const size = REPLAYED_SECONDS * RATE;
  const start = (BEFORE_REPLAY_SECONDS - REPLAYED_SECONDS) * RATE;
  return `${STILL},noise=alls=${noise}:allf=t,loop=loop=-1:size=${size}:start=${start}`;
}

/** Seconds until a replay was told, as looped or as frozen; one that was not counts as the whole. */
async function lookReplay(room: Room): Promise<number> {
  const seconds = BEFORE_REPLAY_SECONDS + REPLAY_SECONDS;
  const { findings } = await watchStream(await streamOf(replayOf(room), seconds, encoderOf(room)));
  const told = findings.find(({ isOver, at }) => !isOver && at > BEFORE_REPLAY_SECONDS);
  return (told?.at ?? seconds) - BEFORE_REPLAY_SECONDS;
}

/** Seconds at which ffmpeg says that a picture has stood still for the spell. */
async function freezesOf(stream: Buffer): Promise<number[]> {
  const filter = `freezedetect=n=-60dB:d=${SPELL_SECONDS}`;
  const parameters = ["-v", "info", "-f", "mp4", "-i", "pipe:0", "-vf", filter, "-f", "null", "-"];
  const child = spawn("ffmpeg", parameters, { stdio: ["pipe", "ignore", "pipe"] });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text));
  child.stdin.end(stream);
  await once(child, "close");
  return [...words.matchAll(/freeze_start: ([\d.]+)/g)].map(
    ([, start]) => Number(start) + SPELL_SECONDS,
  );
}

interface Seen {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** Told while it lived, and how long after it froze; one that was not told counts as the whole. */
const judge = (told: readonly number[], living: number) => ({
  falseAlarms: told.filter((at) => at <= living).length,
  seconds: (told.find((at) => at > living) ?? living + FROZEN_SECONDS) - living,
});

async function look(room: Room, living: number): Promise<Seen> {
  const stream = await streamOf(sourceOf(room, living), living + FROZEN_SECONDS, encoderOf(room));
  const { findings } = await watchStream(stream);
  return {
    ours: findings.filter(({ isOver }) => !isOver).map(({ at }) => at),
    theirs: await freezesOf(stream),
  };
}

interface Pair {
  readonly value: number;
  readonly reference: number;
}

interface Figures {
  readonly alarms: Pair[];
  readonly frozen: Pair[];
  readonly replays: { readonly value: number }[];
}

async function measure(
  rooms: readonly Room[],
  living: number,
  say: BenchContext["say"],
): Promise<Figures> {
  const figures: Figures = { alarms: [], frozen: [], replays: [] };
  for (const room of rooms) {
    const { ours, theirs } = await look(room, living);
    const [own, other] = [judge(ours, living), judge(theirs, living)];
    const replay = await lookReplay(room);
    figures.alarms.push({ value: own.falseAlarms, reference: other.falseAlarms });
    figures.frozen.push({ value: own.seconds, reference: other.seconds });
    figures.replays.push({ value: replay });
    say(
      `noise ${room.noise}, ${room.rate} kbit/s, keyframe each ${room.group} s: ${own.falseAlarms} false, ` +
        `frozen told after ${own.seconds.toFixed(1)} s, a replay after ${replay.toFixed(1)} s; freezedetect ` +
        `${other.falseAlarms} false, ${other.seconds.toFixed(1)} s`,
    );
  }
  return figures;
}

const sumOf = (pairs: readonly Pair[]): Pair => ({
  value: pairs.reduce((sum, { value }) => sum + value, 0),
  reference: pairs.reduce((sum, { reference }) => sum + reference, 0),
});

const mostOf = (pairs: readonly Pair[]): Pair => ({
  value: Math.max(...pairs.map(({ value }) => value)),
  reference: Math.max(...pairs.map(({ reference }) => reference)),
});

async function run({ isQuick, say }: BenchContext): Promise<BenchResult[]> {
  const living = isQuick ? QUICK_SECONDS : LIVING_SECONDS;
  const rooms = isQuick ? QUICK_ROOMS : ROOMS;
  const { alarms, frozen, replays } = await measure(rooms, living, say);
  const common = {
    referenceName: `ffmpeg freezedetect, -60 dB, ${SPELL_SECONDS} s`,
    detail: { rooms: rooms.length, livingHours: (rooms.length * living) / 3600 },
  };
  const frozenUnit = "s until a frozen picture was told";
  return [
    resultOf(
      {
        ...common,
        name: "still-pictures-false",
        unit: "alarms in all rooms while they lived",
        target: { atMost: 0 },
      },
      [sumOf(alarms)],
    ),
    resultOf(
      {
        ...common,
        name: "still-pictures-slowest",
        unit: `${frozenUnit}, the slowest room`,
        target: { atMost: SLOWEST_SECONDS },
      },
      [mostOf(frozen)],
    ),
    resultOf(
      {
        ...common,
        name: "still-pictures-told",
        unit: frozenUnit,
        target: { atMost: LIMIT_SECONDS },
      },
      frozen,
    ),
    resultOf(
      {
        name: "still-pictures-replayed",
        unit: "s until a replay was told",
        target: { atMost: LIMIT_SECONDS },
        detail: { ...common.detail, replayedSeconds: REPLAYED_SECONDS },
      },
      replays,
    ),
  ];
}

export const stillPictures: Bench = { name: "still-pictures", run };
