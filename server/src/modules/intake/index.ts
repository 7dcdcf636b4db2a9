/** Intake: registered sources, batches, receipts, quarantine. */
import type { Module } from "../../platform/module.ts";
import { addExportRoutes } from "./export.routes.ts";
import { intakeFacts } from "./intake.facts.ts";
import {
  addIntakeRoutes,
  addSourceRequestRoute,
  type IntakeDeps,
  sourceActs,
} from "./intake.routes.ts";

export { isIdCard, naturalPerson } from "./formats/parties.ts";
export { createSourceFinder, registerSource, type SourceFinder } from "./intake.routes.ts";
export { hashOf, requireSignature } from "./signature.service.ts";
export { takeBatch } from "./batch.service.ts";

export function createIntakeModule(deps: IntakeDeps): Module {
  const load = { batches: 0 };
  return {
    name: "intake",
    facts: intakeFacts,
    permissions: {
      "sources.request": ["systemAdmin"],
      "sources.approve": ["securityAdmin", "coordinator", "director"],
    },
    dangerousActs: sourceActs(deps),
    isBusy: () => load.batches > 0,
    keeps: [{ table: "intake.quarantine", read: "feed", key: "id" }],
    routes: (app) => addSourceRequestRoute(app, deps),
    intakeRoutes(app) {
      addIntakeRoutes(app, { ...deps, load });
      addExportRoutes(app, deps);
    },
  };
}
