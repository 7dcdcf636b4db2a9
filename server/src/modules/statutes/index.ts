/** Statutes: the calendar of working days in versions, and the law that moves. */
import type { Role } from "../../../../contract/src/organisation.ts";
import type { Module } from "../../platform/module.ts";
import { statutesFacts } from "./statutes.facts.ts";

export { type KnownCalendar, readCalendar, readLaw, readPublicStatutes } from "./statutes.store.ts";
export type { Statutes } from "./statutes.ts";

const READERS = [
  "officer",
  "chief",
  "coordinator",
  "inspector",
  "director",
  "centre",
  "securityAdmin",
  "auditor",
] as const satisfies readonly Role[];

export function createStatutesModule(): Module {
  return {
    name: "statutes",
    facts: statutesFacts,
    permissions: {
      "statutes.read": READERS,
      "statutes.enter": ["coordinator", "securityAdmin"],
    },
  };
}
