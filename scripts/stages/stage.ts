/** A stage of `npm run check` and `npm test`: it examines something, says how much, and passes or fails. */

export interface StageResult {
  readonly ok: boolean;
  /** How many things were looked at; zero fails, whatever `ok` says. */
  readonly examined: number;
  /** Plural noun of what was examined, e.g. "files". */
  readonly unit: string;
  /** Shown when the stage fails. */
  readonly output: string;
  /** Test stages count their tests; any other stage counts as one. */
  readonly tests?: { readonly passed: number; readonly failed: number };
  /** Said of a stage that passes as well, such as what took longest. */
  readonly note?: string;
}

export interface Stage {
  readonly name: string;
  run(): Promise<StageResult>;
}

export interface Tally {
  passed: number;
  failed: number;
}

async function runSafely(stage: Stage): Promise<StageResult> {
  try {
    return await stage.run();
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ok: false, examined: 0, unit: "things", output };
  }
}

function count(tally: Tally, { tests, ...result }: StageResult): boolean {
  const ok = result.ok && result.examined > 0;
  tally.passed += tests?.passed ?? (ok ? 1 : 0);
  const failed = tests?.failed ?? 0;
  tally.failed += ok ? failed : Math.max(failed, 1);
  return ok;
}

async function report(stage: Stage, tally: Tally): Promise<void> {
  const since = performance.now();
  const result = await runSafely(stage);
  const ok = count(tally, result);
  const seconds = ((performance.now() - since) / 1000).toFixed(1).padStart(6);
  const verdict = ok ? "ok    " : "FAILED";
  const nothing = result.examined === 0 ? " (a stage that examined nothing fails)" : "";
  console.log(
    `${verdict} ${stage.name.padEnd(14)} ${seconds} s  ${result.examined} ${result.unit}${nothing}`,
  );
  if (result.note !== undefined) console.log(result.note.replaceAll(/^/gm, "       "));
  if (!ok && result.output.trim() !== "")
    console.log(result.output.trimEnd().replaceAll(/^/gm, "       "));
}

/** Runs stages with at most `lanes` at a time and prints a line for each as it ends. */
export async function runStages(stages: readonly Stage[], lanes = 1): Promise<Tally> {
  const tally = { passed: 0, failed: 0 };
  const waiting = [...stages];
  const lane = async () => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
      await report(stage, tally);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return tally;
}

/** One problem per line; a pass has none. */
export function findings(examined: number, unit: string, problems: readonly string[]): StageResult {
  return { ok: problems.length === 0, examined, unit, output: problems.join("\n") };
}
