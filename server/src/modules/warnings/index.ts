/** Warning nodes (警示节点): prevention first. An act is looked at before it is done; people decide. */
import type { Module } from "../../platform/module.ts";
import { afterSubscriber } from "./after.subscriber.ts";
import { ASKERS, HANDLERS, MODE_SETTERS, READERS } from "./roles.ts";
import { warnOfEntries } from "./room.service.ts";
import { addSourceRoutes, type SourceDoorDeps } from "./source.routes.ts";
import { warningFacts } from "./warnings.facts.ts";
import { addWarningRoutes, type WarningDeps } from "./warnings.routes.ts";

export { handleWarning, setMode, takeOverride } from "./acts.service.ts";
export { takeCheck } from "./check.service.ts";
export { listRaised } from "./warning.store.ts";

const ROOMS_SECONDS = 300;

export function createWarningsModule(deps: WarningDeps & SourceDoorDeps): Module {
  return {
    name: "warnings",
    facts: warningFacts,
    permissions: {
      "warnings.read": READERS,
      "warnings.handle": HANDLERS,
      "warnings.set-mode": MODE_SETTERS,
      "warnings.check": ASKERS,
    },
    subscribers: [afterSubscriber(deps.registry)],
    jobs: [
      {
        name: "warnings.rooms",
        everySeconds: ROOMS_SECONDS,
        run: (now) => warnOfEntries(deps, now),
      },
    ],
    intakeRoutes: (app) => addSourceRoutes(app, deps),
    routes: (app) => addWarningRoutes(app, deps),
  };
}
