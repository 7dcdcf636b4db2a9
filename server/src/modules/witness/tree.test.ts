import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { verifyConsistency, verifyInclusion } from "../../../../verifier/src/index.ts";
import { isConsistent } from "./consistency.ts";
import { emptyRoot, leafHashOf, nodeHashOf } from "./hash.ts";
import { BLOCK_HASHES, blockParts } from "./node-block.ts";
import { appendLeaves, appendReads, consistencyProof, inclusionProof } from "./tree.ts";
import { type NodeReader, placesRead, rootOf } from "./tree.ts";

/** MTH(D[n]) as RFC 6962 §2.1 writes it down, without stored nodes. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return emptyRoot();
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHashOf(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

/** A log in memory that stores rows as the database does. */
function memoryLog() {
  const rows = new Map<string, Buffer>();
  const leaves: Buffer[] = [];
  const read: NodeReader = (level, index) => {
    const row = rows.get(`${level}/${Math.floor(index / BLOCK_HASHES)}`);
    const at = (index % BLOCK_HASHES) * 32;
    const hash = row?.subarray(at, at + 32);
    if (hash?.length !== 32) throw new Error(`node ${level}/${index} is not stored`);
    return hash;
  };
  const append = (added: readonly Buffer[]) => {
    const allowed = new Set(appendReads(leaves.length).map((place) => JSON.stringify(place)));
    const guarded: NodeReader = (level, index) => {
      if (!allowed.has(JSON.stringify({ level, index })))
        throw new Error("an unnamed node was read");
      return read(level, index);
    };
    for (const part of blockParts(appendLeaves(guarded, { size: leaves.length, leaves: added }))) {
      const row = rows.get(`${part.level}/${part.block}`) ?? Buffer.alloc(0);
      expect(row.length).toBe(part.before * 32);
      rows.set(`${part.level}/${part.block}`, Buffer.concat([row, part.bytes]));
    }
    leaves.push(...added);
  };
  return { read, append, leaves };
}

const leafOf = (index: number) => leafHashOf(Buffer.from(`fact ${index}`));
const leafRun = (from: number, count: number) =>
  Array.from({ length: count }, (_, place) => leafOf(from + place));

function logOf(batches: readonly number[]) {
  const log = memoryLog();
  for (const count of batches) log.append(leafRun(log.leaves.length, count));
  return log;
}

interface MerkleVector {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: { readonly ok: boolean };
}

const VECTORS = JSON.parse(
  readFileSync(new URL("../../../../verifier/vectors/merkle.json", import.meta.url), "utf8"),
) as MerkleVector[];
/** Leaves of the reference tree of Certificate Transparency. */
const REFERENCE = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map((hex) => leafHashOf(Buffer.from(hex, "hex")));

function referenceLog() {
  const log = memoryLog();
  log.append(REFERENCE);
  return log;
}

const valid = (type: string) =>
  VECTORS.filter(({ input, expected }) => expected.ok && input["type"] === type);

describe("the published vectors", () => {
  test("hold eight inclusion proofs, and the tree makes the same root and proof for each", () => {
    const { read } = referenceLog();
    const vectors = valid("inclusion");
    expect(vectors.length).toBe(8);
    for (const { name, input } of vectors) {
      const [index, size] = [Number(input["index"]), Number(input["size"])];
      expect(rootOf(read, size).toString("hex"), name).toBe(input["root"]);
      const proof = inclusionProof(read, index, size).map((hash) => hash.toString("hex"));
      expect(proof, name).toEqual(input["proof"]);
    }
  });

  test("hold eight consistency proofs, and the tree makes the same for each", () => {
    const { read } = referenceLog();
    const vectors = valid("consistency");
    expect(vectors.length).toBe(8);
    for (const { name, input } of vectors) {
      const [from, to] = [Number(input["size1"]), Number(input["size2"])];
      const proof = consistencyProof(read, from, to).map((hash) => hash.toString("hex"));
      expect(proof, name).toEqual(input["proof"]);
      expect(rootOf(read, from).toString("hex"), name).toBe(input["root1"]);
    }
  });

  test("are judged by the signer's check as they are by the verifier", () => {
    const vectors = VECTORS.filter(({ input }) => input["type"] === "consistency");
    expect(vectors.length).toBeGreaterThan(8);
    const bytes = (value: unknown) => Buffer.from(String(value), "hex");
    for (const { name, input, expected } of vectors) {
      const older = { size: Number(input["size1"]), root: bytes(input["root1"]) };
      const newer = { size: Number(input["size2"]), root: bytes(input["root2"]) };
      const proof = (input["proof"] as string[]).map(bytes);
      expect(isConsistent(older, newer, proof), name).toBe(expected.ok);
    }
  });
});

describe("the tree", () => {
  test("has the root of the definition at every size up to 70", () => {
    const { read, leaves } = logOf([70]);
    for (let size = 0; size <= 70; size++) {
      expect(rootOf(read, size)).toEqual(naiveRoot(leaves.slice(0, size)));
    }
  });

  test("has the same root however the leaves arrived", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }),
        (batches) => {
          const { read, leaves } = logOf(batches);
          expect(rootOf(read, leaves.length)).toEqual(naiveRoot(leaves));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("gives inclusion proofs that the verifier accepts for this leaf and for no other", () => {
    const { read, leaves } = logOf([300, 1, 299]);
    const place = fc
      .integer({ min: 1, max: leaves.length })
      .chain((size) =>
        fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }),
      );
    fc.assert(
      fc.property(place, ({ size, index }) => {
        const proof = inclusionProof(read, index, size);
        const claim = { index, size, proof, root: rootOf(read, size) };
        expect(verifyInclusion({ ...claim, leafHash: leafOf(index) }).ok).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: leafOf(index + 1) }).ok).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("gives consistency proofs that verifier and signer accept, and refuse for another past", () => {
    const { read, leaves } = logOf([600]);
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: leaves.length }),
      fc.integer({ min: 1, max: leaves.length }),
    );
    fc.assert(
      fc.property(sizes, (pair) => {
        const [from, to] = [Math.min(...pair), Math.max(...pair)];
        const proof = consistencyProof(read, from, to);
        const [older, newer] = [rootOf(read, from), rootOf(read, to)];
        const claim = { size1: from, size2: to, proof, root2: newer };
        expect(verifyConsistency({ ...claim, root1: older }).ok).toBe(true);
        expect(verifyConsistency({ ...claim, root1: leafOf(9999) }).ok).toBe(false);
        const head = { size: to, root: newer };
        expect(isConsistent({ size: from, root: older }, head, proof)).toBe(true);
        expect(isConsistent({ size: from, root: leafOf(9999) }, head, proof)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("names beforehand the nodes it reads, fewer than two a level", () => {
    const { read } = logOf([1000]);
    const places = placesRead((reader) => inclusionProof(reader, 617, 1000));
    expect(places.length).toBeLessThan(20);
    const named = new Set(places.map(({ level, index }) => `${level}/${index}`));
    inclusionProof(
      (level, index) => {
        expect(named).toContain(`${level}/${index}`);
        return read(level, index);
      },
      617,
      1000,
    );
  });

  test("refuses proofs of leaves and trees that are not there", () => {
    const { read } = logOf([5]);
    expect(() => inclusionProof(read, 5, 5)).toThrow(RangeError);
    expect(() => consistencyProof(read, 6, 5)).toThrow(RangeError);
    expect(() => rootOf(read, 6)).toThrow("is not stored");
  });
});
