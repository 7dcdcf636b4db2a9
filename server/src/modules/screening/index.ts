/** Screening: indicators over openings; produces leads, never verdicts. */
import type { Module } from "../../platform/module.ts";
import { screeningFacts } from "./screening.facts.ts";
import { type ScreeningDeps, screeningSubscriber } from "./screening.subscriber.ts";

export function createScreeningModule(deps: ScreeningDeps): Module {
  return { name: "screening", facts: screeningFacts, subscribers: [screeningSubscriber(deps)] };
}
