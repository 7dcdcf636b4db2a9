/** Roles of casework. */
import type { Role } from "../../../../contract/src/organisation.ts";

/** Who works with leads; which ones each sees follows from the post's jurisdiction. */
export const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
] as const satisfies readonly Role[];
/** Who handles leads of the own unit. */
export const HANDLERS = ["officer", "chief"] as const satisfies readonly Role[];
/** Who reads processes: those, and the parties that run them. */
export const PROCESS_READERS = [...READERS, "entity", "agency"] as const satisfies readonly Role[];
/** Who names the department of a lead that was returned. */
export const ROUTERS = ["coordinator"] as const satisfies readonly Role[];
export const URGERS = ["coordinator", "inspector"] as const satisfies readonly Role[];
