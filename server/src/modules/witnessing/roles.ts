/** Who sits at the desk, and who reads what was witnessed: those who supervise, never the parties. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";

export const WITNESSES = ["centre"] as const satisfies readonly Role[];

export const READERS = [
  ...WITNESSES,
  "director",
  "officer",
  "chief",
  "coordinator",
  "inspector",
] as const satisfies readonly Role[];
