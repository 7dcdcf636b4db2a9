/** Casework: leads → receipt → steps → decision → publication. */
import type { Module } from "../../platform/module.ts";
import { caseworkFacts } from "./casework.facts.ts";
import { addCaseworkRoutes, type CaseworkDeps } from "./casework.routes.ts";
import { addProcessRoutes } from "./process.routes.ts";
import { routingSubscriber } from "./routing.subscriber.ts";

export {
  type ActContext,
  decideLead,
  publishDecision,
  receiveLead,
  recordStep,
} from "./acts.service.ts";

export function createCaseworkModule(deps: CaseworkDeps): Module {
  return {
    name: "casework",
    facts: caseworkFacts,
    permissions: {
      "processes.read": ["officer", "centre", "inspector"],
      "leads.read": ["officer", "centre", "inspector"],
      "leads.receive": ["officer"],
      "leads.record-step": ["officer"],
      "leads.decide": ["officer"],
      "leads.publish": ["officer"],
    },
    subscribers: [routingSubscriber(deps.registry)],
    routes(app) {
      addCaseworkRoutes(app, deps);
      addProcessRoutes(app, deps.db);
    },
  };
}
