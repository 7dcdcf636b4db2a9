/** A portal host: the public pages on schema `released`, and nothing that opens more. */
import { addBuiltFiles } from "./built-files.ts";
import { databaseHealth } from "./health.ts";
import { publicPictures } from "./modules/video/index.ts";
import { createPapers } from "./papers.ts";
import type { Clock } from "./platform/clock.ts";
import type { DatabaseHandle } from "./platform/database.ts";
import { createEdgeLog, type EdgeLogOptions } from "./platform/edge-log/index.ts";
import { createServer } from "./platform/http/server.ts";
import type { HealthCheck } from "./platform/module.ts";
import { createMetrics, type Log } from "./platform/telemetry.ts";
import { addPublicRoutes } from "./portal-routes.ts";

export interface PortalAppOptions {
  /** Login that sees schema `released` only. */
  readonly public: DatabaseHandle;
  readonly clock: Clock;
  readonly log: Log;
  readonly isSecure: boolean;
  /** For /metrics. */
  readonly operatorToken: string;
  readonly health: readonly HealthCheck[];
  /** Proxies in front whose X-Forwarded-For counts. */
  readonly trustedProxies: readonly string[];
  /** Folder of public pictures of openings, as the recording host brings it; absent: in the data directory. */
  readonly pictures?: string | undefined;
  readonly edgeLog: Pick<EdgeLogOptions, "dataDir" | "keys" | "secret">;
}

export async function createPortalApp(options: PortalAppOptions) {
  const { log, clock, isSecure, operatorToken } = options;
  const { db: publicDb } = options.public;
  const isDemo = () => false;
  const metrics = createMetrics();
  const edgeLog = await createEdgeLog({ ...options.edgeLog, clock, log, metrics, isDemo });
  const http = await createServer({
    log,
    metrics,
    edgeLog,
    operatorToken,
    isDemo,
    isSecure,
    clock,
    trustedProxies: options.trustedProxies,
    health: [databaseHealth(publicDb), edgeLog.health, ...options.health],
  });
  await addBuiltFiles(http, { hasConsole: false });
  const pictures = options.pictures ?? publicPictures(options.edgeLog.dataDir);
  const papers = createPapers({ clock });
  http.addHook("onClose", () => papers.stop());
  addPublicRoutes(http, { publicDb, clock, isDemo, pictures, paperOf: papers.paperOf });
  const stopDeleting = edgeLog.startDeleting();
  http.addHook("onClose", stopDeleting);
  return http;
}
