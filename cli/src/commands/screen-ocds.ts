/**
 * `mingjing screen ocds`: the eleven R-indicators over OCDS compiled releases, one JSON text a line. A drop-in for users of
 * the reference tool: the same settings file, options and output. No server, no database.
 */
import { closeSync, openSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

import {
  GROUPS,
  type OcdsResults,
  type OcdsSettings,
  readSettings,
  SettingsRefused,
} from "../../../screens/src/ocds/index.ts";
import { type FileResults, readReleases } from "../ocds/read-file.ts";
import { guarded, UsageError } from "../usage.ts";

export const SCREEN_OCDS_USAGE =
  "mingjing screen ocds [--settings FILE.ini] [--no-meta] [--map] [--count] [--verbose] FILE|-";

export interface ScreenWorld {
  /** Writes as it is, without a line break. */
  readonly write: (text: string) => void;
  readonly printError: (line: string) => void;
  readonly readText: (path: string) => Promise<string>;
}

/** Exit code: 0 done, 2 wrong usage, 3 fault. */
export async function runScreenOcds(
  argumentList: readonly string[],
  world: ScreenWorld,
): Promise<number> {
  const { printError } = world;
  return guarded({ name: "screen ocds", usage: SCREEN_OCDS_USAGE, printError }, async () => {
    const { values, positionals } = parse(argumentList);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new UsageError("give one FILE, or - for standard input");
    const settings = await settingsOf(values.settings, world);
    for (const warning of settings.warnings) world.printError(`WARN ${warning}`);
    if (settings.enabled.size === 0)
      world.printError(
        "WARN no indicator is switched on: give --settings FILE.ini with a section such as [R018]",
      );
    const read = await readFrom(file, { settings, isMapped: values.map });
    complain(read, settings, { world, isVerbose: values.verbose.length > 0 });
    writeResults(read.results, { isMapped: values.map, hasMeta: !values["no-meta"] }, world);
    if (values.count) countGroups(read.results, world);
    return 0;
  });
}

function parse(argumentList: readonly string[]) {
  return parseArgs({
    args: [...argumentList],
    allowPositionals: true,
    options: {
      settings: { type: "string", short: "s" },
      "no-meta": { type: "boolean", default: false },
      map: { type: "boolean", default: false },
      count: { type: "boolean", short: "c", default: false },
      verbose: { type: "boolean", short: "v", multiple: true, default: [] },
    },
  });
}

async function settingsOf(path: string | undefined, world: ScreenWorld): Promise<OcdsSettings> {
  if (path === undefined) return readSettings("");
  try {
    return readSettings(await world.readText(path));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof SettingsRefused) throw new UsageError(`--settings ${path}: ${message}`);
    throw new UsageError(`--settings ${path}: ${message}; give an INI file that can be read`);
  }
}

async function readFrom(
  file: string,
  options: { settings: OcdsSettings; isMapped: boolean },
): Promise<FileResults> {
  const fd = file === "-" ? 0 : opened(file);
  try {
    return await readReleases(fd, { ...options, threads: Math.min(8, availableParallelism()) });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EISDIR")
      throw new UsageError(`${file} is a directory: give a file of JSON lines`);
    throw error;
  } finally {
    if (fd !== 0) closeSync(fd);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function complain(
  { badLines, bad, otherCurrencies, currency }: FileResults,
  settings: OcdsSettings,
  { world, isVerbose }: { world: ScreenWorld; isVerbose: boolean },
): void {
  for (const { line, reason } of badLines)
    world.printError(
      reason === "json"
        ? `WARN line ${line} is invalid JSON, skipping`
        : `WARN line ${line} is not UTF-8, skipping`,
    );
  if (bad > badLines.length)
    world.printError(`WARN ${bad - badLines.length} further lines could not be read, skipping`);
  const isInfo = settings.infoCurrencyMismatches;
  if (isInfo && !isVerbose) return;
  for (const [other, bids] of otherCurrencies)
    world.printError(
      `${isInfo ? "INFO" : "WARN"} ${other} is not ${currency ?? ""}, skipping ${bids} bids`,
    );
}

const PIECE = 65_536;

/** One line of JSON, written in pieces: the results of a large file are longer than one string should be. */
function writeResults(
  { groups, meta, maps }: OcdsResults,
  { isMapped, hasMeta }: { isMapped: boolean; hasMeta: boolean },
  { write }: ScreenWorld,
): void {
  let waiting = "{";
  const put = (text: string) => {
    waiting += text;
    if (waiting.length < PIECE) return;
    write(waiting);
    waiting = "";
  };
  let isFirst = true;
  const member = (name: string, value: object) => {
    put(`${isFirst ? "" : ","}${JSON.stringify(name)}:{`);
    isFirst = false;
    let separator = "";
    for (const id in value) {
      put(`${separator}${JSON.stringify(id)}:${JSON.stringify(value[id as keyof typeof value])}`);
      separator = ",";
    }
    put("}");
  };
  for (const group of GROUPS)
    if (Object.keys(groups[group]).length > 0) member(group, groups[group]);
  if (hasMeta) member("Meta", meta);
  if (isMapped) member("Maps", maps);
  write(`${waiting}}\n`);
}

function countGroups({ groups }: OcdsResults, { printError }: ScreenWorld): void {
  for (const group of GROUPS) {
    const size = Object.keys(groups[group]).length;
    if (size > 0) printError(`${group}: ${size}`);
  }
}
