/**
 * Names new files of verifier/golden in its manifest. Old ones are never named anew: what was released stays as it was.
 * `node verifier/test/write-golden-manifest.ts`
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { findAttachedCertificate } from "../src/index.ts";
import { GOLDEN, type GoldenFile, listGolden, readManifest } from "./golden.ts";

const MANIFEST = join(GOLDEN, "manifest.json");

function kindOf(file: string): GoldenFile["kind"] {
  if (file.endsWith(".mjcert.json")) return "certificate";
  if (file.endsWith(".pdf")) return "pdf";
  if (file.endsWith(".pbm.gz")) return "scan";
  return file.endsWith(".zip") ? "clip" : "answer";
}

interface Read {
  readonly format: string;
  readonly audience?: string;
  readonly log?: { readonly vkey: string };
  readonly vkey?: string;
  readonly seal?: { readonly fact: { readonly payload: { readonly audience: string } } };
}

/** A scan and a clip take what stands in the file that they go with. */
function readGolden(file: string, kind: GoldenFile["kind"]): Read {
  const bytes = readFileSync(join(GOLDEN, file));
  if (kind === "scan")
    return readGolden(file.replace(/\.scan\.pbm\.gz$/u, ".mjcert.json"), "certificate");
  if (kind === "clip") return { format: "mingjing-clip/1", audience: "public" };
  const attached = kind === "pdf" ? findAttachedCertificate(bytes) : undefined;
  const text = attached?.ok === true ? attached.value : bytes;
  return JSON.parse(Buffer.from(text).toString("utf8")) as Read;
}

function goldenOf(file: string): GoldenFile {
  const kind = kindOf(file);
  const { format, audience, log, vkey, seal } = readGolden(file, kind);
  const key = log?.vkey ?? vkey;
  return {
    file,
    sha256: createHash("sha256")
      .update(readFileSync(join(GOLDEN, file)))
      .digest("hex"),
    format,
    kind,
    audience: (seal?.fact.payload.audience ?? audience ?? "public").split(":")[0] ?? "",
    keys: key === undefined ? [] : [key],
  };
}

const known = existsSync(MANIFEST) ? readManifest() : [];
const named = new Set(known.map(({ file }) => file));
const fresh = listGolden().filter((file) => !named.has(file));
const all = [...known, ...fresh.map(goldenOf)];
writeFileSync(MANIFEST, `${JSON.stringify(all, undefined, 2)}\n`);
console.log(`verifier/golden/manifest.json: ${all.length} files, ${fresh.length} new`);
