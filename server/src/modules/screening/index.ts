import type { FactRegistry } from "../../platform/facts/registry.ts";
/** Screening: indicators over openings; produces leads, never verdicts. */
import type { Module } from "../../platform/module.ts";
import { screeningFacts } from "./screening.facts.ts";
import { screeningSubscriber } from "./screening.subscriber.ts";

export { combine } from "./engine.ts";

export function createScreeningModule({ registry }: { registry: FactRegistry }): Module {
  return {
    name: "screening",
    facts: screeningFacts,
    subscribers: [screeningSubscriber(registry)],
  };
}
