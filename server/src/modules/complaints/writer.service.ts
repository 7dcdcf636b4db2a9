/** What a writer sees and does with the receipt code: state in plain words, the reply, withdrawal, correction. */
import type { Law } from "../../../../clocks/src/index.ts";
import type { PauseBegun } from "../../../../contract/src/facts/complaints.pause-begun.ts";
import type { ReplyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import type { VoiceFile } from "../../../../contract/src/voice-values.ts";
import type { WriterView } from "../../../../web/src/apps/portal/writer-views.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { countEvents, liftPause } from "./act.service.ts";
import { articleName } from "./article-name.ts";
import { readKnownLaw } from "./law.service.ts";
import { receiptHash } from "./receive.service.ts";
import { claimsOf } from "./reply.service.ts";
import { clocksOf, countedVoice, standingOf } from "./standing.ts";
import { type KnownVoice, readVoices } from "./summary.service.ts";
import { getHeld } from "./voice.store.ts";
import { findByReceipt } from "./write.store.ts";

export interface WriterDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

type Voice = Omit<WriterView["voice"], "entered">;

/** @returns undefined for a code that opens nothing */
export async function openVoice(deps: WriterDeps, code: string): Promise<Voice | undefined> {
  return inTransaction(deps.db, async (tx) => {
    const id = await findByReceipt(tx, receiptHash(code));
    if (id === undefined) return undefined;
    await noteReading(deps, tx, id);
    return viewOf(tx, await voiceOf(tx, id));
  });
}

async function voiceOf(tx: Tx, id: string): Promise<KnownVoice> {
  const [facts] = await readVoices(tx, [id]);
  if (facts === undefined) throw new Error(`no voice ${id}`);
  return facts;
}

/** The first opening of each reply that was served here proves its service. */
async function noteReading({ registry, clock }: WriterDeps, tx: Tx, id: string): Promise<void> {
  const facts = await voiceOf(tx, id);
  const { reply } = standingOf(facts);
  const replies = countEvents(facts, "complaints.reply-served");
  if (reply?.service.way !== "platform" || readAt(facts, replies) !== undefined) return;
  await recordFact(tx, registry, {
    kind: "complaints.reply-read",
    source: "mingjing",
    sourceId: `voice/${id}/reply-read/${replies}`,
    subject: `voice:${id}`,
    occurredAt: clock.now().toISOString(),
    payload: { letterNo: reply.letterNo, reply: replies },
  });
}

const readAt = ({ events }: KnownVoice, reply: number): string | undefined =>
  events.find(({ kind, payload }) => kind === "complaints.reply-read" && payload["reply"] === reply)
    ?.at;

/** States in which the writer may still take it back. */
const OPEN = new Set(["routed", "returned", "taken", "correcting", "accepted"]);

async function viewOf(tx: Tx, facts: KnownVoice): Promise<Voice> {
  const standing = standingOf(facts);
  const known = await readKnownLaw(tx);
  const explanation = clocksOf(standing, known);
  const { received, receivedAt, events } = facts;
  const { state, unit, stateSince, reply, transferredTo } = standing;
  const isRunning = OPEN.has(state);
  const read = readAt(facts, countEvents(facts, "complaints.reply-served"));
  return {
    number: received.number,
    kind: received.kind,
    regime: received.regime,
    title: received.title,
    claims: claimsOf(facts),
    files: filesOf(facts),
    receivedAt,
    unit: unit?.name ?? "",
    state,
    stateSince,
    window: received.window ?? "unknown",
    question: countedVoice(standing, known),
    explanation: isRunning ? explanation : null,
    pauses: events.flatMap(({ kind, payload }) => {
      if (kind !== "complaints.pause-begun") return [];
      const { ground, from, expectedEnd, document } = payload as unknown as PauseBegun;
      const to = standing.pauses.find((pause) => pause.from === from)?.to;
      return [{ ground, from, expectedEnd, document, ...(to === undefined ? {} : { to }) }];
    }),
    ...decisionOf(facts),
    ...(reply === undefined ? {} : { reply: replyOf(reply, { law: known.law, read }) }),
    ...(transferredTo === undefined ? {} : { transferredTo }),
    mayWithdraw: isRunning,
    mayCorrect: state === "correcting",
  };
}

const replyOf = (
  { letterNo, decidedOn, findings, decision, service, appeals, deadlineMove }: ReplyServed,
  { law, read }: { readonly law: Law; readonly read: string | undefined },
) => ({
  letterNo,
  decidedOn,
  findings: findings.map((finding) => ({
    ...finding,
    articles: finding.articles.map((id) => articleName(id, law)),
  })),
  decision,
  service,
  appeals,
  ...(deadlineMove === undefined ? {} : { deadlineMove }),
  ...(read === undefined ? {} : { readAt: read }),
});

function filesOf({ received, events }: KnownVoice): readonly string[] {
  const later = events.flatMap(({ kind, payload }) =>
    kind === "complaints.voice-corrected" ? ((payload["files"] ?? []) as VoiceFile[]) : [],
  );
  return [...(received.files ?? []), ...later].map(({ name }) => name);
}

/** The last word about acceptance: refused with its ground, or what was asked for. */
function decisionOf({ events }: KnownVoice): Pick<Voice, "acceptance"> {
  const last = events.findLast(({ kind }) => kind === "complaints.acceptance-decided")?.payload;
  if (last === undefined) return {};
  const { outcome, ground, text } = last as Record<string, string | undefined>;
  return {
    acceptance: {
      outcome: outcome ?? "",
      ...(ground === undefined ? {} : { ground }),
      ...(text === undefined ? {} : { text }),
    },
  };
}

interface Act {
  readonly kind: "voice-withdrawn" | "voice-corrected";
  readonly mayAct: (view: Voice) => boolean;
  readonly payload: (tx: Tx) => Promise<object>;
}

/** An act of the writer: it carries no officer. @throws RuleViolation voices.unknown-receipt, voices.bad-transition */
async function act(
  { db, registry, clock }: WriterDeps,
  code: string,
  { kind, mayAct, payload }: Act,
): Promise<void> {
  await actOnce(db, "voices.stale", async (tx) => {
    const id = await findByReceipt(tx, receiptHash(code));
    if (id === undefined) throw new RuleViolation("voices.unknown-receipt", {}, { status: 404 });
    const now = clock.now();
    const held = await getHeld(tx, id, { scope: undefined, now });
    if (!mayAct(await viewOf(tx, await voiceOf(tx, id))))
      throw new RuleViolation("voices.bad-transition", { from: held.state, act: kind });
    const version = held.version + 1;
    const at = now.toISOString();
    await recordFact(tx, registry, {
      kind: `complaints.${kind}`,
      source: "mingjing",
      sourceId: `voice/${id}/${version}`,
      subject: `voice:${id}`,
      occurredAt: at,
      payload: { ...(await payload(tx)), version },
    });
    await liftPause(tx, registry, { held, id, at, scope: undefined });
  });
}

/** The writer takes it back. */
export const withdraw = (deps: WriterDeps, code: string, text: string): Promise<void> =>
  act(deps, code, {
    kind: "voice-withdrawn",
    mayAct: ({ mayWithdraw }) => mayWithdraw,
    payload: async () => (text === "" ? {} : { text: text.slice(0, 2000) }),
  });

interface Correction {
  readonly text: string;
  readonly claims: readonly string[];
  readonly keepFiles: (tx: Tx) => Promise<readonly VoiceFile[]>;
}

export const correct = (
  deps: WriterDeps,
  code: string,
  { text, claims, keepFiles }: Correction,
): Promise<void> =>
  act(deps, code, {
    kind: "voice-corrected",
    mayAct: ({ mayCorrect }) => mayCorrect,
    async payload(tx) {
      const files = await keepFiles(tx);
      return {
        ...(text.length < 2 ? {} : { text: text.slice(0, 4000) }),
        ...(claims.length === 0 ? {} : { claims }),
        ...(files.length === 0 ? {} : { files }),
      };
    },
  });

/** Days of the writer: by when somebody must act for him, and by when he can turn elsewhere. */
export function ownDays(view: Voice): readonly { readonly id: string; readonly on: string }[] {
  const due = view.explanation?.binding?.due;
  const answer = due === null || due === undefined ? [] : [{ id: "answer", on: due }];
  const appeals = (view.reply?.appeals ?? []).flatMap(({ way, until }) =>
    until === null ? [] : [{ id: way, on: until }],
  );
  return [...answer, ...appeals];
}
