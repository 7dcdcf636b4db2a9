/** `mingjing signer`: the log's signer as a service of its own, beside a server that holds no key. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type Config, PROJECT_ROOT } from "../../../server/src/config.ts";
import { isUsage, UsageError } from "../usage.ts";

export const SIGNER_USAGE =
  "mingjing signer [--user USER] [--group GROUP]   (MINGJING_SIGNER_SOCKET, MINGJING_DATA_DIR of its own)";

export interface SignerWorld {
  readonly config: () => Config;
  readonly printError: (line: string) => void;
}

/** Serves until it is told to stop. 2: wrong usage; else what the signer ends with. */
export async function runSigner(
  args: readonly string[],
  { config, printError }: SignerWorld,
): Promise<number> {
  try {
    return await serve(parametersOf(args, config()));
  } catch (error) {
    if (!isUsage(error)) throw error;
    printError(`signer: ${error.message}`);
    printError(SIGNER_USAGE);
    return 2;
  }
}

function parametersOf(args: readonly string[], config: Config): string[] {
  const { values } = parseArgs({
    args: [...args],
    options: { user: { type: "string" }, group: { type: "string" } },
  });
  const { socket, timeSources, key } = config.signer;
  if (socket === undefined) throw new UsageError("MINGJING_SIGNER_SOCKET is missing");
  if (values.group !== undefined && values.user === undefined)
    throw new UsageError("--group goes with --user");
  const given = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  const keyed = key === undefined ? [] : ["--key", key];
  return [
    "--socket",
    socket,
    ...keyed,
    ...given,
    "--",
    config.dataDir,
    config.logOrigin,
    ...timeSources,
  ];
}

function serve(parameters: readonly string[]): Promise<number> {
  const script = join(PROJECT_ROOT, "server/src/modules/witness/signer.main.ts");
  const child = spawn(process.execPath, [script, ...parameters], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 3));
  });
}
