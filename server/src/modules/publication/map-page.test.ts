/** The map against a second one that is written as its definition reads, and against thousands of broken proofs. */
import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { mapKeyOf as keyByVerifier, treeRoot, verifyMap } from "../../../../verifier/src/index.ts";
import { append, EMPTY_LOG, type KeyLog, rootOf } from "./key-log.ts";
import {
  EMPTY_MAP,
  findPath,
  mapKeyOf,
  type MapLeaf,
  type MapPage,
  pageBytes,
  parsePage,
  putLeaves,
} from "./map-page.ts";

const sha256 = (...parts: readonly Uint8Array[]) =>
  createHash("sha256").update(Buffer.concat(parts)).digest();

/** A generator whose seed is in the test. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 0) % below;
  };
}

const bitAt = (key: Buffer, depth: number) => ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;

/** The definition, a line each. */
function referenceRoot(leaves: readonly MapLeaf[], depth = 0): Buffer {
  const [only] = leaves;
  if (only === undefined) return Buffer.alloc(32);
  if (leaves.length === 1) {
    const size = Buffer.from(only.size.toString(16).padStart(16, "0"), "hex");
    return sha256(Buffer.of(0), only.mapKey, size, only.root);
  }
  const half = (bit: number) => leaves.filter(({ mapKey }) => bitAt(mapKey, depth) === bit);
  return sha256(Buffer.of(1), referenceRoot(half(0), depth + 1), referenceRoot(half(1), depth + 1));
}

/** Pages in memory, written as bytes and read again. */
function memoryMap() {
  const stored = new Map<string, Buffer>();
  const page = (name: string) => {
    const bytes = stored.get(name);
    return bytes === undefined ? undefined : parsePage(bytes);
  };
  const read = async (names: readonly string[]) =>
    new Map(
      names.flatMap((name): [string, MapPage][] => {
        const found = page(name);
        return found === undefined ? [] : [[name, found]];
      }),
    );
  return {
    async put(leaves: readonly MapLeaf[]) {
      const { pages, root } = await putLeaves(read, leaves);
      for (const [name, changed] of pages) stored.set(name, pageBytes(changed));
      return root;
    },
    pages: () => new Map([...stored].map(([name, bytes]) => [name, parsePage(bytes)])),
  };
}

const leafOf = (mapKey: Buffer, size: number): MapLeaf => ({
  mapKey,
  size,
  root: sha256(mapKey, Buffer.from(String(size))),
});

/** Keys that share long beginnings, as random ones hardly do. */
function awkwardKey(next: (below: number) => number): Buffer {
  const key = Buffer.alloc(32);
  key[0] = next(3) * 16;
  key[1] = next(2);
  key[5 + next(3)] = next(4);
  key[31] = next(256);
  return key;
}

describe("the root is a function of the set", () => {
  test.each([1, 2, 3, 4, 5, 6])("whatever the order and the batches (seed %d)", async (seed) => {
    const next = numbers(seed);
    const set = new Map<string, MapLeaf>();
    const map = memoryMap();
    for (let round = 0; round < 30; round++) {
      const batch = new Map<string, MapLeaf>();
      for (let count = next(seed * 4) + 1; count > 0; count--) {
        const key = seed % 2 === 0 ? awkwardKey(next) : mapKeyOf(`firm:${next(400)}`);
        const size = (set.get(key.toString("hex"))?.size ?? 0) + 1;
        batch.set(key.toString("hex"), leafOf(key, size));
      }
      for (const [key, leaf] of batch) set.set(key, leaf);
      const root = await map.put([...batch.values()]);
      expect(root.toString("hex")).toBe(referenceRoot([...set.values()]).toString("hex"));
    }
    expect(set.size).toBeGreaterThan(10);
  });

  test("an empty map is 32 zero bytes, and one leaf stands at the top", async () => {
    expect(referenceRoot([])).toEqual(EMPTY_MAP);
    const leaf = leafOf(mapKeyOf("firm:1"), 1);
    expect(await memoryMap().put([leaf])).toEqual(referenceRoot([leaf]));
  });

  test("a key twice is refused", async () => {
    const leaf = leafOf(mapKeyOf("firm:1"), 1);
    await expect(memoryMap().put([leaf, { ...leaf, size: 2 }])).rejects.toThrow("twice");
  });
});

interface Proof {
  readonly mapKey: Uint8Array;
  readonly value: { readonly size: number; readonly root: Uint8Array };
  readonly other: MapLeaf | undefined;
  readonly siblings: readonly Uint8Array[];
  readonly mapRoot: Uint8Array;
}

const emptyTree = createHash("sha256").digest();

function proofOf(pages: ReadonlyMap<string, MapPage>, mapKey: Buffer, mapRoot: Buffer): Proof {
  const { leaf, siblings } = findPath(pages, mapKey);
  const isIn = leaf?.mapKey.equals(mapKey) === true;
  return {
    mapKey,
    value: isIn ? leaf : { size: 0, root: emptyTree },
    other: isIn ? undefined : leaf,
    siblings,
    mapRoot,
  };
}

