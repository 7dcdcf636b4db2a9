/** Puts decode times, which count from the run's begin by the camera's clock, on the wall clock of arrival. */
import type { Fragment } from "./fragment.ts";

/** A step of decode time beyond it is no late picture: pictures are missing, or the camera set its clock. */
const JUMP_SECONDS = 2;
/** The camera's clock may run slower than ours by so much. */
const DRIFT = 0.000_2;

export interface Span {
  /** Milliseconds since 1970. */
  readonly startAt: number;
  readonly endAt: number;
  /** True: it does not join the span before. */
  readonly hasJumped: boolean;
}

/**
 * The quickest arrival so far tells where decode time 0 lies: who arrives later was delayed on the way, and a burst after a
 * stall still gets its right times. Spans of one run never run backwards, and join unless pictures are missing.
 */
export class Timeline {
  /** Wall clock of decode time 0. */
  #origin: number | undefined;
  #expected = 0;
  #lastEndAt = 0;
  #lastArrivedAt = 0;

  place(fragment: Fragment, arrivedAt: number): Span {
    const { decodeTime, duration, longestPicture } = fragment;
    // ffmpeg lets the last picture before a stall stand until the next one.
    const shown = longestPicture > JUMP_SECONDS ? duration - longestPicture : duration;
    const origin = arrivedAt - (decodeTime + duration) * 1000;
    const known = this.#origin;
    const hasJumped = known === undefined || Math.abs(decodeTime - this.#expected) > JUMP_SECONDS;
    const drift = Math.max(arrivedAt - this.#lastArrivedAt, 0) * DRIFT;
    this.#origin = hasJumped ? origin : Math.min(origin, known + drift);
    this.#expected = decodeTime + shown;
    this.#lastArrivedAt = arrivedAt;
    const place = (seconds: number) => Math.round((this.#origin ?? origin) + seconds * 1000);
    const startAt = hasJumped ? Math.max(place(decodeTime), this.#lastEndAt) : this.#lastEndAt;
    const endAt = Math.max(place(decodeTime + shown), startAt);
    this.#lastEndAt = endAt;
    return { startAt, endAt, hasJumped };
  }
}
