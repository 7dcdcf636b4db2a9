/** Crockford's base 32: readable aloud, without I, L, O and U; case and hyphens do not matter. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function toCrockford(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
    }
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/** @returns undefined if a letter is none of the alphabet or bits are left over that should be zero */
export function fromCrockford(text: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = plainCrockford(text);
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of plain) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >>> bits) & 255);
    }
  }
  return (value & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : undefined;
}

/** What people type: lower case, spaces, hyphens, O for 0, I and L for 1. */
export const plainCrockford = (text: string): string =>
  text
    .toUpperCase()
    .replaceAll(/[\s-]+/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");

export const inFours = (text: string): string => text.match(/.{1,4}/g)?.join("-") ?? "";
