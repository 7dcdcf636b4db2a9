/** Paths of tiles (c2sp.org/tlog-tiles): N in groups of three digits, all but the last with "x"; ".p/W" if partial. */

export interface TilePlace {
  readonly index: number;
  /** Hashes, 1 to 256. */
  readonly width: number;
}

const FULL = 256;

/** Reads "x001/x234/067" or "x001/x234/067.p/112"; undefined for any other spelling. */
export function parseTilePath(path: string): TilePlace | undefined {
  const [, groups = "", last = "", partial] =
    /^((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  if (last === "" || groups.startsWith("x000/")) return undefined;
  const index = Number(groups.replaceAll(/[x/]/g, "") + last);
  const width = partial === undefined ? FULL : Number(partial);
  if (!Number.isSafeInteger(index) || width > FULL || (partial !== undefined && width === FULL)) {
    return undefined;
  }
  return { index, width };
}
