/**
 * `npm run eval:market`: rings of simulated cities that the engine never saw, against what `screen market` finds. Prints JSON: recall of
 * rings, false leads per 1,000 clean projects, precision of the first 20 leads.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type Truth, writeCityBounded } from "../simulate/src/index.ts";
import { MAPPING, writeMarketTable } from "./market-table.ts";

const ROOT = join(import.meta.dirname, "..");

interface Lead {
  readonly rank: number;
  readonly level: string;
  readonly bits: number;
  readonly lots: readonly string[];
  readonly firms: readonly string[];
  readonly indicators: readonly { readonly id: string }[];
}

interface CityResult {
  readonly seed: number;
  readonly lots: number;
  readonly rings: number;
  readonly found: number;
  readonly leads: number;
  readonly falseLeads: number;
  readonly top20: number;
  readonly missed: readonly string[];
}

async function screenCity(seed: number, projects: number, folder: string): Promise<CityResult> {
  const facts = join(folder, "facts.ndjson");
  const summary = await writeCityBounded(
    { seed, projects, documents: false, to: "2026-06-30" },
    facts,
  );
  const truth = JSON.parse(await readFile(summary.truthFile, "utf8")) as Truth;
  const table = join(folder, "bids.csv");
  const register = join(folder, "register.csv");
  const map = join(folder, "map.json");
  await writeMarketTable(facts, { table, register });
  await writeFile(map, JSON.stringify(MAPPING));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      join(ROOT, "cli/src/main.ts"),
      "screen",
      "market",
      table,
      "--map",
      map,
      "--register",
      register,
      "--json",
    ],
    { encoding: "utf8", maxBuffer: 1e9 },
  );
  if (status !== 0) throw new Error(stderr);
  const leads = stdout
    .trim()
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Lead);
  return judge(seed, truth, leads);
}

/** A lead is right where two of its firms are of one group; a ring with two opened lots at least can be found. */
function judge(seed: number, truth: Truth, leads: readonly Lead[]): CityResult {
  const opened = new Set(
    Object.entries(truth.lots)
      .filter(([, lot]) => lot.opened)
      .map(([key]) => key),
  );
  const rings = truth.rings.filter(({ lots }) => lots.filter((lot) => opened.has(lot)).length >= 1);
  const isOf = (lead: Lead, firms: readonly string[]) =>
    lead.firms.filter((firm) => firms.includes(firm)).length >= 2;
  const right = leads.filter((lead) => truth.rings.some(({ firms }) => isOf(lead, firms)));
  const missed = rings.filter(({ firms }) => !leads.some((lead) => isOf(lead, firms)));
  return {
    seed,
    lots: opened.size,
    rings: rings.length,
    found: rings.length - missed.length,
    leads: leads.length,
    falseLeads: leads.length - right.length,
    top20: leads.slice(0, 20).filter((lead) => right.includes(lead)).length,
    missed: missed.map(({ id, lots }) => `${id} (${lots.length} lots)`),
  };
}

const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "2500" },
    seeds: { type: "string", default: "901,902,903,904" },
  },
});
const folder = await mkdtemp(join(tmpdir(), "mingjing-market-"));
try {
  const cities: CityResult[] = [];
  for (const seed of values.seeds.split(",").map(Number)) {
    const city = await screenCity(seed, Number(values.projects), folder);
    process.stderr.write(`${JSON.stringify(city)}\n`);
    cities.push(city);
  }
  const sum = (read: (city: CityResult) => number) =>
    cities.reduce((all, city) => all + read(city), 0);
  const result = {
    projects: Number(values.projects) * cities.length,
    rings: sum(({ rings }) => rings),
    recall: sum(({ found }) => found) / sum(({ rings }) => rings),
    falseLeadsPer1000: (1000 * sum(({ falseLeads }) => falseLeads)) / sum(({ lots }) => lots),
    top20Precision: sum(({ top20 }) => top20) / sum(({ leads }) => Math.min(20, leads)),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
