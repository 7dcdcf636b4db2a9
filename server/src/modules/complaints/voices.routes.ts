/** Voices over HTTP: scope by jurisdiction, acts by permission. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import type { Article } from "../../../../clocks/src/index.ts";
import type { TransferReceived } from "../../../../contract/src/facts/complaints.transfer-received.ts";
import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import {
  AskEvidence,
  BeginPause,
  CheckReply,
  CorrectVoice,
  DecideAcceptance,
  EndPause,
  GiveEvidence,
  PublishReply,
  QuestionReply,
  RecordVoiceStep,
  ReplyCheck,
  type ReplyDraft,
  RerouteVoice,
  ReturnVoice,
  ServeReply,
  TakeDownReply,
  TakeVoice,
  TransferVoice,
} from "../../../../contract/src/voice-acts.ts";
import { type PauseGround, VOICE_CONTENT } from "../../../../contract/src/voice-values.ts";
import {
  type VoiceAct,
  VoicePage,
  VoiceQuery,
  VoiceView,
} from "../../../../contract/src/voices.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { type ActContext, actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import {
  askEvidence,
  beginPause,
  correctVoice,
  decideAcceptance,
  endPause,
  giveEvidence,
  recordVoiceStep,
  rerouteVoice,
  returnVoice,
  takeVoice,
} from "./acts.service.ts";
import type { KnownLaw } from "./known-law.ts";
import { readKnownLaw } from "./law.service.ts";
import {
  checkReply,
  publishReply,
  questionReply,
  serveReply,
  takeDownReply,
} from "./reply.service.ts";
import { DEPARTMENTS, HANDLERS, ROUTERS, WATCHERS } from "./roles.ts";
import { clocksOf, pauseEndOf, type Standing, standingOf } from "./standing.ts";
import { type KnownVoice, readVoices } from "./summary.service.ts";
import { transferVoice } from "./transfer.service.ts";
import { mayAct } from "./voice-acts.ts";
import {
  getHeld,
  type HeldVoice,
  listVoices,
  readHistory,
  readProcessOf,
  readRelated,
} from "./voice.store.ts";

export interface ComplaintsDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });
type Id = { id: string };
const AUDIT = { object: "voice", sensitive: true } as const;

export function addVoiceRoutes(app: FastifyInstance, deps: ComplaintsDeps): void {
  app.get<{ Querystring: VoiceQuery }>(
    "/api/voices",
    {
      config: { permission: "voices.read", audit: AUDIT },
      schema: { querystring: VoiceQuery, response: { 200: VoicePage } },
    },
    (request) => {
      const { scope } = actorOf(request);
      const asked = { scope, query: request.query, now: deps.clock.now() };
      return deps.reader.read(scope, (tx) => listVoices(tx, asked));
    },
  );
  app.get<{ Params: Id }>(
    "/api/voices/:id",
    {
      config: { permission: "voices.read", audit: AUDIT },
      schema: { params: Params, response: { 200: VoiceView } },
    },
    (request) => viewFor(request, deps),
  );
  for (const route of ACTS) addAct(app, deps, route);
  app.post<{ Params: Id; Body: ReplyDraft }>(
    "/api/voices/:id/reply/check",
    {
      config: { permission: "voices.reply", audit: { object: "voice" } },
      schema: { params: Params, body: CheckReply, response: { 200: ReplyCheck } },
    },
    (request) => {
      const { scope, department } = actorOf(request);
      const { id } = request.params;
      const servedOn = plainDateOf(deps.clock.now());
      const now = deps.clock.now();
      return deps.reader.read(scope, async (tx) => {
        await getHeld(tx, id, { scope, now });
        const draft = request.body;
        return checkReply(tx, await factsOf(tx, id), { draft, unit: department.id, servedOn });
      });
    },
  );
}

async function factsOf(tx: Tx, id: string) {
  const [facts] = await readVoices(tx, [id]);
  if (facts === undefined) throw new RuleViolation("voices.not-found", { id });
  return facts;
}

interface ActRoute {
  readonly path: string;
  readonly permission: string;
  readonly body: object;
  readonly run: (
    context: ActContext,
    target: { id: string; version: number },
    content: never,
  ) => Promise<void>;
}

const ACTS: readonly ActRoute[] = [
  { path: "receipt", permission: "voices.take", body: TakeVoice, run: takeVoice },
  { path: "return", permission: "voices.return", body: ReturnVoice, run: returnVoice },
  { path: "transfer", permission: "voices.transfer", body: TransferVoice, run: transferVoice },
  { path: "route", permission: "voices.route", body: RerouteVoice, run: rerouteVoice },
  {
    path: "acceptance",
    permission: "voices.accept",
    body: DecideAcceptance,
    run: decideAcceptance,
  },
  { path: "correction", permission: "voices.correct", body: CorrectVoice, run: correctVoice },
  { path: "pause", permission: "voices.pause", body: BeginPause, run: beginPause },
  { path: "pause-end", permission: "voices.pause", body: EndPause, run: endPause },
  { path: "evidence", permission: "voices.work", body: AskEvidence, run: askEvidence },
  { path: "evidence-answer", permission: "voices.work", body: GiveEvidence, run: giveEvidence },
  { path: "steps", permission: "voices.work", body: RecordVoiceStep, run: recordVoiceStep },
  { path: "reply", permission: "voices.reply", body: ServeReply, run: serveReply },
  { path: "question", permission: "voices.question", body: QuestionReply, run: questionReply },
  { path: "publication", permission: "voices.publish", body: PublishReply, run: publishReply },
  { path: "withdrawal", permission: "voices.publish", body: TakeDownReply, run: takeDownReply },
];

function addAct(
  app: FastifyInstance,
  deps: ComplaintsDeps,
  { path, permission, body, run }: ActRoute,
): void {
  app.post<{ Params: Id; Body: { version: number } }>(
    `/api/voices/:id/${path}`,
    {
      config: { permission, audit: { object: "voice" } },
      schema: { params: Params, body, response: { 200: VoiceView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { version, ...content } = request.body;
      const { id } = request.params;
      const now = deps.clock.now();
      // Both walls before an act: what the reader's login cannot see answers as absent.
      await deps.reader.read(actor.scope, (tx) => getHeld(tx, id, { scope: actor.scope, now }));
      await run(actContextOf(actor, deps), { id, version }, content as never);
      return viewFor(request, deps);
    },
  );
}

async function viewFor(
  request: FastifyRequest<{ Params: Id }>,
  { reader, clock }: ComplaintsDeps,
): Promise<VoiceView> {
  const actor = actorOf(request);
  const { scope } = actor;
  return reader.read(scope, (tx) => readView(tx, request.params.id, { actor, now: clock.now() }));
}

async function readView(
  tx: Tx,
  id: string,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<VoiceView> {
  const { scope } = actor;
  const held = await getHeld(tx, id, { scope, now });
  const facts = await factsOf(tx, id);
  const standing = standingOf(facts);
  const known = await readKnownLaw(tx);
  const { clocks, law } = clocksOf(standing, known);
  const runningIds = new Set(held.running.map(({ clock }) => clock));
  const { ocid, window } = facts.received;
  const { reply } = standing;
  return {
    voice: held.row,
    content: contentOf(facts.received),
    ...(window === undefined ? {} : { window }),
    legalBasis: held.legalBasis,
    clocks: clocks.map(({ strip, articles, ...clock }) => ({
      ...clock,
      articles: [...articles],
      strip: [...strip],
      isRunning: runningIds.has(clock.id),
    })),
    running: [...held.running],
    law: law.map(citationOf),
    ...pauseViewOf(standing, known),
    mustPause: held.mustPause,
    ...(reply === undefined ? {} : { reply: { ...reply } }),
    ...(held.publicationId === null ? {} : { publicationId: held.publicationId }),
    ...(await present("process", readProcessOf(tx, ocid))),
    related: await readRelated(tx, scope, { id, ocid }),
    laterReceivers: [...laterOf(facts, held)],
    ...(standing.transferredTo === undefined ? {} : { transferredTo: standing.transferredTo }),
    history: [...(await readHistory(tx, id))],
    may: actsFor(actor, held),
  };
}

/** Those that were transferred here, and those that still lie elsewhere. */
const laterOf = ({ events }: KnownVoice, { later }: HeldVoice): VoiceView["laterReceivers"] => [
  ...events.flatMap(({ kind, payload }) => {
    if (kind !== "complaints.transfer-received") return [];
    return [{ ...(payload as unknown as TransferReceived).from, isTransferred: true }];
  }),
  ...later.map((one) => ({ ...one, isTransferred: false })),
];

