#!/usr/bin/env node
/** `mingjing <noun> <verb>`: finds Node 24, then runs the command line. */
import { ensureInstalled, runNode } from "../scripts/launcher.mjs";

await ensureInstalled();
process.exit(await runNode("cli/src/main.ts", process.argv.slice(2), { own: false }));
