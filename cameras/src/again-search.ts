/** Pictures that are seen again and again in ever other qualities, and the noise by which living ones differ. Pure. */
import { isWithin, type SmallPicture } from "./small-picture.ts";

/** An encoder that is short of bits shows a frozen picture in ever other qualities; those it comes back to are alike. */
const AGAIN_SECONDS = 60;
const AGAIN_WINDOW_SECONDS = 25;
const AGAIN_WINDOW_PICTURES = 12;
const AGAIN_PICTURES = 3;
/** It is over after so many pictures in a row, and so many times as many as lie between two that are alike. */
const QUIET_PICTURES = 4;
const QUIET_TIMES = 4;
/** Alike to this part of the noise: pictures of a living camera were never alike to less than 0.7 (bench still-pictures). */
export const AGAIN_PART = 0.45;
const NOISE_PICTURES = 120;
/** Noise that has just fallen, as when lamps are switched on, makes no pictures alike. */
const LATELY_PICTURES = 12;

const lowest = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** What all of them are multiples of; 0 of none. */
const stepOf = (lags: readonly number[]): number => lags.reduce(commonDivisor, 0);

/** What pictures that follow each other differ by where nothing moves. */
export class Noise {
  #differences: number[] = [];

  see(difference: number): void {
    this.#differences.push(difference);
    if (this.#differences.length > NOISE_PICTURES) this.#differences.shift();
  }

  get usual(): number {
    return lowest(this.#differences, 0.05);
  }

  /** Follows at once when it falls. */
  get least(): number {
    return Math.min(this.usual, lowest(this.#differences.slice(-LATELY_PICTURES), 0.1));
  }
}

/**
 * A frozen picture of which the encoder makes another quality each time, as at a constant bit rate: sooner or later it comes back to
 * one. A replay does so, too, but always as many pictures later.
 */
export class AgainSearch {
  #recent: SmallPicture[] = [];
  #looks: AgainLook[] = [];
  #since: number | undefined;
  /** While it is frozen: pictures, those among them that were seen again, and others after the last of these. */
  #count = { pictures: 0, hits: 0, quiet: 0 };

  /** Since when the picture is frozen; `limit` is what alike pictures differ by at most. */
  see(picture: SmallPicture, limit: number): number | undefined {
    const look = this.#look(picture, limit);
    const { at } = picture;
    this.#recent = [...this.#recent, picture].filter((one) => one.at > at - AGAIN_SECONDS);
    this.#looks = [...this.#looks, look].filter(
      (one, index, { length }) =>
        one.at > at - AGAIN_WINDOW_SECONDS || index >= length - AGAIN_WINDOW_PICTURES,
    );
    const hits = this.#looks.filter(({ step }) => step > 0);
    if (this.#since === undefined) this.#begin(hits);
    else if (this.#hasEnded(look)) this.forget();
    return this.#since;
  }

  forget(): void {
    this.#recent = [];
    this.#looks = [];
    this.#since = undefined;
  }

  #look({ at, pixels }: SmallPicture, limit: number): AgainLook {
    const { length } = this.#recent;
    const alike = this.#recent
      .map((earlier, index) => ({ earlier, lag: length - index }))
      .filter(({ earlier }) => isWithin(pixels, earlier.pixels, limit));
    return { at, since: alike[0]?.earlier.at ?? at, step: stepOf(alike.map(({ lag }) => lag)) };
  }

  #begin(hits: readonly AgainLook[]): void {
    const isOneStep = stepOf(hits.map(({ step }) => step)) > 1;
    if (hits.length < AGAIN_PICTURES || isOneStep) return;
    const begin = Math.min(...hits.map(({ since }) => since));
    const pictures = this.#looks.filter(({ at }) => at >= begin).length;
    this.#since = begin;
    this.#count = { pictures, hits: hits.length, quiet: 0 };
  }

  /** Nothing was seen again for much longer than it takes on average. */
  #hasEnded({ step }: AgainLook): boolean {
    const { pictures, hits, quiet } = this.#count;
    const isAgain = step > 0;
    this.#count = {
      pictures: pictures + 1,
      hits: hits + (isAgain ? 1 : 0),
      quiet: isAgain ? 0 : quiet + 1,
    };
    const now = this.#count.quiet;
    return now >= QUIET_PICTURES && now * (hits + 1) >= QUIET_TIMES * (pictures + 1 - now);
  }
}

/** One picture: since when there were pictures like it, and what all their distances are multiples of; 0: there was none. */
interface AgainLook {
  readonly at: number;
  readonly since: number;
  readonly step: number;
}
