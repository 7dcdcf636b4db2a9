/** Who watches, and who answers. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";

export const WATCHERS = ["inspector", "coordinator"] as const satisfies readonly Role[];
export const ANSWERERS = [
  "officer",
  "chief",
  "entity",
  "agency",
] as const satisfies readonly Role[];
export const NOTICE_READERS = [...WATCHERS, ...ANSWERERS] as const satisfies readonly Role[];
export const COMMENTERS = ["officer", "chief"] as const satisfies readonly Role[];
export const CARD_READERS = [...WATCHERS, ...COMMENTERS] as const satisfies readonly Role[];
export const RELEASERS = ["coordinator"] as const satisfies readonly Role[];
