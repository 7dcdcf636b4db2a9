/** A vitest project as a stage; its counts come from the JSON report. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { runProgram } from "./program.ts";
import type { Stage, StageResult } from "./stage.ts";

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    /** Milliseconds since 1970. */
    readonly startTime: number;
    readonly endTime: number;
  }[];
}

const SLOWEST = 6;
const LONG_MS = 20_000;

/** The files that took longest, if any took long. */
function slowest({ testResults }: VitestReport): string | undefined {
  const long = testResults
    .map(({ name, startTime, endTime }) => ({ name, took: endTime - startTime }))
    .filter(({ took }) => took > LONG_MS)
    .toSorted((a, b) => b.took - a.took)
    .slice(0, SLOWEST);
  if (long.length === 0) return undefined;
  const words = long.map(({ name, took }) => {
    const stem = basename(name).replace(/\.test\.ts$/, "");
    return `${stem} ${(took / 1000).toFixed(0)} s`;
  });
  return `slowest: ${words.join(", ")}`;
}

type Environment = Readonly<Record<string, string>>;

/** vitest prints failures; passes are only counted. A skipped test is a failure: nothing is skipped. */
async function runVitest(
  project: string,
  { env, without }: { readonly env: Environment; readonly without: readonly string[] },
): Promise<StageResult> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-report-"));
  const file = join(folder, "report.json");
  const report = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const run = ["run", "--project", project, ...report];
  try {
    const { code, output } = await runProgram("vitest", run, {
      // `--exclude` does not reach the projects of a configuration (vitest 5.1).
      env: { ...env, TESTS_LEFT_OUT: without.join(" ") },
    });
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return { ok: false, examined: 0, unit: "tests", output };
    return judge(JSON.parse(text) as VitestReport, { code, output });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function judge(
  report: VitestReport,
  { code, output }: { code: number; output: string },
): StageResult {
  const skipped = report.numPendingTests + report.numTodoTests;
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + skipped;
  const fault = skipped > 0 ? `\n${skipped} tests were skipped; nothing may be skipped.` : "";
  const note = slowest(report);
  return {
    ok: code === 0 && report.success && failed === 0,
    examined: passed + failed,
    unit: "tests",
    output: `${output}${fault}`,
    tests: { passed, failed },
    ...(note === undefined ? {} : { note }),
  };
}

/** `env` is added to our own environment; files that match `without` are left out. */
export function vitest(
  project: string,
  env: Environment = {},
  without: readonly string[] = [],
): Stage {
  return { name: project, run: () => runVitest(project, { env, without }) };
}
