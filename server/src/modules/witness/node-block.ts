/** Nodes are stored 256 hashes a row, as C2SP tlog-tiles groups them. */
import type { NodeRun } from "./tree.ts";

export const BLOCK_HASHES = 256;

/** What is appended to one row. */
export interface BlockPart {
  readonly level: number;
  readonly block: number;
  /** Hashes that the row must hold already. */
  readonly before: number;
  readonly bytes: Buffer;
}

/** Cuts runs at the borders of blocks. */
export function blockParts(runs: readonly NodeRun[]): BlockPart[] {
  const parts: BlockPart[] = [];
  for (const { level, first, hashes } of runs) {
    for (let done = 0; done < hashes.length;) {
      const before = (first + done) % BLOCK_HASHES;
      const taken = hashes.slice(done, done + BLOCK_HASHES - before);
      const block = Math.floor((first + done) / BLOCK_HASHES);
      parts.push({ level, block, before, bytes: Buffer.concat(taken) });
      done += taken.length;
    }
  }
  return parts;
}
