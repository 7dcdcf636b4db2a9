/** Runs a program of node_modules with the present Node and collects what it says. */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

export const ROOT = resolve(import.meta.dirname, "../..");

export interface ProgramResult {
  readonly code: number;
  /** stdout and stderr, in order of arrival, without colours. */
  readonly output: string;
  readonly stdout: string;
}

export interface ProgramOptions {
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

const fileOf = (name: string): string =>
  name.endsWith(".ts") ? join(ROOT, name) : join(ROOT, "node_modules/.bin", name);

/** A FORCE_COLOR of the caller would colour what we parse. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, ...rest } = process.env;
  return rest;
}

/** `name` is a file of node_modules/.bin, or a script of the project (it ends in .ts). */
export function runProgram(
  name: string,
  parameters: readonly string[],
  { env }: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((done, refuse) => {
    const child = spawn(process.execPath, [fileOf(name), ...parameters], {
      cwd: ROOT,
      env: { ...plainEnvironment(), NO_COLOR: "1", CI: "true", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", refuse);
    child.once("close", (code) =>
      done({ code: code ?? 1, output: stripVTControlCharacters(output), stdout }),
    );
  });
}

const IGNORED = new Set(["node_modules", "dist", ".git", ".mingjing", "reports", "coverage"]);

/** Files of the project that match, sorted, relative to its root; never packages nor build output. */
export function projectFiles(patterns: string | readonly string[]): string[] {
  const found = globSync(patterns, {
    cwd: ROOT,
    exclude: (path) => IGNORED.has(path.split("/").at(-1) ?? ""),
  });
  return [...new Set(found)].toSorted();
}