const asLeaf = (mapKey: Uint8Array, { root, size }: Proof["value"]): MapLeaf => ({
  mapKey: Buffer.from(mapKey),
  size,
  root: Buffer.from(root),
});

/** Everything that can be said of the same key, or of the same proof, but is not so. */
function mutations(proof: Proof, next: (below: number) => number): Proof[] {
  const flipped = (bytes: Uint8Array) => {
    const copy = Buffer.from(bytes);
    const at = next(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << next(8));
    return copy;
  };
  const { mapKey, mapRoot, other, siblings, value } = proof;
  const absent = { size: 0, root: emptyTree };
  const mutated: Proof[] = [
    { ...proof, mapRoot: flipped(mapRoot) },
    { ...proof, value: { ...value, size: value.size + 1 } },
    { ...proof, value: { ...value, root: flipped(value.root) } },
    { ...proof, siblings: [...siblings, Buffer.alloc(32)] },
    { ...proof, siblings: [Buffer.alloc(32), ...siblings] },
    { ...proof, siblings: [flipped(value.root), ...siblings] },
    { ...proof, value: { size: 1, root: value.root }, other: undefined, mapKey: flipped(mapKey) },
  ];
  if (siblings.length > 0) {
    const at = next(siblings.length);
    mutated.push(
      { ...proof, siblings: siblings.with(at, flipped(siblings[at] ?? mapRoot)) },
      { ...proof, siblings: siblings.slice(1) },
      { ...proof, siblings: siblings.slice(0, -1) },
      { ...proof, siblings: siblings.toSpliced(at, 1) },
    );
  }
  if (siblings.length > 1 && !Buffer.from(siblings[0] ?? "").equals(siblings[1] ?? Buffer.alloc(0)))
    mutated.push({
      ...proof,
      siblings: [siblings[1], siblings[0], ...siblings.slice(2)] as Buffer[],
    });
  if (value.size > 0) {
    mutated.push({ ...proof, mapKey: flipped(mapKey) });
    // Hiding: fewer records, none at all, or the key's own leaf passed off as another's.
    mutated.push(
      { ...proof, value: { ...value, size: value.size - 1 } },
      { ...proof, value: absent },
      { ...proof, value: absent, other: asLeaf(mapKey, value) },
    );
  } else {
    mutated.push(
      { ...proof, value: { size: 1, root: emptyTree } },
      { ...proof, other: leafOf(flipped(mapKey), 1) },
      { ...proof, other: leafOf(Buffer.from(mapKey), 1) },
    );
    if (other !== undefined)
      mutated.push(
        { ...proof, other: undefined },
        { ...proof, value: other, other: undefined },
        { ...proof, other: { ...other, size: other.size + 1 } },
      );
  }
  return mutated;
}

describe("proofs", () => {
  test.each([11, 12, 13])(
    "of what is there and of what is not hold; none of the broken ones does (seed %d)",
    async (seed) => {
      const next = numbers(seed);
      const isAwkward = seed % 2 === 0;
      const keys = Array.from({ length: isAwkward ? 20 : 110 }, (_, index) =>
        isAwkward ? awkwardKey(next) : mapKeyOf(`process:${index}`),
      );
      const unique = new Map(keys.map((key) => [key.toString("hex"), key]));
      const leaves = [...unique.values()].map((key) => leafOf(key, next(5) + 1));
      const map = memoryMap();
      const root = await map.put(leaves);
      const pages = map.pages();
      const strangers = Array.from({ length: isAwkward ? 10 : 50 }, (_, index) =>
        isAwkward ? awkwardKey(next) : mapKeyOf(`firm:${index}`),
      ).filter((key) => !unique.has(key.toString("hex")));
      let accepted = 0;
      let refused = 0;
      for (const key of [...unique.values(), ...strangers]) {
        const proof = proofOf(pages, key, root);
        const isKnown = unique.has(key.toString("hex"));
        expect(verifyMap(proof).code).toBe(isKnown ? "map.included" : "map.absent");
        for (const broken of mutations(proof, next)) {
          if (verifyMap(broken).ok) accepted += 1;
          else refused += 1;
        }
      }
      expect(accepted).toBe(0);
      expect(refused).toBeGreaterThan(isAwkward ? 250 : 1500);
    },
  );

  test("the verifier makes the same keys", () => {
    const key = keyByVerifier("process:ocds-mj0001-YL-1");
    expect(key.ok && Buffer.from(key.value).equals(mapKeyOf("process:ocds-mj0001-YL-1"))).toBe(
      true,
    );
  });
});

test("the tree of a key by its peaks is the tree of RFC 6962, however it grew", () => {
  const next = numbers(77);
  const hashes = Array.from({ length: 200 }, (_, index) => sha256(Buffer.from(String(index))));
  let log: KeyLog = EMPTY_LOG;
  expect(rootOf(log)).toEqual(Buffer.from(treeRoot([])));
  while (log.size < hashes.length) {
    log = append(log, hashes.slice(log.size, log.size + 1 + next(5)));
    expect(rootOf(log)).toEqual(Buffer.from(treeRoot(hashes.slice(0, log.size))));
  }
});
