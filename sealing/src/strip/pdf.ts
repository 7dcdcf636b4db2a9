/**
 * PDF files whose document information, XMP and file identifiers are blanked in place: no byte moves, so every offset
 * stays true. LIMITATION: what stands on the pages, in comments and in attached files stays, and so does what drawing
 * programs keep in private data of a page.
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
const NAMES =
  "Author|Creator|Producer|Title|Subject|Keywords|CreationDate|ModDate|LastModified|Company|Manager|SourceModified|Comments|PTEX\\.Fullbanner|NM|M|T";
const KEYS = new RegExp(`/(?:${NAMES})(?=[\\s(<])\\s*`, "g");
const KEYS_ELSEWHERE = new RegExp(`/(?:${NAMES})\\s+(\\d+)\\s+\\d+\\s+R\\b`, "g");

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

/** Blanks every string of an object. */
function blankAllStrings(text: string): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? "";
    const isString = letter === "(" || (letter === "<" && text[at + 1] !== "<");
    const to = isString ? endOfString(text, at) : -1;
    if (to < 0) {
      const step = text.startsWith("<<", at) ? 2 : 1;
      out += text.slice(at, at + step);
      at += step;
      continue;
    }
    out += letter + (letter === "<" ? "0" : " ").repeat(to - at - 1);
    at = to;
  }
  return out;
}

/** Numbers of objects that hold what must go: the information dictionary, and strings that keys only refer to. */
interface Marked {
  readonly information: Set<string>;
  readonly strings: Set<string>;
}

const REFERENCE = /(\d+)\s+\d+\s+R\b/g;
const INFORMATION = /\/Info\s+(\d+)\s+\d+\s+R\b/g;

/** Blanks an object by what is said of its number. */
function blankObject(number: string, body: string, { information, strings }: Marked): string {
  if (information.has(number)) return blankAllStrings(body);
  const isString = /^\s*(?:\(|<(?!<))/.test(body);
  return isString && strings.has(number) ? blankAllStrings(body) : body;
}

/** Objects of the file that are no streams: `5 0 obj … endobj`. */
const OBJECT = /((?<!\d)(\d+)\s+\d+\s+obj\b)([\s\S]*?)(?=endobj|$)/g;

const blankMarked = (text: string, marked: Marked): string =>
  text.replaceAll(
    OBJECT,
    (object, head: string, number: string) =>
      head + blankObject(number, object.slice(head.length), marked),
  );

const outsideStreams = (text: string, marked: Marked): string =>
  blankIds(blankStrings(blankMarked(text, marked)));

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

/** Compressed anew in the length it had. @returns undefined if it does not fit */
function repacked(plain: string, length: number): string | undefined {
  const packed = latin1(zlibSync(bytesOf(plain), { level: 9 }));
  return packed.length > length ? undefined : packed.padEnd(length, "\0");
}

const unpacked = (data: string): string => latin1(unzlibSync(bytesOf(data)));

interface Packed {
  readonly number: string;
  readonly from: number;
  readonly to: number;
}

/** Where the objects of an object stream stand in its text (ISO 32000-1 §7.5.7). */
function objectsIn(plain: string, dictionary: string): readonly Packed[] {
  const first = Number(/\/First\s+(\d+)/.exec(dictionary)?.[1] ?? 0);
  const pairs = [...plain.slice(0, first).matchAll(/(\d+)\s+(\d+)/g)];
  return pairs.map(([, number = "", offset], index) => {
    const next = pairs[index + 1]?.[2];
    return {
      number,
      from: first + Number(offset),
      to: next === undefined ? plain.length : first + Number(next),
    };
  });
}

function blankObjects({ text, dictionary = "" }: Part, marked: Marked): string | undefined {
  const plain = unpacked(text);
  const objects = objectsIn(plain, dictionary);
  const whole = objects.reduce(
    (before, { number, from, to }) =>
      before.slice(0, from) +
      blankObject(number, before.slice(from, to), marked) +
      before.slice(to),
    plain,
  );
  const blank = blankStrings(whole);
  return blank === plain ? text : repacked(blank, text.length);
}

function blankPicture(data: string, isPacked: boolean): string | undefined {
  const picture = blankJpeg(bytesOf(isPacked ? unpacked(data) : data));
  if (picture === undefined) return undefined;
  return isPacked ? repacked(latin1(picture), data.length) : latin1(picture);
}

/** @returns undefined: it cannot be blanked in its length */
function blankStream(part: Part, marked: Marked): string | undefined {
  const { text, dictionary = "" } = part;
  if (/\/(?:Metadata|XML)\b/.test(dictionary)) return " ".repeat(text.length);
  if (/\/ObjStm\b/.test(dictionary)) return blankObjects(part, marked);
  if (!/\/DCTDecode\b/.test(dictionary)) return text;
  return blankPicture(text, /\/FlateDecode\b/.test(dictionary));
}

/** Every object that is no stream, as text: those in the file and those in object streams. */
const objectTexts = (parts: readonly Part[]): readonly string[] =>
  parts.flatMap(({ text, dictionary }) => {
    if (dictionary === undefined) return [text];
    return /\/ObjStm\b/.test(dictionary) ? [unpacked(text)] : [];
  });

/** What the trailers name as information, what that refers to, and what keys of its kind refer to anywhere. */
function findMarked(parts: readonly Part[]): Marked {
  const texts = objectTexts(parts);
  const numbersOf = (pattern: RegExp, within: readonly string[]) =>
    within.flatMap((text) => [...text.matchAll(pattern)].map(([, number = ""]) => number));
  const information = new Set(numbersOf(INFORMATION, texts));
  const dictionaries = parts.flatMap(({ text, dictionary }) => {
    if (dictionary === undefined)
      return [...text.matchAll(OBJECT)].flatMap(([, , number = "", body = ""]) =>
        information.has(number) ? [body] : [],
      );
    if (!/\/ObjStm\b/.test(dictionary)) return [];
    const plain = unpacked(text);
    return objectsIn(plain, dictionary).flatMap(({ number, from, to }) =>
      information.has(number) ? [plain.slice(from, to)] : [],
    );
  });
  const strings = [...numbersOf(KEYS_ELSEWHERE, texts), ...numbersOf(REFERENCE, dictionaries)];
  return { information, strings: new Set(strings) };
}

/** @returns undefined if it is encrypted or built in a way that cannot be blanked */
export function stripPdf(bytes: Uint8Array): Bytes | undefined {
  const text = latin1(bytes);
  if (!text.slice(0, 1024).includes("%PDF-") || /\/Encrypt\b/.test(text)) return undefined;
  try {
    const whole = partsOf(text);
    const marked = findMarked(whole);
    const parts = whole.map((part) =>
      part.dictionary === undefined ? outsideStreams(part.text, marked) : blankStream(part, marked),
    );
    if (parts.some((part) => part === undefined)) return undefined;
    const blank = bytesOf(parts.join(""));
    return blank.length === bytes.length ? blank : undefined;
  } catch {
    return undefined;
  }
}
