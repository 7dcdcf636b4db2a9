/**
 * Signature lines of SM2 keys in signed notes. c2sp.org/signed-note leaves type 0xff to others and asks for a longer name
 * behind it; ours is `mingjing/sm2`. The public key is 04 ‖ x ‖ y, the signature DER, the signer's id the default one.
 */
import { concatBytes, decodeBase64, encodeHex, encodeUtf8, equalBytes } from "./bytes.ts";
import { clip, fail, guarded, type Outcome, pass, type Verification, yields } from "./result.ts";
import { sha256 } from "./sha256.ts";
import { type NoteKey, parseSignedNote } from "./signed-note.ts";
import { verifySm2 } from "./sm2.ts";

const NAME = "mingjing/sm2";
const POINT_BYTES = 65;

/** 0xff and the name, as they stand before the public key. */
function typeBytes(): Uint8Array {
  const name = encodeUtf8(NAME);
  return concatBytes(Uint8Array.of(0xff), name.ok ? name.value : new Uint8Array());
}

/**
 * Key of "name+hex8+base64(0xff ‖ mingjing/sm2 ‖ 04 ‖ x ‖ y)". Fails with `note.bad-vkey`, `note.vkey-unsupported` or
 * `note.vkey-id-mismatch`.
 */
export function parseSm2Vkey(vkey: string): Outcome<NoteKey> {
  if (typeof vkey !== "string") return fail("note.bad-vkey");
  const [, name = "", keyId = "", encoded = ""] =
    /^([^+\s\p{Cc}]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey) ?? [];
  const [bytes, prefix] = [decodeBase64(encoded), encodeUtf8(`${name}\n`)];
  if (name === "" || !bytes.ok || !prefix.ok) return fail("note.bad-vkey");
  const type = typeBytes();
  if (!equalBytes(bytes.value.subarray(0, type.length), type)) return fail("note.vkey-unsupported");
  const publicKey = bytes.value.slice(type.length);
  if (publicKey.length !== POINT_BYTES) return fail("note.bad-vkey");
  const computed = encodeHex(sha256(concatBytes(prefix.value, bytes.value)).subarray(0, 4));
  if (computed !== keyId) return fail("note.vkey-id-mismatch", { keyId });
  return yields({ name, keyId, publicKey });
}

function verify(note: string, vkey: string): Verification {
  const key = parseSm2Vkey(vkey);
  if (!key.ok) return key;
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return parsed;
  const { name, keyId, publicKey } = key.value;
  const params = { name: clip(name), keyId };
  const mine = parsed.value.signatures.filter((one) => one.name === name && one.keyId === keyId);
  if (mine.length === 0) return fail("note.no-signature-of-key", params);
  const message = encodeUtf8(parsed.value.text);
  if (!message.ok) return fail("note.malformed");
  const all = mine.every(
    ({ signature }) => verifySm2({ publicKey, message: message.value, signature }).ok,
  );
  return all ? pass("note.signed", params) : fail("note.signature-invalid", params);
}

/** Is the note signed by the SM2 key? Every line of this key must hold. `note.signed` or the reason why not. */
export function verifySm2Note(note: string, vkey: string): Verification {
  return guarded<Verification>(
    () => verify(note, vkey),
    (failure) => failure,
  );
}
