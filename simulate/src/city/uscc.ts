/** Unified social credit codes with right check characters (GB 32100-2015, GB 11714-1997). */
import type { Random } from "../random.ts";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Kind of registration: enterprise 91, public body 11, public institution 12. */
export type Registration = "91" | "11" | "12";

/** Check character of the organisation code body (GB 11714-1997 §4.2): 10 is X, 11 is 0. */
function bodyCheck(body: string): string {
  let sum = 0;
  for (let index = 0; index < 8; index++) {
    sum += Number.parseInt(body[index] ?? "0", 36) * (BODY_WEIGHTS[index] ?? 0);
  }
  const check = 11 - (sum % 11);
  if (check === 10) return "X";
  return check === 11 ? "0" : String(check);
}

/** Check character of the first 17 (GB 32100-2015 §4.2.5). */
export function usccCheck(first17: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index++) {
    sum += ALPHABET.indexOf(first17[index] ?? "0") * (WEIGHTS[index] ?? 0);
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? "0";
}

/** A code of a fictional organisation: `division` is six digits of a division that does not exist. */
export function createUscc(random: Random, registration: Registration, division: string): string {
  let body = registration === "91" ? "MA" : "";
  while (body.length < 8) body += ALPHABET[random.integer(0, ALPHABET.length - 1)] ?? "0";
  const first17 = `${registration}${division}${body}${bodyCheck(body)}`;
  return `${first17}${usccCheck(first17)}`;
}
