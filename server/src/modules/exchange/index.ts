/** Exchange: signed packages of files across a gap, in one direction each (docs/operations/ferry.md). */
import { generateKeyPairSync } from "node:crypto";

import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import type { SecretStore } from "../../platform/migrate.ts";
import type { HealthCheck, Module } from "../../platform/module.ts";
import type { FactsIntake } from "./facts-intake.service.ts";
import { readSigner, vkeyOf } from "./ferry-key.ts";
import { addFerryRoutes } from "./ferry.routes.ts";
import { leaveNumbersOut, wantWhole } from "./outbound.store.ts";
import { packReleased } from "./pack.job.ts";
import { type MadePackage, readStatus } from "./package.store.ts";

export { createFactsIntake, type FactsIntake } from "./facts-intake.service.ts";
export { createFerryIntake, type FerryIntake } from "./portal-intake.service.ts";

export interface ExchangeDeps {
  /** Serving login. */
  readonly db: Database;
  /** Login that sees schema released only: whatever goes out is read with it. */
  readonly publicDb: Database;
  readonly clock: Clock;
  /** Of the log; packages carry it with `/ferry`. */
  readonly origin: string;
  /** Secrets of the data directory. */
  readonly secret: SecretStore;
  /** Packages of released data go there; absent: none are made. */
  readonly outDir?: string | undefined;
  /** Bytes of a part, 8 MiB if absent. */
  readonly partBytes?: number | undefined;
  /** Packages of facts are taken in by it; absent: none are. */
  readonly factsIntake?: FactsIntake | undefined;
}

export interface ExchangeModule {
  readonly module: Module;
  /** Packs now, as the job does. @returns the packages made. @throws Error if there is no directory */
  pack(now: Date): Promise<readonly MadePackage[]>;
  /** The next packing makes a whole new state. */
  startOver(): Promise<void>;
  /** The key to pin at the other side; made when there is none. */
  vkey(): Promise<string>;
}

const EVERY_SECONDS = 20;
const HEARTBEAT_SECONDS = 600;
const SILENT_HEARTBEATS = 3;
/** Below data directory. */
const KEY_FILE = "ferry-key";

const newKey = (): string => {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString().trim();
};

export function createExchangeModule(deps: ExchangeDeps): ExchangeModule {
  const { db, publicDb, outDir, partBytes, factsIntake } = deps;
  const state: { failure: string | undefined } = { failure: undefined };
  const signer = async () =>
    readSigner(`${deps.origin}/ferry`, await deps.secret(KEY_FILE, newKey));
  const vkey = async () => vkeyOf(await signer());

  async function pack(now: Date): Promise<readonly MadePackage[]> {
    if (outDir === undefined) throw new Error("no directory for packages: set MINGJING_FERRY_OUT");
    try {
      const packages = await packReleased(
        { db, publicDb, directory: outDir, signer, partBytes, heartbeatSeconds: HEARTBEAT_SECONDS },
        now,
      );
      state.failure = undefined;
      return packages;
    } catch (error) {
      state.failure = (error as Error).message;
      throw error;
    }
  }

  const health: HealthCheck[] = factsIntake === undefined ? [] : [factsIntake.health];
  if (outDir !== undefined)
    health.push({ name: "ferry-out", check: () => checkHealth(deps, state.failure) });
  const module: Module = {
    name: "exchange",
    jobs:
      outDir === undefined
        ? []
        : [
            {
              name: "exchange.pack",
              everySeconds: EVERY_SECONDS,
              run: async (now) => void (await pack(now)),
            },
          ],
    health,
    keeps: [
      { table: "exchange.progress", read: "whole", key: "id" },
      { table: "exchange.taken", read: "whole", key: "taken_at" },
    ],
    // Without it packages are signed by a new key, which must be pinned.
    secretFiles: [`secrets/${KEY_FILE}`],
    replaceableFiles: [`secrets/${KEY_FILE}`],
    async afterRestore() {
      await leaveNumbersOut(db);
      return "ferry: the next packages are a whole new state, with numbers left out before it";
    },
    routes: (app) => addFerryRoutes(app, db),
    async start() {
      const stop = factsIntake?.start();
      return async () => stop?.();
    },
  };
  return { module, pack, startOver: () => wantWhole(db), vkey };
}

/** Also red where another process packs and has fallen silent. */
async function checkHealth({ db, clock }: ExchangeDeps, failure: string | undefined) {
  const { sequence, packedAt, isWholeDue } = await readStatus(db);
  const age = packedAt === null ? 0 : clock.now().getTime() - packedAt.getTime();
  const isSilent = age > SILENT_HEARTBEATS * HEARTBEAT_SECONDS * 1000;
  const detail = `package ${sequence} of ${packedAt?.toISOString() ?? "-"}${isWholeDue ? "; a whole state is due" : ""}`;
  return { ok: failure === undefined && !isSilent, detail: failure ?? detail };
}
