/** `mingjing <noun> <verb>`: 0 done, 1 refused by a rule, 2 wrong usage, 3 fault. */
import { readFile } from "node:fs/promises";

import { readConfig } from "../../server/src/config.ts";
import { BACKUP_USAGE, RESTORE_USAGE, runBackup, runRestore } from "./commands/backup.ts";
import { certificateVerify } from "./commands/certificate-verify.ts";
import { CLOCK_EXPLAIN_USAGE, runClockExplain } from "./commands/clock-explain.ts";
import { CLOCK_WINDOW_USAGE, runClockWindow } from "./commands/clock-window.ts";
import { announceOpening, EDGE_LOG_USAGE, runEdgeLog } from "./commands/edge-log.ts";
import { EXPORT_FACTS_USAGE, runExportFacts } from "./commands/export-facts.ts";
import { EXPORT_USAGE, runExport } from "./commands/export-tables.ts";
import { FERRY_USAGE, runFerry } from "./commands/ferry.ts";
import { IMPORT_USAGE, runImport } from "./commands/import.ts";
import { runRebuild } from "./commands/rebuild.ts";
import { runSimulate, SIMULATE_USAGE } from "./commands/simulate.ts";
import { runWorkdayAdd, WORKDAY_ADD_USAGE } from "./commands/workday-add.ts";

const print = (line: string) => void process.stdout.write(`${line}\n`);
const printError = (line: string) => void process.stderr.write(`${line}\n`);

const readText = (path: string) => readFile(path, "utf8");

interface Command {
  readonly words: readonly string[];
  readonly usage: string;
  run(args: readonly string[]): Promise<number>;
}

const COMMANDS: readonly Command[] = [
  {
    words: ["import"],
    usage: IMPORT_USAGE,
    run: (args) => runImport(args, { config: readConfig(), print, printError }),
  },
  {
    words: ["export", "ggzy-tables"],
    usage: EXPORT_USAGE,
    run: (args) => runExport(args, { config: readConfig(), print, printError }),
  },
  {
    words: ["export", "facts"],
    usage: EXPORT_FACTS_USAGE,
    run: (args) => runExportFacts(args, { config: readConfig(), print, printError }),
  },
  {
    words: ["simulate"],
    usage: SIMULATE_USAGE,
    run: (args) => runSimulate(args, { now: () => new Date(), print, printError }),
  },
  {
    words: ["certificate", "verify"],
    usage: "mingjing certificate verify FILE… [--key VKEY]… [--json] [--lang zh|en]",
    run: (args) =>
      certificateVerify(args, {
        stdout: (text) => void process.stdout.write(text),
        stderr: (text) => void process.stderr.write(text),
        readFile: (path) => readFile(path),
      }),
  },
  {
    words: ["clock", "explain"],
    usage: CLOCK_EXPLAIN_USAGE,
    run: (args) => runClockExplain(args, { print, printError, readText }),
  },
  {
    words: ["clock", "window"],
    usage: CLOCK_WINDOW_USAGE,
    run: (args) => runClockWindow(args, { print, printError, readText }),
  },
  {
    words: ["workday", "add"],
    usage: WORKDAY_ADD_USAGE,
    run: (args) => runWorkdayAdd(args, { print, printError, readText }),
  },
  {
    words: ["backup"],
    usage: BACKUP_USAGE,
    run: (args) =>
      runBackup(args, { config: readConfig(), print, printError, now: () => new Date() }),
  },
  { words: ["restore"], usage: RESTORE_USAGE, run: runRestore },
  {
    words: ["ferry"],
    usage: FERRY_USAGE,
    run: (args) =>
      runFerry(args, {
        server: () => ({ config: readConfig(), print, printError }),
        print,
        printError,
        now: () => new Date(),
      }),
  },
  {
    words: ["edge-log"],
    usage: EDGE_LOG_USAGE,
    run: (args) =>
      runEdgeLog(args, {
        config: readConfig,
        announce: announceOpening,
        print,
        printError,
      }),
  },
  {
    words: ["rebuild"],
    usage: "mingjing rebuild",
    run: () => runRebuild({ config: readConfig(), print, printError }),
  },
];

function usage(): string {
  return ["mingjing 明镜", ...COMMANDS.map((command) => `  ${command.usage}`)].join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  const command = COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
  if (command !== undefined) return command.run(args.slice(command.words.length));
  const wantsHelp = args.length === 0 || args.includes("--help");
  (wantsHelp ? print : printError)(usage());
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
