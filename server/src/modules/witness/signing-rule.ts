/** What the signer signs: only a log that grows out of what it signed before. */
import { isConsistent, type TreeHead } from "./consistency.ts";
import { emptyRoot, HASH_BYTES } from "./hash.ts";

/** Why a checkpoint is not signed. */
export type Refusal =
  | "behind-witnesses"
  | "malformed"
  | "smaller-size"
  | "other-root"
  | "not-consistent";

export const nothingSigned = (): TreeHead => ({ size: 0, root: emptyRoot() });

/**
 * True if witnesses outside know more than what the signer remembers: its memory was rolled back, and whatever it signed
 * now could be a second history. `witnessed` is the largest size that one of them claims.
 */
export const isBehind = (last: TreeHead, witnessed: number): boolean => last.size < witnessed;

/**
 * Undefined if the head may be signed after `last`. `proof` leads from `last.size` to `head.size`; the same head again
 * is allowed, because its note is the same.
 */
export function refusalOf(
  last: TreeHead,
  head: TreeHead,
  proof: readonly Buffer[],
): Refusal | undefined {
  if (!Number.isSafeInteger(head.size) || head.size < 0) return "malformed";
  if ([head.root, ...proof].some((hash) => hash.length !== HASH_BYTES)) return "malformed";
  if (head.size < last.size) return "smaller-size";
  if (head.size === last.size && !head.root.equals(last.root)) return "other-root";
  return isConsistent(last, head, proof) ? undefined : "not-consistent";
}
