/** Boxes of the ISO base media file format (ISO/IEC 14496-12): a tree of length, four letters and a body. */

/** The bytes are not what a camera's process may write; the message names box and reason. */
export class DamagedStream extends Error {
  override name = "DamagedStream";
}

export interface Box {
  /** Four letters. */
  readonly type: string;
  /** Behind the header. */
  readonly body: Buffer;
}

export interface BoxHeader {
  readonly type: string;
  readonly headerBytes: number;
  /** Header and body. */
  readonly bytes: number;
}

const SMALL_HEADER = 8;
const LARGE_HEADER = 16;

/**
 * The header at the start of the bytes; undefined: more bytes are needed.
 * @throws DamagedStream
 */
export function readHeader(bytes: Buffer): BoxHeader | undefined {
  if (bytes.length < SMALL_HEADER) return undefined;
  const type = bytes.toString("latin1", 4, 8);
  if (!/^[\w ]{4}$/.test(type)) throw new DamagedStream("no box begins here");
  const size = bytes.readUInt32BE(0);
  if (size !== 1) {
    if (size < SMALL_HEADER) throw new DamagedStream(`box ${type} has a length of ${size}`);
    return { type, headerBytes: SMALL_HEADER, bytes: size };
  }
  if (bytes.length < LARGE_HEADER) return undefined;
  const large = bytes.readBigUInt64BE(8);
  if (large < BigInt(LARGE_HEADER) || large > BigInt(Number.MAX_SAFE_INTEGER))
    throw new DamagedStream(`box ${type} has a length of ${large}`);
  return { type, headerBytes: LARGE_HEADER, bytes: Number(large) };
}

/**
 * The boxes that fill a body.
 * @throws DamagedStream
 */
export function childrenOf(body: Buffer, parent: string): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < body.length;) {
    const rest = body.subarray(at);
    const header = readHeader(rest);
    if (header === undefined || header.bytes > rest.length)
      throw new DamagedStream(`a box within ${parent} is longer than ${parent}`);
    boxes.push({ type: header.type, body: rest.subarray(header.headerBytes, header.bytes) });
    at += header.bytes;
  }
  return boxes;
}

/** The first child of a type at the end of a path such as `mdia/minf/stbl`; undefined when there is none. */
export function findBox(body: Buffer, path: string): Buffer | undefined {
  let found: Buffer | undefined = body;
  let parent = "box";
  for (const type of path.split("/")) {
    if (found === undefined) return undefined;
    found = childrenOf(found, parent).find((box) => box.type === type)?.body;
    parent = type;
  }
  return found;
}

/**
 * As findBox.
 * @throws DamagedStream where there is none
 */
export function getBox(body: Buffer, path: string): Buffer {
  const found = findBox(body, path);
  if (found === undefined) throw new DamagedStream(`box ${path} is missing`);
  return found;
}

/** Reads numbers one after another. */
export class Fields {
  readonly #bytes: Buffer;
  readonly #box: string;
  #at: number;

  constructor(bytes: Buffer, box: string, at = 0) {
    this.#bytes = bytes;
    this.#box = box;
    this.#at = at;
  }

  #take(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#bytes.length) throw new DamagedStream(`box ${this.#box} is too short`);
    this.#at += bytes;
    return at;
  }

  uint8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#take(4));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  uint64(): number {
    const value = this.#bytes.readBigUInt64BE(this.#take(8));
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new DamagedStream(`box ${this.#box} holds a number beyond 2^53`);
    return Number(value);
  }

  skip(bytes: number): void {
    this.#take(bytes);
  }
}
