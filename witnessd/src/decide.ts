/** What a witness answers to a checkpoint: the rules of c2sp.org/tlog-witness, in their order, without any I/O. */
import {
  type Checkpoint,
  emptyRoot,
  equalBytes,
  parseCheckpoint,
  parseSignedNote,
  verifyConsistency,
  verifySignedNote,
} from "../../verifier/src/index.ts";
import type { AddCheckpoint } from "./request.ts";

export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** What a witness knows of a log that it never cosigned. */
export const nothingSeen = (): TreeHead => ({ size: 0, root: emptyRoot() });

/** A checkpoint that the log really signed. */
export interface KnownCheckpoint {
  readonly checkpoint: Checkpoint;
  /** What is signed, with its last line end. */
  readonly text: string;
}

export type Refusal =
  | { readonly status: 400 | 403 | 404; readonly why: string }
  /** `size` is that of the latest cosigned checkpoint. */
  | { readonly status: 409; readonly size: number; readonly isSuspect: boolean }
  | { readonly status: 422; readonly why: string; readonly isSuspect: true };

/** Is the checkpoint of a log we know, and did that log sign it? */
export function identify(
  { note }: AddCheckpoint,
  logs: ReadonlyMap<string, readonly string[]>,
): KnownCheckpoint | Refusal {
  const checkpoint = parseCheckpoint(note);
  const parsed = parseSignedNote(note);
  if (!checkpoint.ok || !parsed.ok) return { status: 400, why: checkpoint.code };
  const keys = logs.get(checkpoint.value.origin);
  if (keys === undefined) return { status: 404, why: "unknown log" };
  const isSigned = keys.some((vkey) => verifySignedNote(note, vkey).ok);
  if (!isSigned) return { status: 403, why: "no valid signature of the log" };
  return { checkpoint: checkpoint.value, text: parsed.value.text };
}

/**
 * Undefined if the checkpoint may be cosigned after `last`; must be decided and stored in one step. A suspect refusal is
 * a checkpoint that the log signed and that does not grow out of what it signed before: evidence against the log.
 */
export function refusalOf(
  { oldSize, proof }: AddCheckpoint,
  { size, root }: TreeHead,
  last: TreeHead,
): Refusal | undefined {
  if (oldSize > size) return { status: 400, why: "old size beyond the checkpoint" };
  if (oldSize !== last.size) return { status: 409, size: last.size, isSuspect: false };
  if (oldSize === size && !equalBytes(root, last.root))
    return { status: 409, size: last.size, isSuspect: true };
  const claim = { size1: oldSize, root1: last.root, size2: size, root2: root, proof };
  const consistency = verifyConsistency(claim);
  if (!consistency.ok) return { status: 422, why: consistency.code, isSuspect: true };
  return undefined;
}
