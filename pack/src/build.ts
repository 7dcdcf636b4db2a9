/** Puts a pack together. The same content gives the same bytes. Pure. */
import { zipSync } from "fflate";

import { encodeHex, sha256, sm3 } from "../../verifier/src/index.ts";
import { fingerprintOf } from "./blocks.ts";
import { bytesOfAscii, dataFile, jsonStart } from "./data-file.ts";
import { DATA_FILES, MANIFEST, PAGE, pageCode, pageText, sealPage } from "./page-text.ts";
import { FORMAT, type Manifest, type ManifestFile, type PackContent } from "./shape.ts";

/** Old on purpose: a file of today would give other bytes tomorrow. */
const MTIME = "2000-01-01T00:00:00";
const NUMBER_DIGITS = 24;

export interface PackFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PackProgram {
  readonly app: string;
  readonly style: string;
}

export interface BuiltPack {
  readonly number: string;
  /** SHA-256 of the manifest: what the log keeps of the export. */
  readonly manifest: string;
  readonly zip: Uint8Array;
}

/** Stored, not compressed: a byte of the archive is a byte of a file. */
export const zipOf = (files: readonly PackFile[]): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), {
    level: 0,
    mtime: MTIME,
  });

function factRanges(text: string, { facts }: PackContent): Manifest["facts"] {
  let from = jsonStart(DATA_FILES[0]);
  return facts.map(({ fact: { id, kind } }, index) => {
    const next = facts[index + 1];
    const at = text.indexOf(`"id": "${id}"`, from);
    const begin = index === 0 ? from : text.lastIndexOf('"fact": {', at);
    const to =
      next === undefined
        ? text.length
        : text.lastIndexOf('"fact": {', text.indexOf(`"id": "${next.fact.id}"`, at));
    from = begin;
    return { factId: id, kind, from: begin, to };
  });
}

const manifestFile = (name: string, bytes: Uint8Array): ManifestFile => ({
  name,
  ...fingerprintOf(bytes),
  sm3: encodeHex(sm3(bytes)),
});

export function buildPack(content: PackContent, program: PackProgram): BuiltPack {
  const values: Readonly<Record<(typeof DATA_FILES)[number], unknown>> = {
    "data/facts.js": content.facts,
    "data/log.js": content.log,
    "data/lead.js": content.lead,
    "data/law.js": content.law,
    "data/custody.js": content.custody,
  };
  const texts = DATA_FILES.map((name) => [name, dataFile(name, values[name])] as const);
  const data = texts.map(([name, text]) => ({ name, bytes: bytesOfAscii(text) }));
  const parts = { style: pageCode(program.style), app: pageCode(program.app) };
  const blank = bytesOfAscii(pageText({ ...parts, seal: "" }));
  const manifest: Manifest = {
    format: FORMAT,
    files: [manifestFile(PAGE, blank), ...data.map(({ name, bytes }) => manifestFile(name, bytes))],
    facts: factRanges(texts[0]?.[1] ?? "", content),
  };
  const manifestBytes = bytesOfAscii(dataFile(MANIFEST, manifest));
  const fingerprint = fingerprintOf(manifestBytes);
  const number = `MJP-${encodeHex(sha256(manifestBytes)).slice(0, NUMBER_DIGITS).toUpperCase()}`;
  const seal = JSON.stringify(sealPage({ number, manifest: fingerprint }));
  const files = [
    { name: PAGE, bytes: bytesOfAscii(pageText({ ...parts, seal })) },
    { name: MANIFEST, bytes: manifestBytes },
    ...data,
  ];
  return { number, manifest: fingerprint.sha256, zip: zipOf(files) };
}
