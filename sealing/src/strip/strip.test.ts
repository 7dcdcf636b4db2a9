import { unzipSync, unzlibSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import {
  asText,
  CANARY,
  markedFile,
  markedJpeg,
  markedOffice,
  markedPackage,
  markedPdf,
  markedPng,
  markedQuartzPdf,
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
/** As letters, as hexadecimal, as UTF-16. */
const hasMark = (bytes: Uint8Array) => {
  const all = everythingIn(bytes);
  return (
    all.replaceAll("\0", "").includes(CANARY) ||
    all.includes(CANARY) ||
    all.toLowerCase().includes(hexMark)
  );
};
/** Names of tags that an inspector of metadata would list with a value. */
const TAGS =
  /GPSLatitude|\bexif:|xmp:|dc:creator>[^<]|lastModifiedBy>[^<]|Company>[^<]|\/Author\s*\([^ )]|\/Creator\s*\([^ )]|\/Producer\s*\([^ )]|\/CreationDate\s*\(D|tEXt|iTXt|zTXt|eXIf|tIME|iCCP|Photoshop 3\.0|ICC_PROFILE|http:\/\/ns\.adobe\.com/;

const COUNT = Number(process.env["MINGJING_CAMPAIGN_FILES"] ?? 200);

test(`T29: ${COUNT} files full of marks are served without one`, () => {
  const kinds = new Map<string, number>();
  for (let number = 0; number < COUNT; number += 1) {
    const { bytes, kind } = markedFile(number);
    expect(hasMark(bytes)).toBe(true);
    const stripped = stripFile(bytes);
    expect(stripped.kind).toBe(kind);
    if (stripped.bytes === undefined) throw new Error(`${kind} ${number} was not cleaned`);
    expect([number, hasMark(stripped.bytes)]).toEqual([number, false]);
    expect([number, TAGS.exec(everythingIn(stripped.bytes))?.[0]]).toEqual([number, undefined]);
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

  test.each([true, false])(
    "PDF with information by reference: the same length (packed: %s)",
    (isPacked) => {
      const before = markedQuartzPdf(CANARY, isPacked);
      const clean = stripFile(before).bytes ?? new Uint8Array();
      expect(clean).toHaveLength(before.length);
      expect(everythingIn(clean)).toContain("what the page says");
      expect(everythingIn(clean)).toContain(asText(SCAN));
    },
  );

  test("a package with another inside: texts, parts and pictures stay, whatever their names say", () => {
    const parts = unzipSync(stripFile(markedPackage(CANARY)).bytes ?? new Uint8Array());
    expect(textOf(parts["ppt/slides/slide1.xml"] ?? new Uint8Array())).toContain("正文在此");
    expect(asText(parts["ppt/media/image1.tmp"] ?? new Uint8Array())).toContain(asText(SCAN));
    const inner = unzipSync(parts["ppt/embeddings/sheet1.xlsx"] ?? new Uint8Array());
    expect(textOf(inner["xl/worksheets/sheet1.xml"] ?? new Uint8Array())).toContain("正文在此");
    expect(textOf(parts["customXml/item1.xml"] ?? new Uint8Array())).toContain(
      'xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"',
    );
  });

  test.each(["docx", "xlsx"] as const)("%s: text and parts stay", (type) => {
    const parts = unzipSync(stripFile(markedOffice(CANARY, type)).bytes ?? new Uint8Array());
    const part = type === "docx" ? "word/document.xml" : "xl/worksheets/sheet1.xml";
    expect(textOf(parts[part] ?? new Uint8Array())).toContain("正文在此");
    expect(Object.keys(parts)).not.toContain("docProps/thumbnail.jpeg");
  });
});

const withPart = (name: string, bytes: string) =>
  zipSync({
    "[Content_Types].xml": Buffer.from("<Types/>"),
    [name]: Buffer.from(bytes, "latin1"),
  });

describe("what cannot be cleaned is said so", () => {
  test.each([
    ["an encrypted PDF", Buffer.from("%PDF-1.7\ntrailer <</Encrypt 9 0 R /Author (x)>>")],
    ["a JPEG that breaks off", markedJpeg(CANARY).subarray(0, 60)],
    ["a PNG that breaks off", markedPng(CANARY).subarray(0, 60)],
    ["a zip that is no office file", Buffer.from("PK\x03\x04 nothing")],
    [
      "an office file with an old one inside",
      withPart("word/embeddings/a.bin", "\xd0\xcf\x11\xe0"),
    ],
    ["an office file with macros", withPart("word/vbaProject.bin", "\xd0\xcf\x11\xe0")],
    ["an office file with a TIFF", withPart("word/media/a.tiff", "II*\0")],
    ["an office file with a broken photo", withPart("word/media/a.jpg", "\xff\xd8\xff\xe1\0")],
    [
      "a PDF with a broken photo",
      Buffer.from("%PDF-1.7\n4 0 obj <</Filter /DCTDecode>>\nstream\nxx\nendstream"),
    ],
    ["a film", Buffer.from("\0\0\0\x20ftypmp42")],
    ["nothing", Buffer.alloc(0)],
  ])("%s", (_title, bytes) => {
    expect(stripFile(bytes).bytes).toBeUndefined();
  });
});
