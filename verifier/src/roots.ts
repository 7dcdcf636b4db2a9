/**
 * Roots in the log: a fact of kind "witness.roots-recorded" says the root of the log by SM3 and the root of the map of
 * what is public, so that a checkpoint vouches for both.
 */
import { decodeHex } from "./bytes.ts";
import { type ProvenFact, ROOTS_KIND } from "./certificate-2-shape.ts";
import { contentHashOf, leafDataOf } from "./fact.ts";
import { leafHash } from "./merkle.ts";
import { fail, guarded, type Outcome, yields } from "./result.ts";

export interface Roots {
  /** Leaves of the log that the SM3 root covers. */
  readonly size: number;
  /** 32 bytes each. */
  readonly sm3Root: Uint8Array;
  readonly mapRoot: Uint8Array;
  /** Leaf hash of the fact in the log. */
  readonly leafHash: Uint8Array;
}

const hash = (value: unknown): Uint8Array | undefined => {
  const bytes = typeof value === "string" ? decodeHex(value) : undefined;
  return bytes?.ok === true && bytes.value.length === 32 ? bytes.value : undefined;
};

function read({ fact, leafIndex, salt }: ProvenFact): Outcome<Roots> {
  const { kind, payload, subject } = fact;
  const { mapRoot: mapText, size, sm3Root: sm3Text } = payload;
  const [sm3Root, mapRoot] = [hash(sm3Text), hash(mapText)];
  const isCount = Number.isSafeInteger(size) && Number(size) >= 0;
  if (kind !== ROOTS_KIND || !subject.startsWith("log:") || !isCount) {
    return fail("roots.malformed");
  }
  if (sm3Root === undefined || mapRoot === undefined) return fail("roots.malformed");
  if (Number(size) > leafIndex) return fail("roots.misplaced", { leafIndex, size: Number(size) });
  const contentHash = contentHashOf(fact);
  if (!contentHash.ok || contentHash.value !== fact.contentHash) return fail("roots.malformed");
  const leaf = leafDataOf(fact, salt);
  if (!leaf.ok) return leaf;
  return yields({ size: Number(size), sm3Root, mapRoot, leafHash: leafHash(leaf.value) });
}

/**
 * Roots of an entry with their leaf hash; whether it is in the log is another question. Fails with `roots.malformed`,
 * `roots.misplaced` (it covers leaves that come after it).
 */
export function readRoots(entry: ProvenFact): Outcome<Roots> {
  return guarded<Outcome<Roots>>(
    () => read(entry),
    (failure) => failure,
  );
}
