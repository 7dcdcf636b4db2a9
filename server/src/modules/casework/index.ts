/** Casework: leads → receipt → steps → decision → publication. */
import type { Module } from "../../platform/module.ts";
import { caseworkFacts } from "./casework.facts.ts";
import { addCaseworkRoutes, type CaseworkDeps } from "./casework.routes.ts";
import { addProcessRoutes } from "./process.routes.ts";
import { HANDLERS, PROCESS_READERS, READERS, ROUTERS, URGERS } from "./roles.ts";
import { routingSubscriber } from "./routing.subscriber.ts";

export { decideLead, publishDecision, receiveLead, recordStep } from "./acts.service.ts";
export { createExportModule } from "./export.routes.ts";
export { IS_STUCK } from "./lead.store.ts";
export { rerouteLead, returnLead, urgeLead } from "./transfer.service.ts";

export function createCaseworkModule(deps: CaseworkDeps): Module {
  return {
    name: "casework",
    facts: caseworkFacts,
    permissions: {
      "processes.read": PROCESS_READERS,
      "leads.read": READERS,
      "leads.receive": HANDLERS,
      "leads.record-step": HANDLERS,
      "leads.decide": HANDLERS,
      "leads.publish": HANDLERS,
      "leads.correct": HANDLERS,
      "leads.return": HANDLERS,
      "leads.route": ROUTERS,
      "leads.urge": URGERS,
    },
    subscribers: [routingSubscriber(deps.registry)],
    routes(app) {
      addCaseworkRoutes(app, deps);
      addProcessRoutes(app, deps.reader);
    },
  };
}
