/** Puts packets back into their order (RFC 3550 appendix A.1), waits for a late one a little, and counts the lost. */

export interface ReorderOptions {
  /** A gap is given up when so many packets wait behind it, */
  readonly mostWaiting?: number;
  /** or when the first of them waits so long. */
  readonly waitMs?: number;
}

export interface ReorderCounts {
  readonly lost: number;
  /** Arrived after a later one, in time. */
  readonly reordered: number;
  /** Arrived twice, or after they were given up. */
  readonly late: number;
  /** The sender began its numbers anew. */
  readonly restarts: number;
}

const NUMBERS = 0x1_0000;
/** A step further than this is a new beginning, not a loss. */
const LONGEST_STEP = 3000;
const MOST_WAITING = 128;
const WAIT_MS = 200;
const START_MARGIN = 64;

export class Reorder {
  readonly #mostWaiting: number;
  readonly #waitMs: number;
  #next: number | undefined;
  #waiting = new Map<number, { payload: Buffer; at: number }>();
  #isStarting = true;
  #counts = { lost: 0, reordered: 0, late: 0, restarts: 0 };

  constructor({ mostWaiting = MOST_WAITING, waitMs = WAIT_MS }: ReorderOptions = {}) {
    this.#mostWaiting = mostWaiting;
    this.#waitMs = waitMs;
  }

  get counts(): ReorderCounts {
    return { ...this.#counts };
  }

  /** What may be given on now, in order. */
  push(sequence: number, payload: Buffer, now: number): Buffer[] {
    // Who begins to listen may hear the second packet first.
    const next = (this.#next ??= (sequence - START_MARGIN + NUMBERS) % NUMBERS);
    const ahead = (sequence - next + NUMBERS) % NUMBERS;
    const behind = NUMBERS - ahead;
    if (ahead > LONGEST_STEP && behind > LONGEST_STEP) return this.#restart(sequence, payload);
    if (ahead > LONGEST_STEP || this.#waiting.has(sequence)) {
      this.#counts.late += 1;
      return [];
    }
    if (ahead === 0 && this.#waiting.size > 0) this.#counts.reordered += 1;
    this.#waiting.set(sequence, { payload, at: now });
    return this.due(now);
  }

  /** To be asked now and then: gives on what has waited long enough behind a gap. */
  due(now: number): Buffer[] {
    const ready = this.#drain();
    while (this.#waiting.size > 0 && this.#isGivenUp(now)) {
      this.#skipGap();
      ready.push(...this.#drain());
    }
    return ready;
  }

  #isGivenUp(now: number): boolean {
    if (this.#waiting.size > this.#mostWaiting) return true;
    return [...this.#waiting.values()].some(({ at }) => now - at >= this.#waitMs);
  }

  /** Nothing more will come: all that waits. */
  flush(): Buffer[] {
    const ready: Buffer[] = [];
    while (this.#waiting.size > 0) {
      this.#skipGap();
      ready.push(...this.#drain());
    }
    return ready;
  }

  #restart(sequence: number, payload: Buffer): Buffer[] {
    this.#counts.restarts += 1;
    const ready = this.flush();
    this.#isStarting = false;
    this.#next = (sequence + 1) % NUMBERS;
    return [...ready, payload];
  }

  #drain(): Buffer[] {
    const ready: Buffer[] = [];
    if (this.#next === undefined) return ready;
    let next = this.#next;
    for (let held = this.#waiting.get(next); held !== undefined; held = this.#waiting.get(next)) {
      this.#waiting.delete(next);
      ready.push(held.payload);
      next = (next + 1) % NUMBERS;
    }
    this.#next = next;
    return ready;
  }

  #skipGap(): void {
    const from = this.#next ?? 0;
    const steps = [...this.#waiting.keys()].map((key) => (key - from + NUMBERS) % NUMBERS);
    const gap = Math.min(...steps);
    if (!this.#isStarting) this.#counts.lost += gap;
    this.#isStarting = false;
    this.#next = (from + gap) % NUMBERS;
  }
}
