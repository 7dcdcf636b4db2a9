/**
 * `mingjing log fsck` without the network: all tiles and entries of a log in memory, against the plain root of RFC 6962
 * over the same leaves.
 */
import { randomBytes } from "node:crypto";

import { tilePath } from "../cli/src/audit/download.ts";
import { checkTiles, type TileSource } from "../cli/src/fsck/check.ts";
import { tilesOf } from "../cli/src/fsck/tiles.ts";
import { leafHashOf, rootOver } from "../cli/src/fsck/tree-hash.ts";
import type { Bench } from "./bench.ts";
import { resultOf, type Run } from "./result.ts";

const ROUNDS = 5;
const ENTRY = 64;
const LEAVES = { quick: 50_000, full: 1_000_000 };

/** Files of a log of random entries. */
function makeLog(entries: readonly Buffer[]): { source: TileSource; root: Uint8Array } {
  const files = new Map<string, Uint8Array>();
  let hashes: Uint8Array[] = entries.map(leafHashOf);
  const root = rootOver(Buffer.concat(hashes));
  for (const places of tilesOf(entries.length)) {
    const above: Uint8Array[] = [];
    for (const { level, index, width } of places) {
      const path = tilePath(index, width);
      const tile = Buffer.concat(hashes.slice(index * 256, index * 256 + width));
      files.set(`tile/${level}/${path}`, tile);
      if (level === 0) {
        const bundle = entries.slice(index * 256, index * 256 + width);
        const parts = bundle.flatMap((entry) => [Buffer.of(0, ENTRY), entry]);
        files.set(`tile/entries/${path}`, Buffer.concat(parts));
      }
      if (width === 256) above.push(rootOver(tile));
    }
    hashes = above;
  }
  return { source: { read: async (path) => files.get(path) ?? Buffer.alloc(0) }, root };
}

const perSecond = (count: number, begin: number) => count / ((performance.now() - begin) / 1000);

export const fsck: Bench = {
  name: "fsck",
  async run({ isQuick, say }) {
    const size = isQuick ? LEAVES.quick : LEAVES.full;
    const entries = Array.from({ length: size }, () => randomBytes(ENTRY));
    const { source, root } = makeLog(entries);
    const runs: Run[] = [];
    for (let round = 0; round < (isQuick ? 2 : ROUNDS); round += 1) {
      const plain = performance.now();
      rootOver(Buffer.concat(entries.map(leafHashOf)));
      const reference = perSecond(size, plain);
      const begin = performance.now();
      const checked = await checkTiles(source, { size, root });
      const value = perSecond(size, begin);
      if (checked.findings.length > 0 || checked.entries !== size)
        throw new Error("the log of the bench does not hold");
      runs.push({ value, reference });
      say(`  ${Math.round(value)} leaves/s, plain root ${Math.round(reference)} leaves/s`);
    }
    return [
      resultOf(
        {
          name: "fsck",
          unit: "leaves/s",
          target: { atLeast: 50_000 },
          referenceName: "RFC 6962 root over the same leaves, leaves/s",
          detail: { leaves: size, entryBytes: ENTRY },
        },
        runs,
      ),
    ];
  },
};
