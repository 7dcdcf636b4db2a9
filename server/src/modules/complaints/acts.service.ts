/** The acts by which a voice is taken up and looked into. */
import type { PauseBegun } from "../../../../contract/src/facts/complaints.pause-begun.ts";
import type {
  AskEvidence,
  BeginPause,
  CorrectVoice,
  DecideAcceptance,
  EndPause,
  GiveEvidence,
  RecordVoiceStep,
  RerouteVoice,
  ReturnVoice,
} from "../../../../contract/src/voice-acts.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type ActContext } from "../../platform/facts/act.ts";
import { findUnit } from "../../platform/identity/unit.store.ts";
import { act, type Content, countEvents, requireDay, type Target } from "./act.service.ts";
import { standingOf } from "./standing.ts";
import type { KnownVoice } from "./summary.service.ts";

export const takeVoice = (context: ActContext, target: Target): Promise<void> =>
  act(context, { ...target, act: "take", kind: "voice-taken" }, () => ({}));

/** Not ours: to the coordinating office with the ground, once. */
export const returnVoice = (
  context: ActContext,
  target: Target,
  { ground }: Content<typeof ReturnVoice>,
): Promise<void> =>
  act(context, { ...target, act: "giveBack", kind: "voice-returned" }, () => ({ ground }));

/** Who can be made to answer. */
const ANSWERERS = ["department", "procuringEntity"] as const;

/** @throws RuleViolation voices.unknown-unit when no unit of today has this id */
export const rerouteVoice = (
  context: ActContext,
  target: Target,
  { unit, ground }: Content<typeof RerouteVoice>,
): Promise<void> =>
  act(context, { ...target, act: "reroute", kind: "voice-routed" }, async ({ tx, held }) => {
    const found = await findUnit(tx, { unit, kinds: ANSWERERS, at: context.at });
    if (found === undefined) throw new RuleViolation("voices.unknown-unit", { unit });
    const { watcher } = held.row;
    return {
      unit: found,
      ...(watcher === undefined ? {} : { watcher }),
      legalBasis: ground.slice(0, 400),
      matched: "coordinator",
    };
  });

/** Taken up, refused with a coded ground, or asked once for correction (条例61, 94号令21). */
export const decideAcceptance = (
  context: ActContext,
  target: Target,
  decision: Content<typeof DecideAcceptance>,
): Promise<void> =>
  act(
    context,
    { ...target, act: "decideAcceptance", kind: "acceptance-decided" },
    ({ facts, today, held }) => {
      const { outcome, decidedOn = today, ground, articles = defaultArticles(facts) } = decision;
      const receivedOn = plainDateOf(new Date(facts.receivedAt));
      requireDay("decidedOn", decidedOn, { from: receivedOn, to: today });
      if (outcome === "refused" && ground === undefined)
        throw new RuleViolation("voices.ground-needed", {});
      const wasAsked = facts.events.some(({ payload }) => payload["outcome"] === "correctionAsked");
      if (outcome === "correctionAsked" && (wasAsked || held.state === "correcting"))
        throw new RuleViolation("voices.correction-once", {});
      return { ...decision, decidedOn, articles };
    },
  );

const defaultArticles = ({ received }: KnownVoice): readonly string[] => {
  if (received.regime === "works") return ["ZTB-T-61"];
  return received.regime === "procurement" ? ["MOF94-21"] : [];
};

export const correctVoice = (
  context: ActContext,
  target: Target,
  correction: Content<typeof CorrectVoice>,
): Promise<void> =>
  act(context, { ...target, act: "correct", kind: "voice-corrected" }, () => correction);

/** Only on the statute's grounds, with the document and an expected end (条例61, 采例58). */
export const beginPause = (
  context: ActContext,
  target: Target,
  pause: Content<typeof BeginPause>,
): Promise<void> =>
  act(
    context,
    { ...target, act: "beginPause", kind: "pause-begun" },
    ({ facts, today }): Omit<PauseBegun, "officer" | "version"> => {
      const { regime } = facts.received;
      if (!STOPS[regime]?.has(pause.ground))
        throw new RuleViolation("voices.ground-stops-nothing", { ground: pause.ground, regime });
      const receivedOn = plainDateOf(new Date(facts.receivedAt));
      requireDay("from", pause.from, { from: receivedOn, to: today });
      requireDay("expectedEnd", pause.expectedEnd, { from: pause.from });
      return pause;
    },
  );

const TESTS = ["inspection", "testing", "appraisal", "expert-review"] as const;
const STOPS: Partial<Record<string, ReadonlySet<string>>> = {
  works: new Set(TESTS),
  procurement: new Set([...TESTS, "correction"]),
};

export const endPause = (
  context: ActContext,
  target: Target,
  { to, document }: Content<typeof EndPause>,
): Promise<void> =>
  act(context, { ...target, act: "endPause", kind: "pause-ended" }, ({ facts, today }) => {
    const from = standingOf(facts).pause?.from ?? today;
    requireDay("to", to, { from, to: today });
    return { to, document, why: "resultReceived" };
  });

export const askEvidence = (
  context: ActContext,
  target: Target,
  asked: Content<typeof AskEvidence>,
): Promise<void> =>
  act(context, { ...target, act: "askEvidence", kind: "evidence-asked" }, ({ facts, today }) => {
    requireDay("answerBy", asked.answerBy, { from: today });
    const request = 1 + countEvents(facts, "complaints.evidence-asked");
    return { ...asked, request };
  });

export const giveEvidence = (
  context: ActContext,
  target: Target,
  given: Content<typeof GiveEvidence>,
): Promise<void> =>
  act(context, { ...target, act: "giveEvidence", kind: "evidence-given" }, ({ facts }) => {
    const { request } = given;
    if (request > countEvents(facts, "complaints.evidence-asked"))
      throw new RuleViolation("voices.unknown-request", { request });
    return given;
  });

export const recordVoiceStep = (
  context: ActContext,
  target: Target,
  step: Content<typeof RecordVoiceStep>,
): Promise<void> =>
  act(context, { ...target, act: "recordStep", kind: "step-recorded" }, () => step);
