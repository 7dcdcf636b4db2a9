/** From packets of one stream to its bytes: checks whose they are, orders them, counts what is missing. */
import { Readable } from "node:stream";

import { Reorder, type ReorderCounts } from "./reorder.ts";
import { parseRtp } from "./rtp.ts";

export interface StreamCounts extends ReorderCounts {
  readonly received: number;
  /** Not ours: another sender, another SSRC, another kind, or no RTP at all. */
  readonly foreign: number;
  /** The reader was too slow. */
  readonly dropped: number;
}

export interface RtpIntakeOptions {
  readonly now: () => number;
  /** TCP: what is missing will not come. */
  readonly keepsOrder: boolean;
  /** The first packet that is ours. */
  readonly onFirst: () => void;
  /** The reader takes more again (TCP). */
  readonly onDrained: () => void;
}

export interface Expected {
  readonly ssrcs: readonly number[];
  readonly payloadType: number;
}

const MOST_WAITING_BYTES = 8 * 1024 * 1024;
const LOOK_MS = 50;

export class RtpIntake {
  readonly stream: Readable;
  #lastAt: number;
  readonly #options: RtpIntakeOptions;
  readonly #reorder: Reorder;
  readonly #look: NodeJS.Timeout;
  #expected: Expected;
  #received = 0;
  #foreign = 0;
  #dropped = 0;
  #isEnded = false;

  constructor(options: RtpIntakeOptions, expected: Expected) {
    this.#options = options;
    this.#expected = expected;
    this.#reorder = new Reorder(options.keepsOrder ? { waitMs: 0 } : {});
    this.#lastAt = options.now();
    this.stream = new Readable({ highWaterMark: 1024 * 1024, read: () => options.onDrained() });
    this.#look = setInterval(() => this.#give(this.#reorder.due(options.now())), LOOK_MS);
  }

  get counts(): StreamCounts {
    const [received, foreign, dropped] = [this.#received, this.#foreign, this.#dropped];
    return { ...this.#reorder.counts, received, foreign, dropped };
  }

  /** Milliseconds since the last packet that is ours. */
  get silentMs(): number {
    return this.#options.now() - this.#lastAt;
  }

  /** As the device's answer says; until then as we proposed. */
  expect(expected: Expected): void {
    this.#expected = expected;
  }

  countForeign(): void {
    this.#foreign += 1;
  }

  /** False: it is not ours. */
  push(bytes: Buffer): boolean {
    const packet = parseRtp(bytes);
    const { ssrcs, payloadType } = this.#expected;
    if (
      packet === undefined ||
      packet.payloadType !== payloadType ||
      !ssrcs.includes(packet.ssrc)
    ) {
      this.#foreign += 1;
      return false;
    }
    const now = this.#options.now();
    this.#lastAt = now;
    this.#received += 1;
    this.#give(this.#reorder.push(packet.sequence, packet.payload, now));
    if (this.#received === 1) this.#options.onFirst();
    return true;
  }

  get isFull(): boolean {
    return this.stream.readableLength > this.stream.readableHighWaterMark;
  }

  end(): void {
    if (this.#isEnded) return;
    this.#give(this.#reorder.flush());
    this.#isEnded = true;
    clearInterval(this.#look);
    if (!this.stream.destroyed) this.stream.push(null);
  }

  #give(payloads: readonly Buffer[]): void {
    for (const payload of payloads) {
      if (payload.length === 0 || this.#isEnded || this.stream.destroyed) continue;
      if (this.stream.readableLength > MOST_WAITING_BYTES) this.#dropped += 1;
      else this.stream.push(payload);
    }
  }
}
