/** Notices when no picture was recorded for long, and when it comes back. Pure: the caller brings the time. */

/**
 * `stopped` and `killed`: the recorder did not run; `cameraLost`: the camera cannot be reached or its process ended;
 * `noPicture`: it is connected and silent; `storage`: pictures came and could not be kept.
 */
export const GAP_CAUSES = ["stopped", "killed", "cameraLost", "noPicture", "storage"] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** Half-open, in milliseconds since 1970. */
export interface Gap {
  readonly from: number;
  /** null: the picture is still away. */
  readonly to: number | null;
  readonly why: GapCause;
}

export class GapWatch {
  readonly #longestMs: number;
  #lastEndAt: number;
  /** When the last picture came: one that comes late is late, not missing. */
  #lastSeenAt = -Infinity;
  #why: GapCause;
  #open: Gap | undefined;

  /** `lastEndAt`: end of the last picture, or when pictures were first expected. */
  constructor(longestMs: number, lastEndAt: number, why: GapCause) {
    this.#longestMs = longestMs;
    this.#lastEndAt = lastEndAt;
    this.#why = why;
  }

  /** When `tick` has to be called next; undefined while a gap is open. */
  get dueAt(): number | undefined {
    const last = Math.max(this.#lastEndAt, this.#lastSeenAt);
    return this.#open === undefined ? last + this.#longestMs : undefined;
  }

  /** Why pictures stay away, from here on. An open gap keeps the cause with which it began. */
  expect(why: GapCause): void {
    this.#why = why;
  }

  /** The gap that begins to count now. */
  tick(now: number): Gap | undefined {
    if (this.dueAt === undefined || now < this.dueAt) return undefined;
    this.#open = { from: this.#lastEndAt, to: null, why: this.#why };
    return this.#open;
  }

  /** A picture was kept, now: gives the gap it ends. */
  picture(
    { startAt, endAt }: { readonly startAt: number; readonly endAt: number },
    now = endAt,
  ): Gap | undefined {
    const from = this.#open?.from ?? this.#lastEndAt;
    const isLong = this.#open !== undefined || startAt - from >= this.#longestMs;
    const gap = { from, to: Math.max(startAt, from), why: this.#open?.why ?? this.#why };
    this.#open = undefined;
    this.#lastEndAt = Math.max(endAt, this.#lastEndAt);
    this.#lastSeenAt = now;
    this.#why = "noPicture";
    return isLong ? gap : undefined;
  }
}
