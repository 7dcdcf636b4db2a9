/** The filter of the list and its form in the address, so that a view can be bookmarked and shared. */
import type { VoiceState } from "../../../../contract/src/voices.ts";

/** Parts that only a link of figures or of a report sets; one chip takes them all off. */
export const LINKED = [
  "from",
  "to",
  "channel",
  "holder",
  "has",
  "result",
  "refusal",
  "statute",
  "promise",
  "rung",
] as const;

export interface VoiceFilter extends Readonly<Record<(typeof LINKED)[number], string>> {
  /** Comma-separated states. */
  readonly state: string;
  readonly kind: string;
  readonly regime: string;
  readonly unit: string;
  /** late, soon, paused, or empty for all. */
  readonly due: string;
  readonly q: string;
}

/** In the order of the work. */
const OPEN = ["returned", "routed", "taken", "correcting", "accepted", "replied"] as const;
const DONE = ["published", "refused", "withdrawn", "transferred"] as const;
export const STATES = [...OPEN, ...DONE] as const satisfies readonly VoiceState[];
/** What still asks something of somebody: no state alone tells, an answer may wait to be published or not. */
export const OPEN_STATES = "open";
export const ALL_STATES = STATES.join(",");
export const DUES = ["late", "soon", "paused"] as const;

const OTHERS = ["kind", "regime", "unit", "due", "q", ...LINKED] as const;

export function filterOf(params: URLSearchParams): VoiceFilter {
  const parts = Object.fromEntries(OTHERS.map((name) => [name, params.get(name) ?? ""]));
  return { ...(parts as Omit<VoiceFilter, "state">), state: params.get("state") ?? OPEN_STATES };
}

/** The same address with one part changed; what equals the default is left out. */
export function withFilter(params: URLSearchParams, patch: Partial<VoiceFilter>): URLSearchParams {
  const next = { ...filterOf(params), ...patch };
  const search = new URLSearchParams();
  if (next.state !== OPEN_STATES) search.set("state", next.state);
  for (const name of OTHERS) {
    if (next[name] !== "") search.set(name, next[name]);
  }
  return search;
}

export const hasLinked = (filter: VoiceFilter): boolean =>
  LINKED.some((name) => filter[name] !== "");

export const WITHOUT_LINKED = Object.fromEntries(LINKED.map((name) => [name, ""])) as Readonly<
  Record<(typeof LINKED)[number], string>
>;
