/** The filter of the queue and its form in the address, so that a view can be bookmarked and shared. */
import type { LeadState } from "../../../../contract/src/leads.ts";
import type { Level } from "../../../../contract/src/screening.ts";

export interface QueueFilter {
  /** Comma-separated lead states. */
  readonly state: string;
  /** One level or empty for all. */
  readonly level: string;
  readonly q: string;
}

export const LEAD_STATES = [
  "routed",
  "received",
  "decided",
  "published",
] as const satisfies readonly LeadState[];

/** Levels a lead can have, heaviest first. */
export const LEVELS = ["determination", "lead", "hint"] as const satisfies readonly Level[];

/** What still asks something of an officer. */
export const OPEN_STATES = "routed,received,decided";
export const ALL_STATES = "routed,received,decided,published";

export function filterOf(params: URLSearchParams): QueueFilter {
  return {
    state: params.get("state") ?? OPEN_STATES,
    level: params.get("level") ?? "",
    q: params.get("q") ?? "",
  };
}

/** The same address with one part changed; what equals the default is left out. */
export function withFilter(params: URLSearchParams, patch: Partial<QueueFilter>): URLSearchParams {
  const next = { ...filterOf(params), ...patch };
  const search = new URLSearchParams();
  if (next.state !== OPEN_STATES) search.set("state", next.state);
  if (next.level !== "") search.set("level", next.level);
  if (next.q !== "") search.set("q", next.q);
  return search;
}
