import { type BoxHeader, DamagedStream, readHeader } from "./box.ts";
/** Reads fragmented MP4 as it comes, in pieces of any length: first the init segment, then fragments. */
import { captureTimeOf } from "./camera-clock.ts";
import { type Fragment, parseFragment } from "./fragment.ts";
import { type InitSegment, moovOf, parseInitSegment, withoutUserData } from "./init-segment.ts";

export interface FragmentEvents {
  /** Called once, before any fragment. */
  init(init: InitSegment): void;
  fragment(fragment: Fragment): void;
}

export interface FragmentReader {
  /** @throws DamagedStream; the reader is of no use after it. */
  push(bytes: Buffer): void;
  /** Bytes of a box that is not whole yet. */
  readonly leftBytes: number;
}

/** Most bytes of a box; a length beyond it is damage, not a picture. */
const MOST_BYTES: Readonly<Record<string, number>> = {
  ftyp: 4096,
  moov: 4 * 2 ** 20,
  moof: 2 ** 20,
  mdat: 64 * 2 ** 20,
};
const MOST_OTHER_BYTES = 2 ** 20;

/** Boxes that may stand between fragments and say nothing a player needs. */
const BETWEEN = new Set(["free", "skip", "styp", "sidx", "prft", "emsg", "uuid", "mfra"]);
const LONGEST_HEADER = 16;
/** Most boxes in front of one fragment. */
const MOST_BETWEEN = 64;

function checkSize({ type, bytes }: BoxHeader): void {
  const most = MOST_BYTES[type] ?? (BETWEEN.has(type) ? MOST_OTHER_BYTES : undefined);
  if (most === undefined) throw new DamagedStream(`box ${type} has no place in a stream`);
  if (bytes > most) throw new DamagedStream(`box ${type} has ${bytes} bytes, at most ${most} are`);
}

/** Pieces in order of arrival, joined only when a box is whole. */
class Pieces {
  #pieces: Buffer[] = [];
  bytes = 0;

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.bytes += piece.length;
  }

  /** The first bytes, fewer where there are no more. */
  peek(bytes: number): Buffer {
    const [first] = this.#pieces;
    if (first === undefined) return Buffer.alloc(0);
    if (first.length >= bytes || this.#pieces.length === 1) return first.subarray(0, bytes);
    // A header may lie across pieces of one byte.
    return Buffer.concat(this.#pieces.slice(0, bytes)).subarray(0, bytes);
  }

  /** Takes bytes away; there must be as many. */
  take(bytes: number): Buffer {
    const all = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
    const whole = all ?? Buffer.alloc(0);
    const rest = whole.subarray(bytes);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.bytes = rest.length;
    return whole.subarray(0, bytes);
  }
}

/** Puts boxes together to an init segment and fragments. */
class Assembly {
  readonly #events: FragmentEvents;
  #init: InitSegment | undefined;
  #takenAt: number | undefined;
  #ftyp: Buffer | undefined;
  #moof: Buffer | undefined;
  /** Whole boxes with which the next fragment begins. */
  #before: Buffer[] = [];

  constructor(events: FragmentEvents) {
    this.#events = events;
  }

  get waitingBytes(): number {
    return this.#before.reduce((sum, box) => sum + box.length, 0);
  }

  take({ type, headerBytes }: BoxHeader, box: Buffer): void {
    const body = box.subarray(headerBytes);
    if (type === "ftyp") {
      if (this.#ftyp !== undefined) throw new DamagedStream("a second ftyp");
      this.#ftyp = box;
    } else if (type === "moov") this.#takeMoov(body);
    else if (type === "moof") this.#takeMoof(box, body);
    else if (type === "mdat") this.#takeMdat(box, body);
    else if (this.#ftyp === undefined) throw new DamagedStream(`box ${type} comes before ftyp`);
    else if (type !== "mfra") {
      if (type === "prft") this.#takenAt = captureTimeOf(body);
      this.#hold(box);
    }
  }

  #hold(box: Buffer): void {
    if (this.#before.length >= MOST_BETWEEN) throw new DamagedStream("nothing but small boxes");
    this.#before.push(box);
  }

  #takeMoov(body: Buffer): void {
    if (this.#ftyp === undefined) throw new DamagedStream("box moov comes before ftyp");
    if (this.#init !== undefined) throw new DamagedStream("a second moov");
    const plain = withoutUserData(body);
    const bytes = Buffer.concat([this.#ftyp, ...this.#before, moovOf(plain)]);
    this.#init = parseInitSegment(bytes, plain);
    this.#before = [];
    this.#events.init(this.#init);
  }

  #takeMoof(box: Buffer, body: Buffer): void {
    if (this.#init === undefined) throw new DamagedStream("box moof comes before moov");
    if (this.#moof !== undefined) throw new DamagedStream("box moof follows moof");
    this.#moof = body;
    this.#hold(box);
  }

  #takeMdat(box: Buffer, body: Buffer): void {
    const [init, moof] = [this.#init, this.#moof];
    if (init === undefined || moof === undefined)
      throw new DamagedStream("box mdat comes before moof");
    const bytes = Buffer.concat([...this.#before, box]);
    const fragment = parseFragment({ init, moof, mdatBytes: body.length, bytes });
    const takenAt = this.#takenAt;
    this.#before = [];
    this.#moof = undefined;
    this.#takenAt = undefined;
    this.#events.fragment(takenAt === undefined ? fragment : { ...fragment, takenAt });
  }
}

export function createFragmentReader(events: FragmentEvents): FragmentReader {
  const pieces = new Pieces();
  const assembly = new Assembly(events);
  let header: BoxHeader | undefined;
  return {
    push(bytes) {
      pieces.add(bytes);
      for (;;) {
        if (header === undefined) {
          header = readHeader(pieces.peek(LONGEST_HEADER));
          if (header === undefined) return;
          checkSize(header);
        }
        if (pieces.bytes < header.bytes) return;
        const whole = header;
        header = undefined;
        assembly.take(whole, pieces.take(whole.bytes));
      }
    },
    get leftBytes() {
      return pieces.bytes + assembly.waitingBytes;
    },
  };
}
