/** Starts a portal host: released data only, from the inner database or from its own that a ferry fills. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { ConfigError } from "./config.ts";
import { RuleViolation } from "./kernel/rule-violation.ts";
import { createFerryIntake } from "./modules/exchange/index.ts";
import { openPortalDatabases, type PortalDatabases, type Starting } from "./open-databases.ts";
import { systemClock } from "./platform/clock.ts";
import { fileSecrets } from "./platform/secrets.ts";
import { createPortalApp } from "./portal-app.ts";

export async function startPortal(starting: Starting): Promise<void> {
  const { config, log, stops } = starting;
  const databases = await openPortalDatabases(starting);
  const secret = fileSecrets(join(config.dataDir, "secrets"));
  const operatorToken =
    config.token ?? (await secret("operator-token", () => randomBytes(32).toString("base64url")));
  const ferry = openFerry(starting, databases);
  const http = await createPortalApp({
    public: databases.public,
    clock: systemClock,
    log,
    isSecure: config.publicUrl?.startsWith("https:") ?? false,
    operatorToken,
    trustedProxies: config.trustedProxies,
    pictures: config.picturesDir,
    edgeLog: { dataDir: config.dataDir, keys: config.edgeLogKeys, secret },
    health: ferry === undefined ? [] : [ferry.health],
  });
  stops.push(() => http.close());
  if (ferry !== undefined) stops.push(ferry.start());
  const address = await http.listen({ host: config.host, port: config.port });
  process.stdout.write(
    `${[
      "明镜 Mingjing · 门户主机 portal host",
      `  门户 portal   ${address}/`,
      `  接口 API      ${address}/api/docs`,
      config.ferry.in === undefined
        ? "  数据 data     inner database, schema released"
        : `  数据 data     ${config.ferry.in}`,
    ].join("\n")}\n`,
  );
}

/** What fills a database of its own. @throws ConfigError if the pinned key is none */
function openFerry({ config: { ferry }, log }: Starting, { own }: PortalDatabases) {
  if (own === undefined || ferry.in === undefined || ferry.vkey === undefined) return undefined;
  try {
    const { in: directory, vkey } = ferry;
    return createFerryIntake({ db: own.db, directory, vkey, log, clock: systemClock });
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    throw new ConfigError(
      "MINGJING_FERRY_VKEY: not a key; give the line that `mingjing ferry status` shows inside as vkey.",
    );
  }
}
