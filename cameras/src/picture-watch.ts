/**
 * Finds pictures that are black, frozen, replayed or of another view, from a small grey picture of each keyframe. Pure: the
 * pictures bring their time. It rests on the noise of a sensor: two pictures of a living camera are never the same, while
 * an encoder makes the same of the same picture, unless it has just changed its quality.
 *
 * LIMITATION: a replay that is encoded again is found only when its keyframes fall on the same pictures again; at a bit rate
 * that leaves no noise only where the encoder kept its quality. A camera that removes all noise from a room in which nothing
 * moves cannot be told from a frozen one, nor a screen that fills the picture and repeats itself from a replay.
 */

import { AGAIN_PART, AgainSearch, Noise } from "./again-search.ts";
import { differenceOf, isWithin, meanOf, type SmallPicture } from "./small-picture.ts";

export type { SmallPicture } from "./small-picture.ts";

export type PictureProblem = "black" | "frozen" | "looped" | "moved";

/** A problem begins or ends. */
export interface PictureFinding {
  readonly problem: PictureProblem;
  readonly isOver: boolean;
  /** When it began and when that was certain, or when it was over: seconds as the pictures count. */
  readonly since: number;
  readonly at: number;
}

const BLACK_SECONDS = 5;
/** Over so many seconds it is judged whether pictures stand still. */
const FROZEN_SECONDS = 15;
/** They did so for so long when it is told: with the window before it less than 30 s, of which the way of the pictures takes some. */
const FROZEN_SPELL_SECONDS = 12;
const LOOPED_SECONDS = 8;
const MOVED_SECONDS = 5;
/** A replay must show again so many pictures, and miss fewer in a row: at a constant bit rate only some come back in the quality they had. */
const LOOPED_PICTURES = 5;
const MISSED_PICTURES = 12;
/** Black as a lens cap: mean and brightest, leaving out the brightest fiftieth. */
const BLACK_MEAN = 24;
const BLACK_BRIGHT = 40;
/** Mean difference in levels. Below the first two pictures are one; beyond the second something moves. */
const EQUAL = 0.02;
const MOVES = 3;
/** Of the pictures of a frozen spell so many equal the one before; the first ones differ by the quality of the encoder. */
const FROZEN_SHARE = 0.5;
/** So many pictures in a row that equal none before end it. */
const LIVING_PICTURES = 4;
/** A replay differs from what it repeats by less than this part of the noise between two pictures. */
const NOISE_PART = 0.5;
/** How long pictures are kept to compare with. */
const MEMORY_SECONDS = 900;
const MEMORY_PICTURES = 2000;
/** Likeness of the view now with the usual one, from -1 to 1. */
const MOVED_LIKENESS = 0.4;
const USUAL_PICTURES = 60;
const LEARNING_PICTURES = 15;
/** A view without contrast has no likeness to anything. */
const LEAST_DEVIATION = 4;

function isBlack(pixels: Uint8Array): boolean {
  if (meanOf(pixels) >= BLACK_MEAN) return false;
  const bright = pixels.toSorted()[Math.floor(pixels.length * 0.98)] ?? 0;
  return bright < BLACK_BRIGHT;
}

/** Correlation: light that changes as a whole does not change it. undefined: one of both has no contrast. */
function likeness(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, ownA, ownB] = [0, 0, 0];
  for (let index = 0; index < a.length; index += 1) {
    const [x, y] = [(a[index] as number) - meanA, (b[index] as number) - meanB];
    both += x * y;
    ownA += x * x;
    ownB += y * y;
  }
  const least = LEAST_DEVIATION ** 2 * a.length;
  return ownA < least || ownB < least ? undefined : both / Math.sqrt(ownA * ownB);
}

/** A condition that must hold for so long before it counts. */
class Spell {
  readonly #problem: PictureProblem;
  readonly #seconds: number;
  #since: number | undefined;
  isTold = false;

  constructor(problem: PictureProblem, seconds: number) {
    this.#problem = problem;
    this.#seconds = seconds;
  }

