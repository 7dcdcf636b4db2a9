/** `npm start`: packages, web pages when stale, then the platform. */
import { ensureInstalled, runNode } from "./launcher.mjs";

await ensureInstalled();
const built = await runNode("scripts/build-web.ts");
process.exit(built === 0 ? await runNode("server/src/main.ts", process.argv.slice(2)) : built);
