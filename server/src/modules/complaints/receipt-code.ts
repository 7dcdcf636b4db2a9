/** Receipt codes: 80 random bits in Crockford's alphabet, sixteen characters in groups of four. Pure. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const CODE_BYTES = 10;
const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** @param random CODE_BYTES of them */
export function receiptCodeOf(random: Uint8Array): string {
  let bits = 0n;
  for (const byte of random.subarray(0, CODE_BYTES)) bits = (bits << 8n) | BigInt(byte);
  const characters = Array.from(
    { length: 16 },
    (_, index) => ALPHABET[Number((bits >> BigInt(75 - 5 * index)) & 31n)] ?? "",
  );
  return characters.join("").replaceAll(/(.{4})(?!$)/g, "$1-");
}

/** Crockford's alphabet: O reads as 0, I and L as 1; spaces and hyphens do not count. */
export const normaliseCode = (code: string): string =>
  code
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/gu, "1");

export const isReceiptCode = (code: string): boolean => CODE.test(normaliseCode(code));
