/** Builds the web pages when anything they are made from changed since the last build. */
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { build } from "vite";

import { OFFLINE_MODE, PACK_MODE, PORTAL_MODE } from "../web/vite.config.ts";
import { writeOfflinePage } from "./offline-page.ts";

const ROOT = resolve(import.meta.dirname, "..");
const STAMP = join(ROOT, "web/dist/.stamp");
const SOURCES = [
  "web/**/*",
  "contract/**/*",
  "verifier/**/*",
  "clocks/**/*",
  "sealing/**/*",
  "pack/**/*",
  "paper/**/*",
  "scripts/offline-page.ts",
  "server/src/kernel/*",
  "server/src/modules/screening/**/*",
  "locales/**/*",
  "package-lock.json",
];

function sourceFiles(): string[] {
  const entries = globSync(SOURCES, {
    cwd: ROOT,
    withFileTypes: true,
    exclude: ["web/dist", "**/node_modules"],
  });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"));
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    const bytes = await readFile(file);
    hash.update(`${file.slice(ROOT.length)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

const files = sourceFiles();
const wanted = await hashOf(files);
const present = await readFile(STAMP, "utf8").catch(() => "");
if (present.trim() === wanted && !process.argv.includes("--force")) {
  console.log(`web pages are up to date (${files.length} source files)`);
} else {
  const since = performance.now();
  console.log(`building web pages from ${files.length} source files …`);
  await rm(STAMP, { force: true });
  const common = {
    root: join(ROOT, "web"),
    configFile: join(ROOT, "web/vite.config.ts"),
    logLevel: "warn",
  } as const;
  await build(common);
  await build({ ...common, mode: PORTAL_MODE });
  await build({ ...common, mode: PACK_MODE });
  await build({ ...common, mode: OFFLINE_MODE });
  await writeOfflinePage(join(ROOT, "web/dist"));
  await mkdir(join(ROOT, "web/dist"), { recursive: true });
  await writeFile(STAMP, `${wanted}\n`);
  console.log(`web pages built in ${((performance.now() - since) / 1000).toFixed(1)} s`);
}
