import { describe, expect, test } from "vitest";

import {
  decodeHex,
  encodeBase64,
  encodeHex,
  leafHash,
  nodeHash,
} from "../../../../verifier/src/index.ts";
import { judge } from "./prove-entry.ts";

const digest = "ab".repeat(64);
const bytesOf = (hex: string): Uint8Array => {
  const read = decodeHex(hex);
  if (!read.ok) throw new Error("not hex");
  return read.value;
};
const own = leafHash(bytesOf(digest));
const other = leafHash(bytesOf("cd".repeat(64)));
const log = { size: 2, root: encodeBase64(nodeHash(own, other)) };
const proof = [encodeHex(other)];

describe("a record and the signed log", () => {
  test("the record at its place fits", () => {
    expect(judge({ digest, leafIndex: 0 }, log, proof)).toMatchObject({ verdict: "good", size: 2 });
  });

  test.each([
    ["a changed record", { digest: `00${digest.slice(2)}`, leafIndex: 0 }, proof],
    ["another place", { digest, leafIndex: 1 }, proof],
    ["a proof for another leaf", { digest, leafIndex: 0 }, [encodeHex(own)]],
    ["no proof", { digest, leafIndex: 0 }, []],
    ["a record that is no hex", { digest: "xyz", leafIndex: 0 }, proof],
  ])("%s does not", (_what, place, nodes) => {
    expect(judge(place, log, nodes).verdict).toBe("bad");
  });
});
