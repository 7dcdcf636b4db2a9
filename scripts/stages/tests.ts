/** A vitest project as a stage; its counts come from the JSON report. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

import { ROOT, runProgram } from "./program.ts";
import { type Look, lookTwice, type SecondLook } from "./second-look.ts";
import type { Stage, StageResult } from "./stage.ts";

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
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

interface Run {
  readonly project: string;
  /** Added to our own environment. */
  readonly env: Environment;
  /** Patterns of files that are left out. */
  readonly without: readonly string[];
}

/** vitest prints failures; passes are only counted. A skipped test is a failure: nothing is skipped. */
async function runVitest(
  { project, env, without }: Run,
  files: readonly string[] = [],
): Promise<Look> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-report-"));
  const file = join(folder, "report.json");
  const report = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const run = ["run", "--project", project, ...report, ...files];
  try {
    const { code, output } = await runProgram("vitest", run, {
      // `--exclude` does not reach the projects of a configuration (vitest 5.1).
      env: { ...env, TESTS_LEFT_OUT: without.join(" ") },
    });
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return { ok: false, passed: 0, failed: 0, output, failedFiles: [] };
    return judge(JSON.parse(text) as VitestReport, { code, output });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function judge(report: VitestReport, { code, output }: { code: number; output: string }): Look {
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + skipped;
  const fault = skipped > 0 ? `\n${skipped} tests were skipped; nothing may be skipped.` : "";
  const longest = slowest(report);
  const bad = report.testResults.filter(({ status }) => status === "failed");
  return {
    ok: code === 0 && report.success && failed === 0,
    passed: report.numPassedTests,
    failed,
    output: `${output}${fault}`,
    failedFiles: bad.map(({ name }) => relative(ROOT, name)),
    ...(longest === undefined ? {} : { slowest: longest }),
  };
}

function resultOf(look: SecondLook): StageResult {
  const { ok, passed, failed, output, unsteady, slowest: longest } = look;
  const notes = longest === undefined ? [] : [longest];
  // The failure of a file that passed in the end is shown all the same.
  if (unsteady.length > 0)
    notes.push(`ONLY AT THE SECOND RUN: ${unsteady.join(", ")}`, output.trimEnd());
  return {
    ok,
    examined: passed + failed,
    unit: "tests",
    output,
    tests: { passed, failed },
    ...(notes.length === 0 ? {} : { note: notes.join("\n") }),
  };
}

/** `env` is added to our own environment; files that match `without` are left out; files that failed are run once more, and named. */
export function vitest(
  project: string,
  env: Environment = {},
  without: readonly string[] = [],
): Stage {
  const run = { project, env, without };
  return {
    name: project,
    run: async () => resultOf(await lookTwice((files) => runVitest(run, files))),
  };
}
