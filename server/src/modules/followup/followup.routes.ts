/** What follows a lead over HTTP: its page, reports, notices. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import { LeadId, ThreadId } from "../../../../contract/src/followup-values.ts";
import {
  DraftedReport,
  DraftReport,
  GiveFeedback,
  HoldNotice,
  LeadFollowUp,
  ReplyToNotice,
  ReportRow,
  ServeNotice,
  SupplyClearing,
  WeighReply,
} from "../../../../contract/src/followup.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { type ActContext, actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import {
  holdNotice,
  replyToNotice,
  serveNotice,
  supplyClearing,
  weighReply,
} from "./hearing.service.ts";
import { readLead } from "./lead-facts.store.ts";
import { draftReport, giveFeedback, receiveReport, sendReport } from "./report.service.ts";
import { isOne, SENDERS } from "./roles.ts";
import { readLeadFollowUp, readReport } from "./view.service.ts";

export interface FollowUpDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

export const READ = {
  permission: "followup.read",
  audit: { object: "followup", sensitive: true },
} as const;
export const AUDIT = { object: "followup" } as const;
const LeadParams = Type.Object({ id: LeadId });
export const ThreadParams = Type.Object({ id: ThreadId });
export type Id = { id: string };

export function addLeadRoutes(app: FastifyInstance, deps: FollowUpDeps): void {
  const { reader, clock } = deps;
  const view = (request: FastifyRequest<{ Params: Id }>): Promise<LeadFollowUp> => {
    const actor = actorOf(request);
    return reader.read(actor.scope, (tx) =>
      readLeadFollowUp(tx, request.params.id, { actor, now: clock.now() }),
    );
  };
  app.get<{ Params: Id }>(
    "/api/followup/leads/:id",
    { config: READ, schema: { params: LeadParams, response: { 200: LeadFollowUp } } },
    view,
  );
  // Both walls before an act: what the reader's login cannot see answers as absent.
  const contextOf = async (request: FastifyRequest<{ Params: Id }>): Promise<ActContext> => {
    const actor = actorOf(request);
    await reader.read(actor.scope, (tx) => readLead(tx, request.params.id, actor.scope));
    return actContextOf(actor, deps);
  };
  app.post<{ Params: Id; Body: DraftReport }>(
    "/api/followup/leads/:id/draft",
    {
      config: { permission: "followup.send", audit: AUDIT },
      schema: { params: LeadParams, body: DraftReport, response: { 200: DraftedReport } },
    },
    async (request) => draftReport(await contextOf(request), request.params.id, request.body),
  );
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties body and act of one call
  const addAct = <Body>(
    [path, permission, body]: readonly [path: string, permission: string, body: object],
    run: (context: ActContext, id: string, content: Body) => Promise<void>,
  ): void => {
    app.post<{ Params: Id; Body: Body }>(
      `/api/followup/leads/:id/${path}`,
      {
        config: { permission, audit: AUDIT },
        schema: { params: LeadParams, body, response: { 200: LeadFollowUp } },
      },
      async (request) => {
        await run(await contextOf(request), request.params.id, request.body as Body);
        return view(request);
      },
    );
  };
  addAct<DraftReport>(["reports", "followup.send", DraftReport], sendReport);
  addAct<HoldNotice>(["holds", "followup.hold", HoldNotice], holdNotice);
  addAct<ServeNotice>(["notices", "followup.serve", ServeNotice], serveNotice);
  addAct<SupplyClearing>(["clearings", "followup.clear", SupplyClearing], supplyClearing);
}

export function addReportRoutes(app: FastifyInstance, deps: FollowUpDeps): void {
  const { reader, clock } = deps;
  app.get<{ Params: Id }>(
    "/api/followup/reports/:id",
    { config: READ, schema: { params: ThreadParams, response: { 200: ReportRow } } },
    (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      // Said before anything is looked up: whether there is a report to others is nobody's business.
      const isOwn = id.endsWith(`.${actor.department.id}`) || isOne(SENDERS, actor.role);
      if (!isOwn) throw new RuleViolation("followup.not-yours", { unit: "" }, { status: 403 });
      return reader.read(actor.scope, (tx) => readReport(tx, id, { actor, now: clock.now() }));
    },
  );
  app.post<{ Params: Id }>(
    "/api/followup/reports/:id/receipt",
    { config: { permission: "followup.receive", audit: AUDIT }, schema: { params: ThreadParams } },
    async (request, reply) => {
      await receiveReport(actContextOf(actorOf(request), deps), request.params.id);
      return reply.code(204).send();
    },
  );
  app.post<{ Params: Id; Body: GiveFeedback }>(
    "/api/followup/reports/:id/feedback",
    {
      config: { permission: "followup.receive", audit: AUDIT },
      schema: { params: ThreadParams, body: GiveFeedback },
    },
    async (request, reply) => {
      const context = actContextOf(actorOf(request), deps);
      await giveFeedback(context, request.params.id, request.body);
      return reply.code(204).send();
    },
  );
}

export function addNoticeRoutes(app: FastifyInstance, deps: FollowUpDeps): void {
  app.post<{ Params: Id; Body: ReplyToNotice }>(
    "/api/followup/notices/:id/reply",
    {
      config: { permission: "followup.reply", audit: AUDIT },
      schema: { params: ThreadParams, body: ReplyToNotice },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const context = { ...actContextOf(actor, deps), own: actor.scope.own };
      await replyToNotice(context, request.params.id, request.body);
      return reply.code(204).send();
    },
  );
  app.post<{ Params: Id; Body: WeighReply }>(
    "/api/followup/notices/:id/weighing",
    {
      config: { permission: "followup.serve", audit: AUDIT },
      schema: { params: ThreadParams, body: WeighReply },
    },
    async (request, reply) => {
      const context = actContextOf(actorOf(request), deps);
      await weighReply(context, request.params.id, request.body);
      return reply.code(204).send();
    },
  );
}
