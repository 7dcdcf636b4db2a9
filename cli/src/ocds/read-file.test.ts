import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { readSettings } from "../../../screens/src/ocds/index.ts";
import { readReleases } from "./read-file.ts";

const CODES = ["003", "018", "024", "025", "028", "030", "035", "036", "038", "048", "058"];
const INI = CODES.map((code) => `[R${code}]`).join("\n");
const CLI = join(import.meta.dirname, "../main.ts");

let folder: string;
let path: string;

/** A release with bids of a few firms; every seventh line is damaged, the second half is in another currency first. */
function lineOf(index: number): string {
  if (index % 997 === 0) return "{ damaged";
  const firm = (bid: number) => `F${(index * 7 + bid * 13) % 50}`;
  const currency = index % 5 === 0 || index > 9000 ? "USD" : "CNY";
  const details = [0, 1, 2].map((bid) => ({
    status: (index + bid) % 9 === 0 ? "disqualified" : "valid",
    tenderers: [{ id: firm(bid) }],
    value: { amount: 100 + ((index * (bid + 1)) % 17), currency },
    note: "说明".repeat(120),
  }));
  return JSON.stringify({
    ocid: `ocds-${index}`,
    buyer: { id: `B${index % 9}` },
    tender: { procurementMethod: "open", numberOfTenderers: index % 4 },
    bids: { details },
    awards: [{ status: "active", suppliers: [{ id: firm(0) }] }],
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-releases-"));
  path = join(folder, "releases.jsonl");
  const lines = Array.from({ length: 12_000 }, (_, index) => lineOf(index + 1));
  await writeFile(path, lines.join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(threads: number) {
  const fd = openSync(path, "r");
  try {
    return await readReleases(fd, { settings: readSettings(INI), isMapped: true, threads });
  } finally {
    closeSync(fd);
  }
}

test("one thread and three give the same results, damaged lines, and main currency", async () => {
  const one = await read(1);
  const three = await read(3);
  expect(one.lines).toBe(12_000);
  expect(one.bad).toBe(12);
  expect(one.badLines[0]).toEqual({ line: 997, reason: "json" });
  expect(one.currency).toBe("CNY");
  expect(three).toEqual(one);
});

test("a pipe gives the same as the file", async () => {
  const settings = join(folder, "all.ini");
  await writeFile(settings, INI);
  const run = (file: string, input?: string) =>
    spawnSync(process.execPath, [CLI, "screen", "ocds", "-s", settings, file], {
      encoding: "utf8",
      maxBuffer: 1e8,
      ...(input === undefined ? {} : { input }),
    });
  const direct = run(path);
  const lines = Array.from({ length: 12_000 }, (_, index) => lineOf(index + 1));
  const piped = run("-", lines.join("\n"));
  expect(direct.status).toBe(0);
  expect(JSON.parse(piped.stdout)).toEqual(JSON.parse(direct.stdout));
  expect(piped.stderr).toBe(direct.stderr);
});
