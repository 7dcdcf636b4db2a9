/** Ten one-time codes on paper for a lost phone: 80 random bits each, only their SHA-256 is kept. */
import { createHash, randomBytes } from "node:crypto";

const COUNT = 10;
const BYTES = 10;
/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function encode(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join("");
}

/** Four groups of four, e.g. 7K2M-9QXA-03HD-VW5R. */
export const makeRecoveryCodes = (): readonly string[] =>
  Array.from({ length: COUNT }, () => (encode(randomBytes(BYTES)).match(/.{4}/g) ?? []).join("-"));

/** Hash of a code as typed: spaces, hyphens and case do not matter, nor O for 0 and I or L for 1. */
export function hashOfRecoveryCode(typed: string): Buffer {
  const plain = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return createHash("sha256").update(`mingjing-recovery\n${plain}`).digest();
}
