/** `mingjing witness`: `init` makes the key of a witness and shows its public half, `serve` witnesses logs. */
import { parseArgs } from "node:util";

import { openWitness, serveWitness, WitnessFault } from "../../../witnessd/src/index.ts";
import { isUsage, UsageError } from "../usage.ts";

export const WITNESS_USAGE = [
  "mingjing witness init --name NAME --state DIR",
  "mingjing witness serve --name NAME --listen HOST:PORT --state DIR --log VKEY…",
].join("\n  ");

export interface WitnessWorld {
  readonly now: () => Date;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Resolves when the process is told to stop. */
  readonly stopped: () => Promise<void>;
}

const OPTIONS = {
  name: { type: "string" },
  listen: { type: "string" },
  state: { type: "string" },
  log: { type: "string", multiple: true },
} as const;

/** 0 done, 1 refused with what to put right, 2 wrong usage; others throw. */
export async function runWitness(args: readonly string[], world: WitnessWorld): Promise<number> {
  const [verb, ...rest] = args;
  try {
    if (verb === "init") return await init(rest, world);
    if (verb === "serve") return await serve(rest, world);
    throw new UsageError("give init or serve");
  } catch (error) {
    if (!(isUsage(error) || error instanceof WitnessFault)) throw error;
    world.printError(`witness: ${error.message}`);
    if (error instanceof WitnessFault) return 1;
    world.printError(WITNESS_USAGE);
    return 2;
  }
}

function readOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  if (values.state === undefined) throw new UsageError("--state DIR is missing");
  // Several keys may follow one --log.
  if (positionals.length > 0 && values.log === undefined)
    throw new UsageError(`what is ${positionals[0]}?`);
  return { ...values, state: values.state, log: [...(values.log ?? []), ...positionals] };
}

async function init(args: readonly string[], world: WitnessWorld): Promise<number> {
  const { name, state } = readOptions(args);
  const witness = await openWitness({ directory: state, name, logs: [], now: world.now });
  world.print(witness.vkey);
  await witness.close();
  return 0;
}

function addressOf(text: string | undefined): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text ?? "") ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new UsageError("--listen HOST:PORT is missing or wrong, e.g. --listen 0.0.0.0:8700");
  return { host, port: Number(port) };
}

async function serve(args: readonly string[], world: WitnessWorld): Promise<number> {
  const { name, state, log, listen } = readOptions(args);
  const address = addressOf(listen);
  if (log.length === 0)
    throw new UsageError(
      "--log VKEY is missing: the public key of a log, as its operator shows it",
    );
  const witness = await openWitness({ directory: state, name, logs: log, now: world.now });
  const onFault = (error: unknown) =>
    world.printError(`witness: ${error instanceof Error ? error.message : String(error)}`);
  const serving = await serveWitness(witness, { ...address, onFault });
  world.print(`vkey ${witness.vkey}`);
  world.print(`listening ${serving.url}`);
  await world.stopped();
  await serving.stop();
  return 0;
}
