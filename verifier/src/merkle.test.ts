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
  readonly size1: number;
  readonly root1: string;
  readonly size2: number;
  readonly root2: string;
  readonly proof: readonly string[];
}

function run(input: InclusionInput | ConsistencyInput) {
  const proof = input.proof.map(fromHex);
  if (input.type === "consistency") {
    const { size1, size2 } = input;
    const [root1, root2] = [fromHex(input.root1), fromHex(input.root2)];
    return verifyConsistency({ size1, root1, size2, root2, proof });
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
    for (let size2 = 1; size2 <= 24; size2++) {
      for (let size1 = 1; size1 <= size2; size1++) {
        const proof = consistencyProof(size1, leaves.slice(0, size2));
        const [root1, root2] = [roots[size1 - 1]!, roots[size2 - 1]!];
        const claim = { size1, root1, size2, root2, proof };
        expect(verifyConsistency(claim).code).toBe("merkle.consistent");
        const rewritten = rootOf([hashLeaf(Uint8Array.of(255)), ...leaves.slice(1, size1)]);
        expect(verifyConsistency({ ...claim, root1: rewritten }).ok).toBe(false);
      }
    }
  });

  test("refuses a proof after any one bit of any node is turned", () => {
    const leaves = leavesOf(21);
    const root = rootOf(leaves);
    const property = fc.property(fc.nat({ max: 20 }), fc.nat(), (index, place) => {
      // Copies: a sibling that is a leaf would stay changed for the next run.
      const proof = inclusionProof(index, leaves).map((hash) => Uint8Array.from(hash));
      const node = proof[place % proof.length]!;
      node[place % 32] = (node[place % 32] ?? 0) ^ (1 << (place % 8));
      const claim = { leafHash: leaves[index]!, index, size: 21, proof, root };
      expect(verifyInclusion(claim).code).toBe("merkle.root-mismatch");
    });
    fc.assert(property, { numRuns: 200 });
  });

  test("the empty tree begins every tree, if its root is that of nothing", () => {
    const claim = { size1: 0, root1: emptyRoot(), size2: 2, root2: leavesOf(1)[0]! };
    expect(verifyConsistency({ ...claim, proof: [] }).ok).toBe(true);
    expect(verifyConsistency({ ...claim, root1: claim.root2, proof: [] }).ok).toBe(false);
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

  test("counts are numbers or bigints; what is no count is an error, and so is a proof too long for any tree", () => {
    const leaves = leavesOf(7);
    const root = rootOf(leaves);
    const proof = inclusionProof(3, leaves);
    const claim = { leafHash: leaves[3]!, index: 3n, size: 7n, proof, root };
    expect(verifyInclusion(claim)).toMatchObject({ ok: true, code: "merkle.included" });
    expect(verifyInclusion({ ...claim, size: 2n ** 63n })).toMatchObject({
      ok: false,
      reason: "merkle.size-out-of-range",
    });
    expect(verifyInclusion({ ...claim, size: 2n ** 63n - 1n }).code).toBe("merkle.proof-too-short");
    for (const index of [-1n, 7n, Number.NaN, "3" as unknown as bigint])
      expect(verifyInclusion({ ...claim, index }).code).toBe("merkle.index-out-of-range");
    expect(verifyInclusion({ ...claim, index: 0n, size: 0n }).ok).toBe(false);
    const long = Array.from({ length: 70 }, () => root);
    expect(verifyInclusion({ ...claim, proof: long }).code).toBe("merkle.proof-too-long");
    const growth = { size1: 3n, root1: rootOf(leaves.slice(0, 3)), size2: 7n, root2: root };
    expect(verifyConsistency({ ...growth, proof: consistencyProof(3, leaves) }).ok).toBe(true);
    expect(verifyConsistency({ ...growth, proof: long }).code).toBe("merkle.proof-too-long");
    expect(verifyConsistency({ ...growth, size1: 8n, proof: [] }).ok).toBe(false);
    const same = { size1: 7n, root1: root, size2: 7n, root2: root };
    expect(verifyConsistency({ ...same, proof: [] }).ok).toBe(true);
    expect(verifyConsistency({ ...same, proof: [root] }).code).toBe("merkle.proof-too-long");
  });

  test("a leaf is never taken for a node nor a node for a leaf", () => {
    const [one, two] = leavesOf(2) as [Uint8Array, Uint8Array];
    expect(leafHash(Buffer.concat([one, two]))).not.toEqual(nodeHash(one, two));
  });
});
