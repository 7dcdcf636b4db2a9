/** The golden set: one of every format that was ever handed out, by year, kind and audience. What verified once verifies for ever. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import {
  findAttachedCertificate,
  type Pixels,
  readCodes,
  readPaper,
  verifyAnswer,
  verifyCertificate,
  verifyClip,
} from "../src/index.ts";

export const GOLDEN = fileURLToPath(new URL("../golden", import.meta.url));

export interface GoldenFile {
  /** Path below verifier/golden. */
  readonly file: string;
  readonly sha256: string;
  readonly format: string;
  readonly kind: "certificate" | "pdf" | "scan" | "clip" | "answer";
  readonly audience: string;
  /** Keys that signed, so that a change of the key's spelling is found out too. */
  readonly keys: readonly string[];
}

export const readManifest = (folder = GOLDEN): readonly GoldenFile[] =>
  JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as GoldenFile[];

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Files that lie there, as the manifest names them. */
export function listGolden(folder = GOLDEN): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "manifest.json")
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

const WHITE = 255;

/** A page of a scanner in black and white (PBM, P4), in gzip. */
function pixelsOf(packed: Uint8Array): Pixels {
  const bytes = gunzipSync(packed);
  const head = /^P4\s+(\d+)\s+(\d+)\s/u.exec(bytes.subarray(0, 40).toString("latin1"));
  const [width, height] = [Number(head?.[1]), Number(head?.[2])];
  const start = head?.[0].length ?? 0;
  const stride = Math.ceil(width / 8);
  const data = new Uint8ClampedArray(width * height * 4).fill(WHITE);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const byte = bytes[start + row * stride + (column >> 3)] ?? 0;
      if ((byte >> (7 - (column & 7))) & 1)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  return { data, width, height };
}

/** Text of a certificate in one of its dresses. @throws Error if it cannot be read */
function certificateIn({ kind }: GoldenFile, bytes: Uint8Array): Uint8Array | string {
  if (kind === "certificate") return bytes;
  const found =
    kind === "pdf" ? findAttachedCertificate(bytes) : readPaper(readCodes(pixelsOf(bytes)));
  if (!found.ok) throw new Error(found.code);
  return found.value;
}

function reportOf(golden: GoldenFile, bytes: Uint8Array) {
  const options = golden.keys.length === 0 ? {} : { trustedKeys: golden.keys };
  if (golden.kind === "clip") return verifyClip(bytes, options);
  if (golden.kind === "answer") return verifyAnswer(Buffer.from(bytes).toString("utf8"), options);
  return verifyCertificate(certificateIn(golden, bytes), options);
}

/** Files of a set that are gone, changed or unknown. */
export function changesOf(folder = GOLDEN): readonly string[] {
  const manifest = readManifest(folder);
  const there = new Set(listGolden(folder));
  const named = new Set(manifest.map(({ file }) => file));
  const unknown = [...there]
    .filter((file) => !named.has(file))
    .map((file) => `${file}: not in the manifest`);
  const faults = manifest.flatMap((golden) => {
    const { file } = golden;
    if (!there.has(file)) return [`${file}: removed`];
    const bytes = readFileSync(join(folder, file));
    if (sha256(bytes) !== golden.sha256) return [`${file}: changed`];
    return [];
  });
  return [...unknown, ...faults];
}

/** Files of a set that do not verify, and why. */
export const refusalsOf = (folder = GOLDEN): readonly string[] =>
  readManifest(folder).flatMap((golden) => {
    const { verdict, code } = reportOf(golden, readFileSync(join(folder, golden.file)));
    return verdict === "valid" ? [] : [`${golden.file}: ${code}`];
  });
