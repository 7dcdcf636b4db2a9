/** T73: every format that was ever handed out verifies, by both verifiers, for ever. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { changesOf, GOLDEN, readManifest, refusalsOf } from "./golden.ts";
import { verifyInPython } from "./second-verifier.ts";

/** What was released: nothing is ever taken out of this list. */
const RELEASED = [
  "2026/answer-1-process.json",
  "2026/chosen-2-court.mjcert.json",
  "2026/chosen-2-discipline.mjcert.json",
  "2026/chosen-2-public.mjcert.json",
  "2026/clip-1.zip",
  "2026/evidence-2-court.mjcert.json",
  "2026/facts-1-public.mjcert.json",
  "2026/item-2-public.mjcert.json",
  "2026/process-1-public.mjcert.json",
  "2026/process-2-party.mjcert.json",
  "2026/process-2-public.mjcert.json",
  "2026/process-2-public.pdf",
  "2026/process-2-public.scan.pbm.gz",
  "2026/withdrawn-2-public.mjcert.json",
];

const copies: string[] = [];
function copyOf(): string {
  const folder = mkdtempSync(join(tmpdir(), "mingjing-golden-"));
  copies.push(folder);
  cpSync(GOLDEN, folder, { recursive: true });
  return folder;
}
afterAll(() => copies.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe("the golden set", () => {
  test("each file is there, unchanged, and verifies: file, PDF, scan of paper, clip and answer", () => {
    expect(changesOf()).toEqual([]);
    expect(refusalsOf()).toEqual([]);
    const named = new Set(readManifest().map(({ file }) => file));
    for (const file of RELEASED) expect(named, file).toContain(file);
  });

  test("the second verifier says the same of certificates and answers", async () => {
    const known = readManifest().filter(({ kind }) => kind === "certificate" || kind === "answer");
    const samples = known.map(({ file, keys, kind }) => ({
      name: file,
      bytes: new Uint8Array(readFileSync(join(GOLDEN, file))),
      keys,
      ...(kind === "answer" ? { family: "answer" as const } : {}),
    }));
    const verdicts = await verifyInPython(samples);
    expect(verdicts).toHaveLength(known.length);
    for (const [place, { verdict }] of verdicts.entries())
      expect(verdict, known[place]?.file).toBe("valid");
  });

  test.each(readManifest().map(({ file }) => file))("a byte of %s changed is found out", (file) => {
    const folder = copyOf();
    const bytes = readFileSync(join(folder, file));
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(join(folder, file), bytes);
    expect(changesOf(folder)).toEqual([`${file}: changed`]);
  });

  test("a file that is taken out is found out, and one that the manifest does not name", () => {
    const folder = copyOf();
    rmSync(join(folder, "2026/process-2-public.pdf"));
    writeFileSync(join(folder, "2026/new.mjcert.json"), "{}");
    expect(changesOf(folder)).toEqual([
      "2026/new.mjcert.json: not in the manifest",
      "2026/process-2-public.pdf: removed",
    ]);
  });
});
