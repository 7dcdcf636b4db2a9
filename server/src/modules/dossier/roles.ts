/** Who opens dossiers, and who may look for firms, persons and devices across projects. */
import type { Role } from "../../../../contract/src/organisation.ts";

/** Which projects each sees follows from the jurisdiction of the post. */
export const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
  "court",
] as const satisfies readonly Role[];

/** Who hands out certificates of what the post may see: those who keep it, supervise it or judge it. */
export const CERTIFIERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "inspector",
  "police",
  "court",
] as const satisfies readonly Role[];

/** Supervisors and those who watch them; the trading centre keeps the data and looks for nobody (条例 5). */
export const RETRIEVERS = [
  "officer",
  "chief",
  "coordinator",
  "inspector",
  "police",
] as const satisfies readonly Role[];

/** Second persons: of another unit than the one who asks, as for every approval. */
export const APPROVERS = ["coordinator", "inspector", "police"] as const satisfies readonly Role[];

/** Sees who looked at a project. */
export const seesAccesses = (role: Role): boolean => role === "inspector";
