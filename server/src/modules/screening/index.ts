/** Screening: indicators over openings; produces leads, never verdicts. */
import type { Role } from "../../../../contract/src/organisation.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Module } from "../../platform/module.ts";
import { addRulesRoutes, type RulesDeps } from "./rules.routes.ts";
import { screeningFacts } from "./screening.facts.ts";
import { screeningSubscriber } from "./screening.subscriber.ts";

export { combine } from "./engine.ts";
export type { Manifest } from "./indicator.ts";
export { inputKeptIdOf } from "./lead.service.ts";
export { countOutcomes } from "./process/check.ts";
export { seenValuesOf } from "./values/seen.ts";
export type { RuleSource } from "./rules.routes.ts";

/** Whoever acts on a hit, answers to it, or audits the rules. */
const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
  "court",
  "auditor",
  "province",
] as const satisfies readonly Role[];

export function createScreeningModule(deps: RulesDeps & { registry: FactRegistry }): Module {
  return {
    name: "screening",
    facts: screeningFacts,
    permissions: { "rules.read": READERS },
    subscribers: [screeningSubscriber(deps.registry)],
    routes: (app) => addRulesRoutes(app, deps),
  };
}
