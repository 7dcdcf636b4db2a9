/** Who reads the board, who handles, who sets modes, who asks. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";

/** Departments see their own industry, agencies nothing of the board: a shadow is not shown to whom it watches. */
export const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
] as const satisfies readonly Role[];
export const HANDLERS = [
  "officer",
  "chief",
  "centre",
  "director",
] as const satisfies readonly Role[];
export const MODE_SETTERS = ["director"] as const satisfies readonly Role[];
export const ASKERS = [...READERS, "agency", "entity"] as const satisfies readonly Role[];
