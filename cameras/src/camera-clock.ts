/**
 * What a camera's own clock says. RTSP cameras tell it in their RTCP sender reports (RFC 3550 §6.4.1); ffmpeg writes it before each fragment as
 * producer reference time (ISO/IEC 14496-12 §8.16.5) with flags 24, "real-time at capture". Other flags are the recorder's own clock and say nothing.
 */
const OF_CAPTURE = 24;
/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_OFFSET = 2_208_988_800;
const SHORTEST = 16;

/** Body of a prft box to milliseconds since 1970; undefined: it is not the camera's clock. */
export function captureTimeOf(body: Buffer): number | undefined {
  if (body.length < SHORTEST || (body.readUInt32BE(0) & 0xff_ffff) !== OF_CAPTURE) return undefined;
  const seconds = body.readUInt32BE(8) - NTP_OFFSET;
  return seconds * 1000 + (body.readUInt32BE(12) * 1000) / 2 ** 32;
}

const MOST_SAMPLES = 240;
/** A camera's first report may come late; before it ffmpeg guesses. */
const LEAST_SAMPLES = 20;

/** How far a camera's clock is from that of the machine which records: over many pictures, so that the network's delays count little. */
export class CameraClock {
  #samples: number[] = [];

  see({ takenAt, duration }: Seen, arrivedAt: number): void {
    if (takenAt === undefined) return;
    this.#samples.push(takenAt - (arrivedAt - duration * 1000));
    if (this.#samples.length > MOST_SAMPLES) this.#samples.shift();
  }

  /** Milliseconds that the camera's clock runs ahead, its way through the network taken for none; undefined: it does not tell. */
  offset(): number | undefined {
    if (this.#samples.length < LEAST_SAMPLES) return undefined;
    const sorted = this.#samples.toSorted((a, b) => a - b);
    return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
  }
}

interface Seen {
  readonly takenAt?: number;
  readonly duration: number;
}
