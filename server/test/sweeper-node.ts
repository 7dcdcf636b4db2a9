/** A node that does nothing but sweep, for tests that kill it. First argument: address of the database. */
import { deadlinesFacts } from "../src/modules/deadlines/deadlines.facts.ts";
import { createDeadlinesModule } from "../src/modules/deadlines/index.ts";
import { openDatabase } from "../src/platform/database.ts";
import { createFactRegistry } from "../src/platform/facts/registry.ts";
import { createLog } from "../src/platform/telemetry.ts";

const [url = ""] = process.argv.slice(2);
const { db } = openDatabase(url, { connections: 2 });
const registry = createFactRegistry([deadlinesFacts]);
await createDeadlinesModule({ db, registry, log: createLog("error") }).start?.();
process.stdout.write("sweeping\n");
