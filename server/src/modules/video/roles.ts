/** Who looks at cameras, who registers them and who may keep or hand out recordings. */
import type { Role } from "../../../../contract/src/organisation.ts";

export const WATCHERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
  "court",
  "province",
] as const satisfies readonly Role[];

export const REGISTRARS = ["centre", "director"] as const satisfies readonly Role[];

export const KEEPERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
  "court",
] as const satisfies readonly Role[];

/** Who sees, over all projects they supervise, who looked at pictures: whoever answers for how the cameras are used. */
export const REVIEWERS = [
  "coordinator",
  "director",
  "inspector",
] as const satisfies readonly Role[];
