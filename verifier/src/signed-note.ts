/**
 * Signed notes (c2sp.org/signed-note) with Ed25519 keys (type 0x01). A note is text, a blank line and one signature
 * line or more, "— <name> <base64(key id ‖ signature)>". Lines of other keys are of no concern.
 */
import {
  concatBytes,
  decodeBase64,
  encodeHex,
  encodeUtf8,
  equalBytes,
  isWellFormed,
} from "./bytes.ts";
import { verifyEd25519 } from "./ed25519.ts";
import {
  clip,
  fail,
  type Failure,
  guarded,
  type Outcome,
  pass,
  type Verification,
  yields,
} from "./result.ts";
import { sha256 } from "./sha256.ts";

/** Signature types (signed-note, "Signature types"). */
export const ED25519 = 1;
export const COSIGNATURE_ED25519 = 4;
/** More lines are refused, as golang.org/x/mod/sumdb/note does: each could cost a verification. */
const MAX_SIGNATURES = 100;

export interface NoteKey {
  readonly name: string;
  /** Four bytes, lower-case hex. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  /** What follows the key id; its length depends on the type of the key. */
  readonly signature: Uint8Array;
}

export interface SignedNote {
  /** What is signed, with its last line end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A name is not empty and has neither white space nor "+" (signed-note, "Format"). */
const isName = (name: string) => /^[^\s+\p{Cc}\u0085]+$/u.test(name) && isWellFormed(name);

/** Key id: first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
function keyIdOf(name: string, typed: Uint8Array): string {
  const bytes = encodeUtf8(`${name}\n`);
  if (!bytes.ok) return "";
  return encodeHex(sha256(concatBytes(bytes.value, typed)).subarray(0, 4));
}

/**
 * Key of "name+hex8+base64(0x01 ‖ public key)". Fails with `note.bad-vkey`, `note.vkey-unsupported` (not Ed25519)
 * or `note.vkey-id-mismatch` (a typing error in the key).
 */
export const parseVkey = (vkey: string): Outcome<NoteKey> => parseVkeyOfType(vkey, ED25519);

/** The same for a key of another type whose public key has 32 bytes. */
export function parseVkeyOfType(vkey: string, type: number): Outcome<NoteKey> {
  if (typeof vkey !== "string") return fail("note.bad-vkey");
  const [, name = "", keyId = "", encoded = ""] =
    /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey) ?? [];
  const bytes = decodeBase64(encoded);
  if (!isName(name) || !bytes.ok || bytes.value.length === 0) return fail("note.bad-vkey");
  if (bytes.value[0] !== type) return fail("note.vkey-unsupported");
  if (bytes.value.length !== 33) return fail("note.bad-vkey");
  const publicKey = bytes.value.slice(1);
  if (keyIdOf(name, bytes.value) !== keyId) return fail("note.vkey-id-mismatch", { keyId });
  return yields({ name, keyId, publicKey });
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [, name = "", encoded = ""] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (!isName(name) || !bytes.ok || bytes.value.length < 5) return undefined;
  const keyId = encodeHex(bytes.value.subarray(0, 4));
  return { name, keyId, signature: bytes.value.slice(4) };
}

/** Splits a note at its last blank line. Fails with `note.malformed`. */
export function parseSignedNote(note: string): Outcome<SignedNote> {
  if (typeof note !== "string" || !isWellFormed(note)) return fail("note.malformed");
  // Only the line end is allowed among the control characters (signed-note, "Format").
  if (!/^[\n -\uffff]*\n$/.test(note)) return fail("note.malformed");
  const split = note.lastIndexOf("\n\n");
  const lines = split < 0 ? [] : note.slice(split + 2, -1).split("\n");
  const signatures = lines.map(parseSignatureLine);
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES) return fail("note.malformed");
  if (!signatures.every((signature) => signature !== undefined)) return fail("note.malformed");
  return yields({ text: note.slice(0, split + 1), signatures });
}

function verifyWith(key: NoteKey, note: SignedNote): Verification {
  const params = { name: clip(key.name), keyId: key.keyId };
  const mine = note.signatures.filter(
    ({ name, keyId }) => name === key.name && keyId === key.keyId,
  );
  if (mine.length === 0) return fail("note.no-signature-of-key", params);
  const message = encodeUtf8(note.text);
  if (!message.ok) return fail("note.malformed");
  const { publicKey } = key;
  const all = mine.every(
    ({ signature }) => verifyEd25519({ publicKey, message: message.value, signature }).ok,
  );
  return all ? pass("note.signed", params) : fail("note.signature-invalid", params);
}

/** Is the note signed by the key? Every line of this key must hold. `note.signed` or the reason why not. */
export function verifySignedNote(note: string, vkey: string): Verification {
  return guarded<Verification>(
    () => {
      const key = parseVkey(vkey);
      if (!key.ok) return key;
      const parsed = parseSignedNote(note);
      return parsed.ok ? verifyWith(key.value, parsed.value) : parsed;
    },
    (failure) => failure,
  );
}

/** What a note says, and which of the given keys signed it. */
export type NoteRead =
  | { readonly ok: true; readonly text: string; readonly signedBy: readonly NoteKey[] }
  | Failure;

function open(note: string, vkeys: readonly string[]): NoteRead {
  if (!Array.isArray(vkeys)) return fail("note.bad-vkey");
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return parsed;
  const signedBy: NoteKey[] = [];
  for (const vkey of Array.from<unknown>(vkeys)) {
    const key = parseVkey(vkey as string);
    if (!key.ok) return key;
    const checked = verifyWith(key.value, parsed.value);
    if (checked.ok) signedBy.push(key.value);
    else if (checked.code !== "note.no-signature-of-key") return checked;
  }
  return signedBy.length === 0
    ? fail("note.no-trusted-signature")
    : { ok: true, text: parsed.value.text, signedBy };
}

/**
 * Opens a note as c2sp.org/signed-note wants it: at least one of the keys signed it, and no line of any of them is wrong.
 * Fails with `note.malformed`, `note.bad-vkey`, `.vkey-unsupported`, `.vkey-id-mismatch`, `.no-trusted-signature`,
 * `.signature-invalid`.
 */
export function openNote(note: string, vkeys: readonly string[]): NoteRead {
  return guarded<NoteRead>(
    () => open(note, vkeys),
    (failure) => failure,
  );
}

/** Same name and same public key. */
export const isSameKey = (one: NoteKey, other: NoteKey): boolean =>
  one.name === other.name && equalBytes(one.publicKey, other.publicKey);
