/** What may be done with a voice in which state. Pure. */
import type { VoiceAct, VoiceState } from "../../../../contract/src/voices.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

/** Acts of the unit that answers; the others are acts upon it. */
export const HOLDERS_ACTS: ReadonlySet<VoiceAct> = new Set<VoiceAct>([
  "take",
  "giveBack",
  "transfer",
  "decideAcceptance",
  "correct",
  "beginPause",
  "endPause",
  "askEvidence",
  "giveEvidence",
  "recordStep",
  "reply",
  "publish",
  "takeDown",
]);

const WORK = [
  "transfer",
  "askEvidence",
  "giveEvidence",
  "recordStep",
  "beginPause",
  "endPause",
  "reply",
] as const;

const ALLOWED = {
  routed: ["take", "giveBack", "transfer"],
  returned: ["reroute"],
  taken: ["transfer", "decideAcceptance", "recordStep"],
  correcting: ["transfer", "correct", "decideAcceptance"],
  accepted: WORK,
  refused: [],
  replied: ["publish", "question"],
  published: ["takeDown", "question"],
  withdrawn: [],
  transferred: [],
} as const satisfies Record<VoiceState, readonly VoiceAct[]>;

export interface Held {
  readonly kind: string;
  readonly state: VoiceState;
  readonly version: number;
  readonly returns: number;
  readonly matched: string;
  readonly isPaused: boolean;
  /** Another supervisor received the same complaint earlier (条例61). */
  readonly isLaterReceived: boolean;
}

type Standing = Omit<Held, "version">;

/** Where the list of duties named nobody, the coordinating office names the unit at once. */
const isUnclaimed = ({ state, matched }: Standing): boolean =>
  state === "routed" && matched === "fallback";

const REFUSED: Partial<Record<VoiceAct, (held: Standing) => boolean>> = {
  // Given back once: the coordinating office's answer is final.
  giveBack: ({ returns }) => returns > 0,
  beginPause: ({ kind, isPaused }) => kind !== "complaint" || isPaused,
  endPause: ({ isPaused }) => !isPaused,
  publish: ({ kind }) => kind === "enquiry",
  transfer: ({ isLaterReceived }) => !isLaterReceived,
};

export function mayAct(held: Standing, act: VoiceAct): boolean {
  if (act === "reroute" && isUnclaimed(held)) return true;
  const allowed: readonly VoiceAct[] = ALLOWED[held.state];
  return allowed.includes(act) && REFUSED[act]?.(held) !== true;
}

/** Refuses an act that the state does not allow, or that was decided on an older view. */
export function requireAct(held: Held, act: VoiceAct, version: number): void {
  if (held.version !== version) throw new RuleViolation("voices.stale", { version: held.version });
  if (act === "giveBack" && held.state === "routed" && held.returns > 0)
    throw new RuleViolation("voices.returned-once", {});
  if (act === "beginPause" && held.isPaused) throw new RuleViolation("voices.pause-runs", {});
  if (act === "endPause" && held.state === "accepted" && !held.isPaused)
    throw new RuleViolation("voices.no-pause", {});
  if (act === "transfer" && !held.isLaterReceived)
    throw new RuleViolation("voices.no-first-receiver", {});
  if (!mayAct(held, act))
    throw new RuleViolation("voices.bad-transition", { from: held.state, act });
}
