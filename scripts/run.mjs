/** Runs a script of this repository with Node 24: `node scripts/run.mjs <file> [parameters]`. */
import { ensureInstalled, fail, runNode } from "./launcher.mjs";

const [file, ...parameters] = process.argv.slice(2);
if (file === undefined) fail("usage: node scripts/run.mjs <file> [parameters]");
await ensureInstalled();
process.exit(await runNode(file, parameters));
