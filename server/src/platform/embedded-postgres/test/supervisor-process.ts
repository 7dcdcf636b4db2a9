/** A platform process for tests: supervises the data directory of its argument until it is signalled. */
import { startEmbeddedPostgres } from "../index.ts";

const [dataDir = ""] = process.argv.slice(2);
const say = (message: string) => process.stderr.write(`${message}\n`);
const database = await startEmbeddedPostgres({
  dataDir,
  log: { info: say, warn: say, error: say },
});
process.once("SIGTERM", () => {
  void database.stop().then(() => process.exit(0));
});
const { ownerUrl, port, pid, version } = database;
process.stdout.write(`${JSON.stringify({ ownerUrl, port, pid, version })}\n`);
