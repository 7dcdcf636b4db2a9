/**
 * PDF files whose document information, XMP and file identifiers are blanked in place: no byte moves, so every offset
 * stays true. LIMITATION: what stands on the pages, in comments and in attached files stays.
 */
import { unzlibSync, zlibSync } from "fflate";

import type { Bytes } from "../bytes.ts";
import { blankJpeg } from "./image.ts";

const latin1 = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x80_00)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x80_00));
  return text;
};
const bytesOf = (text: string): Bytes =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

/** Entries of the information dictionary, of page pieces and of producers' own. */
const KEYS =
  /\/(?:Author|Creator|Producer|Title|Subject|Keywords|CreationDate|ModDate|LastModified|Company|Manager|SourceModified|Comments|PTEX\.Fullbanner|NM|M|T)(?=[\s(<])\s*/g;

/** End of a string that begins at `from` with its bracket. */
function endOfString(text: string, from: number): number {
  if (text[from] === "<") return text.indexOf(">", from);
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "\\") at += 1;
    else if (letter === "(") depth += 1;
    else if (letter === ")") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** Blanks the strings of those entries; a dictionary after the key is no string. */
function blankStrings(text: string): string {
  let out = "";
  let done = 0;
  for (const found of text.matchAll(KEYS)) {
    const from = found.index + found[0].length;
    const isString = text[from] === "(" || (text[from] === "<" && text[from + 1] !== "<");
    if (!isString || from < done) continue;
    const to = endOfString(text, from);
    if (to < 0) continue;
    const filler = text[from] === "<" ? "0" : " ";
    out += text.slice(done, from + 1) + filler.repeat(to - from - 1);
    done = to;
  }
  return out + text.slice(done);
}

/** The identifiers of the file, which are the same in every copy of it. */
const blankIds = (text: string): string =>
  text.replaceAll(/\/ID\s*\[\s*<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>/g, (found) =>
    found.replaceAll(/<[^>]*>/g, (id) => `<${"0".repeat(id.length - 2)}>`),
  );

const outsideStreams = (text: string): string => blankIds(blankStrings(text));

interface Part {
  readonly text: string;
  /** The dictionary before the data of a stream; absent: it is none. */
  readonly dictionary?: string;
}

/** The file as alternating text and data of streams. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(/stream\r?\n/g)) {
    const from = found.index + found[0].length;
    if (found.index < at || text.slice(found.index - 3, found.index) === "end") continue;
    const to = text.indexOf("endstream", from);
    if (to < 0) break;
    const head = text.slice(at, from);
    const dictionary = head.slice(Math.max(head.lastIndexOf(" obj"), 0));
    parts.push({ text: head }, { text: text.slice(from, to), dictionary });
    at = to;
  }
  return [...parts, { text: text.slice(at) }];
}

/** Objects inside a compressed stream: blanked, compressed anew, filled up to the length it had. */
function blankObjects(data: string): string | undefined {
  const plain = latin1(unzlibSync(bytesOf(data)));
  const blank = outsideStreams(plain);
  if (blank === plain) return data;
  const packed = latin1(zlibSync(bytesOf(blank), { level: 9 }));
  return packed.length > data.length ? undefined : packed.padEnd(data.length, "\0");
}

/** @returns undefined: it cannot be blanked in its length */
function blankStream(data: string, dictionary: string): string | undefined {
  if (/\/(?:Metadata|XML)\b/.test(dictionary)) return " ".repeat(data.length);
  if (/\/ObjStm\b/.test(dictionary)) return blankObjects(data);
  if (!/\/DCTDecode\b/.test(dictionary) || /\/FlateDecode\b/.test(dictionary)) return data;
  const picture = blankJpeg(bytesOf(data));
  return picture === undefined ? data : latin1(picture);
}

/** @returns undefined if it is encrypted or built in a way that cannot be blanked */
export function stripPdf(bytes: Uint8Array): Bytes | undefined {
  const text = latin1(bytes);
  if (!text.slice(0, 1024).includes("%PDF-") || /\/Encrypt\b/.test(text)) return undefined;
  try {
    const parts = partsOf(text).map(({ text: part, dictionary }) =>
      dictionary === undefined ? outsideStreams(part) : blankStream(part, dictionary),
    );
    if (parts.some((part) => part === undefined)) return undefined;
    const blank = bytesOf(parts.join(""));
    return blank.length === bytes.length ? blank : undefined;
  } catch {
    return undefined;
  }
}
