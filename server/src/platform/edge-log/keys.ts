/** Texts of the two keys of the edge log: private halves in files of two offices, public halves in variables. */
import { randomBytes } from "node:crypto";

import { fromBase64, keyIdOf, publicKeyOf, toBase64 } from "../../../../sealing/src/index.ts";

export const HALVES = ["a", "b"] as const;
export type Half = (typeof HALVES)[number];

export interface PublicKey {
  /** First eight bytes of the SHA-256 of the key, hex. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface PrivateKey {
  /** Of the public half. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What a file is sealed to: it opens with both. */
export type PublicKeys = Readonly<Record<Half, PublicKey>>;
export type PrivateKeys = Readonly<Record<Half, PrivateKey>>;

/** The text is no key, or not the kind that is wanted; the message does not repeat it. */
export class KeyError extends Error {}

const PRIVATE = "mingjing-edge-log-private";
const PUBLIC = "mingjing-edge-log-public";
const KEY_BYTES = 32;

const textOf = (kind: string, id: string, bytes: Uint8Array): string =>
  `${kind}+${id}+${toBase64(bytes)}`;

/** A new private key (X25519), as its file holds it. */
export function makePrivateText(): string {
  const bytes = randomBytes(KEY_BYTES);
  return textOf(PRIVATE, keyIdOf(publicKeyOf(bytes)), bytes);
}

/** The public half of a private key, as the variable takes it. @throws KeyError */
export function publicTextOf(privateText: string): string {
  const bytes = publicKeyOf(readPrivateKey(privateText).bytes);
  return textOf(PUBLIC, keyIdOf(bytes), bytes);
}

const LINE = /^(mingjing-edge-log-(?:private|public))\+([0-9a-f]{16})\+([A-Za-z0-9+/]{43}=)$/;

function parse(wanted: string, text: string): { readonly id: string; readonly bytes: Uint8Array } {
  const [, kind, id = "", base64 = ""] = LINE.exec(text.trim()) ?? [];
  if (kind === undefined) throw new KeyError(`not a key: give a line that begins with ${wanted}`);
  if (kind !== wanted)
    throw new KeyError(`this is the other half: give the line that begins with ${wanted}`);
  const bytes = fromBase64(base64);
  if (keyIdOf(wanted === PUBLIC ? bytes : publicKeyOf(bytes)) !== id)
    throw new KeyError("the key is damaged: it does not fit its own number");
  return { id, bytes };
}

/** @throws KeyError */
export const readPrivateKey = (text: string): PrivateKey => parse(PRIVATE, text);

/** @throws KeyError */
export const readPublicKey = (text: string): PublicKey => parse(PUBLIC, text);

/** @throws KeyError if both are one: then one office could open the log alone */
export function readPublicKeys(texts: Readonly<Record<Half, string>>): PublicKeys {
  const [a, b] = [readPublicKey(texts.a), readPublicKey(texts.b)];
  if (a.id === b.id) throw new KeyError("both keys are the same: each belongs to another office");
  return { a, b };
}
