import { CHECKS } from "./stages/index.ts";
/** `npm test` after its set-up: checks, database tests on both servers, web pages, journeys. */
import { runProgram } from "./stages/program.ts";
import { runStages, type Stage } from "./stages/stage.ts";
import { startStockPostgres } from "./stages/stock-postgres.ts";
import { vitest } from "./stages/tests.ts";

/** Floods, guesses, kills, hosts apart, cameras, other processes and random organisations take their time and ask nothing of the server's version. */
const ONCE = [
  "**/identity/jurisdiction.db.test.ts",
  "**/portal-host.db.test.ts",
  "**/portal-apart.db.test.ts",
  "**/exchange/ferry.db.test.ts",
  "**/exchange/portal-intake.db.test.ts",
  "**/deadlines/many-nodes.db.test.ts",
  "**/deadlines/sweep.db.test.ts",
  "**/tipoffs/threats.routes.test.ts",
  "**/tipoffs/exposure.routes.test.ts",
  "**/complaints/write.routes.test.ts",
  "**/video/*.routes.test.ts",
  "**/dossier/many-facts.routes.test.ts",
  "**/http/every-route.routes.test.ts",
  "**/process-roles.db.test.ts",
  "**/audit/access.routes.test.ts",
  "**/complaints/figures.routes.test.ts",
  "**/opening/canary.routes.test.ts",
  "**/publication/recorded-at.routes.test.ts",
  "**/screening/market.db.test.ts",
  "**/witness/cosign.db.test.ts",
  "**/witness/clock.db.test.ts",
  "**/witness/theft.db.test.ts",
  "**/witness/tiles.routes.test.ts",
  "**/witness/mutations.db.test.ts",
  "**/anchors/evm.db.test.ts",
];

const onStockPostgres: Stage = {
  name: "db on 15",
  async run() {
    const server = await startStockPostgres();
    try {
      return await vitest("db", { DATABASE_URL: server.url }, ONCE).run();
    } finally {
      await server.stop();
    }
  },
};

/** Journeys and page tests use the pages as they are built for production. */
const build: Stage = {
  name: "build",
  async run() {
    const { code, output } = await runProgram("scripts/build-web.ts", []);
    const examined = Number(/(\d+) source files/.exec(output)?.[1] ?? 0);
    return { ok: code === 0, examined, unit: "files", output };
  },
};

const since = performance.now();
const checks = await runStages(CHECKS, 2);
const tests = await runStages([vitest("db"), onStockPostgres, build, vitest("web"), vitest("e2e")]);
const failed = checks.failed + tests.failed;
console.log(`all stages took ${((performance.now() - since) / 1000).toFixed(0)} s`);
console.log(`${checks.passed + tests.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
