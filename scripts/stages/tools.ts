/** Formatter, linter, compiler, dependency-cruiser and knip as stages. */
import { projectFiles, type ProgramResult, runProgram } from "./program.ts";
import type { Stage, StageResult } from "./stage.ts";

/** The count a tool prints itself, e.g. "on 93 files". */
function counted({ code, output }: ProgramResult, pattern: RegExp): StageResult {
  const examined = Number(pattern.exec(output)?.[1] ?? 0);
  return { ok: code === 0, examined, unit: "files", output };
}

export const format: Stage = {
  name: "format",
  run: async () => counted(await runProgram("oxfmt", ["--check", "."]), /on (\d+) files/),
};

export const lint: Stage = {
  name: "lint",
  run: async () =>
    counted(await runProgram("oxlint", ["--type-aware", "--deny-warnings"]), /on (\d+) files/),
};

const PROJECTS = ["tsconfig.json", "web/tsconfig.json", "e2e/screens/tsconfig.json"];

/** tsc lists the files it read; errors stand between them. */
async function compile(project: string): Promise<{ files: number; errors: string; ok: boolean }> {
  const { code, output } = await runProgram("tsc", [
    "-p",
    project,
    "--listFiles",
    "--pretty",
    "false",
  ]);
  const lines = output.split("\n");
  const isListed = (line: string) => /^(\/|[A-Z]:).*\.([cm]?tsx?|json)$/.test(line);
  const own = lines.filter((line) => isListed(line) && !line.includes("node_modules"));
  const errors = lines.filter((line) => line.trim() !== "" && !isListed(line));
  return { files: own.length, errors: errors.join("\n"), ok: code === 0 && own.length > 0 };
}

export const types: Stage = {
  name: "types",
  async run() {
    const results = await Promise.all(PROJECTS.map(compile));
    const examined = results.reduce((sum, { files }) => sum + files, 0);
    const ok = results.every((result) => result.ok);
    return { ok, examined, unit: "files", output: results.map(({ errors }) => errors).join("\n") };
  },
};

interface CruiseSummary {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Folders that hold code of ours; those that do not exist yet are not named on the command line. */
const CRUISED = [
  "contract",
  "verifier",
  "clocks",
  "sealing",
  "server",
  "cli",
  "simulate",
  "scripts",
  "web",
  "bench",
  "e2e",
];
const LEAST_FILES = 50;

/** A rule over a folder that was not read would pass for ever: every folder with code must have been seen. */
function unseenFolders(seen: ReadonlySet<string>): string[] {
  const expected = projectFiles([
    "server/src/modules/*/*.ts",
    "server/src/{kernel,platform}/*.ts",
    "{contract,verifier,clocks,sealing,cli,simulate}/src/*.ts",
  ]);
  const folders = new Set(expected.map((file) => file.slice(0, file.lastIndexOf("/"))));
  return [...folders].filter((folder) => ![...seen].some((file) => file.startsWith(`${folder}/`)));
}

export const boundaries: Stage = {
  name: "boundaries",
  async run() {
    const folders = CRUISED.filter((folder) => projectFiles(`${folder}/**/*.{ts,tsx}`).length > 0);
    const parameters = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", ...folders];
    const { stdout, output } = await runProgram("depcruise", parameters);
    if (!stdout.startsWith("{")) return { ok: false, examined: 0, unit: "modules", output };
    const { modules, summary } = JSON.parse(stdout) as CruiseSummary;
    const seen = new Set(
      modules.map(({ source }) => source).filter((source) => /\.tsx?$/.test(source)),
    );
    const problems = [
      ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
      ...unseenFolders(seen).map((folder) => `not examined: ${folder}`),
      ...(seen.size < LEAST_FILES ? [`only ${seen.size} files seen, ${LEAST_FILES} expected`] : []),
    ];
    return {
      ok: problems.length === 0,
      examined: seen.size,
      unit: "modules",
      output: problems.join("\n"),
    };
  },
};

export const unused: Stage = {
  name: "unused",
  async run() {
    const { code, output } = await runProgram("knip", ["--no-progress", "--no-config-hints"]);
    const examined = projectFiles(
      "{contract,verifier,clocks,sealing,server,cli,simulate,scripts,web,bench,e2e}/**/*.{ts,tsx}",
    );
    return { ok: code === 0, examined: examined.length, unit: "files", output };
  },
};
