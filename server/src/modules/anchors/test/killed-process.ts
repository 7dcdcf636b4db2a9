/** Hands a checkpoint over and is killed as soon as the answer is there, before it is recorded. */
import { openDatabase } from "../../../platform/database.ts";
import { createFactRegistry } from "../../../platform/facts/registry.ts";
import { createLog } from "../../../platform/telemetry.ts";
import { readLatestCheckpoint } from "../../witness/released-log.store.ts";
import { anchorRound } from "../anchoring.job.ts";
import { anchorFacts } from "../anchors.facts.ts";
import { provinceAnchor, type ProvinceOptions } from "../province.service.ts";

interface Argument {
  readonly databaseUrl: string;
  readonly now: string;
  readonly everyMinutes: number;
  readonly province: ProvinceOptions;
}

const { databaseUrl, now, everyMinutes, province } = JSON.parse(process.argv[2] ?? "") as Argument;
const { db } = openDatabase(databaseUrl);
const clock = { now: () => new Date(now) };
const chain = provinceAnchor(province, clock);
await anchorRound({
  db,
  registry: createFactRegistry([anchorFacts]),
  clock,
  log: createLog("silent"),
  everyMinutes,
  findSize: async () => (await readLatestCheckpoint(db))?.size,
  chain: {
    ...chain,
    async submit(submission) {
      await chain.submit(submission);
      process.kill(process.pid, "SIGKILL");
      return new Promise(() => undefined);
    },
  },
});
