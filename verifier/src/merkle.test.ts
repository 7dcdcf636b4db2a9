import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { consistencyProof, hashLeaf, inclusionProof, rootOf } from "../test/merkle-tree.ts";
import { fromHex, readVectors } from "../test/vectors.ts";
import { emptyRoot, leafHash, nodeHash, verifyConsistency, verifyInclusion } from "./merkle.ts";

interface InclusionInput {
  readonly type: "inclusion";
  readonly leafData: string;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly string[];
  readonly root: string;
}

interface ConsistencyInput {
  readonly type: "consistency";
  readonly oldSize: number;
  readonly oldRoot: string;
  readonly newSize: number;
  readonly newRoot: string;
  readonly proof: readonly string[];
}

function run(input: InclusionInput | ConsistencyInput) {
  const proof = input.proof.map(fromHex);
  if (input.type === "consistency") {
    const { oldSize, newSize } = input;
    const [oldRoot, newRoot] = [fromHex(input.oldRoot), fromHex(input.newRoot)];
    return verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof });
  }
  const { index, size } = input;
  const leaf = leafHash(fromHex(input.leafData));
  return verifyInclusion({ leafHash: leaf, index, size, proof, root: fromHex(input.root) });
}

const leavesOf = (size: number) =>
  Array.from({ length: size }, (_, index) => hashLeaf(Uint8Array.of(index >> 8, index & 255)));

describe("Merkle tree (RFC 6962)", () => {
  const vectors = readVectors<InclusionInput | ConsistencyInput, { ok: boolean; code: string }>(
    "merkle",
  );
  test.each(vectors)("vector: %s", (_, vector) => {
    expect(run(vector.input)).toMatchObject(vector.expected);
  });

  test("holds every inclusion proof of every tree of up to 40 leaves, at its place only", () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = leavesOf(size);
      const root = rootOf(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const claim = { leafHash: leaf, index, size, proof: inclusionProof(index, leaves), root };
        expect(verifyInclusion(claim).code).toBe("merkle.included");
        expect(verifyInclusion({ ...claim, index: (index + 1) % (size + 1) }).ok).toBe(false);
      }
    }
  });

  test("holds every consistency proof between trees of up to 24 leaves", () => {
    const leaves = leavesOf(24);
    const roots = leaves.map((_, index) => rootOf(leaves.slice(0, index + 1)));
    for (let newSize = 1; newSize <= 24; newSize++) {
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const proof = consistencyProof(oldSize, leaves.slice(0, newSize));
        const [oldRoot, newRoot] = [roots[oldSize - 1]!, roots[newSize - 1]!];
        const claim = { oldSize, oldRoot, newSize, newRoot, proof };
        expect(verifyConsistency(claim).code).toBe("merkle.consistent");
        const rewritten = rootOf([hashLeaf(Uint8Array.of(255)), ...leaves.slice(1, oldSize)]);
        expect(verifyConsistency({ ...claim, oldRoot: rewritten }).ok).toBe(false);
      }
    }
  });

  test("refuses a proof after any one bit of any node is turned", () => {
    const leaves = leavesOf(21);
    const root = rootOf(leaves);
    const property = fc.property(fc.nat({ max: 20 }), fc.nat(), (index, place) => {
      const proof = inclusionProof(index, leaves);
      const node = proof[place % proof.length]!;
      node[place % 32] = (node[place % 32] ?? 0) ^ (1 << (place % 8));
      const claim = { leafHash: leaves[index]!, index, size: 21, proof, root };
      expect(verifyInclusion(claim).code).toBe("merkle.root-mismatch");
    });
    fc.assert(property, { numRuns: 200 });
  });

  test("the empty tree begins every tree, if its root is that of nothing", () => {
    const claim = { oldSize: 0, oldRoot: emptyRoot(), newSize: 2, newRoot: leavesOf(1)[0]! };
    expect(verifyConsistency({ ...claim, proof: [] }).ok).toBe(true);
    expect(verifyConsistency({ ...claim, oldRoot: claim.newRoot, proof: [] }).ok).toBe(false);
  });

  test("counts beyond 2^32 leaves: the last leaf of a tree of 2^40 + 1", () => {
    const [left, last] = [leavesOf(1)[0]!, leavesOf(2)[1]!];
    const size = 2 ** 40 + 1;
    const claim = {
      leafHash: last,
      index: 2 ** 40,
      size,
      proof: [left],
      root: nodeHash(left, last),
    };
    expect(verifyInclusion(claim).code).toBe("merkle.included");
    expect(verifyInclusion({ ...claim, index: 0 }).ok).toBe(false);
    expect(verifyInclusion({ ...claim, index: 0.5 }).code).toBe("merkle.index-out-of-range");
  });

  test("a leaf is never taken for a node nor a node for a leaf", () => {
    const [one, two] = leavesOf(2) as [Uint8Array, Uint8Array];
    expect(leafHash(Buffer.concat([one, two]))).not.toEqual(nodeHash(one, two));
  });
});
