/** Who sees and runs openings. */
import type { Role } from "../../../../contract/src/organisation.ts";

export const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
  "court",
  "entity",
  "agency",
  "bidder",
  "province",
] as const satisfies readonly Role[];

/** Each act asks besides which desk they sit at. */
export const ACTORS = ["agency", "entity", "centre", "bidder"] as const satisfies readonly Role[];

export const PLANNERS = ["agency", "entity", "centre"] as const satisfies readonly Role[];
