/** Checkpoints of a transparency log (c2sp.org/tlog-checkpoint): origin, size and root as a signed note. */
import { decodeBase64 } from "./bytes.ts";
import { fail, type Outcome, yields } from "./result.ts";
import { parseSignedNote } from "./signed-note.ts";

export interface Checkpoint {
  readonly origin: string;
  /** Number of leaves, at most 2^53 − 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, without their line ends. */
  readonly extensions: readonly string[];
}

/**
 * Checkpoint of the whole note with its signatures, which are **not** checked here (see verifySignedNote). Fails with
 * `note.malformed`, `checkpoint.malformed`, `.bad-origin`, `.bad-size` (leading zeros, beyond 2^53 − 1), `.bad-root`.
 */
export function parseCheckpoint(note: string): Outcome<Checkpoint> {
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return parsed;
  const lines = parsed.value.text.slice(0, -1).split("\n");
  const [origin = "", sizeText = "", rootText = "", ...extensions] = lines;
  if (lines.length < 3 || extensions.includes("")) return fail("checkpoint.malformed");
  if (origin === "") return fail("checkpoint.bad-origin");
  const size = Number(sizeText);
  if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || !Number.isSafeInteger(size)) {
    return fail("checkpoint.bad-size");
  }
  const root = decodeBase64(rootText);
  if (!root.ok || root.value.length !== 32) return fail("checkpoint.bad-root");
  return yields({ origin, size, root: root.value, extensions });
}
