import { describe, expect, test } from "vitest";

import {
  aRoom,
  encoderOf,
  HEIGHT,
  inQuality,
  randomFrom,
  type RoomOptions,
  series,
  WIDTH,
} from "../test/synthetic-pictures.ts";
import { findPictureProblems, type PictureProblem, type SmallPicture } from "./picture-watch.ts";

const CALM: RoomOptions = { seed: 1, noise: 1, people: 0, light: 0 };

const begins = (pictures: readonly SmallPicture[]) =>
  findPictureProblems(pictures).filter(({ isOver }) => !isOver);

/** The first finding behind an instant, in seconds behind it. */
function delayOf(pictures: readonly SmallPicture[], from: number, problem: PictureProblem) {
  const found = begins(pictures).find((one) => one.problem === problem && one.at >= from);
  return found === undefined ? Infinity : found.at - from;
}

/** 100 attacks of a seed each, and how many were found within 30 seconds. */
function foundOf100(attack: (seed: number) => number): number {
  const delays = Array.from({ length: 100 }, (_, seed) => attack(seed));
  return delays.filter((delay) => delay <= 30).length;
}

const roomOf = (seed: number) =>
  aRoom({ seed, noise: 0.8 + (seed % 5) / 2, people: seed % 3, light: seed % 7 });

describe("the watch over a picture", () => {
  test("T48: of 100 frozen pictures at least 95 are found within 30 seconds", () => {
    const found = foundOf100((seed) => {
      const [room, encode] = [roomOf(seed), encoderOf(randomFrom(seed))];
      const live = series(0, 30, (second) => room.at(second));
      const frozen = series(30, 65, (at) => encode(live[29]!, at));
      return delayOf([...live, ...frozen], 30, "frozen");
    });
    expect(found).toBeGreaterThanOrEqual(95);
  });

  test("T48: of 100 replays of 5 to 100 seconds at least 95 are found within 30 seconds", () => {
    const found = foundOf100((seed) => {
      const [room, encode] = [roomOf(seed), encoderOf(randomFrom(seed))];
      const length = 5 + ((seed * 7) % 96);
      const live = series(0, 120, (second) => room.at(second));
      const looped = series(120, 160, (at) =>
        encode(live[120 - length + ((at - 120) % length)]!, at),
      );
      return delayOf([...live, ...looped], 120, "looped");
    });
    expect(found).toBeGreaterThanOrEqual(95);
  });

  test("T48: no false alarm in 20 minutes of each of four rooms, nor at night when the lights go", () => {
    const rooms: RoomOptions[] = [
      CALM,
      { seed: 2, noise: 0.8, people: 1, light: 0 },
      { seed: 3, noise: 3, people: 3, light: 25 },
      { seed: 4, noise: 2, people: 2, light: 8 },
    ];
    for (const options of rooms) {
      const room = aRoom(options);
      expect(begins(series(0, 1200, (second) => room.at(second)))).toEqual([]);
    }
    const room = aRoom({ ...CALM, noise: 2 });
    const dimmed = series(0, 200, (second) => {
      const { pixels } = room.at(second);
      return { at: second, pixels: second < 100 ? pixels : pixels.map((pixel) => pixel * 0.6) };
    });
    expect(begins(dimmed)).toEqual([]);
  });

  test("T48: of 100 frozen pictures in ever other qualities at least 95 are found within 30 seconds", () => {
    const found = foundOf100((seed) => {
      const [room, random] = [roomOf(seed), randomFrom(seed)];
      const live = series(0, 60, (second) => room.at(second));
      // A constant bit rate goes up and down among some dozen qualities, each of which gives another picture.
      const frozen = series(60, 105, (at) =>
        inQuality(live[59]!, { at, quality: Math.floor(random() * 12) }),
      );
      return delayOf([...live, ...frozen], 60, "frozen");
    });
    expect(found).toBeGreaterThanOrEqual(95);
  });

  test("noise that falls and rises, as when lamps are switched on and off, is no frozen picture", () => {
    for (const every of [1, 4])
      for (const [before, after] of [
        [3, 1],
        [4, 0.8],
        [6, 2],
      ] as const) {
        const [loud, low] = [before, after].map((noise) => aRoom({ ...CALM, noise }));
        const pictures = series(0, 300, (index) => {
          const room = Math.floor(index / 60) % 2 === 0 ? loud : low;
          return { ...room!.at(index), at: index * every };
        });
        expect(begins(pictures), `${before} to ${after}`).toEqual([]);
      }
  });

  test("a camera that hangs for a few seconds is not frozen", () => {
    const room = aRoom(CALM);
    let shown = room.at(0);
    const pictures = series(0, 300, (second) => {
      // Five seconds of each minute it shows what it showed before.
      if (second % 60 < 30 || second % 60 >= 35) shown = room.at(second);
      return { ...shown, at: second };
    });
    expect(begins(pictures)).toEqual([]);
  });

  test("black is black after five seconds, and over when light comes back", () => {
    const [room, random] = [aRoom(CALM), randomFrom(9)];
    const dark = series(40, 60, (at) => ({
      at,
      pixels: new Uint8Array(WIDTH * HEIGHT).map(() => 16 + Math.floor(random() * 3)),
    }));
    const lit = (from: number, to: number) => series(from, to, (second) => room.at(second));
    expect(findPictureProblems([...lit(0, 40), ...dark, ...lit(60, 80)])).toEqual([
      { problem: "black", isOver: false, since: 40, at: 45 },
      { problem: "black", isOver: true, since: 40, at: 60 },
    ]);
  });

  test("a frozen picture is over when it moves again", () => {
    const room = aRoom(CALM);
    const still = room.at(0);
    const frozen = series(0, 25, (at) => ({ ...still, at }));
    const moving = series(25, 30, (second) => room.at(second));
    expect(findPictureProblems([...frozen, ...moving])).toEqual([
      { problem: "frozen", isOver: false, since: 1, at: 13 },
      { problem: "frozen", isOver: true, since: 1, at: 28 },
    ]);
  });

  test("a camera that is turned away is told of once", () => {
    const [before, after] = [aRoom({ ...CALM, noise: 2 }), aRoom({ ...CALM, seed: 3, noise: 2 })];
    const turned = [
      ...series(0, 100, (second) => before.at(second)),
      ...series(100, 200, (second) => after.at(second)),
    ];
    expect(begins(turned)).toEqual([{ problem: "moved", isOver: false, since: 100, at: 105 }]);
  });
});
