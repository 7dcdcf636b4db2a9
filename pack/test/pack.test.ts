/** Whoever changes one byte of a pack is named by file, offset and fact; whoever re-packs it is found by the log. */
import fc from "fast-check";
import { expect, test } from "vitest";

import { packVerify } from "../../cli/src/commands/pack-verify.ts";
import { buildPack, checkPack, type PackContent } from "../src/index.ts";
import { readZip } from "../src/read-zip.ts";
import { packContent } from "./build-content.ts";

const PROGRAM = { app: 'console.log("程序 </script>");', style: "body { color: #111; }" };
const content = packContent();
const { zip, number } = buildPack(content, PROGRAM);
const files = readZip(zip)[0] ?? [];

const flipped = (offset: number, mask = 1): Uint8Array => {
  const changed = Uint8Array.from(zip);
  changed[offset] = (changed[offset] ?? 0) ^ mask;
  return changed;
};

test("a pack holds: files, log, facts, seal, commitments, and every figure again", () => {
  const report = checkPack(zip);
  expect(report.damages).toEqual([]);
  expect(report.content?.facts.every(({ finding }) => finding === "ok")).toBe(true);
  expect(report.content).toMatchObject({ log: { ok: true }, seal: [], commitments: [] });
  expect(report.content?.replay).toMatchObject({ state: "equal" });
  expect(report).toMatchObject({ verdict: "valid", number });
});

test("the same content gives the same bytes, ASCII all of it", () => {
  expect(Buffer.from(buildPack(content, PROGRAM).zip).equals(Buffer.from(zip))).toBe(true);
  for (const { bytes } of files) expect(bytes.every((byte) => byte < 128)).toBe(true);
});

test("any changed byte is refused and its place is named", () => {
  fc.assert(
    fc.property(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), (offset, mask) => {
      const { verdict, damages } = checkPack(flipped(offset, mask));
      const [first] = damages;
      if (verdict === "valid") throw new Error(`byte ${offset} was changed unnoticed`);
      if (verdict === "unreadable") throw new Error(`byte ${offset} makes all unreadable`);
      if (first === undefined) throw new Error(`byte ${offset}: no place named`);
      const file = files.find(({ name }) => name === first.file);
      const inside =
        offset - ((file?.bytes.byteOffset ?? 0) - (files[0] === undefined ? 0 : zip.byteOffset));
      if (first.reason === "changed" && first.exact !== undefined)
        expect(first.exact.offset).toBe(file === undefined ? offset : inside);
      else if (first.from !== undefined && file !== undefined) {
        expect(first.from).toBeLessThanOrEqual(inside);
        expect(first.to).toBeGreaterThan(inside);
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("a changed byte of a fact names the fact too", () => {
  const file = files.find(({ name }) => name === "data/facts.js");
  if (file === undefined) throw new Error("no facts");
  const text = Buffer.from(file.bytes).toString("latin1");
  for (const kind of ["procurement.bids-opened", "screening.input-kept", "evidence.sealed"]) {
    const inside = text.indexOf(`"kind": "${kind}"`) + 10;
    const { damages } = checkPack(flipped(file.bytes.byteOffset - zip.byteOffset + inside));
    expect(damages).toMatchObject([
      { file: "data/facts.js", exact: { offset: inside }, fact: { kind } },
    ]);
  }
});

const changed = (change: (copy: Record<string, never>) => void): PackContent => {
  const copy = JSON.parse(JSON.stringify(content));
  change(copy);
  return copy as PackContent;
};
const packed = (kind: string, copy: Record<string, never>) =>
  (copy["facts"] as unknown as { fact: { kind: string; payload: never } }[]).find(
    ({ fact }) => fact.kind === kind,
  )?.fact.payload as unknown as Record<string, unknown>;

test("who packs changed facts anew, with a right manifest, is found out by the log, the seal and the figures", () => {
  const other = changed((copy) => {
    packed("screening.lot-screened", copy)["bits"] = 99;
  });
  const report = checkPack(buildPack(other, PROGRAM).zip);
  expect(report.damages).toEqual([]);
  expect(report.verdict).toBe("refused");
  const bad = report.content?.facts.filter(({ finding }) => finding !== "ok");
  expect(bad).toMatchObject([{ kind: "screening.lot-screened", finding: "contentHash" }]);
  expect(report.content?.seal).toHaveLength(1);
  expect(report.content?.replay).toMatchObject({
    state: "different",
    differences: [{ path: "bits", recorded: "99" }],
  });
});

test("a result that was not the one committed is named by its rule", () => {
  const other = changed((copy) => {
    const results = packed("screening.lot-screened", copy)["results"] as { bits?: number }[];
    if (results[0] !== undefined) results[0].bits = 1;
  });
  expect(checkPack(buildPack(other, PROGRAM).zip).content?.commitments).toEqual(["DEV-01"]);
});

test("a checkpoint of another key, and a missing fact, are refused", () => {
  const foreign = changed((copy) => {
    (copy["log"] as unknown as { vkey: string }).vkey = packContent().log.vkey;
  });
  expect(checkPack(buildPack(foreign, PROGRAM).zip)).toMatchObject({
    verdict: "refused",
    content: { log: { ok: false } },
  });
  const less = changed((copy) => {
    (copy["facts"] as unknown as unknown[]).shift();
  });
  expect(checkPack(buildPack(less, PROGRAM).zip).content?.seal).toHaveLength(1);
});

test.each([
  ["nothing", new Uint8Array()],
  ["text", new TextEncoder().encode("not an archive at all, but long enough to be read as one")],
])("%s is unreadable, not refused", (_name, bytes) => {
  expect(checkPack(bytes).verdict).toBe("unreadable");
});

test("the command line: 0 valid, 1 refused with the byte named, 3 unreadable, 2 wrong usage", async () => {
  const out: string[] = [];
  const world = (bytes: Uint8Array | undefined) => ({
    write: (text: string) => void out.push(text),
    printError: (text: string) => void out.push(text),
    readFile: async () => {
      if (bytes === undefined) throw new Error("ENOENT");
      return bytes;
    },
  });
  expect(await packVerify(["a.zip"], world(zip))).toBe(0);
  expect(out.join("")).toContain("个数字全部相同");
  const file = files.find(({ name }) => name === "data/law.js");
  const place = (file?.bytes.byteOffset ?? 0) - zip.byteOffset;
  expect(await packVerify(["a.zip"], world(flipped(place + 3)))).toBe(1);
  expect(out.at(-1)).toContain("data/law.js 第 3 字节");
  expect(await packVerify(["a.zip"], world(undefined))).toBe(3);
  expect(await packVerify([], world(zip))).toBe(2);
  expect(await packVerify(["--what", "a.zip"], world(zip))).toBe(2);
  expect(await packVerify(["a.zip", "--key", content.log.vkey], world(zip))).toBe(0);
  expect(await packVerify(["a.zip", "--key", packContent().log.vkey], world(zip))).toBe(1);
});
