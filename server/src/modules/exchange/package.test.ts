import { createPrivateKey } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { compareRows } from "./compare.ts";
import { factText, readPinnedKeys } from "./facts-lines.ts";
import { readVkey, vkeyOf } from "./ferry-key.ts";
import { readPackage, requireName } from "./package-reader.ts";
import {
  factLine,
  goneLine,
  type HeaderInput,
  packageName,
  partsOf,
  readPackageName,
  rowLine,
  sealPackage,
  sha256Of,
} from "./package.ts";
import { refusalText } from "./refusal.ts";
import { judgePackage } from "./sequence.ts";

/** An Ed25519 key from a seed, in PKCS #8 (RFC 8410 §7). */
function signer(name: string, seed: number) {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.alloc(32, seed)]);
  return { name, key: createPrivateKey({ key: der, format: "der", type: "pkcs8" }) };
}

const OURS = signer("log.example/ferry", 1);
const KEY = readVkey(vkeyOf(OURS));

const INPUT: HeaderInput = {
  cargo: "released",
  sequence: 17,
  previous: "ab".repeat(32),
  madeAt: "2026-06-01T08:00:00.000Z",
  full: false,
  part: 1,
  more: false,
  columns: { process: ["ocid", "title"] },
};
const LINES = [
  rowLine("process", '{"ocid":"ocds-1","title":"道路改造\u2028工程 \\"甲\\""}'),
  rowLine("process", '{"ocid":"ocds-2","amount":12345678901234567890.10}'),
  goneLine("decision", '{"fact_id":"0190"}'),
];

const sealed = (lines: readonly string[] = LINES, changes: Partial<HeaderInput> = {}) =>
  sealPackage({ ...INPUT, ...changes }, lines, OURS);

