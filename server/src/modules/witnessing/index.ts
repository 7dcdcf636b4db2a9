/** The witness's desk (智慧见证): rooms by risk, what was seen, interventions on site, shifts. The log is module `witness`. */
import type { Module } from "../../platform/module.ts";
import { READERS, WITNESSES } from "./roles.ts";
import { witnessingFacts } from "./witnessing.facts.ts";
import { addWitnessingRoutes, type WitnessingDeps } from "./witnessing.routes.ts";

export { issueSheet, type Place, recordAct, takeNote } from "./acts.service.ts";
export { beginShift } from "./shift.service.ts";

export function createWitnessingModule(deps: WitnessingDeps): Module {
  return {
    name: "witnessing",
    facts: witnessingFacts,
    permissions: { "witnessing.read": READERS, "witnessing.record": WITNESSES },
    routes(app) {
      addWitnessingRoutes(app, deps);
    },
  };
}
