/** What a bench is given and gives. */
import type { BenchPostgres } from "./postgres.ts";
import type { BenchResult } from "./result.ts";

export interface BenchContext {
  readonly postgres: BenchPostgres;
  /** Small sizes and single runs: shows that it works, not how fast it is. */
  readonly isQuick: boolean;
  /** Size of the imported file in bytes. */
  readonly importBytes: number;
  /** Server processes behind a proxy, where a bench knows of it; 1: one without. */
  readonly nodes: number;
  /** How long cameras are recorded. */
  readonly minutes: number;
  /** A line of progress. */
  readonly say: (text: string) => void;
}

export interface Bench {
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<readonly BenchResult[]>;
}
