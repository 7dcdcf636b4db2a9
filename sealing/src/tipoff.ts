/** What is sealed: a tip-off with its files, a message of the mailbox. Padded, so that its length tells little. */
import { type Bytes, concat, fromBase64, randomBytes, textOf, toBase64, utf8 } from "./bytes.ts";
import { open, seal } from "./chacha.ts";
import { openWith, sealTo } from "./hpke.ts";

const CONTENT = utf8("mingjing tip-off content 1");
const MESSAGE = utf8("mingjing tip-off message 1");
const CONTENT_BLOCK = 4096;
const FILE_BLOCK = 65_536;
/** Each file has a key of its own, used once. */
const NONCE = new Uint8Array(12);

export interface TipoffFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** False: as the writer chose, with everything that was in it. */
  readonly isStripped: boolean;
}

export interface Tipoff {
  readonly text: string;
  /** Absent: without a name. */
  readonly writer?: { readonly name: string; readonly contact: string };
  /** Names and places that must not be printed anywhere, as the writer asks. */
  readonly hints: readonly string[];
  readonly files: readonly TipoffFile[];
}

interface SealedFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly isStripped: boolean;
  readonly key: string;
}

interface Content extends Omit<Tipoff, "files"> {
  readonly files: readonly SealedFile[];
}

/** Length first, zeros behind, up to a whole number of blocks. */
function padded(bytes: Uint8Array, block: number): Bytes {
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, bytes.length);
  const rest = (block - ((bytes.length + 4) % block)) % block;
  return concat(head, bytes, new Uint8Array(rest));
}

const unpadded = (bytes: Uint8Array): Bytes =>
  Uint8Array.from(
    bytes.subarray(4, 4 + new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)),
  );

export interface SealedTipoff {
  readonly content: Bytes;
  /** In the order of the files. */
  readonly files: readonly Bytes[];
}

export function sealTipoff(publicKey: Uint8Array, { files, ...rest }: Tipoff): SealedTipoff {
  const locked = files.map(({ name, type, bytes, isStripped }) => {
    const key = randomBytes(32);
    return {
      box: seal({ key, nonce: NONCE }, padded(bytes, FILE_BLOCK)),
      named: { name, type, size: bytes.length, isStripped, key: toBase64(key) },
    };
  });
  const content: Content = { ...rest, files: locked.map(({ named }) => named) };
  const plain = padded(utf8(JSON.stringify(content)), CONTENT_BLOCK);
  return {
    content: sealTo(publicKey, plain, { info: CONTENT }),
    files: locked.map(({ box }) => box),
  };
}

/** @returns undefined if the key is another one or something was changed */
export function openTipoff(privateKey: Uint8Array, box: Uint8Array): OpenedTipoff | undefined {
  const plain = openWith(privateKey, box, { info: CONTENT });
  if (plain === undefined) return undefined;
  return new OpenedTipoff(JSON.parse(textOf(unpadded(plain))) as Content);
}

/** An opened tip-off; its files are opened one by one. */
export class OpenedTipoff {
  readonly content: Omit<Content, "files">;
  readonly files: readonly Omit<SealedFile, "key">[];
  readonly #keys: readonly string[];

  constructor({ files, ...content }: Content) {
    this.content = content;
    this.files = files.map(({ key: _key, ...file }) => file);
    this.#keys = files.map(({ key }) => key);
  }

  /** @returns undefined if there is no such file or it was changed */
  openFile(at: number, box: Uint8Array): Bytes | undefined {
    const key = this.#keys[at];
    if (key === undefined) return undefined;
    const plain = open({ key: fromBase64(key), nonce: NONCE }, box);
    return plain === undefined ? undefined : unpadded(plain);
  }
}

export const sealMessage = (publicKey: Uint8Array, text: string): Bytes =>
  sealTo(publicKey, padded(utf8(text), CONTENT_BLOCK), { info: MESSAGE });

export function openMessage(privateKey: Uint8Array, box: Uint8Array): string | undefined {
  const plain = openWith(privateKey, box, { info: MESSAGE });
  return plain === undefined ? undefined : textOf(unpadded(plain));
}
