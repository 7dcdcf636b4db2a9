/**
 * The map of released records (verifier/README.md, "The map"): a sparse Merkle tree over keys of 256 bits, kept in pages of
 * four levels. A page has 16 slots; in a slot stands a leaf that is alone there, or the hash of the page below. The root
 * is a function of the set alone. Values only grow, so nothing is ever taken out.
 */
import { createHash } from "node:crypto";

export interface MapLeaf {
  /** 32 bytes. */
  readonly mapKey: Buffer;
  /** Records of the key, 1 or more. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
}

type Child = { readonly leaf: MapLeaf } | { readonly hash: Buffer };

/** By slot, 0 to 15. */
export type MapPage = ReadonlyMap<number, Child>;

const SLOTS = 16;
const HASH = 32;
const LEAF_BYTES = 1 + HASH + 8 + HASH;
export const EMPTY_MAP: Buffer = Buffer.alloc(HASH);

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.of(0);
const INNER = Buffer.of(1);

export const mapKeyOf = (key: string): Buffer => sha256(Buffer.from(`mingjing-map/1\n${key}`));

function leafHash({ mapKey, size, root }: MapLeaf): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(size));
  return sha256(LEAF, mapKey, bytes, root);
}

const childHash = (child: Child): Buffer => ("leaf" in child ? leafHash(child.leaf) : child.hash);

/** Slots of a page from `first`, so many. */
interface Range {
  readonly first: number;
  readonly width: number;
}

function childrenIn(page: MapPage, { first, width }: Range): Child[] {
  const found: Child[] = [];
  for (let slot = first; slot < first + width; slot++) {
    const child = page.get(slot);
    if (child !== undefined) found.push(child);
  }
  return found;
}

/** Nothing, or one leaf alone: the path of a key ends here. */
function endOf(children: readonly Child[]): { readonly leaf: MapLeaf | undefined } | undefined {
  const [child] = children;
  if (child === undefined) return { leaf: undefined };
  return children.length === 1 && "leaf" in child ? { leaf: child.leaf } : undefined;
}

function rangeHash(page: MapPage, range: Range): Buffer {
  const children = childrenIn(page, range);
  const end = endOf(children);
  if (end !== undefined) return end.leaf === undefined ? EMPTY_MAP : leafHash(end.leaf);
  const [child] = children;
  if (range.width === 1 && child !== undefined) return childHash(child);
  const width = range.width / 2;
  const left = rangeHash(page, { first: range.first, width });
  return sha256(INNER, left, rangeHash(page, { first: range.first + width, width }));
}

/** Hash of the subtree that begins with the page. */
export const pageHash = (page: MapPage): Buffer => rangeHash(page, { first: 0, width: SLOTS });

/** Digit of a key, four bits, from the highest. */
const digitAt = (mapKey: Buffer, depth: number): number => {
  const byte = mapKey[depth >> 1] ?? 0;
  return depth % 2 === 0 ? byte >> 4 : byte & 15;
};

/** The pages in which a key could stand: names are hex digits, "" for the first. */
export function pageNames(mapKey: Buffer): string[] {
  const hex = mapKey.toString("hex");
  return Array.from({ length: hex.length }, (_, digits) => hex.slice(0, digits));
}

/** Gives the pages of these names that there are. */
export type PageReader = (names: readonly string[]) => Promise<ReadonlyMap<string, MapPage>>;

interface Work {
  readonly name: string;
  readonly page: Map<number, Child>;
}

/**
 * Puts leaves in, each in place of the one with its key. Reads level by level only the pages on their paths.
 * @returns the pages that changed, the first page among them, and the root. @throws RangeError for a key twice
 */
export async function putLeaves(
  read: PageReader,
  leaves: readonly MapLeaf[],
): Promise<{ readonly pages: ReadonlyMap<string, MapPage>; readonly root: Buffer }> {
  const levels: Work[][] = [];
  let wanted = new Map<string, readonly MapLeaf[]>([["", leaves]]);
  let fresh = new Set<string>();
  for (let depth = 0; wanted.size > 0; depth++) {
    if (depth >= 2 * HASH) throw new RangeError("a key comes twice");
    const known = await read([...wanted.keys()].filter((name) => !fresh.has(name)));
    const below = new Map<string, readonly MapLeaf[]>();
    const freshBelow = new Set<string>();
    const level = [...wanted].map(([name, news]) => {
      const page = new Map(known.get(name) ?? []);
      for (const [slot, group] of Map.groupBy(news, ({ mapKey }) => digitAt(mapKey, depth))) {
        const put = putIntoSlot(page.get(slot), group);
        if ("leaf" in put) {
          page.set(slot, put);
          continue;
        }
        const lower = `${name}${slot.toString(16)}`;
        below.set(lower, put.down);
        if (put.isFresh) freshBelow.add(lower);
      }
      return { name, page };
    });
    levels.push(level);
    wanted = below;
    fresh = freshBelow;
  }
  return hashUpwards(levels);
}

