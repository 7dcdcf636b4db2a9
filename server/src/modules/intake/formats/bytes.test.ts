import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { expect, test } from "vitest";

import { detectEncoding, openBytes, readLines, sampleOf } from "./bytes.ts";
import { bytesOf } from "./test-support.ts";

async function linesOf(content: string | Uint8Array, chunk = 7, maximum?: number) {
  const buffer = Buffer.from(content as string);
  const found = [];
  for await (const line of readLines(bytesOf(content, chunk), detectEncoding(buffer), maximum)) {
    found.push(line);
  }
  return found;
}

test("lines come back whatever the size of the chunks", async () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n\uFEFF]/g, "·"));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 20 }),
      fc.integer({ min: 1, max: 50 }),
      async (texts, chunk) => {
        const found = await linesOf(texts.map((text) => `${text}\n`).join(""), chunk);
        expect(found.map(({ text }) => text)).toEqual(texts.map((text) => text.toWellFormed()));
      },
    ),
    { numRuns: 60 },
  );
});

test("a byte order mark and carriage returns go", async () => {
  expect(await linesOf("\uFEFFa\r\nb")).toEqual([
    { number: 1, text: "a" },
    { number: 2, text: "b" },
  ]);
});

test("a line that is too long is told and the next one is read", async () => {
  const found = await linesOf(`ok\n${"x".repeat(5000)}\nnext\n`, 100, 1000);
  expect(found).toEqual([{ number: 1, text: "ok" }, { number: 2 }, { number: 3, text: "next" }]);
});

/** 云澜市,投标人 in GB 18030. */
const GB = Buffer.from([
  0xd4, 0xc6, 0xc0, 0xbd, 0xca, 0xd0, 0x2c, 0xcd, 0xb6, 0xb1, 0xea, 0xc8, 0xcb, 0x0a,
]);

test("GB 18030 and UTF-16 are recognised", async () => {
  expect(detectEncoding(GB)).toBe("gb18030");
  expect((await linesOf(GB))[0]?.text).toBe("云澜市,投标人");
  const wide = Buffer.from("\uFEFF云澜市\n乙", "utf16le");
  expect((await linesOf(wide, 3)).map(({ text }) => text)).toEqual(["云澜市", "乙"]);
});

test("UTF-8 with some damaged lines stays UTF-8", () => {
  const good = Buffer.from("云澜市青石建设有限公司,1\n".repeat(20));
  expect(detectEncoding(Buffer.concat([good, Buffer.from([0xff, 0xfe, 0x81, 0x0a]), good]))).toBe(
    "utf-8",
  );
});

test("gzip is read like its content", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bytes-"));
  try {
    const path = join(folder, "a.gz");
    await writeFile(path, gzipSync("云澜\n"));
    expect((await sampleOf(openBytes(path), 100)).toString()).toBe("云澜\n");
  } finally {
    await rm(folder, { recursive: true });
  }
});
