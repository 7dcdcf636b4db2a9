/** The init segment (ftyp and moov): which tracks there are and what a player must be able to decode. */
import { type Box, childrenOf, DamagedStream, Fields, findBox, getBox } from "./box.ts";

export interface Track {
  readonly id: number;
  readonly kind: "video" | "audio" | "other";
  /** Ticks a second. */
  readonly timescale: number;
  /** RFC 6381, such as `avc1.64001f` or `mp4a.40.2`; the four letters alone where no more is known. */
  readonly codec: string;
  /** What holds for samples whose fragment says nothing: ticks, bytes, flags. */
  readonly defaultDuration: number;
  readonly defaultBytes: number;
  readonly defaultFlags: number;
}

export interface InitSegment {
  readonly bytes: Buffer;
  readonly tracks: readonly Track[];
  /** For MediaSource: `video/mp4; codecs="…"`. */
  readonly mimeType: string;
}

/** A box again out of its body. */
function boxOf({ type, body }: Box): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(body.length + 8, 0);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, body]);
}

/**
 * A moov without what a camera or a program says of itself (udta, meta): names, titles and places belong into no recording, least of all
 * into a public one. Players need none of it.
 */
export function withoutUserData(body: Buffer, type: "moov" | "trak" = "moov"): Buffer {
  const kept = childrenOf(body, type).filter((box) => box.type !== "udta" && box.type !== "meta");
  const plain = kept.map((box) =>
    boxOf(box.type === "trak" ? { ...box, body: withoutUserData(box.body, "trak") } : box),
  );
  return Buffer.concat(plain);
}

export const moovOf = (body: Buffer): Buffer => boxOf({ type: "moov", body });

const KINDS: Readonly<Record<string, Track["kind"]>> = { vide: "video", soun: "audio" };

/** Behind version and flags: times of creation and change, in 32 or 64 bits, then the timescale. */
function timescaleOf(mdhd: Buffer): number {
  const fields = new Fields(mdhd, "mdhd");
  const version = fields.uint8();
  fields.skip(version === 1 ? 19 : 11);
  const timescale = fields.uint32();
  if (timescale === 0) throw new DamagedStream("box mdhd has a timescale of 0");
  return timescale;
}

function idOf(tkhd: Buffer): number {
  const fields = new Fields(tkhd, "tkhd");
  const version = fields.uint8();
  fields.skip(version === 1 ? 19 : 11);
  return fields.uint32();
}

const hex = (value: number): string => value.toString(16).padStart(2, "0");

/** `avc1.` with profile, constraints and level, as avcC states them. */
function avcCodec(type: string, avcC: Buffer): string {
  const [, profile = 0, constraints = 0, level = 0] = avcC;
  return `${type}.${hex(profile)}${hex(constraints)}${hex(level)}`;
}

const REVERSED_BITS = 32;

/** ISO/IEC 14496-15 annex E: profile space and profile, compatibility reversed, tier and level, constraints. */
function hevcCodec(type: string, hvcC: Buffer): string {
  const fields = new Fields(hvcC, "hvcC", 1);
  const first = fields.uint8();
  const compatibility = fields.uint32();
  let reversed = 0;
  for (let bit = 0; bit < REVERSED_BITS; bit += 1)
    reversed = reversed * 2 + ((compatibility >>> bit) & 1);
  const constraints = Array.from({ length: 6 }, () => fields.uint8());
  const level = fields.uint8();
  const space = ["", "A", "B", "C"][first >> 6] ?? "";
  const tier = (first & 0x20) === 0 ? "L" : "H";
  const last = constraints.findLastIndex((value) => value !== 0);
  const tail = constraints.slice(0, last + 1).map((value) => `.${value.toString(16)}`);
  return `${type}.${space}${first & 0x1f}.${reversed.toString(16)}.${tier}${level}${tail.join("")}`;
}

/** Behind the fixed fields of a visual sample entry, and of an audio one. */
const VISUAL_ENTRY = 78;
const AUDIO_ENTRY = 28;

function codecOf({ type, body }: Box): string {
  if (type === "avc1" || type === "avc3")
    return avcCodec(type, getBox(body.subarray(VISUAL_ENTRY), "avcC"));
  if (type === "hvc1" || type === "hev1")
    return hevcCodec(type, getBox(body.subarray(VISUAL_ENTRY), "hvcC"));
  if (type === "mp4a") return aacCodec(findBox(body.subarray(AUDIO_ENTRY), "esds"));
  return type.trim();
}

/** The decoder's own description (tag 5) begins with five bits that name the kind of AAC. */
function aacCodec(esds: Buffer | undefined): string {
  const tag = esds?.indexOf(Buffer.from([0x05, 0x80, 0x80, 0x80])) ?? -1;
  const first = tag < 0 ? undefined : esds?.[tag + 5];
  return first === undefined ? "mp4a.40.2" : `mp4a.40.${first >> 3}`;
}

/** Version, flags and count stand before the entries. */
const STSD_HEADER = 8;

function trackOf(trak: Buffer, defaults: ReadonlyMap<number, readonly number[]>): Track {
  const id = idOf(getBox(trak, "tkhd"));
  const handler = getBox(trak, "mdia/hdlr").toString("latin1", 8, 12);
  const [entry] = childrenOf(getBox(trak, "mdia/minf/stbl/stsd").subarray(STSD_HEADER), "stsd");
  if (entry === undefined) throw new DamagedStream("box stsd is empty");
  const [defaultDuration = 0, defaultBytes = 0, defaultFlags = 0] = defaults.get(id) ?? [];
  return {
    id,
    kind: KINDS[handler] ?? "other",
    timescale: timescaleOf(getBox(trak, "mdia/mdhd")),
    codec: codecOf(entry),
    defaultDuration,
    defaultBytes,
    defaultFlags,
  };
}

/** Track id to duration, bytes and flags of a sample (trex). */
function defaultsOf(moov: Buffer): Map<number, readonly number[]> {
  const mvex = findBox(moov, "mvex");
  if (mvex === undefined)
    throw new DamagedStream("box mvex is missing: the file is not fragmented");
  const trexes = childrenOf(mvex, "mvex").filter(({ type }) => type === "trex");
  return new Map(
    trexes.map(({ body }) => {
      const fields = new Fields(body, "trex", 4);
      const id = fields.uint32();
      fields.skip(4);
      return [id, [fields.uint32(), fields.uint32(), fields.uint32()]] as const;
    }),
  );
}

/**
 * `bytes`: ftyp and moov whole; `moov`: body of the moov.
 * @throws DamagedStream
 */
export function parseInitSegment(bytes: Buffer, moov: Buffer): InitSegment {
  const defaults = defaultsOf(moov);
  const traks = childrenOf(moov, "moov").filter(({ type }) => type === "trak");
  const tracks = traks.map(({ body }) => trackOf(body, defaults));
  if (!tracks.some(({ kind }) => kind === "video"))
    throw new DamagedStream("no track carries a picture");
  const codecs = tracks.filter(({ kind }) => kind !== "other").map(({ codec }) => codec);
  return { bytes, tracks, mimeType: `video/mp4; codecs="${codecs.join(", ")}"` };
}
