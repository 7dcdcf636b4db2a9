/** The filter of the queue and its form in the address, so that a view can be bookmarked and shared. */
import type { LeadState } from "../../../../contract/src/leads.ts";
import type { Level } from "../../../../contract/src/screening.ts";

export interface QueueFilter {
  /** Comma-separated lead states. */
  readonly state: string;
  /** One level or empty for all. */
  readonly level: string;
  readonly q: string;
  /** Unit that handles the lead, or empty for all. */
  readonly department: string;
  /** "yes": only those in which nobody acted for long. */
  readonly stuck: string;
  /** "fallback": only those that no duty claims. */
  readonly matched: string;
  /** Days on which they were raised, from a link of a report; empty for all. */
  readonly from: string;
  readonly to: string;
}

export const LEAD_STATES = [
  "returned",
  "routed",
  "received",
  "decided",
  "published",
] as const satisfies readonly LeadState[];

/** Levels a lead can have, heaviest first. */
export const LEVELS = ["determination", "lead", "hint"] as const satisfies readonly Level[];

/** What still asks something of an officer. */
export const OPEN_STATES = "returned,routed,received,decided";
export const ALL_STATES = "returned,routed,received,decided,published";

export function filterOf(params: URLSearchParams): QueueFilter {
  return {
    state: params.get("state") ?? OPEN_STATES,
    level: params.get("level") ?? "",
    q: params.get("q") ?? "",
    department: params.get("department") ?? "",
    stuck: params.get("stuck") ?? "",
    matched: params.get("matched") ?? "",
    from: params.get("from") ?? "",
    to: params.get("to") ?? "",
  };
}

/** The same address with one part changed; what equals the default is left out. */
export function withFilter(params: URLSearchParams, patch: Partial<QueueFilter>): URLSearchParams {
  const next = { ...filterOf(params), ...patch };
  const search = new URLSearchParams();
  if (next.state !== OPEN_STATES) search.set("state", next.state);
  if (next.level !== "") search.set("level", next.level);
  for (const name of ["q", "department", "stuck", "matched", "from", "to"] as const) {
    if (next[name] !== "") search.set(name, next[name]);
  }
  return search;
}
