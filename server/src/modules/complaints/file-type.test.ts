import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { fileTypeOf } from "./file-type.ts";

const both = (bytes: Uint8Array) => fileTypeOf(bytes, bytes);
const text = (words: string) => new TextEncoder().encode(words);
const packed = (...names: readonly string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, text("x")])));

describe("what a file is", () => {
  test.each([
    ["application/pdf", text("%PDF-1.7\n")],
    ["image/jpeg", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ["image/png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ["video/mp4", Uint8Array.of(0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70)],
    [
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      packed("[Content_Types].xml", "word/document.xml"),
    ],
    [
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      packed("xl/workbook.xml"),
    ],
    ["application/ofd", packed("OFD.xml", "Doc_0/Document.xml")],
    ["application/zip", packed("照片/1.jpg")],
  ])("%s", (type, bytes) => {
    expect(both(bytes)).toBe(type);
  });

  test.each([
    ["a page", text("<!doctype html><script>alert(1)</script>")],
    ["a drawing that can hold scripts", text("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    ["a program of Windows", text("MZ\u0090\u0000")],
    ["a program of Linux", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46)],
    ["text that names a PDF further in", text(" %PDF-1.7")],
    ["nothing", new Uint8Array()],
  ])("%s is refused whatever it is called", (_name, bytes) => {
    expect(both(bytes)).toBeUndefined();
  });
});
