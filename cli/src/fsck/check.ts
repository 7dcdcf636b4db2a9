/**
 * Reads all tiles and entries of a log and names what does not fit: an entry that is not that of its leaf, a hash that is
 * not that of its children, a root that is not the one that was signed. What cannot be read is a finding too.
 */
import { tilePath } from "../audit/download.ts";
import { entriesOf, type TilePlace, tilesOf, TILE_WIDTH } from "./tiles.ts";
import { HASH_BYTES, hashAt, leafHashOf, rootOver } from "./tree-hash.ts";

export interface TileSource {
  /** Bytes at a path below the prefix of the log, such as `tile/0/000`. */
  readonly read: (path: string) => Promise<Uint8Array>;
}

export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

export interface TileFinding {
  readonly code: "unreadable" | "malformed" | "entry" | "node" | "root";
  /** Path of the tile below the prefix; of a root that differs: `checkpoint`. */
  readonly tile: string;
  /** Leaf of an entry; of a node its index on its level. */
  readonly index?: number;
  readonly reason?: string;
}

export interface Checked {
  readonly findings: readonly TileFinding[];
  readonly tiles: number;
  readonly entries: number;
  /** Root over the leaf hashes of level 0, hex; undefined where one of them could not be read. */
  readonly root: string | undefined;
}

/** Requests under way at a time. */
const AT_ONCE = 8;

interface Walk {
  readonly source: TileSource;
  readonly findings: TileFinding[];
  tiles: number;
  entries: number;
}

/** @throws never for what the log gives: that is a finding */
export async function checkTiles(source: TileSource, { size, root }: TreeHead): Promise<Checked> {
  const walk: Walk = { source, findings: [], tiles: 0, entries: 0 };
  let children: readonly (Uint8Array | undefined)[] = [];
  /** Of each level the hashes that no level above covers. */
  const tops: (Uint8Array | undefined)[] = [];
  for (const [level, places] of tilesOf(size).entries()) {
    const below = children;
    const tiles = await inBatches(places, (place) =>
      level === 0 ? checkLeaves(walk, place) : checkNodes(walk, place, below),
    );
    const isPartial = (places.at(-1)?.width ?? 0) < TILE_WIDTH;
    tops.push(isPartial ? tiles.at(-1) : NOTHING);
    const full = isPartial ? tiles.slice(0, -1) : tiles;
    children = full.map((hashes) => hashes && rootOver(hashes));
  }
  const found = size === 0 ? rootOver(NOTHING) : joined(tops);
  if (found !== undefined && Buffer.compare(found, root) !== 0)
    walk.findings.push({ code: "root", tile: "checkpoint" });
  const { findings, tiles, entries } = walk;
  return { findings, tiles, entries, root: found && Buffer.from(found).toString("hex") };
}

const NOTHING = new Uint8Array(0);

/** What is right of a tile's hashes is the smaller last of them (RFC 6962 §2.1). */
function joined(tops: readonly (Uint8Array | undefined)[]): Uint8Array | undefined {
  let right: Uint8Array = NOTHING;
  for (const hashes of tops) {
    if (hashes === undefined) return undefined;
    if (hashes.length + right.length > 0) right = rootOver(Buffer.concat([hashes, right]));
  }
  return right;
}

async function inBatches<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return done;
}

/** Bytes of a path, or a finding. */
async function read({ source, findings }: Walk, tile: string): Promise<Uint8Array | undefined> {
  try {
    return await source.read(tile);
  } catch (error) {
    findings.push({ code: "unreadable", tile, reason: (error as Error).message });
    return undefined;
  }
}

async function readHashes(walk: Walk, { level, index, width }: TilePlace) {
  const tile = `tile/${level}/${tilePath(index, width)}`;
  const hashes = await read(walk, tile);
  walk.tiles += 1;
  if (hashes === undefined || hashes.length === width * HASH_BYTES) return { tile, hashes };
  walk.findings.push({ code: "malformed", tile });
  return { tile, hashes: undefined };
}

/** Leaf hashes against entries. @returns the hashes */
async function checkLeaves(walk: Walk, place: TilePlace): Promise<Uint8Array | undefined> {
  const { index, width } = place;
  const path = `tile/entries/${tilePath(index, width)}`;
  const [{ hashes }, bundle] = await Promise.all([readHashes(walk, place), read(walk, path)]);
  const entries = bundle === undefined ? undefined : entriesOf(bundle, width);
  if (bundle !== undefined && entries === undefined)
    walk.findings.push({ code: "malformed", tile: path });
  if (hashes === undefined) return undefined;
  for (const [at, entry] of (entries ?? []).entries()) {
    walk.entries += 1;
    if (Buffer.compare(leafHashOf(entry), hashAt(hashes, at)) !== 0)
      walk.findings.push({ code: "entry", tile: path, index: index * TILE_WIDTH + at });
  }
  return hashes;
}

/** Hashes of a tile against the roots of the tiles below. @returns the hashes */
async function checkNodes(
  walk: Walk,
  place: TilePlace,
  below: readonly (Uint8Array | undefined)[],
): Promise<Uint8Array | undefined> {
  const { tile, hashes } = await readHashes(walk, place);
  if (hashes === undefined) return undefined;
  const first = place.index * TILE_WIDTH;
  for (let at = 0; at < place.width; at++) {
    const child = below[first + at];
    if (child !== undefined && Buffer.compare(child, hashAt(hashes, at)) !== 0)
      walk.findings.push({ code: "node", tile, index: first + at });
  }
  return hashes;
}