/** A slot takes one leaf itself; what else goes there stands in the page below. */
function putIntoSlot(
  child: Child | undefined,
  group: readonly MapLeaf[],
): { readonly leaf: MapLeaf } | { readonly down: readonly MapLeaf[]; readonly isFresh: boolean } {
  if (child !== undefined && "hash" in child) return { down: group, isFresh: false };
  const old = child?.leaf;
  const isReplaced = old === undefined || group.some(({ mapKey }) => mapKey.equals(old.mapKey));
  const all = isReplaced ? group : [old, ...group];
  const [only] = all;
  if (all.length === 1 && only !== undefined) return { leaf: only };
  return { down: all, isFresh: true };
}

function hashUpwards(levels: readonly (readonly Work[])[]) {
  const pages = new Map<string, MapPage>();
  let lower = new Map<string, Buffer>();
  for (const level of levels.toReversed()) {
    const hashes = new Map<string, Buffer>();
    const byParent = Map.groupBy(lower, ([name]) => name.slice(0, -1));
    for (const { name, page } of level) {
      for (const [child, hash] of byParent.get(name) ?? [])
        page.set(Number.parseInt(child.slice(-1), 16), { hash });
      hashes.set(name, pageHash(page));
      pages.set(name, page);
    }
    lower = hashes;
  }
  return { pages, root: lower.get("") ?? EMPTY_MAP };
}

export interface MapPath {
  /** What stands where the path of the key ends: its own leaf, another one, or nothing. */
  readonly leaf: MapLeaf | undefined;
  /** From the leaf upwards. */
  readonly siblings: readonly Buffer[];
}

/** The path of a key through pages of one moment. @throws Error where a page on it is missing */
export function findPath(pages: ReadonlyMap<string, MapPage>, mapKey: Buffer): MapPath {
  const siblings: Buffer[] = [];
  const names = pageNames(mapKey);
  for (const [depth, name] of names.entries()) {
    const page = pages.get(name);
    if (page === undefined && depth > 0) throw new Error(`page ${name} of the map is missing`);
    const end = descend(page ?? new Map(), digitAt(mapKey, depth), siblings);
    if (end !== undefined) return { leaf: end.leaf, siblings: siblings.toReversed() };
  }
  throw new Error("the path of a key does not end");
}

/** Walks the four levels of a page; undefined where the path goes on in the page below. */
function descend(
  page: MapPage,
  digit: number,
  siblings: Buffer[],
): { readonly leaf: MapLeaf | undefined } | undefined {
  let range: Range = { first: 0, width: SLOTS };
  for (;;) {
    const end = endOf(childrenIn(page, range));
    if (end !== undefined) return end;
    if (range.width === 1) return undefined;
    const width = range.width / 2;
    const isRight = digit >= range.first + width;
    const [left, right] = [range, { first: range.first + width, width }];
    siblings.push(rangeHash(page, isRight ? { ...left, width } : right));
    range = isRight ? right : { ...left, width };
  }
}

/** Bytes of a page: per slot in use 2·slot and key, size, root of a leaf, or 2·slot + 1 and a hash. */
export function pageBytes(page: MapPage): Buffer {
  const parts: Buffer[] = [];
  for (const [slot, child] of [...page].toSorted(([a], [b]) => a - b)) {
    if ("hash" in child) {
      parts.push(Buffer.of(2 * slot + 1), child.hash);
      continue;
    }
    const { mapKey, size, root } = child.leaf;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(size));
    parts.push(Buffer.of(2 * slot), mapKey, bytes, root);
  }
  return Buffer.concat(parts);
}

/** The page of its bytes. @throws RangeError for bytes that are none */
export function parsePage(bytes: Buffer): MapPage {
  const page = new Map<number, Child>();
  for (let at = 0; at < bytes.length;) {
    const head = bytes.readUInt8(at);
    const isHash = head % 2 === 1;
    const next = at + (isHash ? 1 + HASH : LEAF_BYTES);
    if (next > bytes.length) throw new RangeError("a page of the map ends too early");
    const take = (from: number, count: number) => bytes.subarray(at + from, at + from + count);
    page.set(
      head >> 1,
      isHash
        ? { hash: take(1, HASH) }
        : {
            leaf: {
              mapKey: take(1, HASH),
              size: Number(bytes.readBigUInt64BE(at + 1 + HASH)),
              root: take(9 + HASH, HASH),
            },
          },
    );
    at = next;
  }
  return page;
}
