/** Which tiles a log of a size has, and what stands in a bundle of entries (c2sp.org/tlog-tiles). Pure. */
export const TILE_WIDTH = 256;

export interface TilePlace {
  readonly level: number;
  readonly index: number;
  /** Hashes, 1 to 256. */
  readonly width: number;
}

/** Tiles of each level, the lowest first; the last one of a level may be partial, none is empty. */
export function tilesOf(size: number): readonly (readonly TilePlace[])[] {
  const levels: TilePlace[][] = [];
  for (let [level, hashes] = [0, size]; hashes > 0; level++) {
    const count = Math.ceil(hashes / TILE_WIDTH);
    const full = hashes;
    levels.push(
      Array.from({ length: count }, (_, index) => ({
        level,
        index,
        width: Math.min(TILE_WIDTH, full - index * TILE_WIDTH),
      })),
    );
    hashes = Math.floor(hashes / TILE_WIDTH);
  }
  return levels;
}

/** Entries of a bundle; undefined if lengths and bytes do not fit, or there are not `count`. */
export function entriesOf(bundle: Uint8Array, count: number): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length;) {
    const length = (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    const [start, end] = [at + 2, at + 2 + length];
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(start, end));
    at = end;
  }
  return entries.length === count ? entries : undefined;
}
