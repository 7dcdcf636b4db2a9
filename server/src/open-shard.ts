/**
 * `node server/src/open-shard.ts --reason … --by NAME --second NAME --zh TEXT --en TEXT [--receipts FILE] [--out FILE]`,
 * called by `mingjing log open-shard`: seals the log and opens the next one while no server runs
 * (docs/operations/log-shards.md).
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { ShardReason } from "../../contract/src/facts/witness.shard-sealed.ts";
import { createApp } from "./app.ts";
import { ALL_ROLES, type Config, ConfigError, readConfig } from "./config.ts";
import {
  type OpenedShard,
  parseReceipts,
  receiptLines,
  ShardError,
  type ShardRequest,
} from "./modules/witness/index.ts";
import { openDatabases } from "./open-databases.ts";
import { systemClock } from "./platform/clock.ts";
import { EmbeddedPostgresError } from "./platform/embedded-postgres/index.ts";
import { createLog } from "./platform/telemetry.ts";
import { readWitnessPolicy } from "./witness-policy.ts";

const print = (line: string) => void process.stdout.write(`${line}\n`);

const OPTIONS = {
  reason: { type: "string" },
  by: { type: "string" },
  second: { type: "string" },
  zh: { type: "string" },
  en: { type: "string" },
  receipts: { type: "string" },
  out: { type: "string" },
} as const;

interface Wanted extends Omit<ShardRequest, "policy"> {
  /** Where the list of lost receipts goes. */
  readonly out: string;
}

async function wanted(args: readonly string[]): Promise<Wanted> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const reason = ShardReason.enum.find((one) => one === values.reason);
  if (reason === undefined) throw new ConfigError("--reason: give lost-leaves, year or key");
  const need = (name: "by" | "second" | "zh" | "en"): string => {
    const value = values[name]?.trim() ?? "";
    if (value === "") throw new ConfigError(`--${name} is missing`);
    return value;
  };
  const { receipts } = values;
  return {
    reason,
    decidedBy: [need("by"), need("second")],
    reasonZh: need("zh"),
    reasonEn: need("en"),
    receipts: receipts === undefined ? [] : parseReceipts(await readFile(receipts, "utf8")),
    out: values.out ?? "lost-receipts.ndjson",
  };
}

async function run({ out, ...request }: Wanted, config: Config): Promise<void> {
  const begin = performance.now();
  const policy = await readWitnessPolicy(config.witnessPolicy);
  const stops: (() => Promise<void>)[] = [];
  const log = createLog("warn");
  try {
    const databases = await openDatabases({ config, log, stops });
    const application = await createApp({
      ...databases,
      roles: ALL_ROLES,
      dataDir: config.dataDir,
      logOrigin: config.logOrigin,
      operatorToken: "",
      clock: systemClock,
      log,
      isSecure: false,
      isDemo: () => false,
      auditRetentionDays: config.auditRetentionDays,
      signer: config.signer,
      backup: { directory: undefined, passphrase: undefined },
    });
    const opened = await application.witness.openShard({ ...request, policy });
    if (request.receipts.length > 0) await writeFile(out, receiptLines(opened.lostReceipts));
    tell(opened, { out, hasReceipts: request.receipts.length > 0 });
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
  print(`done in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

function tell(
  { sealed, nextVkey, lost, lostReceipts }: OpenedShard,
  { out, hasReceipts }: { readonly out: string; readonly hasReceipts: boolean },
): void {
  print(`sealed   ${sealed.origin} at ${sealed.size} leaves, ${sealed.kept} of them kept`);
  if (lost !== undefined)
    print(`lost     leaves ${lost.from} to ${lost.to - 1}: ${lost.to - lost.from}`);
  if (hasReceipts) print(`receipts ${lostReceipts.length} lost, listed in ${out}`);
  print(`opened   ${sealed.nextOrigin}`);
  print(`1. each witness serves one log more:              --log ${nextVkey}`);
  print(`2. the policy file names this one instead:        log ${nextVkey}`);
  print("3. start the server, let sources send the lost facts again");
}

try {
  await run(await wanted(process.argv.slice(2)), readConfig());
} catch (error) {
  const isKnown = [ShardError, ConfigError, EmbeddedPostgresError, SyntaxError].some(
    (known) => error instanceof known,
  );
  process.stderr.write(`${isKnown ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
