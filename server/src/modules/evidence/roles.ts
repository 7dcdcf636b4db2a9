/** Who sees sealed evidence, who acts on it, who may open and check the rates of rules. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";

/** As leads: which ones each sees follows from the post's jurisdiction. */
export const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "police",
] as const satisfies readonly Role[];
export const HOLDERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
] as const satisfies readonly Role[];
/** A hold ends by somebody who answers for it. */
export const ENDERS = ["chief", "coordinator"] as const satisfies readonly Role[];
export const REVIEWERS = ["officer", "chief", "centre"] as const satisfies readonly Role[];
export const RATE_READERS = [
  "coordinator",
  "centre",
  "director",
  "inspector",
  "chief",
] as const satisfies readonly Role[];
export const OPENERS = ["coordinator"] as const satisfies readonly Role[];
export const VERIFIERS = ["coordinator", "inspector"] as const satisfies readonly Role[];
