/** Reads the public vectors. */
import { readFileSync } from "node:fs";

export interface Vector<I, E> {
  readonly name: string;
  readonly source: string;
  readonly input: I;
  readonly expected: E;
}

/** Vectors of verifier/vectors/<name>.json, as [title, vector] for `test.each`. @throws if there are none. */
export function readVectors<I, E>(name: string): [string, Vector<I, E>][] {
  const file = new URL(`../vectors/${name}.json`, import.meta.url);
  const vectors = JSON.parse(readFileSync(file, "utf8")) as Vector<I, E>[];
  if (vectors.length === 0) throw new Error(`no vectors in ${name}.json`);
  return vectors.map((vector) => [`${vector.name} (${vector.source})`, vector]);
}

export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
