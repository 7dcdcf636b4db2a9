import { ensureInstalled, runNode } from "./launcher.mjs";
/** `npm test`: packages, Debian packages, then every check and test. */
import { ensureSystemPackages } from "./system-packages.mjs";

await ensureInstalled();
ensureSystemPackages();
process.exit(await runNode("scripts/test.ts", process.argv.slice(2)));