/** In pieces of any size, as a file comes. */
async function* pieces(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

const read = (bytes: Uint8Array, key = KEY) => readPackage(pieces(bytes, 1 << 16), key);
const codeOf = async (bytes: Uint8Array, key = KEY): Promise<string> =>
  read(bytes, key).then(
    () => "accepted",
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );

/** The lines of a package with these changes. */
function withLines(change: (lines: string[]) => string[]): Buffer {
  const lines = sealed().bytes.toString("utf8").trimEnd().split("\n");
  return Buffer.from(
    change(lines)
      .map((line) => `${line}\n`)
      .join(""),
  );
}

describe("a package", () => {
  test("is NDJSON that anybody reads: header, numbered rows, seal", () => {
    const lines = sealed().bytes.toString("utf8").split("\n");
    expect(lines).toHaveLength(6);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      format: "mingjing-ferry/1",
      origin: "log.example/ferry",
      lines: 3,
    });
    expect(JSON.parse(lines[3] ?? "")).toEqual({
      n: 3,
      table: "decision",
      gone: { fact_id: "0190" },
    });
    expect(JSON.parse(lines[4] ?? "")).toMatchObject({ seal: { keyName: "log.example/ferry" } });
    expect(lines[5]).toBe("");
  });

  test("comes back byte for byte in whatever pieces it arrives", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, size) => {
          const lines = rows.map((row) => rowLine("process", JSON.stringify(row)));
          const { bytes, sha256 } = sealed(lines);
          const found: string[] = [];
          const result = await readPackage(pieces(bytes, size), KEY, {
            line: (content) => void found.push(`{${content}}`),
          });
          expect(found).toEqual(lines);
          expect(result).toMatchObject({ sha256, bytes: bytes.length });
          expect(sha256).toBe(sha256Of(bytes));
        },
      ),
      { numRuns: 60, seed: 20 },
    );
  });

  test("numbers stay the text that they were", async () => {
    const found: string[] = [];
    await readPackage(pieces(sealed().bytes), KEY, { line: (content) => void found.push(content) });
    expect(found[1]).toContain("12345678901234567890.10");
  });

  test("one changed byte, wherever it is, is refused by a name", async () => {
    const { bytes } = sealed();
    const codes = new Set<string>();
    for (let index = 0; index < bytes.length; index += 1) {
      for (const bit of [1, 0x20]) {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ bit;
        const code = await codeOf(changed);
        expect(code, `byte ${index}`).toMatch(/^ferry\.[a-z-]+$/);
        codes.add(code);
      }
    }
    expect([...codes]).toEqual(expect.arrayContaining(["ferry.changed", "ferry.bad-signature"]));
  });

  test("a file cut off anywhere is refused", async () => {
    const { bytes } = sealed();
    for (let length = 0; length < bytes.length; length += 1)
      expect(await codeOf(bytes.subarray(0, length)), `${length}`).toMatch(
        /^ferry\.(truncated|not-a-package)$/,
      );
  });

  const [row1, row2] = [1, 2];
  test.each<[string, (lines: string[]) => string[], string]>([
    ["a missing line", (lines) => lines.toSpliced(row1, 1), "ferry.line-missing"],
    ["a line twice", (lines) => lines.toSpliced(row1, 0, lines[row1] ?? ""), "ferry.line-extra"],
    ["a line behind the seal", (lines) => [...lines, lines[row1] ?? ""], "ferry.line-extra"],
    ["another seal behind the seal", (lines) => [...lines, lines.at(-1) ?? ""], "ferry.line-extra"],
    [
      "two lines in each other's place",
      (lines) => lines.with(row1, lines[row2] ?? "").with(row2, lines[row1] ?? ""),
      "ferry.line-order",
    ],
    [
      "two contents in each other's place",
      (lines) =>
        lines
          .with(row1, (lines[row2] ?? "").replace('"n":2', '"n":1'))
          .with(row2, (lines[row1] ?? "").replace('"n":1', '"n":2')),
      "ferry.changed",
    ],
    [
      "another number",
      (lines) => lines.with(0, (lines[0] ?? "").replace("17", "18")),
      "ferry.changed",
    ],
    ["no seal", (lines) => lines.slice(0, -1), "ferry.truncated"],
    ["a seal with a space", (lines) => lines.with(4, `${lines[4] ?? ""} `), "ferry.bad-seal"],
    ["no header", (lines) => lines.slice(1), "ferry.not-a-package"],
    ["nothing", () => [], "ferry.not-a-package"],
    ["something else", () => ["<html>"], "ferry.not-a-package"],
  ])("%s is refused by its own name", async (_what, change, code) => {
    expect(await codeOf(withLines(change))).toBe(code);
  });

  test("another key is refused: of another name, and of the same name", async () => {
    expect(await codeOf(sealPackage(INPUT, LINES, signer("other/ferry", 1)).bytes)).toBe(
      "ferry.other-key",
    );
    expect(await codeOf(sealPackage(INPUT, LINES, signer(OURS.name, 2)).bytes)).toBe(
      "ferry.bad-signature",
    );
  });

  test("a signature over another hash is refused, however well the file fits together", async () => {
    const [one, other] = [sealed(), sealed([])].map(({ bytes }) => bytes.toString("utf8"));
    const signature = /"signature":"[^"]+"/;
    const forged = one?.replace(signature, signature.exec(other ?? "")?.[0] ?? "") ?? "";
    expect(await codeOf(Buffer.from(forged))).toBe("ferry.bad-signature");
  });

  test("a line beyond the limit is not read into memory", async () => {
    async function* endless() {
      const piece = Buffer.alloc(1024 * 1024, "x");
      for (let count = 0; count < 1000; count += 1) yield piece;
    }
    await expect(readPackage(endless(), KEY)).rejects.toThrow("ferry.line-too-long");
  });
});

describe("names", () => {
  test("say cargo and number, and lead back", () => {
    const { header } = sealed();
    expect(packageName(header)).toBe("ferry-released-0000000017.ndjson");
    expect(readPackageName(packageName(header))).toMatchObject({ cargo: "released", sequence: 17 });
    const facts = packageName({ cargo: "facts", origin: "centre-1", sequence: 3 });
    expect(readPackageName(facts)).toEqual({ cargo: "facts", source: "centre-1", sequence: 3 });
  });

  test.each([
    "",
    "ferry-released-17.ndjson",
    "../ferry-released-0000000017.ndjson",
    ".ferry-released-0000000017.ndjson.part",
  ])("%j is none", (name) => expect(readPackageName(name)).toBeUndefined());

  test("a package under another name is refused", () => {
    const { header } = sealed();
    expect(() => requireName("ferry-released-0000000018.ndjson", header)).toThrow(
      "ferry.wrong-name",
    );
    requireName("ferry-released-0000000017.ndjson", header);
  });
});

describe("parts", () => {
  test("hold every line once, in order, and stay below the limit", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 40 })),
        fc.integer({ min: 1, max: 100 }),
        async (lines, limit) => {
          const parts = [];
          for await (const part of partsOf(arrive(lines), limit)) parts.push(part);
          expect(parts.flatMap((part) => part.lines)).toEqual(lines);
          expect(parts.map(({ more }) => more)).toEqual(parts.map((_, n) => n < parts.length - 1));
          for (const part of parts) {
            const bytes = Buffer.byteLength(part.lines.join(""));
            expect(bytes <= limit || part.lines.length === 1).toBe(true);
          }
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });
});

