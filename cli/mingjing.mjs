#!/usr/bin/env node
/** `mingjing <noun> <verb>`: finds Node 24, then runs the command line. */
import { ensureInstalled, runNode } from "../scripts/launcher.mjs";

await ensureInstalled();
// Half of V8's young generation: files of any size pass through in bounded memory (npm run bench).
const options = ["--max-semi-space-size=8"];
process.exit(await runNode("cli/src/main.ts", process.argv.slice(2), { own: false, options }));
