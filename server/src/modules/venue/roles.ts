/** Who sees rooms, and who keeps them. */
import type { Role } from "../../../../contract/src/organisation.ts";

export const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
] as const satisfies readonly Role[];

/** Registers rooms, books them, gives them up. Agencies book by planning an opening. */
export const KEEPERS = ["centre"] as const satisfies readonly Role[];
