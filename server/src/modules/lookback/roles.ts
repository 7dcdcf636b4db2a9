/** Who looks back, and who answers. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";

/** Looks back, asks, signs the report and hands over. */
export const ACTORS = ["centre"] as const satisfies readonly Role[];
/** Reads, as far as the post's jurisdiction names scores. */
export const READERS = [
  "centre",
  "director",
  "officer",
  "chief",
  "inspector",
] as const satisfies readonly Role[];
export const EVALUATORS = ["expert"] as const satisfies readonly Role[];
/** An evaluator for the own scores; the centre enters what the committee wrote. */
export const ANSWERERS = [...EVALUATORS, ...ACTORS] as const satisfies readonly Role[];
