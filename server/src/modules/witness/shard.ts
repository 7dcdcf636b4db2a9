/** A log that ends and one that goes on in its place: names, keys, what was lost. */
import { createHash } from "node:crypto";

import type { ShardReason } from "../../../../contract/src/facts/witness.shard-sealed.ts";

/** Receipts of facts as intake answered with them. */
export interface KeptReceipt {
  readonly id: string;
  readonly digest: string;
}

/** Owner in released.fact: what is said of the logs themselves. */
export const SHARDS = "log-shards";

const CHINA_MS = 8 * 3_600_000;
const LETTERS = "bcdefghijklmnopqrstuvwxyz".split("");

/**
 * "<base>/2027" for a new year, "<base>/2026b" and so on within one; never a name that was used. The year is that in
 * China. @throws RangeError after 25 logs of one year
 */
export function nextOrigin(
  base: string,
  { now, reason, used }: { now: Date; reason: ShardReason; used: readonly string[] },
): string {
  const year = `${base}/${new Date(now.getTime() + CHINA_MS).getUTCFullYear()}`;
  const within = LETTERS.map((letter) => `${year}${letter}`);
  const found = [...(reason === "year" ? [year] : []), ...within].find(
    (name) => !used.includes(name),
  );
  if (found === undefined) throw new RangeError(`no name is left for a log after ${year}z`);
  return found;
}

/** The same Ed25519 key under another name (c2sp.org/signed-note): the name is part of its id. */
export function renamedVkey(vkey: string, name: string): string {
  const encoded = vkey.slice(vkey.indexOf("+", vkey.indexOf("+") + 1) + 1);
  const bytes = Buffer.from(encoded, "base64");
  const id = createHash("sha256").update(`${name}\n`).update(bytes).digest().subarray(0, 4);
  return `${name}+${id.toString("hex")}+${encoded}`;
}

/** Lines of JSON as intake answers; duplicates name the fact as well. @throws SyntaxError that names the line */
export function parseReceipts(text: string): KeptReceipt[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const { id, digest } = parseLine(line, index + 1);
    return typeof id === "string" && typeof digest === "string" ? [{ id, digest }] : [];
  });
}

function parseLine(line: string, number: number): { id?: unknown; digest?: unknown } {
  try {
    return Object(JSON.parse(line)) as { id?: unknown; digest?: unknown };
  } catch {
    throw new SyntaxError(`line ${number} of the receipts is no JSON`);
  }
}

/** As text, one a line, in the order given. */
export const receiptLines = (receipts: readonly KeptReceipt[]): string =>
  receipts.map(({ id, digest }) => `${JSON.stringify({ id, digest })}\n`).join("");
