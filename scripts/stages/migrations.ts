/** Migrations are numbered without gaps and never edited once listed in checksums.json. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { projectFiles, ROOT } from "./program.ts";
import { findings, type Stage } from "./stage.ts";

const FOLDER = "server/migrations";
const LIST = join(ROOT, FOLDER, "checksums.json");

type Checksums = Record<string, string>;

async function present(): Promise<Checksums> {
  const sums: Checksums = {};
  for (const file of projectFiles(`${FOLDER}/*.sql`)) {
    const bytes = await readFile(join(ROOT, file));
    sums[basename(file)] = createHash("sha256").update(bytes).digest("hex");
  }
  return sums;
}

async function listed(): Promise<Checksums> {
  return JSON.parse(await readFile(LIST, "utf8").catch(() => "{}")) as Checksums;
}

/** Adds new migrations to the list (`npm run generate`); listed ones keep their sum. */
export async function listMigrations(): Promise<void> {
  const sums = { ...(await present()), ...(await listed()) };
  const sorted = Object.fromEntries(
    Object.entries(sums).toSorted(([a], [b]) => a.localeCompare(b)),
  );
  await writeFile(LIST, `${JSON.stringify(sorted, null, 2)}\n`);
}

function nameProblems(names: readonly string[]): string[] {
  return names.flatMap((name, index) => {
    const expected = String(index + 1).padStart(4, "0");
    if (!/^\d{4}_[a-z][a-z-]*\.sql$/.test(name)) return [`${name}: name it NNNN_module.sql`];
    return name.startsWith(`${expected}_`) ? [] : [`${name}: number ${expected} expected here`];
  });
}

function sumProblems(now: Checksums, known: Checksums): string[] {
  const changed = Object.entries(known).flatMap(([name, sum]) => {
    if (now[name] === undefined) return [`${name}: listed but gone; migrations are never removed`];
    return now[name] === sum
      ? []
      : [`${name}: changed; migrations are never edited, add a new one`];
  });
  const missing = Object.keys(now).filter((name) => known[name] === undefined);
  return [...changed, ...missing.map((name) => `${name}: not listed; run npm run generate`)];
}

export const migrations: Stage = {
  name: "migrations",
  async run() {
    const now = await present();
    const names = Object.keys(now);
    return findings(names.length, "migrations", [
      ...nameProblems(names),
      ...sumProblems(now, await listed()),
    ]);
  },
};
