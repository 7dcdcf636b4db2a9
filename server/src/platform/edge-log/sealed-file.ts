/**
 * One file of the edge log: a line that says whom it is sealed to, then frames of visits.
 *
 * The data key is the sum (XOR) of two random shares, each sealed to one of two keys (HPKE, RFC 9180), so that either
 * key alone gives nothing. Frames are AES-256-GCM under nonces that count (STREAM: Hoang, Reyhanitabar, Rogaway, Vizár
 * 2015, eprint 2015/189): one that was changed, moved, left out or doubled does not open, and the last one says that it
 * is the last.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

import { fromBase64, openWith, sealTo, toBase64, utf8 } from "../../../../sealing/src/index.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import { type Half, HALVES, type PrivateKeys, type PublicKeys } from "./keys.ts";
import { formatVisits, parseVisits, type Visit } from "./visit.ts";

const FORMAT = "mingjing edge log 1";
const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
const LINE_FEED = 10;
/** Frames of a file at most: the counter of the nonce has four bytes. */
const MOST_FRAMES = 0xff_ff_ff_ff;

interface SealedShare {
  readonly key: string;
  /** Base64. */
  readonly share: string;
}

interface Header extends Readonly<Record<Half, SealedShare>> {
  readonly format: typeof FORMAT;
  readonly day: PlainDate;
}

/** Encapsulated key, share and tag: 80 bytes in Base64. */
const SHARE = /^[A-Za-z0-9+/]{107}=$/;

/** A share opens for its own half and day only. */
const purposeOf = (half: Half, day: PlainDate) => ({
  info: utf8(`${FORMAT} share ${half}`),
  aad: utf8(day),
});

const sum = (one: Uint8Array, other: Uint8Array): Buffer =>
  Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));

function nonceOf(frame: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(frame, 7);
  nonce.writeUInt8(Number(isLast), 11);
  return nonce;
}

/** Seals what one process writes on one day. Whoever holds it can write and not read: the shares are gone. */
export interface FileSealer {
  readonly head: Buffer;
  /** The next frame. @throws RangeError if the file is full */
  seal(visits: readonly Visit[]): Buffer;
  /** The end of the file; nothing may follow. */
  end(): Buffer;
}

export function createFileSealer(keys: PublicKeys, day: PlainDate): FileSealer {
  const shares = { a: randomBytes(KEY_BYTES), b: randomBytes(KEY_BYTES) };
  const sealed = (half: Half): SealedShare => ({
    key: keys[half].id,
    share: toBase64(sealTo(keys[half].bytes, shares[half], purposeOf(half, day))),
  });
  const header: Header = { format: FORMAT, day, a: sealed("a"), b: sealed("b") };
  const head = Buffer.from(`${JSON.stringify(header)}\n`);
  const aad = createHash("sha256").update(head).digest();
  const key = sum(shares.a, shares.b);
  for (const half of HALVES) shares[half].fill(0);
  let frames = 0;
  const sealFrame = (plain: Buffer, isLast: boolean): Buffer => {
    if (frames > MOST_FRAMES) throw new RangeError("the file has no more frames");
    const cipher = createCipheriv(CIPHER, key, nonceOf(frames, isLast), {
      authTagLength: TAG_BYTES,
    });
    frames += 1;
    cipher.setAAD(aad);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(plain.length + TAG_BYTES);
    return Buffer.concat([length, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  return {
    head,
    seal: (visits) => sealFrame(formatVisits(visits), false),
    end: () => sealFrame(Buffer.alloc(0), true),
  };
}

/** Why nothing of a file opens; `half` names the key that does not fit. */
export type Refusal =
  | { readonly problem: "notALog" }
  | { readonly problem: "otherKey" | "swapped" | "damaged"; readonly half: Half };

export interface OpenedFile {
  readonly day: PlainDate;
  readonly visits: readonly Visit[];
  /**
   * `whole`: closed, nothing is missing. `unfinished`: it ends without its last frame, because it is still being
   * written, its process was killed, or somebody cut it off. `changed`: from some frame on it is not what was written.
   */
  readonly state: "whole" | "unfinished" | "changed";
}

export function openFile(bytes: Buffer, keys: PrivateKeys): OpenedFile | Refusal {
  const end = bytes.indexOf(LINE_FEED) + 1;
  const head = bytes.subarray(0, end);
  const header = readHeader(head);
  if (header === undefined) return { problem: "notALog" };
  const shares: Uint8Array[] = [];
  for (const half of HALVES) {
    const share = openShare(header, half, keys);
    if (!(share instanceof Uint8Array)) return share;
    shares.push(share);
  }
  const [a = new Uint8Array(), b = new Uint8Array()] = shares;
  const aad = createHash("sha256").update(head).digest();
  return { day: header.day, ...readFrames(bytes.subarray(end), { key: sum(a, b), aad }) };
}

function openShare(header: Header, half: Half, keys: PrivateKeys): Uint8Array | Refusal {
  const { id, bytes } = keys[half];
  if (id !== header[half].key) {
    const isOther = id === header[half === "a" ? "b" : "a"].key;
    return { problem: isOther ? "swapped" : "otherKey", half };
  }
  const share = openWith(bytes, fromBase64(header[half].share), purposeOf(half, header.day));
  return share?.length === KEY_BYTES ? share : { problem: "damaged", half };
}

function readHeader(head: Buffer): Header | undefined {
  try {
    const header = JSON.parse(head.toString("utf8")) as Partial<Header> | null;
    const isLog =
      header?.format === FORMAT &&
      typeof header.day === "string" &&
      HALVES.every((half) => SHARE.test(header[half]?.share ?? ""));
    return isLog ? (header as Header) : undefined;
  } catch {
    return undefined;
  }
}

interface Lock {
  readonly key: Buffer;
  readonly aad: Buffer;
}

function readFrames(bytes: Buffer, lock: Lock): Pick<OpenedFile, "visits" | "state"> {
  const visits: Visit[] = [];
  let at = 0;
  for (let frame = 0; ; frame += 1) {
    if (at + LENGTH_BYTES > bytes.length) return { visits, state: "unfinished" };
    const end = at + LENGTH_BYTES + bytes.readUInt32BE(at);
    if (end > bytes.length) return { visits, state: "unfinished" };
    const box = bytes.subarray(at + LENGTH_BYTES, end);
    const plain = openFrame(box, lock, nonceOf(frame, false));
    if (plain === undefined) {
      const isEnd = openFrame(box, lock, nonceOf(frame, true)) !== undefined;
      return { visits, state: isEnd && end === bytes.length ? "whole" : "changed" };
    }
    visits.push(...parseVisits(plain));
    at = end;
  }
}

function openFrame(box: Buffer, { key, aad }: Lock, nonce: Buffer): Buffer | undefined {
  if (box.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(box.subarray(-TAG_BYTES));
  const plain = decipher.update(box.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}
