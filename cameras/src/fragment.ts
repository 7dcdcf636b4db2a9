/** A fragment (moof and mdat): when its pictures are decoded, and whether a viewer can start at it. */
import { childrenOf, DamagedStream, Fields, getBox } from "./box.ts";
import type { InitSegment, Track } from "./init-segment.ts";

/** Times are seconds since the run began, as the camera's clock counts. */
export interface Fragment {
  /** moof and mdat, and what stood between them and the fragment before. */
  readonly bytes: Buffer;
  /** False: sound alone; the times are those of the sound. */
  readonly hasPicture: boolean;
  /** True: it begins with a picture that needs no other. */
  readonly isKeyframe: boolean;
  readonly decodeTime: number;
  readonly duration: number;
  /** Pictures in it; 0 for sound alone. */
  readonly pictures: number;
  /** The longest time one picture stands; a camera that stalls shows here. */
  readonly longestPicture: number;
  /** When the first picture was taken by the camera's own clock, in milliseconds since 1970; absent: the camera does not say. */
  readonly takenAt?: number;
}

const SAMPLE_IS_NOT_SYNC = 0x1_0000;

/** What a tfhd says, behind what the init segment says. */
interface Defaults {
  readonly duration: number;
  readonly bytes: number;
  readonly flags: number;
}

interface Samples {
  count: number;
  bytes: number;
  ticks: number;
  longest: number;
  firstFlags: number | undefined;
}

function readTfhd(tfhd: Buffer, init: InitSegment): { track: Track; defaults: Defaults } {
  const fields = new Fields(tfhd, "tfhd");
  const flags = fields.uint32();
  const id = fields.uint32();
  const track = init.tracks.find((one) => one.id === id);
  if (track === undefined)
    throw new DamagedStream(`a fragment names track ${id}, which is unknown`);
  if (flags & 0x1) fields.skip(8);
  if (flags & 0x2) fields.skip(4);
  const duration = flags & 0x8 ? fields.uint32() : track.defaultDuration;
  const bytes = flags & 0x10 ? fields.uint32() : track.defaultBytes;
  return {
    track,
    defaults: { duration, bytes, flags: flags & 0x20 ? fields.uint32() : track.defaultFlags },
  };
}

function readTfdt(tfdt: Buffer): number {
  const fields = new Fields(tfdt, "tfdt");
  const version = fields.uint8();
  fields.skip(3);
  return version === 1 ? fields.uint64() : fields.uint32();
}

/** Adds the samples of one trun. */
function addTrun(samples: Samples, trun: Buffer, defaults: Defaults): void {
  const fields = new Fields(trun, "trun");
  const flags = fields.uint32();
  const count = fields.uint32();
  if (flags & 0x1) fields.int32();
  const firstFlags = flags & 0x4 ? fields.uint32() : undefined;
  // A count without fields of its own would cost time and no bytes.
  if (count > trun.length && !(flags & 0x700))
    throw new DamagedStream(`${count} samples in a trun`);
  for (let index = 0; index < count; index += 1) {
    const duration = flags & 0x100 ? fields.uint32() : defaults.duration;
    const bytes = flags & 0x200 ? fields.uint32() : defaults.bytes;
    const own = flags & 0x400 ? fields.uint32() : defaults.flags;
    if (flags & 0x800) fields.skip(4);
    samples.firstFlags ??= firstFlags ?? own;
    samples.bytes += bytes;
    samples.ticks += duration;
    samples.longest = Math.max(samples.longest, duration);
  }
  samples.count += count;
}

interface TrackRun {
  readonly track: Track;
  readonly decodeTicks: number;
  readonly samples: Samples;
}

function readTraf(traf: Buffer, init: InitSegment): TrackRun {
  const { track, defaults } = readTfhd(getBox(traf, "tfhd"), init);
  const samples: Samples = { count: 0, bytes: 0, ticks: 0, longest: 0, firstFlags: undefined };
  for (const { type, body } of childrenOf(traf, "traf"))
    if (type === "trun") addTrun(samples, body, defaults);
  return { track, decodeTicks: readTfdt(getBox(traf, "tfdt")), samples };
}

/** What precedes the mdat's body, and how long that is. */
export interface FragmentParts {
  readonly init: InitSegment;
  readonly moof: Buffer;
  readonly mdatBytes: number;
  readonly bytes: Buffer;
}

/** @throws DamagedStream */
export function parseFragment({ init, moof, mdatBytes, bytes }: FragmentParts): Fragment {
  const trafs = childrenOf(moof, "moof").filter(({ type }) => type === "traf");
  const runs = trafs.map(({ body }) => readTraf(body, init));
  const stated = runs.reduce((sum, { samples }) => sum + samples.bytes, 0);
  if (stated !== mdatBytes)
    throw new DamagedStream(`an mdat has ${mdatBytes} bytes, its samples have ${stated}`);
  const filled = runs.filter(({ samples }) => samples.count > 0);
  const picture = filled.find(({ track }) => track.kind === "video");
  const shown = picture ?? filled[0];
  if (shown === undefined) throw new DamagedStream("a fragment has no samples");
  const { samples, track, decodeTicks } = shown;
  const isSync = ((samples.firstFlags ?? SAMPLE_IS_NOT_SYNC) & SAMPLE_IS_NOT_SYNC) === 0;
  return {
    bytes,
    hasPicture: picture !== undefined,
    isKeyframe: picture !== undefined && isSync,
    decodeTime: decodeTicks / track.timescale,
    duration: samples.ticks / track.timescale,
    pictures: picture === undefined ? 0 : samples.count,
    longestPicture: picture === undefined ? 0 : samples.longest / track.timescale,
  };
}
