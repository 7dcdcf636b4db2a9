import { existsSync, readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { readVectors, toHex } from "../test/vectors.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { emptyRoot, leafHash, nodeHash, verifyConsistency } from "./merkle.ts";
import { openNote, parseSignedNote, parseVkey, verifySignedNote } from "./signed-note.ts";

const LOG = new URL("../../../shared/data/tessera-log/testdata/log/", import.meta.url);
const LOG_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

interface NoteInput {
  readonly note: string;
  readonly vkey: string;
}

interface CheckpointExpected {
  readonly ok: boolean;
  readonly code: string;
  readonly origin?: string;
  readonly size?: number;
  readonly root?: string;
  readonly extensions?: readonly string[];
}

describe("signed notes", () => {
  const vectors = readVectors<NoteInput, { ok: boolean; code: string }>("signed-note");
  test.each(vectors)("vector: %s", (_, { input, expected }) => {
    expect(verifySignedNote(input.note, input.vkey)).toMatchObject(expected);
  });

  test("the key is read with its name, id and bytes", () => {
    const key = parseVkey(LOG_KEY);
    expect(key).toMatchObject({ value: { name: "example.com/log/testdata", keyId: "33d7b496" } });
  });

  test("the text of a note may itself contain blank lines; the last one parts it", () => {
    const note = "a\n\nb\n\n— name AAAAAAA=\n";
    expect(parseSignedNote(note)).toMatchObject({ value: { text: "a\n\nb\n" } });
  });

  test("a note with more than a hundred signatures is refused unread", () => {
    const note = `a\n\n${"— name AAAAAAA=\n".repeat(101)}`;
    expect(parseSignedNote(note).code).toBe("note.malformed");
  });
});

describe("checkpoints", () => {
  const vectors = readVectors<{ note: string }, CheckpointExpected>("checkpoint");
  test.each(vectors)("vector: %s", (_, { input, expected }) => {
    const result = parseCheckpoint(input.note);
    const { ok, code, ...value } = expected;
    expect(result).toMatchObject({ ok, code });
    if (result.ok) expect({ ...result.value, root: toHex(result.value.root) }).toEqual(value);
  });
});

/** Hashes in the lowest tile: 32 bytes per leaf (c2sp.org/tlog-tiles). */
function readTile(size: number): Uint8Array[] {
  const bytes = readFileSync(new URL(`tile/0/000.p/${size}`, LOG));
  return Array.from({ length: size }, (_, index) => bytes.subarray(32 * index, 32 * index + 32));
}

function treeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length < 2) return leaves[0] ?? emptyRoot();
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split)));
}

describe("openNote", () => {
  const [good] = readVectors<NoteInput, { ok: boolean }>("signed-note").filter(
    ([, { expected }]) => expected.ok,
  );
  if (good === undefined) throw new Error("no vector of a signed note");
  const { note, vkey } = good[1].input;

  test("names the keys that signed, whichever others are given", () => {
    expect(openNote(note, [LOG_KEY, vkey])).toMatchObject({
      ok: true,
      text: note.slice(0, note.lastIndexOf("\n\n") + 1),
      signedBy: [{ name: vkey.slice(0, vkey.indexOf("+")) }],
    });
  });

  test("refuses a note of none of the keys, of a broken key, and with one wrong line", () => {
    expect(openNote(note, [])).toMatchObject({ ok: false, reason: "note.no-trusted-signature" });
    expect(openNote(note, [LOG_KEY]).ok).toBe(false);
    expect(openNote(note, [vkey, "x"])).toMatchObject({ reason: "note.bad-vkey" });
    expect(openNote(`x${note}`, [vkey])).toMatchObject({ reason: "note.signature-invalid" });
    expect(openNote(note.slice(0, -1), [vkey])).toMatchObject({ reason: "note.malformed" });
  });
});

describe("a real log (tessera-log)", () => {
  const present = existsSync(LOG);
  test(
    present
      ? "signs sixteen checkpoints whose roots are those of its tiles"
      : "the data tessera-log is absent here; the vectors above stand alone",
    () => {
      if (!present) return expect(present).toBe(false);
      const names = readdirSync(LOG).filter((name) => name.startsWith("checkpoint."));
      expect(names).toHaveLength(16);
      for (const name of names) {
        const note = readFileSync(new URL(name, LOG), "utf8");
        const checkpoint = parseCheckpoint(note);
        expect(verifySignedNote(note, LOG_KEY).code).toBe("note.signed");
        if (!checkpoint.ok) throw new Error(checkpoint.code);
        const { size, root } = checkpoint.value;
        const leaves = size === 0 ? [] : readTile(size);
        expect(toHex(treeRoot(leaves))).toBe(toHex(root));
        const claim = { size1: size, root1: root, size2: size, root2: root, proof: [] };
        expect(verifyConsistency(claim).ok).toBe(true);
      }
      const bundle = readFileSync(new URL("tile/entries/000.p/1", LOG));
      expect(toHex(leafHash(bundle.subarray(2)))).toBe(toHex(readTile(1)[0]!));
    },
  );
});
