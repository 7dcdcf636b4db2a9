/** The network log that the law demands, sealed as it is written (docs/decisions/0019-sealed-edge-log.md). */
import { createHash } from "node:crypto";
import { join } from "node:path";

import type { FastifyInstance } from "fastify";
import { Counter } from "prom-client";

import { daysDeleted } from "../../../../contract/src/facts/edgelog.days-deleted.ts";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";
import type { SecretStore } from "../migrate.ts";
import type { HealthCheck, Module } from "../module.ts";
import { repeat } from "../repeat.ts";
import type { Log, Metrics } from "../telemetry.ts";
import { type Deletion, deleteExpired } from "./deletion.ts";
import { edgeLogFacts } from "./edge-log.facts.ts";
import { addEdgeLogRoutes } from "./edge-log.routes.ts";
import {
  type Half,
  makePrivateText,
  publicTextOf,
  type PublicKeys,
  readPublicKeys,
} from "./keys.ts";
import { PORT_HEADER, visitOf } from "./visit.ts";
import { createWriter } from "./writer.ts";

export const EDGE_LOG_DIRECTORY = "edge-log";
const DELETE_EVERY_SECONDS = 3600;

export interface EdgeLogOptions {
  readonly dataDir: string;
  /** Public halves of two offices; undefined: both keys are made here. */
  readonly keys: PublicKeys | undefined;
  readonly secret: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly isDemo: () => boolean;
}

export interface EdgeLog {
  /** Records every request of a server, before anything else looks at it. */
  install(app: FastifyInstance): void;
  readonly health: HealthCheck;
  /** Deletes what is over, now and hourly. @returns what stops it */
  startDeleting(onDeleted?: (deletion: Deletion, at: Date) => Promise<void>): () => Promise<void>;
  flush(): Promise<void>;
}

/** Both keys on the host that writes: enough to look at the demo, not a separation of powers. */
async function ownKeys(secret: SecretStore): Promise<PublicKeys> {
  const make = async (half: Half) =>
    publicTextOf(await secret(`edge-log-key-${half}`, makePrivateText));
  return readPublicKeys({ a: await make("a"), b: await make("b") });
}

export async function createEdgeLog(options: EdgeLogOptions): Promise<EdgeLog> {
  const { clock, log, metrics, isDemo, dataDir } = options;
  const directory = join(dataDir, EDGE_LOG_DIRECTORY);
  const lost = new Counter({
    name: "mingjing_edge_log_lost_total",
    help: "Requests that could not be kept in the edge log",
    registers: [metrics.registry],
  });
  const writer = createWriter({
    directory,
    keys: options.keys ?? (await ownKeys(options.secret)),
    log,
    onLost: (visits) => lost.inc(visits),
  });
  return {
    install(app) {
      app.addHook("onRequest", async ({ ip, socket, headers }) => {
        const peer = { address: socket.remoteAddress, port: socket.remotePort };
        writer.record(
          visitOf(clock.now(), { address: ip, peer, portHeader: headers[PORT_HEADER] }),
        );
      });
      app.addHook("onClose", () => writer.close());
    },
    health: {
      name: "edge-log",
      async check() {
        const detail = writer.failure();
        if (detail !== undefined) return { ok: false, detail };
        const isAlone = options.keys === undefined && !isDemo();
        return { ok: true, ...(isAlone ? { warning: "edge-log.keys-on-host" } : {}) };
      },
    },
    startDeleting(onDeleted) {
      return repeat(DELETE_EVERY_SECONDS, async () => {
        try {
          const now = clock.now();
          const deletion = await deleteExpired(directory, now);
          if (deletion.names.length === 0) return;
          log.info(
            { days: deletion.days },
            "days of the edge log are deleted: six months are over",
          );
          await onDeleted?.(deletion, now);
        } catch (error) {
          log.error({ err: error }, "expired days of the edge log could not be deleted");
        }
      });
    },
    flush: () => writer.flush(),
  };
}

/** Says which days were deleted; counts only. */
export const recordDeletion =
  ({ db, registry }: { readonly db: Database; readonly registry: FactRegistry }) =>
  async ({ days, names }: Deletion, at: Date): Promise<void> => {
    const digest = createHash("sha256").update(names.join("\n")).digest("hex");
    await inTransaction(db, (tx) =>
      recordFact(tx, registry, {
        kind: daysDeleted.kind,
        source: "mingjing",
        sourceId: `edgelog/deleted/${digest}`,
        subject: "edgelog:deletion",
        occurredAt: at.toISOString(),
        payload: { days },
      }),
    );
  };

export const createEdgeLogModule = (deps: {
  readonly edgeLog: EdgeLog;
  readonly clock: Clock;
}): Module => ({
  name: "edgelog",
  facts: edgeLogFacts,
  health: [deps.edgeLog.health],
  routes: (app) => addEdgeLogRoutes(app, deps),
});
