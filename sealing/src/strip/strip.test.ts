import { unzipSync, unzlibSync } from "fflate";
import { describe, expect, test } from "vitest";

import {
  asText,
  CANARY,
  markedFile,
  markedJpeg,
  markedOffice,
  markedPdf,
  markedPng,
  SCAN,
} from "../../test/marked-files.ts";
import { textOf } from "../bytes.ts";
import { stripFile } from "./index.ts";

/** Every text that can be found in a file: as it stands, in its zip entries, in whatever was deflated. */
function everythingIn(bytes: Uint8Array): string {
  const texts = [asText(bytes)];
  try {
    for (const [name, part] of Object.entries(unzipSync(bytes)))
      texts.push(name, everythingIn(part));
  } catch {
    // No zip.
  }
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    const isZlib = bytes[at] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[at + 1] ?? 0);
    if (!isZlib) continue;
    try {
      texts.push(asText(unzlibSync(bytes.subarray(at))));
    } catch {
      // Only looked like it.
    }
  }
  return texts.join("\n");
}
const hexMark = Buffer.from(CANARY).toString("hex");
const hasMark = (bytes: Uint8Array) => {
  const all = everythingIn(bytes);
  return all.includes(CANARY) || all.toLowerCase().includes(hexMark);
};

const COUNT = Number(process.env["MINGJING_CAMPAIGN_FILES"] ?? 40);

test(`T29: ${COUNT} files full of marks are served without one`, () => {
  const kinds = new Map<string, number>();
  for (let number = 0; number < COUNT; number += 1) {
    const { bytes, kind } = markedFile(number);
    expect(hasMark(bytes)).toBe(true);
    const stripped = stripFile(bytes);
    expect(stripped.kind).toBe(kind);
    if (stripped.bytes === undefined) throw new Error(`${kind} ${number} was not cleaned`);
    expect([number, hasMark(stripped.bytes)]).toEqual([number, false]);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  expect([...kinds.keys()].toSorted()).toEqual(["jpeg", "office", "pdf", "png"]);
});

describe("what is seen stays as it is", () => {
  test("JPEG: coded data byte by byte, the way up, Adobe's note on colours; no second picture behind the end", () => {
    const clean = asText(stripFile(markedJpeg(CANARY, 6)).bytes ?? new Uint8Array());
    expect(clean).toContain(asText(SCAN));
    expect(clean).toContain("Adobe\0");
    expect(clean.endsWith("\xff\xd9")).toBe(true);
    expect(clean).toContain("\x01\x12\0\x03\0\0\0\x01\0\x06");
    expect(asText(stripFile(markedJpeg(CANARY, 1)).bytes ?? new Uint8Array())).not.toContain(
      "Exif",
    );
  });

  test("PNG: header, data and end with their checksums", () => {
    const before = markedPng(CANARY);
    const clean = stripFile(before).bytes ?? new Uint8Array();
    const names = asText(clean).match(/IHDR|IDAT|IEND|tEXt|iTXt|eXIf|tIME|iCCP|zTXt/g);
    expect(names).toEqual(["IHDR", "IDAT", "IEND"]);
    const data = /IDAT[\s\S]*?IEND/.exec(asText(before))?.[0] ?? "-";
    expect(asText(clean)).toContain(data);
  });

  test.each([true, false])("PDF: the same length, the page readable (packed: %s)", (isPacked) => {
    const before = markedPdf(CANARY, isPacked);
    const clean = stripFile(before).bytes ?? new Uint8Array();
    expect(clean).toHaveLength(before.length);
    expect(everythingIn(clean)).toContain("what the page says");
    expect(asText(clean)).not.toContain("ABAB");
  });

  test.each(["docx", "xlsx"] as const)("%s: text and parts stay", (type) => {
    const parts = unzipSync(stripFile(markedOffice(CANARY, type)).bytes ?? new Uint8Array());
    const part = type === "docx" ? "word/document.xml" : "xl/worksheets/sheet1.xml";
    expect(textOf(parts[part] ?? new Uint8Array())).toContain("正文在此");
    expect(Object.keys(parts)).not.toContain("docProps/thumbnail.jpeg");
  });
});

describe("what cannot be cleaned is said so", () => {
  test.each([
    ["an encrypted PDF", Buffer.from("%PDF-1.7\ntrailer <</Encrypt 9 0 R /Author (x)>>")],
    ["a JPEG that breaks off", markedJpeg(CANARY).subarray(0, 60)],
    ["a PNG that breaks off", markedPng(CANARY).subarray(0, 60)],
    ["a zip that is no office file", Buffer.from("PK\x03\x04 nothing")],
    ["a film", Buffer.from("\0\0\0\x20ftypmp42")],
    ["nothing", Buffer.alloc(0)],
  ])("%s", (_title, bytes) => {
    expect(stripFile(bytes).bytes).toBeUndefined();
  });
});
