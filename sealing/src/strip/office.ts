/** Word, Excel and PowerPoint files (OOXML) without authors, companies, templates, paths and revision marks. */
import { unzipSync, type Zippable, zipSync } from "fflate";

import { type Bytes, textOf, utf8 } from "../bytes.ts";
import { stripJpeg, stripPng } from "./image.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006";

const EMPTIED: Readonly<Record<string, string>> = {
  "docProps/core.xml": `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
  "docProps/app.xml": `${HEAD}<Properties xmlns="${PROPERTIES}/extended-properties"/>`,
  "docProps/custom.xml": `${HEAD}<Properties xmlns="${PROPERTIES}/custom-properties"/>`,
};

/** Attributes that hold a person, a device or a path. */
const ATTRIBUTES =
  /(\s(?:\w+:)?(?:author|initials|userId|userName|displayName|providerId|lastEdited|lastModifiedBy|creator|url))="[^"]*"/g;
const REVISIONS = /\s(?:\w+:)?rsid\w*="[^"]*"/g;
const REVISION_LIST = /<(\w+:)?rsids>[\s\S]*?<\/(?:\w+:)?rsids>/g;
const DATES = /\s(?:\w+:)?(?:date|dateUtc|dT|created|modified)="\d{4}-[^"]*"/g;
const COMMENT_AUTHORS = /(<(?:\w+:)?author>)[^<]*(<\/(?:\w+:)?author>)/g;
/** Targets on somebody's disk or in somebody's network. */
const LOCAL_TARGETS = /(\sTarget=")(?:file:|[A-Za-z]:\\|\\\\)[^"]*"/g;
const THUMBNAIL = /<Relationship\b[^>]*\/thumbnail"[^>]*\/>/g;

const cleaned = (xml: string): string =>
  xml
    .replaceAll(REVISION_LIST, "")
    .replaceAll(REVISIONS, "")
    .replaceAll(DATES, "")
    .replaceAll(ATTRIBUTES, '$1=""')
    .replaceAll(COMMENT_AUTHORS, "$1$2")
    .replaceAll(LOCAL_TARGETS, '$1about:blank"')
    .replaceAll(THUMBNAIL, "");

function cleanedPart(name: string, bytes: Uint8Array): Uint8Array | undefined {
  const emptied = EMPTIED[name];
  if (emptied !== undefined) return utf8(emptied);
  if (/^docProps\/thumbnail\./i.test(name)) return undefined;
  if (/\.jpe?g$/i.test(name)) return stripJpeg(bytes) ?? bytes;
  if (/\.png$/i.test(name)) return stripPng(bytes) ?? bytes;
  return /\.(?:xml|rels|vml)$/i.test(name) ? utf8(cleaned(textOf(bytes))) : bytes;
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
