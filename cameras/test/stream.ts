/** Builds fragmented MP4 as ffmpeg writes it, byte by byte, without pictures in it. */

export const box = (type: string, ...parts: readonly (Buffer | number)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => (typeof part === "number" ? uint32(part) : part)));
  const header = Buffer.alloc(8);
  header.writeUInt32BE(body.length + 8, 0);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, body]);
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);
const NOT_SYNC = 0x1_0000;
export const TIMESCALE = 90_000;

const trak = (id: number, handler: string, entry: Buffer): Buffer =>
  box(
    "trak",
    box("tkhd", 0, 0, 0, id, zeros(68)),
    box(
      "mdia",
      box("mdhd", 0, 0, 0, TIMESCALE, 0, 0),
      box("hdlr", 0, 0, Buffer.from(handler), zeros(13)),
      box("minf", box("stbl", box("stsd", 0, 1, entry))),
    ),
  );

const avc1 = box("avc1", zeros(78), box("avcC", Buffer.from([1, 0x42, 0xc0, 0x1f, 0xff])));
const mp4a = box("mp4a", zeros(28));
const trex = (id: number) => box("trex", 0, id, 1, 3600, 0, NOT_SYNC);

/** ftyp and moov of a camera with H.264 (track 1) and, if asked for, AAC (track 2). */
export function initBytes(hasSound = false): Buffer {
  const tracks = [trak(1, "vide", avc1), ...(hasSound ? [trak(2, "soun", mp4a)] : [])];
  const defaults = [trex(1), ...(hasSound ? [trex(2)] : [])];
  return Buffer.concat([
    box("ftyp", Buffer.from("iso5"), 512, Buffer.from("iso5")),
    box("moov", box("mvhd", zeros(100)), ...tracks, box("mvex", ...defaults)),
  ]);
}

export interface TestFragment {
  readonly decodeSeconds: number;
  readonly seconds: number;
  readonly isKeyframe: boolean;
  readonly payload: Buffer;
  /** 2: sound. */
  readonly track?: 1 | 2;
}

/** One fragment of one sample. */
export function fragmentBytes(given: TestFragment): Buffer {
  const { decodeSeconds, seconds, isKeyframe, payload, track = 1 } = given;
  const ticks = Math.round(decodeSeconds * TIMESCALE);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(ticks));
  const tfhd = box("tfhd", 0x02_0000, track);
  const tfdt = box("tfdt", 0x0100_0000, time);
  const sample = [Math.round(seconds * TIMESCALE), payload.length, isKeyframe ? 0 : NOT_SYNC];
  const trun = box("trun", 0x701, 1, 0, ...sample);
  const traf = box("traf", tfhd, tfdt, trun);
  return Buffer.concat([box("moof", box("mfhd", 0, 1), traf), box("mdat", payload)]);
}

/** Fragments of `step` seconds from `from` on, a keyframe each second, each with bytes of its own. */
export function fragmentsFor(seconds: number, { from = 0, step = 0.25, bytes = 64 } = {}) {
  return Array.from({ length: Math.round(seconds / step) }, (_, index) => {
    const decodeSeconds = from + index * step;
    const payload = Buffer.alloc(bytes, `picture at ${decodeSeconds} `);
    const isKeyframe = Math.abs(decodeSeconds - Math.round(decodeSeconds)) < step / 2;
    return fragmentBytes({ decodeSeconds, seconds: step, isKeyframe, payload });
  });
}
