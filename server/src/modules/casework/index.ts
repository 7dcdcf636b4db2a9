/** Casework: leads → receipt → steps → decision → publication. */
import type { Role } from "../../../../contract/src/organisation.ts";
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
export { createExportModule } from "./export.routes.ts";
export { rerouteLead, returnLead, urgeLead } from "./transfer.service.ts";

/** Who works with leads; which ones each sees follows from the post's jurisdiction. */
const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
] as const satisfies readonly Role[];
const HANDLERS = ["officer", "chief"] as const satisfies readonly Role[];

export function createCaseworkModule(deps: CaseworkDeps): Module {
  return {
    name: "casework",
    facts: caseworkFacts,
    permissions: {
      "processes.read": [...READERS, "entity", "agency"],
      "leads.read": READERS,
      "leads.receive": HANDLERS,
      "leads.record-step": HANDLERS,
      "leads.decide": HANDLERS,
      "leads.publish": HANDLERS,
      "leads.correct": HANDLERS,
      "leads.return": HANDLERS,
      "leads.route": ["coordinator"],
      "leads.urge": ["coordinator", "inspector"],
    },
    subscribers: [routingSubscriber(deps.registry)],
    routes(app) {
      addCaseworkRoutes(app, deps);
      addProcessRoutes(app, deps.reader);
    },
  };
}
