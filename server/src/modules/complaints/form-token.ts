/** Forms of the public: signed, for a day, bound to their receipt code; so one form is one receipt however often it is sent. Pure. */
import { createHmac, timingSafeEqual } from "node:crypto";

import { isSolved } from "../../../../sealing/src/index.ts";

const LIFE_SECONDS = 86_400;
/** About half a second in a browser of 2020; each further sending within the hour doubles it. */
const FEWEST_BITS = 16;
const MOST_BITS = 22;
/** Sendings within the hour before the work grows. */
const FREE = 2;

export interface FormToken {
  readonly token: string;
  readonly bits: number;
}

interface Bound {
  /** SHA-256 of the receipt code. */
  readonly codeHash: string;
  readonly now: Date;
}

const macOf = (secret: string, text: string): string =>
  createHmac("sha256", secret).update(`voice form ${text}`).digest("base64url");

/** @param earlier how much the client has sent lately */
export function issueToken(secret: string, { codeHash, now }: Bound, earlier: number): FormToken {
  const bits = Math.min(FEWEST_BITS + Math.max(0, earlier - FREE), MOST_BITS);
  const text = `${Math.floor(now.getTime() / 1000) + LIFE_SECONDS}.${bits}`;
  return { token: `${text}.${macOf(secret, `${text}.${codeHash}`)}`, bits };
}

/** @returns the bits of its task; undefined for a token of somebody else, of another code or of yesterday */
export function readToken(
  secret: string,
  token: string,
  { codeHash, now }: Bound,
): number | undefined {
  const [until = "", bits = "", mac = ""] = token.split(".");
  const given = Buffer.from(mac);
  const expected = Buffer.from(macOf(secret, `${until}.${bits}.${codeHash}`));
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs && Number(until) * 1000 >= now.getTime() ? Number(bits) : undefined;
}

/** Whether the browser did its work for this form. */
export const isWorked = (
  { token, bits }: FormToken,
  codeHash: string,
  answer: string | undefined,
): boolean =>
  answer !== undefined &&
  /^\d{1,15}$/.test(answer) &&
  isSolved({ challenge: token, bits, content: Buffer.from(codeHash) }, Number(answer));
