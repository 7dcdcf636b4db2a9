/**
 * Finds pictures that are black, frozen, replayed or of another view, from a small grey picture of each keyframe. Pure: the
 * pictures bring their time. It rests on the noise of a sensor: two pictures of a living camera are never the same.
 *
 * LIMITATION: a replay that is encoded again, and whose length is no multiple of the distance of keyframes, is found only
 * when its keyframes fall on the same pictures again. A camera that removes all noise from a room in which nothing moves
 * cannot be told from a frozen one.
 */

export type PictureProblem = "black" | "frozen" | "looped" | "moved";

/** A problem begins or ends. */
export interface PictureFinding {
  readonly problem: PictureProblem;
  readonly isOver: boolean;
  /** When it began and when that was certain, or when it was over: seconds as the pictures count. */
  readonly since: number;
  readonly at: number;
}

export interface SmallPicture {
  /** Seconds. */
  readonly at: number;
  /** One byte a pixel, all pictures alike in number. */
  readonly pixels: Uint8Array;
}

const BLACK_SECONDS = 5;
const FROZEN_SECONDS = 20;
const LOOPED_SECONDS = 8;
const MOVED_SECONDS = 5;
/** A replay must show again so many pictures in a row. */
const LOOPED_PICTURES = 4;
/** Black as a lens cap: mean and brightest, leaving out the brightest fiftieth. */
const BLACK_MEAN = 24;
const BLACK_BRIGHT = 40;
/** Mean difference below which two pictures are one; the noise of a quiet sensor is twice that. */
const SAME = 0.3;
/** How long pictures are kept to compare with. */
const MEMORY_SECONDS = 900;
const MEMORY_PICTURES = 2000;
/** Likeness of the view now with the usual one, from -1 to 1. */
const MOVED_LIKENESS = 0.4;
const USUAL_PICTURES = 60;
const LEARNING_PICTURES = 15;
/** A view without contrast has no likeness to anything. */
const LEAST_DEVIATION = 4;

/** Mean difference; stops counting where it is beyond the limit. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  const most = SAME * a.length;
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) {
    sum += Math.abs((a[index] as number) - (b[index] as number));
    if (sum > most) return false;
  }
  return true;
}

function isBlack(pixels: Uint8Array): boolean {
  const sorted = pixels.toSorted();
  const bright = sorted[Math.floor(sorted.length * 0.98)] ?? 0;
  return meanOf(pixels) < BLACK_MEAN && bright < BLACK_BRIGHT;
}

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] as number;
  return sum / values.length;
};

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

/** The place in memory that each new picture repeats, while it goes on. */
class LoopSearch {
  #memory: SmallPicture[] = [];
  /** Lag in pictures to the first picture that repeated at it, and how many did. */
  #lags = new Map<number, { since: number; count: number }>();

  /** Since when pictures repeat earlier ones; `isStill`: the picture is as the one before and proves nothing. */
  see(picture: SmallPicture, isStill: boolean): number | undefined {
    if (isStill) {
      this.#lags.clear();
      return undefined;
    }
    const lags = new Map<number, { since: number; count: number }>();
    for (let lag = 2; lag <= this.#memory.length; lag += 1) {
      const earlier = this.#memory[this.#memory.length - lag];
      if (earlier === undefined || !isSame(picture.pixels, earlier.pixels)) continue;
      const before = this.#lags.get(lag);
      lags.set(lag, { since: before?.since ?? picture.at, count: (before?.count ?? 0) + 1 });
    }
    this.#lags = lags;
    this.#remember(picture);
    const long = [...lags.values()].filter(({ count }) => count >= LOOPED_PICTURES);
    return long.length === 0 ? undefined : Math.min(...long.map(({ since }) => since));
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
  readonly #frozen = new Spell("frozen", FROZEN_SECONDS);
  readonly #looped = new Spell("looped", LOOPED_SECONDS);
  readonly #moved = new Spell("moved", MOVED_SECONDS);
  readonly #loops = new LoopSearch();
  readonly #view = new UsualView();
  /** The picture that stands still. */
  #still: SmallPicture | undefined;

  /** The next picture; its time is behind that of the one before. */
  see(picture: SmallPicture): PictureFinding[] {
    const { at, pixels } = picture;
    const dark = isBlack(pixels);
    // Against the first of the spell: light that creeps is no frozen picture.
    const isStill = this.#still !== undefined && isSame(this.#still.pixels, pixels);
    if (!isStill) this.#still = picture;
    const frozen = isStill && !dark ? this.#still?.at : undefined;
    const looped = this.#loops.see(picture, isStill || dark);
    const moved = !dark && this.#view.differs(picture);
    const findings = [
      ...this.#black.see(dark ? at : undefined, at),
      ...this.#frozen.see(frozen, at),
      ...this.#looped.see(looped, at),
      ...this.#moved.see(moved ? at : undefined, at),
    ];
    // A view that was told of is the usual one from then on: it is over at the next picture.
    if (this.#moved.isTold) this.#view.forget();
    return findings;
  }
}

/** All findings of a series. */
export function findPictureProblems(pictures: readonly SmallPicture[]): PictureFinding[] {
  const watch = new PictureWatch();
  return pictures.flatMap((picture) => watch.see(picture));
}
