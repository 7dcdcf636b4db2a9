/** The acts on a voice: each is a fact, checked against state, version and unit. */
import { createHash } from "node:crypto";

import type { Static, TSchema } from "typebox";

import type { Officer } from "../../../../contract/src/casework.ts";
import type { PauseBegun } from "../../../../contract/src/facts/complaints.pause-begun.ts";
import type { ReplyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import type {
  AskEvidence,
  BeginPause,
  CorrectVoice,
  DecideAcceptance,
  EndPause,
  GiveEvidence,
  PublishReply,
  QuestionReply,
  RecordVoiceStep,
  ReplyCheck,
  ReplyDraft,
  RerouteVoice,
  ReturnVoice,
  ServeReply,
  TakeDownReply,
  VoiceAct,
} from "../../../../contract/src/voices.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx, uniqueViolation } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { appealsOf } from "./appeals.ts";
import { readKnownLaw } from "./law.service.ts";
import { measureReply, needsLook } from "./reply-quality.ts";
import { standingOf } from "./standing.ts";
import { type KnownVoice, readVoices } from "./summary.service.ts";
import { HOLDERS_ACTS, requireAct } from "./voice-acts.ts";
import { findUnit, getHeld, type HeldVoice, readOtherReplies } from "./voice.store.ts";

export interface ActContext {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly officer: Officer;
  /** Absent for acts that the product itself replays (demo city). */
  readonly scope: Scope | undefined;
  /** Instant of the act. */
  readonly at: string;
}

export interface Target {
  readonly id: string;
  readonly version: number;
}

/** The body of a route without its lock. */
type Content<S extends TSchema> = Omit<Static<S>, "version">;

interface Held {
  readonly tx: Tx;
  readonly held: HeldVoice;
  readonly facts: KnownVoice;
  /** Day of the act in Asia/Shanghai. */
  readonly today: string;
}

interface ActTarget extends Target {
  readonly act: VoiceAct;
  /** Kind of the fact, without the module. */
  readonly kind: string;
}

/** Only the unit that the voice was given to acts on it, however much else its people see. */
function requireOwn({ scope, officer }: ActContext, { row }: HeldVoice): void {
  if (scope !== undefined && row.unit.id !== officer.department.id)
    throw new RuleViolation("voices.not-yours", { unit: row.unit.name }, { status: 403 });
}

/** One act: checked against state, version and unit, recorded as one fact. */
async function act(
  context: ActContext,
  target: ActTarget,
  payloadOf: (held: Held) => object | Promise<object>,
): Promise<void> {
  const { officer, at, registry, scope } = context;
  try {
    await inTransaction(context.db, async (tx) => {
      const now = new Date(at);
      const held = await getHeld(tx, target.id, { scope, now });
      if (HOLDERS_ACTS.has(target.act)) requireOwn(context, held);
      requireAct(held, target.act, target.version);
      const [facts] = await readVoices(tx, [target.id]);
      if (facts === undefined) throw new RuleViolation("voices.not-found", { id: target.id });
      const version = held.version + 1;
      await recordFact(tx, registry, {
        kind: `complaints.${target.kind}`,
        source: "mingjing",
        sourceId: `voice/${target.id}/${version}`,
        subject: `voice:${target.id}`,
        occurredAt: at,
        payload: {
          ...(await payloadOf({ tx, held, facts, today: plainDateOf(now) })),
          officer,
          version,
        },
      });
      await liftPause(tx, registry, { held, id: target.id, at, scope });
    });
  } catch (error) {
    const isRace = uniqueViolation(error) !== undefined;
    const code = error instanceof RuleViolation ? error.code : "";
    if (isRace || code === "intake.conflicting-source-id")
      throw new RuleViolation("voices.stale", {});
    throw error;
  }
}

/** The tenderer may go on as soon as the objection is answered. */
async function liftPause(
  tx: Tx,
  registry: FactRegistry,
  {
    held,
    id,
    at,
    scope,
  }: {
    readonly held: HeldVoice;
    readonly id: string;
    readonly at: string;
    readonly scope: Scope | undefined;
  },
): Promise<void> {
  if (!held.mustPause) return;
  const after = await getHeld(tx, id, { scope, now: new Date(at) });
  if (after.mustPause) return;
  await recordFact(tx, registry, {
    kind: "complaints.pause-lifted",
    source: "mingjing",
    sourceId: `voice/${id}/pause-lifted/${after.version}`,
    subject: `voice:${id}`,
    occurredAt: at,
    payload: { ocid: held.row.ocid },
  });
}

/** @throws RuleViolation voices.bad-day naming the field and the days between which it must lie */
function requireDay(field: string, day: string, { from, to }: { from?: string; to?: string }) {
  if ((from !== undefined && day < from) || (to !== undefined && day > to))
    throw new RuleViolation("voices.bad-day", { field, from: from ?? "", to: to ?? "" });
}

export const takeVoice = (context: ActContext, target: Target): Promise<void> =>
  act(context, { ...target, act: "take", kind: "voice-taken" }, () => ({}));

/** Not ours: to the coordinating office with the ground, once. */
export const returnVoice = (
  context: ActContext,
  target: Target,
  { ground }: Content<typeof ReturnVoice>,
): Promise<void> =>
  act(context, { ...target, act: "giveBack", kind: "voice-returned" }, () => ({ ground }));

/** @throws RuleViolation voices.unknown-unit when no unit of today has this id */
export const rerouteVoice = (
  context: ActContext,
  target: Target,
  { unit, ground }: Content<typeof RerouteVoice>,
): Promise<void> =>
  act(context, { ...target, act: "reroute", kind: "voice-routed" }, async ({ tx, held }) => {
    const found = await findUnit(tx, unit, context.at);
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
    const request = 1 + count(facts, "complaints.evidence-asked");
    return { ...asked, request };
  });

const count = ({ events }: KnownVoice, kind: string): number =>
  events.filter((event) => event.kind === kind).length;

export const giveEvidence = (
  context: ActContext,
  target: Target,
  given: Content<typeof GiveEvidence>,
): Promise<void> =>
  act(context, { ...target, act: "giveEvidence", kind: "evidence-given" }, ({ facts }) => {
    const { request } = given;
    if (request > count(facts, "complaints.evidence-asked"))
      throw new RuleViolation("voices.unknown-request", { request });
    return given;
  });

export const recordVoiceStep = (
  context: ActContext,
  target: Target,
  step: Content<typeof RecordVoiceStep>,
): Promise<void> =>
  act(context, { ...target, act: "recordStep", kind: "step-recorded" }, () => step);

/** What the meter finds in a draft, and where its writer can turn afterwards. */
export async function checkReply(
  tx: Tx,
  facts: KnownVoice,
  { draft, unit, servedOn }: { draft: ReplyDraft; unit: string; servedOn: string },
): Promise<ReplyCheck> {
  const claims = claimsOf(facts);
  const unknown = draft.findings.find(({ claim }) => claim >= claims.length);
  if (unknown !== undefined)
    throw new RuleViolation("voices.unknown-claim", { claim: unknown.claim });
  const receivedOn = plainDateOf(new Date(facts.receivedAt));
  const others = await readOtherReplies(tx, unit, facts.id);
  const known = await readKnownLaw(tx);
  return {
    quality: measureReply({
      claims,
      findings: draft.findings,
      on: receivedOn,
      others,
      law: known.law,
    }),
    appeals: [
      ...appealsOf({
        received: facts.received,
        receivedOn,
        servedOn,
        known,
      }),
    ],
  };
}

/** The claims as last handed in. */
export function claimsOf({ received, events }: KnownVoice): readonly string[] {
  const corrected = events.findLast(
    ({ kind, payload }) => kind === "complaints.voice-corrected" && payload["claims"] !== undefined,
  );
  return (corrected?.payload["claims"] as string[] | undefined) ?? received.claims;
}

/** @throws RuleViolation voices.meter when the meter found something and the signer did not say that he saw it */
export const serveReply = (
  context: ActContext,
  target: Target,
  { despite = false, ...reply }: Content<typeof ServeReply>,
): Promise<void> =>
  act(
    context,
    { ...target, act: "reply", kind: "reply-served" },
    async ({ tx, facts, today, held }): Promise<Omit<ReplyServed, "officer" | "version">> => {
      const receivedOn = plainDateOf(new Date(facts.receivedAt));
      requireDay("decidedOn", reply.decidedOn, { from: receivedOn, to: today });
      requireDay("servedOn", reply.service.servedOn, { from: reply.decidedOn, to: today });
      if (reply.service.way !== "platform" && reply.service.proof === undefined)
        throw new RuleViolation("voices.proof-needed", { way: reply.service.way });
      const { quality, appeals } = await checkReply(tx, facts, {
        draft: reply,
        unit: held.row.unit.id,
        servedOn: reply.service.servedOn,
      });
      if (needsLook(quality) && !despite)
        throw new RuleViolation("voices.meter", meterParams(quality));
      return { ...reply, appeals, quality };
    },
  );

const meterParams = ({
  unanswered,
  withoutArticle,
  notInForce,
  likeness = 0,
}: ReplyCheck["quality"]) => ({
  unanswered: unanswered.length,
  withoutArticle: withoutArticle.length,
  notInForce: notInForce.length,
  likeness,
});

/** By those who watch: a reply that does not answer goes back, and a clock for the new one runs. */
export const questionReply = (
  context: ActContext,
  target: Target,
  { ground, claims = [] }: Content<typeof QuestionReply>,
): Promise<void> =>
  act(context, { ...target, act: "question", kind: "reply-questioned" }, ({ facts }) => {
    const unknown = claims.find((claim) => claim >= claimsOf(facts).length);
    if (unknown !== undefined) throw new RuleViolation("voices.unknown-claim", { claim: unknown });
    return { ground, claims };
  });

/** The text enters the public column as a fact of its own; the link to the case stays private. */
export const publishReply = (
  context: ActContext,
  target: Target,
  { title, text, departmentUrl }: Content<typeof PublishReply>,
): Promise<void> =>
  act(
    context,
    { ...target, act: "publish", kind: "reply-released" },
    async ({ tx, facts, held }) => {
      const { reply } = standingOf(facts);
      if (reply === undefined)
        throw new RuleViolation("voices.bad-transition", { from: held.state, act: "publish" });
      const { received } = facts;
      const nth = count(facts, "complaints.reply-released") + 1;
      const publicationId = publicId(reply.letterNo, facts.id, nth);
      await recordFact(tx, context.registry, {
        kind: "publication.item-published",
        source: "mingjing",
        sourceId: `item/${publicationId}`,
        subject: `publication:${publicationId}`,
        occurredAt: context.at,
        payload: {
          kind: "reply",
          unit: held.row.unit,
          documentNo: reply.letterNo,
          decidedOn: reply.decidedOn,
          title,
          text,
          outcome: outcomeOf(reply),
          regime: received.regime,
          ...(received.ocid === undefined ? {} : { ocid: received.ocid }),
          legalBasis: PUBLISHED_UNDER,
          articles: [...new Set(reply.findings.flatMap(({ articles }) => articles))].slice(0, 20),
          ...(departmentUrl === undefined ? {} : { unitUrl: departmentUrl }),
        },
      });
      return { publicationId, ...(departmentUrl === undefined ? {} : { departmentUrl }) };
    },
  );

/** Stands in public addresses and certificates, so it must not name the case. */
const publicId = (letterNo: string, id: string, nth: number): string =>
  createHash("sha256").update(`${letterNo}\n${id}\n${nth}`).digest("hex").slice(0, 20);

/** 政府信息公开条例20 and the city's own promise; in procurement 采例58 as well. */
const PUBLISHED_UNDER =
  "政府信息公开条例第20条、政府采购法实施条例第58条；最终答复事项公示（本地承诺）";

export function outcomeOf({ findings }: Pick<ReplyServed, "findings">): string {
  const results = new Set(findings.map(({ result }) => result));
  if (results.size === 1) return [...results][0] ?? "notExamined";
  return results.has("upheld") || results.has("partly") ? "partly" : "notUpheld";
}

/** A published decision that was changed or annulled comes down within three working days (处罚法48, 85). */
export const takeDownReply = (
  context: ActContext,
  target: Target,
  { reason, ground, dueFrom, publicReason }: Content<typeof TakeDownReply>,
): Promise<void> =>
  act(
    context,
    { ...target, act: "takeDown", kind: "reply-withdrawn" },
    async ({ tx, held, today }) => {
      requireDay("dueFrom", dueFrom, { to: today });
      await recordFact(tx, context.registry, {
        kind: "publication.item-withdrawn",
        source: "mingjing",
        sourceId: `item/${held.publicationId}/withdrawn`,
        subject: `publication:${held.publicationId}`,
        occurredAt: context.at,
        payload: { unit: held.row.unit, reason, publicReason },
      });
      return { reason, ground, dueFrom };
    },
  );
