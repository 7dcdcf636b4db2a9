/**
 * `mingjing simulate --seed N --projects N [--documents] [--from DAY] [--to DAY] --out FILE`: the facts
 * of the fictional city 云澜市 as NDJSON, and the planted truth in `FILE.truth.json`. No server, no database.
 */
import { parseArgs } from "node:util";

import { type SimulateOptions, writeCityBounded } from "../../../simulate/src/index.ts";

export const SIMULATE_USAGE =
  "mingjing simulate --seed N --projects N [--documents] [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--json] --out FILE";

/** What a command needs of the world. */
export interface CommandWorld {
  /** The clock; without `--to` the file ends at this instant. */
  readonly now: () => Date;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

interface Arguments {
  readonly options: SimulateOptions;
  readonly out: string;
  readonly json: boolean;
}

/** Wrong usage: the message names the argument. */
class UsageError extends Error {}

/** Exit code: 0 done, 2 wrong usage, 3 fault. */
export async function runSimulate(
  argumentList: readonly string[],
  world: CommandWorld,
): Promise<number> {
  try {
    const { options, out, json } = parse(argumentList, world);
    const startedAt = world.now().getTime();
    const summary = await writeCityBounded(options, out);
    const seconds = (world.now().getTime() - startedAt) / 1000;
    const { facts, lots, planted, file, truthFile } = summary;
    world.print(
      json
        ? JSON.stringify({ ...summary, seconds })
        : `${facts} facts, ${lots} lots, ${planted} planted, ${seconds.toFixed(1)} s\n${file}\n${truthFile}`,
    );
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    world.printError(`simulate: ${message}`);
    if (!isUsage(error)) return 3;
    world.printError(SIMULATE_USAGE);
    return 2;
  }
}

/** Unknown or incomplete arguments (node:util), impossible spans and counts (simulator), our own. */
function isUsage(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof RangeError) return true;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("ERR_PARSE_ARGS");
}

function parse(argumentList: readonly string[], { now }: CommandWorld): Arguments {
  const { values } = parseArgs({
    args: [...argumentList],
    options: {
      seed: { type: "string" },
      projects: { type: "string" },
      documents: { type: "boolean", default: false },
      from: { type: "string" },
      to: { type: "string" },
      out: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (values.out === undefined) throw new UsageError("--out FILE is missing");
  return {
    options: {
      seed: wholeNumber("--seed", values.seed),
      projects: wholeNumber("--projects", values.projects),
      documents: values.documents,
      ...(values.from === undefined ? {} : { from: values.from }),
      to: values.to ?? now().toISOString(),
    },
    out: values.out,
    json: values.json,
  };
}

function wholeNumber(name: string, text: string | undefined): number {
  if (text === undefined) throw new UsageError(`${name} N is missing`);
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} must be a whole number, not ${text}`);
  return Number(text);
}