/** What was sent, without what the platform added. */
function contentOf(received: VoiceReceived): VoiceView["content"] {
  const members = Object.keys(VOICE_CONTENT) as (keyof VoiceView["content"])[];
  const given = members.filter((member) => received[member] !== undefined);
  return Object.fromEntries(given.map((member) => [member, received[member]])) as never;
}

function pauseViewOf(standing: Standing, known: KnownLaw): Pick<VoiceView, "pause"> {
  const { pause } = standing;
  if (pause === undefined) return {};
  const { ground, from, expectedEnd, document } = pause;
  const endsOn = pauseEndOf(standing, known)?.day ?? expectedEnd;
  return { pause: { ground: ground as PauseGround, from, expectedEnd, document, endsOn } };
}

const citationOf = ({
  id,
  instrument,
  article,
  summaryZh,
  verified,
  validFrom,
  validTo,
}: Article) => ({ id, instrument, article, summaryZh, verified, validFrom, validTo });

async function present<K extends string, T>(key: K, value: Promise<T | undefined>) {
  const found = await value;
  return (found === undefined ? {} : { [key]: found }) as { [P in K]?: T };
}

const isOneOf = (roles: readonly Role[], role: Role): boolean => roles.includes(role);

const ONLY_DEPARTMENTS: ReadonlySet<VoiceAct> = new Set<VoiceAct>([
  "giveBack",
  "transfer",
  "decideAcceptance",
  "beginPause",
  "endPause",
  "publish",
  "takeDown",
]);

/** Acts that this person is offered. */
function actsFor({ role, department }: Actor, held: HeldVoice): VoiceView["may"] {
  const isOwn = department.id === held.row.unit.id;
  const may = (act: VoiceAct) => {
    const roles = ONLY_DEPARTMENTS.has(act) ? DEPARTMENTS : HANDLERS;
    return isOwn && isOneOf(roles, role) && mayAct(held, act);
  };
  return {
    take: may("take"),
    giveBack: may("giveBack"),
    transfer: may("transfer"),
    reroute: isOneOf(ROUTERS, role) && mayAct(held, "reroute"),
    decideAcceptance: may("decideAcceptance"),
    correct: may("correct"),
    beginPause: may("beginPause"),
    endPause: may("endPause"),
    askEvidence: may("askEvidence"),
    giveEvidence: may("giveEvidence"),
    recordStep: may("recordStep"),
    reply: may("reply"),
    question: isOneOf(WATCHERS, role) && mayAct(held, "question"),
    publish: may("publish"),
    takeDown: may("takeDown"),
  };
}
