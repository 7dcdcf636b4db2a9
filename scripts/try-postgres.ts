/** Starts and stops the embedded PostgreSQL on a throw-away data directory; says how long each took. */
import {
  removeCluster,
  startEmbeddedPostgres,
} from "../server/src/platform/embedded-postgres/index.ts";

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) {
  console.error("usage: node scripts/run.mjs scripts/try-postgres.ts <new data directory>");
  process.exit(2);
}
const say = (message: string) => console.error(message);
const since = performance.now();
const database = await startEmbeddedPostgres({
  dataDir,
  log: { info: say, warn: say, error: say },
});
const startedMs = Math.round(performance.now() - since);
await database.stop();
await removeCluster(dataDir);
console.log(
  `Node ${process.version}, PostgreSQL ${database.version}: started in ${startedMs} ms, stopped`,
);
