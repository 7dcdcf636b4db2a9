/** Letters, talks, questions of the committee and triage over HTTP. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { GiveReview, Triage } from "../../../../contract/src/followup-triage.ts";
import { LeadId, LetterId, TalkId } from "../../../../contract/src/followup-values.ts";
import {
  AnswerLetter,
  AnswerQuestion,
  AskQuestion,
  HoldTalk,
  InviteTalk,
  OwnFollowUp,
  Register,
  RegisterQuery,
  SendLetter,
} from "../../../../contract/src/followup.ts";
import { docx, DOCX_TYPE } from "../../platform/docx/index.ts";
import { actContextOf } from "../../platform/facts/act.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { AUDIT, type FollowUpDeps, type Id, READ, ThreadParams } from "./followup.routes.ts";
import { readLead } from "./lead-facts.store.ts";
import { letterDocument } from "./letter.ts";
import {
  answerLetter,
  answerQuestion,
  askQuestion,
  holdTalk,
  inviteTalk,
  receiveLetter,
  sendLetter,
} from "./paper.service.ts";
import { drawDismissed, giveReview, readTriage, takeReview } from "./triage.service.ts";
import { readLetter, readOwn, readRegister } from "./view.service.ts";

const LetterParams = Type.Object({ id: LetterId });
const TalkParams = Type.Object({ id: TalkId });
const LeadParams = Type.Object({ id: LeadId });
const Made = Type.Object({ id: Type.String() });

export function addRegisterRoutes(app: FastifyInstance, { reader, clock }: FollowUpDeps): void {
  app.get<{ Querystring: RegisterQuery }>(
    "/api/followup/register",
    { config: READ, schema: { querystring: RegisterQuery, response: { 200: Register } } },
    (request) => {
      const actor = actorOf(request);
      return reader.read(actor.scope, (tx) =>
        readRegister(tx, request.query, { actor, now: clock.now() }),
      );
    },
  );
}

export function addLetterRoutes(app: FastifyInstance, deps: FollowUpDeps): void {
  app.post<{ Body: SendLetter }>(
    "/api/followup/letters",
    {
      config: { permission: "followup.send", audit: AUDIT },
      schema: { body: SendLetter, response: { 200: Made } },
    },
    async (request) => ({
      id: await sendLetter(actContextOf(actorOf(request), deps), request.body),
    }),
  );
  app.get<{ Params: Id }>(
    "/api/followup/letters/:id/document",
    { config: READ, schema: { params: LetterParams } },
    async (request, reply) => {
      const actor = actorOf(request);
      const letter = await deps.reader.read(actor.scope, (tx) =>
        readLetter(tx, request.params.id, { actor, now: deps.clock.now() }),
      );
      const name = encodeURIComponent(`${letter.number}.docx`);
      return reply
        .header("content-type", DOCX_TYPE)
        .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
        .header("cache-control", "no-store")
        .send(Buffer.from(docx(letterDocument(letter))));
    },
  );
  app.post<{ Params: Id }>(
    "/api/followup/letters/:id/receipt",
    {
      config: { permission: "followup.receive-letter", audit: AUDIT },
      schema: { params: LetterParams },
    },
    async (request, reply) => {
      await receiveLetter(actContextOf(actorOf(request), deps), request.params.id);
      return reply.code(204).send();
    },
  );
  app.post<{ Params: Id; Body: AnswerLetter }>(
    "/api/followup/letters/:id/answer",
    {
      config: { permission: "followup.receive-letter", audit: AUDIT },
      schema: { params: LetterParams, body: AnswerLetter },
    },
    async (request, reply) => {
      const context = actContextOf(actorOf(request), deps);
      await answerLetter(context, request.params.id, request.body.text);
      return reply.code(204).send();
    },
  );
}

export function addTalkRoutes(app: FastifyInstance, deps: FollowUpDeps): void {
  const config = { permission: "followup.talk", audit: AUDIT };
  app.post<{ Body: InviteTalk }>(
    "/api/followup/talks",
    { config, schema: { body: InviteTalk, response: { 200: Made } } },
    async (request) => {
      const actor = actorOf(request);
      const context = { ...actContextOf(actor, deps), role: actor.role };
      return { id: await inviteTalk(context, request.body) };
    },
  );
  app.post<{ Params: Id; Body: HoldTalk }>(
    "/api/followup/talks/:id/record",
    { config, schema: { params: TalkParams, body: HoldTalk } },
    async (request, reply) => {
      await holdTalk(actContextOf(actorOf(request), deps), request.params.id, request.body);
      return reply.code(204).send();
    },
  );
}

export function addOwnRoutes(app: FastifyInstance, deps: FollowUpDeps): void {
  const { reader, clock } = deps;
  const own = (actor: Actor): Promise<OwnFollowUp> =>
    reader.read(actor.scope, (tx) => readOwn(tx, { actor, now: clock.now() }));
  const response = { 200: OwnFollowUp };
  app.get(
    "/api/followup/own",
    {
      config: { permission: "followup.own", audit: { object: "followup", sensitive: false } },
      schema: { response },
    },
    (request) => own(actorOf(request)),
  );
  app.post<{ Body: AskQuestion }>(
    "/api/followup/questions",
    {
      config: { permission: "followup.ask", audit: AUDIT },
      schema: { body: AskQuestion, response },
    },
    async (request) => {
      const actor = actorOf(request);
      await askQuestion(actContextOf(actor, deps), request.body);
      return own(actor);
    },
  );
  app.post<{ Params: Id; Body: AnswerQuestion }>(
    "/api/followup/questions/:id/answer",
    {
      config: { permission: "followup.answer", audit: AUDIT },
      schema: { params: ThreadParams, body: AnswerQuestion, response },
    },
    async (request) => {
      const actor = actorOf(request);
      const context = { ...actContextOf(actor, deps), own: actor.scope.own };
      await answerQuestion(context, request.params.id, request.body.text);
      return own(actor);
    },
  );
}

export function addTriageRoutes(app: FastifyInstance, deps: FollowUpDeps): void {
  const { reader, clock } = deps;
  const triage = (actor: Actor): Promise<Triage> => readTriage(deps, { actor, now: clock.now() });
  const response = { 200: Triage };
  const review = { permission: "followup.review", audit: AUDIT };
  // Both walls before an act: what the reader's login cannot see answers as absent.
  const contextOf = async (actor: Actor, lead: string) => {
    await reader.read(actor.scope, (tx) => readLead(tx, lead, actor.scope));
    return actContextOf(actor, deps);
  };
  app.get(
    "/api/followup/triage",
    {
      config: { permission: "followup.review", audit: { object: "followup", sensitive: true } },
      schema: { response },
    },
    (request) => triage(actorOf(request)),
  );
  app.post<{ Params: Id }>(
    "/api/followup/triage/:id/taking",
    { config: review, schema: { params: LeadParams, response } },
    async (request) => {
      const actor = actorOf(request);
      await takeReview(await contextOf(actor, request.params.id), request.params.id);
      return triage(actor);
    },
  );
  app.post<{ Params: Id; Body: GiveReview }>(
    "/api/followup/triage/:id/review",
    { config: review, schema: { params: LeadParams, body: GiveReview, response } },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await giveReview(await contextOf(actor, id), id, request.body);
      return triage(actor);
    },
  );
  app.post(
    "/api/followup/triage/audit",
    { config: { permission: "followup.audit", audit: AUDIT }, schema: { response } },
    async (request) => {
      const actor = actorOf(request);
      await drawDismissed(actContextOf(actor, deps));
      return triage(actor);
    },
  );
}
