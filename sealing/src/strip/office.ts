/** Word, Excel and PowerPoint files (OOXML) without authors, companies, templates, paths and revision marks. */
import { unzipSync, type Zippable, zipSync } from "fflate";

import { type Bytes, textOf, utf8 } from "../bytes.ts";
import { stripJpeg, stripPng } from "./image.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006";

const EMPTIED: Readonly<Record<string, string>> = {
  "docProps/core.xml": `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
  "docProps/app.xml": `${HEAD}<Properties xmlns="${PROPERTIES}/extended-properties"/>`,
  "docMetadata/LabelInfo.xml": `${HEAD}<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"/>`,
  "docProps/custom.xml": `${HEAD}<Properties xmlns="${PROPERTIES}/custom-properties"/>`,
};

const VALUE = String.raw`(?:"[^"]*"|'[^']*')`;
/** Attributes that hold a person, a device or a path. */
const ATTRIBUTES = new RegExp(
  String.raw`(\s(?:\w+:)?(?:author|initials|userId|userName|displayName|providerId|lastEdited|lastModifiedBy|creator|url|connection|sourceFile|odcFile|siteId))=${VALUE}`,
  "g",
);
/** Those without which a file is as valid. */
const DROPPED = new RegExp(
  String.raw`\s(?:\w+:)?(?:rsid\w*|refreshedBy|refreshedDate(?:Iso)?)=${VALUE}`,
  "g",
);
/** Elements whose `name` is that of a person. */
const PERSONS = /<(?:\w+:)?(?:cmAuthor|author|userInfo|person)\s[^>]*>/g;
const NAME = new RegExp(String.raw`(\sname)=${VALUE}`, "g");
/** Lists of revisions, and sources of data with their paths and users. */
const BLOCKS = /<((?:\w+:)?(?:rsids|docVars|mailMerge))(?:\s[^>]*)?>[\s\S]*?<\/\1>/g;
const DATES = /\s(?:\w+:)?(?:date|dateUtc|dT|created|modified)=(?:"\d{4}-[^"]*"|'\d{4}-[^']*')/g;
const COMMENT_AUTHORS = /(<(?:\w+:)?author>)[^<]*(<\/(?:\w+:)?author>)/g;
/** Targets on somebody's disk or in somebody's network. */
const LOCAL_TARGETS =
  /(\sTarget=)(?:"(?:file:|[A-Za-z]:\\|\\\\)[^"]*"|'(?:file:|[A-Za-z]:\\|\\\\)[^']*')/g;
const THUMBNAIL = /<Relationship\b[^>]*\/thumbnail["'][^>]*\/>/g;

const cleaned = (xml: string): string =>
  xml
    .replaceAll(BLOCKS, "")
    .replaceAll(DROPPED, "")
    .replaceAll(DATES, "")
    .replaceAll(ATTRIBUTES, '$1=""')
    .replaceAll(PERSONS, (element) => element.replaceAll(NAME, '$1=""'))
    .replaceAll(COMMENT_AUTHORS, "$1$2")
    .replaceAll(LOCAL_TARGETS, '$1"about:blank"')
    .replaceAll(THUMBNAIL, "");

/** What document libraries keep beside a document: who made it, where it lies. */
const LIBRARY = /2006\/metadata|sharepoint|documentManagement|coreProperties|extended-properties/i;

/** Without its texts; elements stay, because parts of the document may be bound to them. */
const withoutTexts = (xml: string): string =>
  xml
    .replaceAll(/>[^<]+</g, "><")
    .replaceAll(new RegExp(`(\\s(?!xmlns)[\\w:]+)=${VALUE}`, "g"), '$1=""');

/** A part that says who made the file and cannot be cleaned: then the whole file cannot. */
class Uncleanable extends Error {}

const begins = (bytes: Uint8Array, start: string): boolean =>
  Array.from(start).every((letter, at) => bytes[at] === letter.charCodeAt(0));

/** Old office files and macros, films, TIFF, WebP, HEIC: they hold names and places in ways that are not read here. */
const isClosed = (bytes: Uint8Array): boolean =>
  ["\xd0\xcf\x11\xe0", "II*\0", "MM\0*", "RIFF", "GIF8", "%PDF"].some((start) =>
    begins(bytes, start),
  ) || begins(bytes.subarray(4), "ftyp");

/** @throws Uncleanable */
function must(part: Bytes | undefined, name: string): Bytes {
  if (part === undefined) throw new Uncleanable(name);
  return part;
}

/** By what it is, not by its name. @returns undefined: it is left out @throws Uncleanable */
function cleanedPart(name: string, bytes: Uint8Array): Uint8Array | undefined {
  const emptied =
    EMPTIED[name] ?? (name.endsWith(".psmdcp") ? EMPTIED["docProps/core.xml"] : undefined);
  if (emptied !== undefined) return utf8(emptied);
  if (/^docProps\/thumbnail\./i.test(name)) return undefined;
  // Name and path of a printer. The part stays, because a sheet refers to it.
  if (/printerSettings\d*\.bin$/i.test(name)) return new Uint8Array(bytes.length);
  if (begins(bytes, "\xff\xd8\xff")) return must(stripJpeg(bytes), name);
  if (begins(bytes, "\x89PNG")) return must(stripPng(bytes), name);
  if (begins(bytes, "PK\x03\x04")) return must(stripOffice(bytes), name);
  if (isClosed(bytes)) throw new Uncleanable(name);
  if (!/\.(?:xml|rels|vml)$/i.test(name)) return bytes;
  const xml = cleaned(textOf(bytes));
  return utf8(name.startsWith("customXml/item") && LIBRARY.test(xml) ? withoutTexts(xml) : xml);
}

/** No day of a file inside tells when it was written. */
const NO_DAY = "1980-01-01T12:00:00";
/** What a file may grow to when it is unpacked. */
const MOST_BYTES = 120_000_000;

/** @returns undefined if it cannot be read as an office file */
export function stripOffice(bytes: Uint8Array): Bytes | undefined {
  try {
    let size = 0;
    const parts = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize;
        if (size > MOST_BYTES) throw new RangeError("too large when unpacked");
        return true;
      },
    });
    if (parts["[Content_Types].xml"] === undefined) return undefined;
    const files: Zippable = {};
    for (const [name, part] of Object.entries(parts)) {
      const clean = name.endsWith("/") ? undefined : cleanedPart(name, part);
      if (clean !== undefined) files[name] = clean;
    }
    return Uint8Array.from(zipSync(files, { mtime: NO_DAY, level: 6 }));
  } catch {
    return undefined;
  }
}
