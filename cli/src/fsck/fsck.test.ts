/** Tiles of c2sp.org/tlog-tiles, made here by the words of the specification, and what is said when one of them is changed. */
import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { rootOf } from "../../../verifier/test/merkle-tree.ts";
import { checkTiles } from "./check.ts";
import { entriesOf, tilesOf } from "./tiles.ts";

const sha = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const entryOf = (index: number) => Buffer.from(`entry ${index}`.padEnd(64, "."));
const leafOf = (index: number) => sha(Buffer.of(0), entryOf(index));

/** MTH(D[n]) of RFC 6962 §2.1, of leaf hashes. */
function mth(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha();
  if (hashes.length === 1) return hashes[0] ?? Buffer.alloc(0);
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha(Buffer.of(1), mth(hashes.slice(0, k)), mth(hashes.slice(k)));
}

const pathOf = (index: number) =>
  index < 1000
    ? String(index).padStart(3, "0")
    : `x${String(Math.floor(index / 1000)).padStart(3, "0")}/${String(index % 1000).padStart(3, "0")}`;

/** Every file of the log: "the n-th tile at level l is MTH(D[(n·256+i)·256^l : (n·256+i+1)·256^l])". */
function filesOf(size: number): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let hashes = Array.from({ length: size }, (_, index) => leafOf(index));
  for (let level = 0; hashes.length > 0; level++) {
    const next: Buffer[] = [];
    for (let n = 0; n * 256 < hashes.length; n++) {
      const tile = hashes.slice(n * 256, (n + 1) * 256);
      const path = tile.length === 256 ? pathOf(n) : `${pathOf(n)}.p/${tile.length}`;
      files.set(`tile/${level}/${path}`, Buffer.concat(tile));
      if (level === 0)
        files.set(
          `tile/entries/${path}`,
          Buffer.concat(tile.flatMap((_, i) => [Buffer.of(0, 64), entryOf(n * 256 + i)])),
        );
      if (tile.length === 256) next.push(mth(tile));
    }
    hashes = next;
  }
  return files;
}

const sourceOf = (files: ReadonlyMap<string, Buffer>, asked: string[] = []) => ({
  async read(path: string) {
    asked.push(path);
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error("404");
    return bytes;
  },
});
const headOf = (size: number) => ({
  size,
  root: mth(Array.from({ length: size }, (_, index) => leafOf(index))),
});

describe("c2sp.org/tlog-tiles", () => {
  test.each([0, 1, 2, 255, 256, 257, 511, 512, 4464, 70_000])(
    "a log of %i leaves holds, and exactly the files of the specification are read",
    async (size) => {
      const files = filesOf(size);
      const asked: string[] = [];
      const checked = await checkTiles(sourceOf(files, asked), headOf(size));
      expect(checked.findings).toEqual([]);
      expect(checked).toMatchObject({
        entries: size,
        root: headOf(size).root.toString("hex"),
      });
      expect(asked.toSorted()).toEqual([...files.keys()].toSorted());
    },
  );

  test("70,000 leaves are 273 full tiles and one of 112, then 1 and 17, then one hash", () => {
    const widths = tilesOf(70_000).map((places) => places.map(({ width }) => width));
    expect(widths.map((level) => level.length)).toEqual([274, 2, 1]);
    expect(widths.map((level) => level.at(-1))).toEqual([112, 17, 1]);
    expect(tilesOf(256).map((places) => places.map(({ width }) => width))).toEqual([[256], [1]]);
    expect(tilesOf(0)).toEqual([]);
  });

  test("entries of any length are read, and a bundle that breaks off is not", () => {
    const bundle = Buffer.concat([Buffer.of(0, 3), Buffer.from("abc"), Buffer.of(0, 0)]);
    expect(entriesOf(bundle, 2)?.map(String)).toHaveLength(2);
    expect(entriesOf(bundle, 1)).toBeUndefined();
    expect(entriesOf(bundle.subarray(0, 4), 1)).toBeUndefined();
  });
});

describe("what was changed is named", () => {
  const SIZE = 4464;
  const whole = filesOf(SIZE);
  const flipped = (path: string, at: number) => {
    const bytes = Buffer.from(whole.get(path) ?? "");
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return new Map([...whole, [path, bytes]]);
  };
  const findingsOf = async (files: ReadonlyMap<string, Buffer>) =>
    (await checkTiles(sourceOf(files), headOf(SIZE))).findings;

  test("an entry", async () => {
    expect(await findingsOf(flipped("tile/entries/002", 66 * 7 + 10))).toEqual([
      { code: "entry", tile: "tile/entries/002", index: 519 },
    ]);
  });

  test("the hash of a leaf: its entry, the tile above and the root differ", async () => {
    expect(await findingsOf(flipped("tile/0/002", 32 * 7))).toEqual([
      { code: "entry", tile: "tile/entries/002", index: 519 },
      { code: "node", tile: "tile/1/000.p/17", index: 2 },
    ]);
    expect(await findingsOf(flipped("tile/0/017.p/112", 0))).toEqual([
      { code: "entry", tile: "tile/entries/017.p/112", index: 4352 },
      { code: "root", tile: "checkpoint" },
    ]);
  });

  test("a hash above the leaves", async () => {
    expect(await findingsOf(flipped("tile/1/000.p/17", 32 * 3))).toEqual([
      { code: "node", tile: "tile/1/000.p/17", index: 3 },
      { code: "root", tile: "checkpoint" },
    ]);
  });

  test("a tile that is missing, one that is too short, a bundle that is none", async () => {
    const files = new Map(whole);
    files.delete("tile/0/005");
    files.set("tile/1/000.p/17", Buffer.alloc(31));
    files.set("tile/entries/009", Buffer.from([0, 64, 1]));
    expect(await findingsOf(files)).toEqual([
      { code: "unreadable", tile: "tile/0/005", reason: "404" },
      { code: "malformed", tile: "tile/entries/009" },
      { code: "malformed", tile: "tile/1/000.p/17" },
    ]);
  });

  test("another root than the signed one", async () => {
    const checked = await checkTiles(sourceOf(filesOf(300)), {
      size: 300,
      root: Buffer.from(rootOf([leafOf(1)])),
    });
    expect(checked.findings).toEqual([{ code: "root", tile: "checkpoint" }]);
  });
});
