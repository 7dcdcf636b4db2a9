/** Tasks of work: stateless, signed, short-lived. Who sent more lately works longer; others do not notice. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

import { isSolved } from "../../../../sealing/src/index.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

const LIFE_SECONDS = 900;
/** About half a second in a browser of 2020; each further sending within the hour doubles it. */
const FEWEST_BITS = 16;
const MOST_BITS = 22;
/** Sendings within the hour before the work grows. */
const FREE = 2;

export interface IssuedTask {
  readonly challenge: string;
  readonly bits: number;
}

const macOf = (secret: string, text: string): string =>
  createHmac("sha256", secret).update(`tip-off work ${text}`).digest("base64url");

/** @param earlier how much the client has sent lately */
export function issueTask(secret: string, now: Date, earlier: number): IssuedTask {
  const bits = Math.min(FEWEST_BITS + Math.max(0, earlier - FREE), MOST_BITS);
  const until = Math.floor(now.getTime() / 1000) + LIFE_SECONDS;
  const text = `${until}.${bits}.${randomBytes(12).toString("base64url")}`;
  return { challenge: `${text}.${macOf(secret, text)}`, bits };
}

export interface Work {
  readonly challenge: string;
  readonly answer: number;
}

/** @throws RuleViolation tipoffs.bad-work */
export function requireWork(
  secret: string,
  { challenge, answer }: Work,
  { content, now }: { readonly content: string; readonly now: Date },
): void {
  const [until = "", bits = "", nonce = "", mac = ""] = challenge.split(".");
  const given = Buffer.from(mac);
  const expected = Buffer.from(macOf(secret, `${until}.${bits}.${nonce}`));
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  const task = { challenge, bits: Number(bits), content: Buffer.from(content) };
  if (!isOurs || Number(until) * 1000 < now.getTime() || !isSolved(task, answer))
    throw new RuleViolation("tipoffs.bad-work", {}, { status: 400 });
}

/** File of the key of tasks: lost, tasks that run are void, and nothing else. */
export const TIPOFF_SECRET = "tipoff-key";
export const newTipoffSecret = (): string => randomBytes(32).toString("base64url");