  /** `since`: undefined when the condition does not hold now. */
  see(since: number | undefined, at: number): PictureFinding[] {
    if (since === undefined) return this.#end(at);
    this.#since ??= since;
    if (this.isTold || at - this.#since < this.#seconds) return [];
    this.isTold = true;
    return [{ problem: this.#problem, isOver: false, since: this.#since, at }];
  }

  #end(at: number): PictureFinding[] {
    const { isTold } = this;
    const since = this.#since ?? at;
    this.#since = undefined;
    this.isTold = false;
    return isTold ? [{ problem: this.#problem, isOver: true, since, at }] : [];
  }
}

/** Pictures that stand still. */
class StillSearch {
  #since: number | undefined;
  #pairs: { readonly at: number; readonly isEqual: boolean }[] = [];

  /** Since when the picture is frozen; `difference` is that from the picture before. */
  see(at: number, difference: number): number | undefined {
    if (difference > MOVES) {
      this.#since = undefined;
      this.#pairs = [];
      return undefined;
    }
    this.#pairs.push({ at, isEqual: difference < EQUAL });
    this.#pairs = this.#pairs.filter((pair) => pair.at > at - FROZEN_SECONDS);
    if (this.isLiving) this.#since = undefined;
    else if (difference < EQUAL) this.#since ??= at;
    return this.share >= FROZEN_SHARE ? this.#since : undefined;
  }

  /** Of the pictures of the last seconds those that equal the one before. */
  get share(): number {
    const { length } = this.#pairs;
    return length === 0 ? 0 : this.#pairs.filter(({ isEqual }) => isEqual).length / length;
  }

  get isLiving(): boolean {
    return this.#pairs.slice(-LIVING_PICTURES).every(({ isEqual }) => !isEqual);
  }
}

interface Repetition {
  readonly since: number;
  readonly count: number;
  readonly missed: number;
}

/** The place in memory that each new picture repeats, while it goes on. */
class LoopSearch {
  #memory: SmallPicture[] = [];
  /** By how many pictures the repetition lies behind. */
  #lags = new Map<number, Repetition>();

  /** Since when pictures repeat earlier ones; `limit` is what those differ by at most. */
  see(picture: SmallPicture, limit: number): number | undefined {
    const lags = new Map<number, Repetition>();
    for (let lag = 2; lag <= this.#memory.length; lag += 1) {
      const earlier = this.#memory[this.#memory.length - lag];
      const before = this.#lags.get(lag);
      if (earlier !== undefined && isWithin(picture.pixels, earlier.pixels, limit)) {
        const { since, count } = before ?? { since: picture.at, count: 0 };
        lags.set(lag, { since, count: count + 1, missed: 0 });
      } else if (before !== undefined && before.missed + 1 < MISSED_PICTURES)
        lags.set(lag, { ...before, missed: before.missed + 1 });
    }
    this.#lags = lags;
    this.#remember(picture);
    const long = [...lags.values()].filter(({ count }) => count >= LOOPED_PICTURES);
    return long.length === 0 ? undefined : Math.min(...long.map(({ since }) => since));
  }

  /** What stands still repeats nothing. */
  forgetLags(): void {
    this.#lags.clear();
  }

  #remember(picture: SmallPicture): void {
    this.#memory.push(picture);
    const oldest = picture.at - MEMORY_SECONDS;
    const keep = this.#memory.findIndex(({ at }) => at >= oldest);
    const over = Math.max(keep, this.#memory.length - MEMORY_PICTURES);
    if (over > 0) this.#memory = this.#memory.slice(over);
  }
}

/** The view as it usually is: a slow mean. */
class UsualView {
  #mean: Float32Array | undefined;
  #seen = 0;

  /** True: the view is another one. */
  differs({ pixels }: SmallPicture): boolean {
    const mean = this.#mean;
    if (mean === undefined || this.#seen < LEARNING_PICTURES) {
      this.#learn(pixels);
      return false;
    }
    const alike = likeness(mean, pixels);
    const isOther = alike !== undefined && alike < MOVED_LIKENESS;
    if (!isOther) this.#learn(pixels);
    return isOther;
  }

  /** What was another view is the usual one from now on. */
  forget(): void {
    this.#mean = undefined;
    this.#seen = 0;
  }

  #learn(pixels: Uint8Array): void {
    this.#mean ??= Float32Array.from(pixels);
    const mean = this.#mean;
    this.#seen += 1;
    const part = 1 / Math.min(this.#seen, USUAL_PICTURES);
    for (let index = 0; index < mean.length; index += 1)
      mean[index] = (mean[index] as number) * (1 - part) + (pixels[index] as number) * part;
  }
}

export class PictureWatch {
  readonly #black = new Spell("black", BLACK_SECONDS);
  readonly #frozen = new Spell("frozen", FROZEN_SPELL_SECONDS);
  readonly #looped = new Spell("looped", LOOPED_SECONDS);
  readonly #moved = new Spell("moved", MOVED_SECONDS);
  readonly #loops = new LoopSearch();
  readonly #view = new UsualView();
  readonly #still = new StillSearch();
  readonly #again = new AgainSearch();
  readonly #noise = new Noise();
  #before: SmallPicture | undefined;

  /** The next picture; its time is behind that of the one before. */
  see(picture: SmallPicture): PictureFinding[] {
    const { at, pixels } = picture;
    const dark = isBlack(pixels);
    const findings = [
      ...this.#black.see(dark ? at : undefined, at),
      ...this.#repeats(picture, dark),
      ...this.#moved.see(!dark && this.#view.differs(picture) ? at : undefined, at),
    ];
    this.#before = picture;
    // A view that was told of is the usual one from then on: it is over at the next picture.
    if (this.#moved.isTold) this.#view.forget();
    return findings;
  }

  /** Frozen or looped. In the dark nothing can be told. */
  #repeats(picture: SmallPicture, dark: boolean): PictureFinding[] {
    const { at, pixels } = picture;
    const before = this.#before;
    const difference =
      dark || before === undefined ? Infinity : differenceOf(before.pixels, pixels);
    const still = this.#still.see(at, difference);
    const isStill = difference < EQUAL || this.#still.share >= FROZEN_SHARE / 2;
    if (!isStill && difference < Infinity) this.#noise.see(difference);
    const again = this.#seenAgain(picture, difference);
    if (isStill || again !== undefined || difference === Infinity) this.#loops.forgetLags();
    const looped =
      isStill || again !== undefined || difference === Infinity
        ? undefined
        : this.#loops.see(picture, Math.max(EQUAL, NOISE_PART * this.#noise.usual));
    return [...this.#frozen.see(still ?? again, at), ...this.#looped.see(looped, at)];
  }

  #seenAgain(picture: SmallPicture, difference: number): number | undefined {
    if (difference > MOVES) this.#again.forget();
    return this.#again.see(picture, Math.max(EQUAL, AGAIN_PART * this.#noise.least));
  }
}

/** All findings of a series. */
export function findPictureProblems(pictures: readonly SmallPicture[]): PictureFinding[] {
  const watch = new PictureWatch();
  return pictures.flatMap((picture) => watch.see(picture));
}
