/** A portal host: the public pages on schema `released`, and nothing that opens more. */
import { sql } from "kysely";

import { addBuiltFiles } from "./built-files.ts";
import type { Clock } from "./platform/clock.ts";
import type { DatabaseHandle } from "./platform/database.ts";
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
}

export async function createPortalApp(options: PortalAppOptions) {
  const { log, clock, isSecure, operatorToken } = options;
  const { db: publicDb } = options.public;
  const isDemo = () => false;
  const database: HealthCheck = {
    name: "database",
    async check() {
      await sql`SELECT 1`.execute(publicDb);
      return { ok: true };
    },
  };
  const http = await createServer({
    log,
    metrics: createMetrics(),
    operatorToken,
    isDemo,
    isSecure,
    clock,
    trustedProxies: options.trustedProxies,
    health: [database, ...options.health],
  });
  await addBuiltFiles(http, { hasConsole: false });
  addPublicRoutes(http, { publicDb, clock, isDemo });
  return http;
}
