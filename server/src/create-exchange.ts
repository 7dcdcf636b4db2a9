/** The ferry's part of the composition (docs/operations/ferry.md). */
import { join } from "node:path";

import type { AppOptions } from "./app.ts";
import { createExchangeModule, createFactsIntake } from "./modules/exchange/index.ts";
import type { FactRegistry } from "./platform/facts/registry.ts";
import { fileSecrets } from "./platform/secrets.ts";

/** Packages go out and come in where the jobs run; any console may show how they stand. */
export function createExchange(options: AppOptions, registry: FactRegistry) {
  const { app, clock, dataDir, log, logOrigin, roles, ferry = {} } = options;
  const here = roles.has("jobs") ? ferry : {};
  const factsIntake =
    here.in === undefined
      ? undefined
      : createFactsIntake({
          db: app.db,
          registry,
          directory: here.in,
          keysFile: join(dataDir, "ferry-sources"),
          log,
          clock,
        });
  return createExchangeModule({
    db: app.db,
    publicDb: options.public.db,
    clock,
    origin: logOrigin,
    secret: fileSecrets(join(dataDir, "secrets")),
    outDir: here.out,
    factsIntake,
  });
}
