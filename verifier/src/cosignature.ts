/**
 * Cosignatures of witnesses (c2sp.org/tlog-cosignature), Ed25519 v1 (type 0x04): a witness states that, as of a time,
 * the largest consistent tree that it saw of this log has this root. Signatures of other keys and types are ignored.
 */
import { bigEndian, encodeUtf8 } from "./bytes.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { clip, fail, guarded, type Outcome, yields } from "./result.ts";
import {
  COSIGNATURE_ED25519,
  type NoteKey,
  type NoteSignature,
  parseSignedNote,
  parseVkeyOfType,
} from "./signed-note.ts";

const TIMESTAMP_BYTES = 8;
const SIGNATURE_BYTES = 72;

export interface Cosignature {
  readonly name: string;
  readonly keyId: string;
  /** Seconds since 1970 by the clock of the witness; a reader decides what to think of a time to come. */
  readonly timestamp: number;
}

/** Key of "name+hex8+base64(0x04 ‖ public key)". Fails as parseVkey does. */
export const parseCosignerVkey = (vkey: string): Outcome<NoteKey> =>
  parseVkeyOfType(vkey, COSIGNATURE_ED25519);

/** What a witness signs: two lines, then the whole text of the checkpoint with its last line end. */
export const cosignedText = (checkpointText: string, timestamp: number): string =>
  guarded(
    () => `cosignature/v1\ntime ${timestamp}\n${checkpointText}`,
    () => "",
  );

/** Time of one line that holds; undefined where the signature does not. */
function readLine(
  { publicKey }: NoteKey,
  text: string,
  { signature: bytes }: NoteSignature,
): Outcome<number> | undefined {
  if (bytes.length !== SIGNATURE_BYTES) return undefined;
  const time = bigEndian(bytes.subarray(0, TIMESTAMP_BYTES));
  // The format ends at 2^63 − 1; beyond 2^53 there is no date either.
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return fail("cosignature.bad-time");
  const timestamp = Number(time);
  const message = encodeUtf8(cosignedText(text, timestamp));
  if (!message.ok) return undefined;
  const signature = bytes.subarray(TIMESTAMP_BYTES);
  const isValid = verifyEd25519({ publicKey, message: message.value, signature }).ok;
  return isValid ? yields(timestamp) : undefined;
}

function verify(note: string, vkey: string): Outcome<Cosignature> {
  const key = parseCosignerVkey(vkey);
  if (!key.ok) return key;
  const checkpoint = parseCheckpoint(note);
  if (!checkpoint.ok) return checkpoint;
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return parsed;
  const { name, keyId } = key.value;
  const params = { name: clip(name), keyId };
  const mine = parsed.value.signatures.filter(
    (signature) => signature.name === name && signature.keyId === keyId,
  );
  let latest: number | undefined;
  // Every line of this key must hold: one that does not makes the whole note suspect (signed-note, "Signatures").
  for (const signature of mine) {
    const time = readLine(key.value, parsed.value.text, signature);
    if (time === undefined) return fail("cosignature.invalid", params);
    if (!time.ok) return fail(time.code, params);
    latest = Math.max(latest ?? 0, time.value);
  }
  if (latest === undefined) return fail("cosignature.absent", params);
  return yields({ name, keyId, timestamp: latest });
}

/**
 * Did this witness cosign the checkpoint? Its latest time, or `cosignature.absent`, `.invalid`, `.bad-time`, a code of
 * the key or of the checkpoint. The signature of the log itself is **not** checked here (see verifySignedNote).
 */
export function verifyCosignature(note: string, vkey: string): Outcome<Cosignature> {
  return guarded<Outcome<Cosignature>>(
    () => verify(note, vkey),
    (failure) => failure,
  );
}
