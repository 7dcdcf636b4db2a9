/** The look-back (评审后回头看) over experts' scores: leads for people before the result is public, the lawful way after. */
import type { Module } from "../../platform/module.ts";
import { examineSubscriber } from "./examine.subscriber.ts";
import { lookbackFacts } from "./lookback.facts.ts";
import { addLookbackRoutes, type LookbackDeps } from "./lookback.routes.ts";
import { ACTORS, ANSWERERS, EVALUATORS, READERS } from "./roles.ts";

export {
  answerAsk,
  askCommittee,
  holdLot,
  referFindings,
  signReport,
  textHash,
} from "./acts.service.ts";
export { listLots } from "./lot.store.ts";
export { reportLines } from "./report.ts";
export { lookbackRules } from "./rules.service.ts";

export function createLookbackModule(deps: LookbackDeps): Module {
  return {
    name: "lookback",
    facts: lookbackFacts,
    permissions: {
      "lookback.read": READERS,
      "lookback.ask": ACTORS,
      "lookback.sign": ACTORS,
      "lookback.refer": ACTORS,
      "lookback.answer": ANSWERERS,
      "lookback.own": EVALUATORS,
    },
    subscribers: [examineSubscriber(deps.registry)],
    routes(app) {
      addLookbackRoutes(app, deps);
    },
  };
}
