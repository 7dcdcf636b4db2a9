/**
 * `npm run eval:market`: rings of simulated cities that the engine never saw, against what `screen market` finds. Prints JSON: recall of
 * rings, of those that left a shared value somewhere, and by more than a hint; false leads per 1,000 clean lots, hints with them; innocents above
 * a hint; precision of the first 20 leads; share of lots that a ring planned.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type GroupTruth, type Truth, writeCityBounded } from "../simulate/src/index.ts";
import { MAPPING, writeMarketTable } from "./market-table.ts";

const ROOT = join(import.meta.dirname, "..");

interface Lead {
  readonly rank: number;
  readonly level: "determination" | "lead" | "hint";
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
  readonly byLead: number;
  /** Rings that shared a value in some opened lot, and how many of them were found. */
  readonly traced: number;
  readonly tracedFound: number;
  readonly planned: number;
  readonly falseLeads: number;
  readonly falseAboveHint: number;
  readonly top20: number;
  readonly missed: readonly string[];
}

interface Wanted {
  readonly projects: number;
  /** Planned ones among the lots of trades that have rings; undefined: the city's own. */
  readonly plantedShare?: number;
}

async function screenCity(seed: number, wanted: Wanted, folder: string): Promise<CityResult> {
  const facts = join(folder, "facts.ndjson");
  const summary = await writeCityBounded(
    { seed, ...wanted, documents: false, to: "2026-06-30" },
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
  const isTraced = ({ id, lots }: GroupTruth) =>
    lots.some(
      (lot) => opened.has(lot) && truth.lots[lot]?.traces.some(({ origin }) => origin === id),
    );
  const findsOne = (those: readonly Lead[]) =>
    rings.filter(({ firms }) => those.some((lead) => isOf(lead, firms)));
  const isAboveHint = ({ level }: Lead) => level !== "hint";
  const found = findsOne(leads);
  const wrong = leads.filter((lead) => !right.includes(lead));
  const missed = rings.filter((ring) => !found.includes(ring));
  return {
    seed,
    lots: opened.size,
    rings: rings.length,
    found: found.length,
    byLead: findsOne(leads.filter(isAboveHint)).length,
    traced: rings.filter(isTraced).length,
    tracedFound: found.filter(isTraced).length,
    planned: [...opened].filter((lot) => truth.lots[lot]?.ring !== undefined).length,
    leads: leads.length,
    falseLeads: wrong.length,
    falseAboveHint: wrong.filter(isAboveHint).length,
    top20: leads.slice(0, 20).filter((lead) => right.includes(lead)).length,
    missed: missed.map((ring) => nameOf(ring, isTraced(ring))),
  };
}

const nameOf = ({ id, lots }: GroupTruth, isTraced: boolean): string =>
  `${id} (${lots.length} lots${isTraced ? "" : ", no trace"})`;

const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "2500" },
    planted: { type: "string" },
    seeds: { type: "string", default: "901,902,903,904" },
  },
});
const folder = await mkdtemp(join(tmpdir(), "mingjing-market-"));
try {
  const cities: CityResult[] = [];
  const wanted = {
    projects: Number(values.projects),
    ...(values.planted === undefined ? {} : { plantedShare: Number(values.planted) }),
  };
  for (const seed of values.seeds.split(",").map(Number)) {
    const city = await screenCity(seed, wanted, folder);
    process.stderr.write(`${JSON.stringify(city)}\n`);
    cities.push(city);
  }
  const sum = (read: (city: CityResult) => number) =>
    cities.reduce((all, city) => all + read(city), 0);
  const result = {
    projects: wanted.projects * cities.length,
    rings: sum(({ rings }) => rings),
    recall: sum(({ found }) => found) / sum(({ rings }) => rings),
    recallByLead: sum(({ byLead }) => byLead) / sum(({ rings }) => rings),
    recallOfTraced: sum(({ tracedFound }) => tracedFound) / sum(({ traced }) => traced),
    plannedShare: sum(({ planned }) => planned) / sum(({ lots }) => lots),
    falseLeadsPer1000:
      (1000 * sum(({ falseLeads }) => falseLeads)) / sum(({ lots, planned }) => lots - planned),
    falseAboveHint: sum(({ falseAboveHint }) => falseAboveHint),
    top20Precision: sum(({ top20 }) => top20) / sum(({ leads }) => Math.min(20, leads)),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
