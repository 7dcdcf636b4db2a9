/** Cosignatures for tests (c2sp.org/tlog-cosignature), by node:crypto alone. */
import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";

const COSIGNATURE = 4;
const TIME_BYTES = 8;

/** Key of a witness as "name+id+key". */
export function witnessVkey(name: string, key: KeyObject): { vkey: string; keyId: Buffer } {
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const typed = Buffer.concat([Buffer.of(COSIGNATURE), spki.subarray(-32)]);
  const named = Buffer.concat([Buffer.from(`${name}\n`, "utf8"), typed]);
  const keyId = createHash("sha256").update(named).digest().subarray(0, 4);
  return { vkey: `${name}+${keyId.toString("hex")}+${typed.toString("base64")}`, keyId };
}

/** Line of a witness that saw this checkpoint at this time, in seconds. */
export function cosignatureLine(text: string, name: string, [key, seconds]: [KeyObject, number]) {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(seconds));
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`, "utf8");
  const signature = sign(null, message, key);
  const { keyId } = witnessVkey(name, key);
  return `— ${name} ${Buffer.concat([keyId, time, signature]).toString("base64")}\n`;
}
