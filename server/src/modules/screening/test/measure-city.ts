/** Sends a simulated city through the whole server and counts what the screening found of what was planted. */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import {
  type LotTruth,
  simulateCity,
  type SimulateOptions,
  type Truth,
} from "../../../../../simulate/src/index.ts";
import type { TestApp } from "../../../../test/harness.ts";

/** Hits of an indicator, or leads, against the truth. */
export interface Score {
  readonly hits: number;
  /** Hits in lots of a planted group. */
  readonly planted: number;
  /** Share of hits that were planted; NaN without hits. */
  readonly precision: number;
  /** Share of all planted lots that were hit. */
  readonly recall: number;
}

export interface CityScores {
  readonly lots: number;
  readonly planted: number;
  readonly leads: Score;
  readonly indicators: Readonly<Record<string, Score>>;
  /** Outcomes of PRC-06 by what it was compared with. */
  readonly compared: Readonly<Record<string, number>>;
}

interface ScreenedRow {
  readonly key: string;
  readonly isLead: boolean;
  readonly results: readonly {
    readonly indicator: string;
    readonly outcome: string;
    readonly cell: { readonly fallback?: string };
  }[];
}

const LINES_A_REQUEST = 4000;

/** Loads the city and waits until all its openings are screened. @returns its truth */
export async function loadCity(app: TestApp, options: SimulateOptions): Promise<Truth> {
  const key = await app.addSource("demo");
  const simulation = simulateCity(options);
  let lines: FactInput[] = [];
  for (const fact of simulation.facts) {
    lines.push(fact);
    if (lines.length < LINES_A_REQUEST) continue;
    await app.send(key, lines);
    lines = [];
  }
  await app.send(key, lines);
  await app.settle();
  return simulation.truth();
}

export async function scoreCity(app: TestApp, truth: Truth): Promise<CityScores> {
  const rows = await app.database.query<ScreenedRow & Record<string, unknown>>(
    `SELECT ocid || '/' || lot_id AS key, is_lead AS "isLead", results FROM screening.screening`,
  );
  const known = rows.filter(({ key }) => truth.lots[key] !== undefined);
  const isPlanted = ({ key }: ScreenedRow) => isGroup(truth.lots[key]);
  const planted = known.filter(isPlanted).length;
  const score = (hit: readonly ScreenedRow[]): Score => {
    const found = hit.filter(isPlanted).length;
    return {
      hits: hit.length,
      planted: found,
      precision: found / hit.length,
      recall: found / planted,
    };
  };
  const hitsOf = (id: string) =>
    known.filter(({ results }) =>
      results.some(({ indicator, outcome }) => indicator === id && outcome === "hit"),
    );
  const ids = known[0]?.results.map(({ indicator }) => indicator) ?? [];
  return {
    lots: known.length,
    planted,
    leads: score(known.filter(({ isLead }) => isLead)),
    indicators: Object.fromEntries(ids.map((id) => [id, score(hitsOf(id))])),
    compared: countBy(known.map(comparedOf)),
  };
}

const isGroup = (lot: LotTruth | undefined): boolean => lot?.ring !== undefined;

function comparedOf({ results }: ScreenedRow): string {
  const result = results.find(({ indicator }) => indicator === "PRC-06");
  if (result === undefined || result.outcome === "notComputable") return "notComputable";
  return result.cell.fallback ?? "cell";
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
