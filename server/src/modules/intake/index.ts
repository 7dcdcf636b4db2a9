/** Intake: registered sources, batches, receipts, quarantine. */
import type { Module } from "../../platform/module.ts";
import { intakeFacts } from "./intake.facts.ts";
import { addIntakeRoutes, type IntakeDeps } from "./intake.routes.ts";

export { registerSource } from "./intake.routes.ts";
export { takeBatch } from "./batch.service.ts";

export function createIntakeModule(deps: IntakeDeps): Module {
  return { name: "intake", facts: intakeFacts, routes: (app) => addIntakeRoutes(app, deps) };
}
