/**
 * Proof of work: a number whose SHA-256 together with challenge and content starts with so many zero bits. It is bound
 * to the content, so that one proof cannot carry a second message.
 */
import { sha256 } from "@noble/hashes/sha2.js";

import { concat, utf8 } from "./bytes.ts";

export interface Task {
  /** As the server gave it. */
  readonly challenge: string;
  /** Leading zero bits. */
  readonly bits: number;
  /** What is sent. */
  readonly content: Uint8Array;
}

const zeroBits = (hash: Uint8Array): number => {
  const first = hash.findIndex((byte) => byte !== 0);
  return first < 0 ? hash.length * 8 : first * 8 + Math.clz32(hash[first] ?? 0) - 24;
};

const prefixOf = ({ challenge, content }: Task): Uint8Array =>
  sha256(concat(utf8(challenge), Uint8Array.of(0), sha256(content)));

function hashOf(prefix: Uint8Array, answer: number): Uint8Array {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(answer));
  return sha256(concat(prefix, number));
}

export const isSolved = (task: Task, answer: number): boolean =>
  Number.isSafeInteger(answer) &&
  answer >= 0 &&
  zeroBits(hashOf(prefixOf(task), answer)) >= task.bits;

const CHUNK = 4000;

/** Solves it in chunks; between them `rest` lets the page breathe. */
export async function solve(task: Task, rest: () => Promise<void>): Promise<number> {
  const prefix = prefixOf(task);
  for (let answer = 0; ; answer += 1) {
    if (zeroBits(hashOf(prefix, answer)) >= task.bits) return answer;
    if (answer % CHUNK === CHUNK - 1) await rest();
  }
}
