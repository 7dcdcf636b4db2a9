/** Where a voice stands after its facts, and which clocks run: computed, never stored by hand. Pure. */
import {
  type CappedPause,
  capPauses,
  explainClocks,
  type Explanation,
  pauseCapOn,
  type TypedPause,
  type Voice,
} from "../../../../clocks/src/index.ts";
import type { Department } from "../../../../contract/src/casework.ts";
import type { AcceptanceDecided } from "../../../../contract/src/facts/complaints.acceptance-decided.ts";
import type { PauseBegun } from "../../../../contract/src/facts/complaints.pause-begun.ts";
import type { PauseEnded } from "../../../../contract/src/facts/complaints.pause-ended.ts";
import type { ReplyReleased } from "../../../../contract/src/facts/complaints.reply-released.ts";
import type { ReplyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import type { VoiceRouted } from "../../../../contract/src/facts/complaints.voice-routed.ts";
import type { VoiceTaken } from "../../../../contract/src/facts/complaints.voice-taken.ts";
import type { VoiceTransferred } from "../../../../contract/src/facts/complaints.voice-transferred.ts";
import type { Receiver } from "../../../../contract/src/voice-values.ts";
import type { VoiceState } from "../../../../contract/src/voices.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { KnownLaw } from "./known-law.ts";

/** A fact of a voice after its receipt. */
export interface VoiceEvent {
  readonly factId: string;
  readonly kind: string;
  readonly at: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface VoiceFacts {
  readonly id: string;
  readonly received: VoiceReceived;
  readonly receivedAt: string;
  /** In the order in which they were recorded. */
  readonly events: readonly VoiceEvent[];
}

export interface Standing {
  readonly state: VoiceState;
  /** Lock: the version of the last act. */
  readonly version: number;
  readonly unit: Department | undefined;
  /** Who supervises the answer; of what was transferred: who goes on with it. */
  readonly watcher: Department | undefined;
  readonly transferredTo: Receiver | undefined;
  readonly legalBasis: string;
  readonly matched: string;
  readonly officer: string | undefined;
  readonly returns: number;
  readonly stateSince: string;
  readonly takenAt: string | undefined;
  readonly acceptedOn: string | undefined;
  readonly repliedAt: string | undefined;
  readonly isPaused: boolean;
  readonly pauses: readonly TypedPause[];
  /** Open pause, if one runs. */
  readonly pause: TypedPause | undefined;
  readonly reply: ReplyServed | undefined;
  readonly isQuestioned: boolean;
  readonly publicationId: string | undefined;
  /** What the clocks are computed from. */
  readonly voice: Voice;
}

const lastOf = (events: readonly VoiceEvent[], kind: string): VoiceEvent | undefined =>
  events.findLast((event) => event.kind === `complaints.${kind}`);

const STATES: Readonly<Record<string, VoiceState>> = {
  "complaints.voice-routed": "routed",
  "complaints.voice-returned": "returned",
  "complaints.voice-taken": "taken",
  "complaints.voice-corrected": "taken",
  "complaints.reply-served": "replied",
  "complaints.reply-released": "published",
  "complaints.reply-questioned": "accepted",
  "complaints.reply-withdrawn": "replied",
  "complaints.voice-withdrawn": "withdrawn",
  "complaints.voice-transferred": "transferred",
};
const ACCEPTANCES: Readonly<Record<AcceptanceDecided["outcome"], VoiceState>> = {
  accepted: "accepted",
  refused: "refused",
  correctionAsked: "correcting",
};

function stateAfter({ kind, payload }: VoiceEvent): VoiceState | undefined {
  if (kind === "complaints.acceptance-decided")
    return ACCEPTANCES[payload["outcome"] as AcceptanceDecided["outcome"]];
  return STATES[kind];
}

/** A complaint waits to be accepted; anything else is worked on as soon as it is signed for. */
export const needsAcceptance = ({ kind }: Pick<VoiceReceived, "kind">): boolean =>
  kind === "complaint";

export function standingOf(facts: VoiceFacts): Standing {
  const { received, events } = facts;
  const pauses = pausesOf(events);
  const open = pauses.find(({ to }) => to === undefined);
  const reply = lastOf(events, "reply-served");
  return {
    ...stateOf(facts),
    ...routeOf(events),
    ...acceptanceOf(facts),
    repliedAt: reply?.at,
    isPaused: open !== undefined,
    pauses,
    pause: open,
    reply: reply?.payload as ReplyServed | undefined,
    isQuestioned: isAfter(events, "reply-questioned", "reply-served"),
    publicationId: publicationOf(events),
    voice: voiceOf(facts, pauses, received),
  };
}

function stateOf({ received, receivedAt, events }: VoiceFacts) {
  let state: VoiceState = "routed";
  let stateSince = receivedAt;
  let version = 0;
  for (const event of events) {
    version = Math.max(version, Number(event.payload["version"] ?? 0));
    const next = stateAfter(event);
    if (next === undefined) continue;
    state = next === "taken" && !needsAcceptance(received) ? "accepted" : next;
    stateSince = event.at;
  }
  return { state, stateSince, version };
}

function routeOf(events: readonly VoiceEvent[]) {
  const routed = lastOf(events, "voice-routed")?.payload as VoiceRouted | undefined;
  const transferred = lastOf(events, "voice-transferred")?.payload as VoiceTransferred | undefined;
  return {
    unit: routed?.unit,
    transferredTo: transferred?.to,
    watcher: transferred?.to.unit ?? routed?.watcher,
    legalBasis: routed?.legalBasis ?? "",
    matched: routed?.matched ?? "",
    returns: events.filter(({ kind }) => kind === "complaints.voice-returned").length,
  };
}

function acceptanceOf({ received, events }: VoiceFacts) {
  const taken = lastOf(events, "voice-taken");
  return {
    officer: (taken?.payload as VoiceTaken | undefined)?.officer.name,
    takenAt: taken?.at,
    acceptedOn: acceptedOn(received, events),
  };
}

/** What is not a complaint is accepted by being signed for. */
function acceptedOn(received: VoiceReceived, events: readonly VoiceEvent[]): string | undefined {
  if (!needsAcceptance(received)) {
    const taken = lastOf(events, "voice-taken");
    return taken && plainDateOf(new Date(taken.at));
  }
  const accepted = events.findLast(
    ({ kind, payload }) =>
      kind === "complaints.acceptance-decided" && payload["outcome"] === "accepted",
  );
  return (accepted?.payload as AcceptanceDecided | undefined)?.decidedOn;
}

function publicationOf(events: readonly VoiceEvent[]): string | undefined {
  if (!isAfter(events, "reply-released", "reply-withdrawn")) return undefined;
  const released = lastOf(events, "reply-released")?.payload as ReplyReleased | undefined;
  return released?.publicationId;
}

function voiceOf(
  { receivedAt, events }: VoiceFacts,
  pauses: readonly TypedPause[],
  received: VoiceReceived,
): Voice {
  const { kind, regime, matter } = received;
  return {
    kind,
    regime,
    receivedOn: plainDateOf(new Date(receivedAt)),
    acceptedOn: acceptedOn(received, events),
    ...(matter === undefined || matter === "other" ? {} : { matter }),
    pauses,
  };
}

export function isAfter(events: readonly VoiceEvent[], kind: string, earlier: string): boolean {
  const index = (name: string) =>
    events.findLastIndex((event) => event.kind === `complaints.${name}`);
  return index(kind) > index(earlier);
}

function pausesOf(events: readonly VoiceEvent[]): readonly TypedPause[] {
  const pauses: TypedPause[] = [];
  for (const { kind, payload } of events) {
    if (kind === "complaints.pause-begun") {
      const { ground, from, document, expectedEnd } = payload as unknown as PauseBegun;
      pauses.push({ ground, from, document, expectedEnd });
    }
    const open = pauses.at(-1);
    if (kind === "complaints.pause-ended" && open !== undefined && open.to === undefined) {
      const { to } = payload as unknown as PauseEnded;
      pauses[pauses.length - 1] = { ...open, to: to < open.from ? open.from : to };
    }
  }
  return pauses;
}

/** Behind every day that can be counted: an open pause is then taken to last as long as it may. */
const FOREVER = "9999-12-31";

/** Each with its end; one that nobody ended ends at its expected end, at the latest when the cap of all is used up (T61). */
const endedPauses = ({ voice, pauses }: Standing, { law }: KnownLaw): readonly CappedPause[] =>
  capPauses(pauses, { capDays: pauseCapOn(voice.receivedOn, law), today: FOREVER });

/** Day on which the open pause ends by itself. */
export function pauseEndOf(
  standing: Standing,
  known: KnownLaw,
): { readonly day: string; readonly why: "expectedEnd" | "cap" } | undefined {
  const { pause } = standing;
  if (pause === undefined) return undefined;
  const ended = endedPauses(standing, known).findLast(({ from }) => from === pause.from);
  // Nothing is left of the cap: it ends as it begins.
  if (ended?.to === undefined) return { day: pause.from, why: "cap" };
  return { day: ended.to, why: ended.resumed === "cap" ? "cap" : "expectedEnd" };
}

/** The law's clocks, with an open pause taken to last until it ends by itself, so that a date can be named. */
export function clocksOf(standing: Standing, known: KnownLaw): Explanation {
  return explainClocks(countedVoice(standing, known), known.calendar, known.law);
}

export const countedVoice = (standing: Standing, known: KnownLaw): Voice => ({
  ...standing.voice,
  pauses: endedPauses(standing, known),
});

/** Clocks that the refusal or acceptance settles. */
const BEFORE_ACCEPTANCE: ReadonlySet<string> = new Set([
  "complaint.accept",
  "complaint.review",
  "complaint.dispatch",
]);

export const isBeforeAcceptance = ({ id }: { readonly id: string }): boolean =>
  BEFORE_ACCEPTANCE.has(id);

const NOTHING: ReadonlySet<string> = new Set();

/** Clocks that were met, although the voice is open. */
export const settledClocks = ({ acceptedOn: on, state }: Standing): ReadonlySet<string> =>
  on !== undefined || state === "correcting" ? BEFORE_ACCEPTANCE : NOTHING;

/** Ended without an answer of this unit: no clock runs any more. */
export const DONE: ReadonlySet<VoiceState> = new Set(["refused", "withdrawn", "transferred"]);
export const ANSWERED: ReadonlySet<VoiceState> = new Set(["replied", "published"]);

/** The law's pause of the tender: an objection in time, until it is answered (条例22, 54). */
export function mustPause(
  { received, receivedAt: _receivedAt }: Pick<VoiceFacts, "received" | "receivedAt">,
  standing: Standing,
): boolean {
  const { kind, regime, matter, ocid, window } = received;
  return (
    kind === "objection" &&
    regime === "works" &&
    ocid !== undefined &&
    (matter === "documents" || matter === "prequalification" || matter === "result") &&
    window !== "closed" &&
    !DONE.has(standing.state) &&
    !ANSWERED.has(standing.state)
  );
}