async function* arrive(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

describe("the place of a package", () => {
  const last = { sequence: 16, sha256: "16" };
  const next = { sequence: 17, previous: "16", full: false, part: 1 };
  const chain = { last, same: undefined };

  test("the next one is applied, the one after next waits for it", () => {
    expect(judgePackage(next, "17", chain)).toEqual({ verdict: "apply" });
    expect(judgePackage({ ...next, sequence: 19 }, "19", chain)).toEqual({
      verdict: "wait",
      missing: 17,
    });
  });

  test("the same once more changes nothing; the same number with other content is a fork", () => {
    const again = { last, same: last };
    expect(judgePackage({ ...next, sequence: 16 }, "16", again)).toEqual({ verdict: "known" });
    expect(() => judgePackage({ ...next, sequence: 16 }, "other", again)).toThrow("ferry.forked");
  });

  test("one that does not follow is refused, one that comes too late as well", () => {
    expect(() => judgePackage({ ...next, previous: "15" }, "17", chain)).toThrow(
      "ferry.broken-chain",
    );
    expect(() => judgePackage({ ...next, previous: null }, "17", chain)).toThrow(
      "ferry.broken-chain",
    );
    expect(() => judgePackage({ ...next, sequence: 9 }, "9", chain)).toThrow("ferry.superseded");
    expect(() => judgePackage({ ...next, sequence: 9, full: true }, "9", chain)).toThrow(
      "ferry.superseded",
    );
  });

  test("a whole state needs nothing before it, but all its parts follow each other", () => {
    const full = { ...next, sequence: 40, full: true };
    expect(judgePackage(full, "40", chain)).toEqual({ verdict: "apply" });
    expect(judgePackage({ ...full, part: 2 }, "40", chain)).toMatchObject({ verdict: "wait" });
    const empty = { last: undefined, same: undefined };
    expect(judgePackage(full, "40", empty)).toEqual({ verdict: "apply" });
    expect(judgePackage(next, "17", empty)).toEqual({ verdict: "wait", missing: null });
  });
});

describe("what is carried", () => {
  const rows = [{ key: '{"ocid":"a"}', row: '{"ocid":"a","title":"x"}' }];
  const [{ key, row } = { key: "", row: "" }] = rows;

  test("new and changed rows, and removals of what was sent", () => {
    const gone = '{"ocid":"b"}';
    const sent = new Map([
      [key, "old"],
      [gone, "old"],
    ]);
    const { lines, sent: news } = compareRows({
      relation: "process",
      keys: [key, gone, "c"],
      rows,
      sent,
    });
    expect(lines).toEqual([rowLine("process", row), goneLine("process", gone)]);
    expect(news).toEqual([
      { relation: "process", key, digest: sha256Of(row) },
      { relation: "process", key: gone, digest: null },
    ]);
  });

  test("a row that was written again as it was is not carried", () => {
    const sent = new Map([[key, sha256Of(row)]]);
    expect(compareRows({ relation: "process", keys: [key], rows, sent })).toEqual({
      lines: [],
      sent: [],
    });
  });
});

describe("keys and facts", () => {
  test("a key with a typing error is refused", () => {
    const vkey = vkeyOf(OURS);
    expect(readVkey(vkey).name).toBe(OURS.name);
    for (let index = 0; index < vkey.length; index += 1) {
      const typed =
        vkey.slice(0, index) + (vkey[index] === "x" ? "y" : "x") + vkey.slice(index + 1);
      expect(() => readVkey(typed), typed).toThrow("ferry.bad-vkey");
    }
  });

  test("the file of keys names each source as its key does", () => {
    const vkey = vkeyOf(signer("centre", 3));
    expect([...readPinnedKeys(`# keys\n\ncentre ${vkey}\n`).keys()]).toEqual(["centre"]);
    expect(() => readPinnedKeys(`other ${vkey}`)).toThrow("ferry.other-key");
  });

  test("a line of a source comes back as it was, fact or not", () => {
    for (const text of ['{"kind":"a","n":1.10}', '{"half":', "招标", '["a"]', "", '"a"'])
      expect(factText(factLine(text).slice(1, -1))).toBe(text);
  });

  test("a refusal reads in Chinese and English, and cannot move the cursor", () => {
    const text = refusalText({
      code: "ferry.other-key",
      params: { key: "a\u001b[2J\u202eb", pinned: "ours" },
    });
    expect(text.split("\n")).toHaveLength(3);
    expect(text).toContain("这里只认 ours");
    expect(text).toContain("only ours is taken here");
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });
});
