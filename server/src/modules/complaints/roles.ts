/** Roles of voices; which ones each sees follows from the post's jurisdiction. */
import type { Role } from "../../../../contract/src/organisation.ts";

export const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "entity",
  "agency",
] as const satisfies readonly Role[];
/** Who answers for the own unit: departments, and tenderers or buyers. */
export const HANDLERS = ["officer", "chief", "entity", "agency"] as const satisfies readonly Role[];
/** Who takes up or refuses complaints, pauses clocks, publishes: only departments. */
export const DEPARTMENTS = ["officer", "chief"] as const satisfies readonly Role[];
export const ROUTERS = ["coordinator"] as const satisfies readonly Role[];
/** Who sends back a reply that does not answer. */
export const WATCHERS = ["coordinator", "inspector"] as const satisfies readonly Role[];
/** Who writes down what is said on the telephone or comes on paper. */
export const CLERKS = ["centre", "officer", "coordinator"] as const satisfies readonly Role[];
/** Who sets the limits of the own unit. */
export const CHIEFS = ["chief"] as const satisfies readonly Role[];
