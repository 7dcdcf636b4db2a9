/** `mingjing <noun> <verb>`: 0 done, 1 refused by a rule, 2 wrong usage, 3 fault. */
import { readFile, writeFile } from "node:fs/promises";

import type { DatabaseCheck } from "./commands/log-fsck.ts";

const print = (line: string) => void process.stdout.write(`${line}\n`);
const write = (text: string) => void process.stdout.write(text);
const printError = (line: string) => void process.stderr.write(`${line}\n`);

/** Resolves at the first interrupt or request to end. */
const stopped = () =>
  new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
  });

const readText = (path: string) => readFile(path, "utf8");
const writeText = (path: string, text: string) => writeFile(path, text);

interface Command {
  readonly usage: string;
  run(args: readonly string[]): Promise<number>;
}

/** What stands behind a noun and a verb is loaded when it is called: a command must not wait for all the others. */
interface Entry {
  readonly words: readonly string[];
  load(): Promise<Command>;
}

async function withServer() {
  const { readConfig } = await import("../../server/src/config.ts");
  return { config: readConfig(), print, printError };
}

const ENTRIES: readonly Entry[] = [
  {
    words: ["import"],
    async load() {
      const { IMPORT_USAGE, runImport } = await import("./commands/import.ts");
      return { usage: IMPORT_USAGE, run: async (args) => runImport(args, await withServer()) };
    },
  },
  {
    words: ["export", "ggzy-tables"],
    async load() {
      const { EXPORT_USAGE, runExport } = await import("./commands/export-tables.ts");
      return { usage: EXPORT_USAGE, run: async (args) => runExport(args, await withServer()) };
    },
  },
  {
    words: ["export", "facts"],
    async load() {
      const { EXPORT_FACTS_USAGE, runExportFacts } = await import("./commands/export-facts.ts");
      return {
        usage: EXPORT_FACTS_USAGE,
        run: async (args) => runExportFacts(args, await withServer()),
      };
    },
  },
  {
    words: ["simulate"],
    async load() {
      const { runSimulate, SIMULATE_USAGE } = await import("./commands/simulate.ts");
      const world = { now: () => new Date(), print, printError };
      return { usage: SIMULATE_USAGE, run: (args) => runSimulate(args, world) };
    },
  },
  {
    words: ["screen", "ocds"],
    async load() {
      const { runScreenOcds, SCREEN_OCDS_USAGE } = await import("./commands/screen-ocds.ts");
      const world = { write, printError, readText };
      return { usage: SCREEN_OCDS_USAGE, run: (args) => runScreenOcds(args, world) };
    },
  },
  {
    words: ["screen", "bids"],
    async load() {
      const { runScreenBids, SCREEN_BIDS_USAGE } = await import("./commands/screen-bids.ts");
      return {
        usage: SCREEN_BIDS_USAGE,
        run: (args) => runScreenBids(args, { write, printError }),
      };
    },
  },
  {
    words: ["screen", "market"],
    async load() {
      const { runScreenMarket, SCREEN_MARKET_USAGE } = await import("./commands/screen-market.ts");
      const world = { write, printError };
      return { usage: SCREEN_MARKET_USAGE, run: (args) => runScreenMarket(args, world) };
    },
  },
  {
    words: ["screen", "scores"],
    async load() {
      const { runScreenScores, SCREEN_SCORES_USAGE } = await import("./commands/screen-scores.ts");
      return {
        usage: SCREEN_SCORES_USAGE,
        run: (args) => runScreenScores(args, { write, printError }),
      };
    },
  },
  {
    words: ["model", "evaluate"],
    async load() {
      const { MODEL_EVALUATE_USAGE, runModelEvaluate } =
        await import("./commands/model-evaluate.ts");
      const world = { write, printError };
      return { usage: MODEL_EVALUATE_USAGE, run: (args) => runModelEvaluate(args, world) };
    },
  },
  {
    words: ["certificate", "verify"],
    async load() {
      const { certificateVerify } = await import("./commands/certificate-verify.ts");
      return {
        usage: "mingjing certificate verify FILE… [--key VKEY]… [--json] [--lang zh|en]",
        run: (args) =>
          certificateVerify(args, {
            stdout: (text) => void process.stdout.write(text),
            stderr: (text) => void process.stderr.write(text),
            readFile: (path) => readFile(path),
          }),
      };
    },
  },
  {
    words: ["certificate", "status"],
    async load() {
      const { CERTIFICATE_STATUS_USAGE, certificateStatus } =
        await import("./commands/certificate-status.ts");
      const { fetchText } = await import("./public-server.ts");
      const world = {
        write,
        printError,
        fetchText,
        readFile: (path: string) => readFile(path),
      };
      return {
        usage: CERTIFICATE_STATUS_USAGE,
        run: (args) => certificateStatus(args, world),
      };
    },
  },
  {
    words: ["query"],
    async load() {
      const { QUERY_USAGE, runQuery } = await import("./commands/query.ts");
      const { fetchText } = await import("./public-server.ts");
      const world = { write, printError, fetchText, readText, writeText };
      return { usage: QUERY_USAGE, run: (args) => runQuery(args, world) };
    },
  },
  {
    words: ["log", "audit"],
    async load() {
      const { LOG_AUDIT_USAGE, runLogAudit } = await import("./commands/log-audit.ts");
      const server = await import("./public-server.ts");
      const world = { write, printError, readText, writeText, ...server };
      return { usage: LOG_AUDIT_USAGE, run: (args) => runLogAudit(args, world) };
    },
  },
  {
    words: ["log", "fsck"],
    async load() {
      const { LOG_FSCK_USAGE, runLogFsck } = await import("./commands/log-fsck.ts");
      const server = await import("./public-server.ts");
      const now = () => performance.now();
      const askServer = async () => {
        const { request } = await import("./server.ts");
        const answer = await request((await withServer()).config, "/api/admin/log/fsck", {});
        return (await answer.json()) as DatabaseCheck;
      };
      const world = { write, printError, readText, now, askServer, ...server };
      return { usage: LOG_FSCK_USAGE, run: (args) => runLogFsck(args, world) };
    },
  },
  {
    words: ["clip", "verify"],
    async load() {
      const { clipVerify } = await import("./commands/certificate-verify.ts");
      return {
        usage: "mingjing clip verify FILE… [--key VKEY]… [--json] [--lang zh|en]",
        run: (args) =>
          clipVerify(args, {
            stdout: (text) => void process.stdout.write(text),
            stderr: (text) => void process.stderr.write(text),
            readFile: (path) => readFile(path),
          }),
      };
    },
  },
  {
    words: ["pack", "verify"],
    async load() {
      const { PACK_VERIFY_USAGE, packVerify } = await import("./commands/pack-verify.ts");
      return {
        usage: PACK_VERIFY_USAGE,
        run: (args) => packVerify(args, { write, printError, readFile: (path) => readFile(path) }),
      };
    },
  },
  {
    words: ["clock", "explain"],
    async load() {
      const { CLOCK_EXPLAIN_USAGE, runClockExplain } = await import("./commands/clock-explain.ts");
      const world = { print, printError, readText };
      return { usage: CLOCK_EXPLAIN_USAGE, run: (args) => runClockExplain(args, world) };
    },
  },
  {
    words: ["clock", "window"],
    async load() {
      const { CLOCK_WINDOW_USAGE, runClockWindow } = await import("./commands/clock-window.ts");
      const world = { print, printError, readText };
      return { usage: CLOCK_WINDOW_USAGE, run: (args) => runClockWindow(args, world) };
    },
  },
  {
    words: ["workday", "add"],
    async load() {
      const { runWorkdayAdd, WORKDAY_ADD_USAGE } = await import("./commands/workday-add.ts");
      const world = { print, printError, readText };
      return { usage: WORKDAY_ADD_USAGE, run: (args) => runWorkdayAdd(args, world) };
    },
  },
  {
    words: ["backup"],
    async load() {
      const { BACKUP_USAGE, runBackup } = await import("./commands/backup.ts");
      return {
        usage: BACKUP_USAGE,
        run: async (args) => runBackup(args, { ...(await withServer()), now: () => new Date() }),
      };
    },
  },
  {
    words: ["restore"],
    async load() {
      const { RESTORE_USAGE, runRestore } = await import("./commands/backup.ts");
      return { usage: RESTORE_USAGE, run: runRestore };
    },
  },
  {
    words: ["ferry"],
    async load() {
      const { FERRY_USAGE, runFerry } = await import("./commands/ferry.ts");
      return {
        usage: FERRY_USAGE,
        run: async (args) => {
          const server = await withServer();
          return runFerry(args, { server: () => server, print, printError, now: () => new Date() });
        },
      };
    },
  },
  {
    words: ["edge-log"],
    async load() {
      const { announceOpening, EDGE_LOG_USAGE, runEdgeLog } =
        await import("./commands/edge-log.ts");
      const { readConfig } = await import("../../server/src/config.ts");
      const world = { config: readConfig, announce: announceOpening, print, printError };
      return { usage: EDGE_LOG_USAGE, run: (args) => runEdgeLog(args, world) };
    },
  },
  {
    words: ["witness"],
    async load() {
      const { runWitness, WITNESS_USAGE } = await import("./commands/witness.ts");
      const world = { now: () => new Date(), print, printError, stopped };
      return { usage: WITNESS_USAGE, run: (args) => runWitness(args, world) };
    },
  },
  {
    words: ["log", "open-shard"],
    async load() {
      const { LOG_SHARD_USAGE, runLogShard } = await import("./commands/log-shard.ts");
      return { usage: LOG_SHARD_USAGE, run: runLogShard };
    },
  },
  {
    words: ["signer"],
    async load() {
      const { runSigner, SIGNER_USAGE } = await import("./commands/signer.ts");
      const { readConfig } = await import("../../server/src/config.ts");
      const world = { config: readConfig, printError };
      return { usage: SIGNER_USAGE, run: (args) => runSigner(args, world) };
    },
  },
  {
    words: ["mirror"],
    async load() {
      const { MIRROR_USAGE, runMirror } = await import("./commands/mirror.ts");
      const config = async () => (await withServer()).config;
      const world = { now: () => new Date(), print, printError, stopped, config };
      return { usage: MIRROR_USAGE, run: (args) => runMirror(args, world) };
    },
  },
  {
    words: ["rebuild"],
    async load() {
      const { runRebuild } = await import("./commands/rebuild.ts");
      return { usage: "mingjing rebuild", run: async () => runRebuild(await withServer()) };
    },
  },
];

async function usage(): Promise<string> {
  const commands = await Promise.all(ENTRIES.map((entry) => entry.load()));
  return ["mingjing 明镜", ...commands.map((command) => `  ${command.usage}`)].join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  const entry = ENTRIES.find(({ words }) => words.every((word, index) => args[index] === word));
  if (entry !== undefined) {
    const command = await entry.load();
    return command.run(args.slice(entry.words.length));
  }
  const wantsHelp = args.length === 0 || args.includes("--help");
  (wantsHelp ? print : printError)(await usage());
  return wantsHelp ? 0 : 2;
}

// Whoever reads only the beginning, as head does, has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  printError(error instanceof Error ? error.message : String(error));
  process.exitCode = 3;
}
