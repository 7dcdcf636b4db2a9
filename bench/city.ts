/** Facts to send: a year of the simulated city, in the mix and order in which a trading system tells them. */
import type { FactInput } from "../contract/src/facts/fact.ts";
import { simulateCity } from "../simulate/src/index.ts";

/** Last day of the simulated year; it must be past, since facts of the future are refused. */
const LAST_DAY = "2026-06-30";

export interface CityFile {
  readonly text: Buffer;
  readonly facts: number;
}

/** The list of duties is left out: only its keeper may send it. */
export function* cityFacts(seed: number, projects: number): Generator<FactInput> {
  for (const fact of simulateCity({ seed, projects, to: LAST_DAY }).facts) {
    if (!fact.kind.startsWith("duties.")) yield fact;
  }
}

/** The city as NDJSON in memory. */
export function cityLines(seed: number, projects: number): CityFile {
  const pieces: Buffer[] = [];
  let facts = 0;
  for (const fact of cityFacts(seed, projects)) {
    facts += 1;
    pieces.push(Buffer.from(`${JSON.stringify(fact)}\n`));
  }
  return { text: Buffer.concat(pieces), facts };
}
