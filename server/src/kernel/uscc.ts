/** Unified social credit code (统一社会信用代码), GB 32100-2015. */

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Check character of the first 17 characters (GB 32100-2015 §4.2.5), or `undefined` if not of the alphabet. */
export function usccCheckCharacter(first17: string): string | undefined {
  let sum = 0;
  for (let index = 0; index < 17; index++) {
    const digit = ALPHABET.indexOf(first17[index] ?? "?");
    if (digit < 0) return undefined;
    sum += digit * (WEIGHTS[index] ?? 0);
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}

/** True for 18 characters whose check character is right. Unknown division codes are accepted. */
export function isUscc(text: string): boolean {
  return text.length === 18 && usccCheckCharacter(text) === text[17];
}
