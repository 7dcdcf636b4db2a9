/** The answer: measured, served, sent back, published, taken back. */
import { createHash } from "node:crypto";

import { moveOfDeadline } from "../../../../clocks/src/index.ts";
import type { ReplyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import type {
  PublishReply,
  QuestionReply,
  ReplyCheck,
  ReplyDraft,
  ServeReply,
  TakeDownReply,
} from "../../../../contract/src/voice-acts.ts";
import { findPersonalData } from "../../kernel/personal-data.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { type ActContext } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { act, type Content, countEvents, requireDay, type Target } from "./act.service.ts";
import { appealsOf } from "./appeals.ts";
import { articleName } from "./article-name.ts";
import type { KnownLaw } from "./known-law.ts";
import { readKnownLaw } from "./law.service.ts";
import { measureReply, needsLook } from "./reply-quality.ts";
import { standingOf } from "./standing.ts";
import type { KnownVoice } from "./summary.service.ts";
import { readOtherReplies, readProcessOf } from "./voice.store.ts";

/** What an item of the column carries (contract/src/facts/publication.item-published.ts). */
const MOST_ARTICLES = 20;

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
    ...(await lateChange(tx, facts, { draft, known })),
  };
}

/** An objection to the documents that holds, even in part, changes them (条例21). */
async function lateChange(
  tx: Tx,
  { received: { kind, regime, matter, ocid } }: KnownVoice,
  { draft, known }: { readonly draft: ReplyDraft; readonly known: KnownLaw },
): Promise<Pick<ReplyCheck, "deadlineMove">> {
  const holds = draft.findings.some(({ result }) => result === "upheld" || result === "partly");
  if (kind !== "objection" || regime !== "works" || matter === undefined || !holds) return {};
  const process = await readProcessOf(tx, ocid);
  if (process?.bidDeadline === undefined) return {};
  const deadlineOn = plainDateOf(new Date(process.bidDeadline));
  const deadlineMove = moveOfDeadline({ matter, on: draft.decidedOn, deadlineOn }, known.law);
  return deadlineMove === undefined
    ? {}
    : { deadlineMove: { ...deadlineMove, articles: [...deadlineMove.articles] } };
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
      const { quality, ...checked } = await checkReply(tx, facts, {
        draft: reply,
        unit: held.row.unit.id,
        servedOn: reply.service.servedOn,
      });
      if (needsLook(quality) && !despite)
        throw new RuleViolation("voices.meter", meterParams(quality));
      return { ...reply, ...checked, quality };
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
  act(context, { ...target, act: "question", kind: "reply-questioned" }, ({ facts, held }) => {
    const unknown = claims.find((claim) => claim >= claimsOf(facts).length);
    if (unknown !== undefined) throw new RuleViolation("voices.unknown-claim", { claim: unknown });
    return { unit: held.row.unit, ground, claims };
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
      requireImpersonal({ title, text }, facts);
      const { reply } = standingOf(facts);
      if (reply === undefined)
        throw new RuleViolation("voices.bad-transition", { from: held.state, act: "publish" });
      const { received } = facts;
      const nth = countEvents(facts, "complaints.reply-released") + 1;
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
          articles: await citedBy(tx, reply),
          ...(departmentUrl === undefined ? {} : { unitUrl: departmentUrl }),
        },
      });
      return { publicationId, ...(departmentUrl === undefined ? {} : { departmentUrl }) };
    },
  );

/** By name: the column is read by people, and long after the register changed. */
async function citedBy(tx: Tx, { findings }: ReplyServed): Promise<string[]> {
  const { law } = await readKnownLaw(tx);
  const names = findings.flatMap(({ articles }) => articles.map((id) => articleName(id, law)));
  return [...new Set(names)].slice(0, MOST_ARTICLES);
}

/** Stands in public addresses and certificates, so it must not name the case. */
const publicId = (letterNo: string, id: string, nth: number): string =>
  createHash("sha256").update(`${letterNo}\n${id}\n${nth}`).digest("hex").slice(0, 20);

/** @throws RuleViolation voices.personal-data naming the fields and what was found */
function requireImpersonal(texts: Readonly<Record<string, string>>, { received }: KnownVoice) {
  const { party, contactName } = received.writer;
  const names = contactName === undefined ? [] : [contactName];
  const errors = Object.entries(texts).flatMap(([field, text]) =>
    findPersonalData(text, names).map(({ kind, from, to }) => ({
      path: `body.${field}`,
      code: "voices.personal-data",
      params: { kind, from, to },
    })),
  );
  // A firm may be named; a person never.
  const isPerson = party.kind === "naturalPerson";
  const masked = isPerson && Object.values(texts).some((text) => text.includes(party.maskedName));
  if (errors.length > 0 || masked)
    throw new RuleViolation(
      "voices.personal-data",
      { count: errors.length + Number(masked) },
      { status: 422, errors },
    );
}

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
