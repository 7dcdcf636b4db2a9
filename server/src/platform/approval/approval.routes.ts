/** Requests for dangerous acts over HTTP. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import {
  ApprovalPage,
  ApprovalQuery,
  type ApprovalRow,
  type ChangeLine,
  ApprovalView,
  ApproveRequest,
  RejectRequest,
} from "../../../../contract/src/approval.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { actorOf } from "../http/permission.ts";
import type { Actor } from "../identity/session.store.ts";
import type { ApprovalDeps, Approvals } from "./approval.service.ts";
import { findRequest, listRequests, type RequestRow } from "./approval.store.ts";
import { refusalOf, stateOf } from "./decide.ts";

const Params = Type.Object({ id: Type.String({ maxLength: 60 }) });
type Id = { id: string };

export interface ApprovalRouteDeps extends Pick<ApprovalDeps, "db" | "clock"> {
  readonly approvals: Approvals;
}

function rowOf(row: RequestRow, now: Date): ApprovalRow {
  const { closer, closerName, closerUnit, closerUnitName, closedAt } = row;
  return {
    id: row.request,
    act: row.act,
    subject: row.subject,
    state: stateOf(row, now),
    by: {
      person: row.requester,
      name: row.requesterName,
      unit: { id: row.unit, name: row.unitName },
    },
    post: row.postTitle,
    reason: row.reason,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ...(closer === null || closedAt === null
      ? {}
      : {
          closedBy: {
            person: closer,
            name: closerName ?? "",
            unit: { id: closerUnit ?? "", name: closerUnitName ?? "" },
          },
          closedAt: closedAt.toISOString(),
        }),
    ...(row.closedReason === null ? {} : { closedReason: row.closedReason }),
  };
}

const withoutBefore = (line: ChangeLine): ChangeLine => {
  const done = { ...line };
  delete done.before;
  return done;
};

/** Auditors read every request; others those they asked for or may approve. All else is absent. */
async function viewFor(
  actor: Actor,
  id: string,
  { db, clock, approvals }: ApprovalRouteDeps,
): Promise<ApprovalView> {
  const row = await findRequest(db, id);
  const isVisible =
    row !== undefined &&
    (row.requester === actor.account || visibleActs(actor, approvals).includes(row.act));
  if (!isVisible) throw new RuleViolation("approval.not-found");
  const now = clock.now();
  const act = approvals.actOf(row.act);
  const { lines } = await act.describe(db, await approvals.parametersOf(db, row));
  const state = stateOf(row, now);
  const refusal = refusalOf(row, await approvals.readerOf(actor, row.act), now);
  const isOwn = row.requester === actor.account;
  return {
    ...rowOf(row, now),
    // What was done is no change any more: lines compare with the state as it is now.
    lines: state === "pending" ? [...lines] : lines.map(withoutBefore),
    paramsHash: row.paramsHash,
    may: {
      approve: refusal === undefined,
      withdraw: isOwn && state === "pending",
      collect:
        isOwn &&
        act.isCollected === true &&
        state === "approved" &&
        !row.isCollected &&
        row.expiresAt > now,
    },
    ...(refusal === undefined || state !== "pending" ? {} : { blocked: refusal }),
  };
}

const visibleActs = (actor: Actor, approvals: Approvals): readonly string[] =>
  actor.role === "auditor" ? approvals.kinds() : approvals.approvable(actor);

export function addApprovalRoutes(app: FastifyInstance, deps: ApprovalRouteDeps): void {
  const { db, clock, approvals } = deps;
  const config = {
    permission: "approvals.read",
    audit: { object: "approval", sensitive: true },
  } as const;
  const reply = { response: { 200: ApprovalView } };

  app.get<{ Querystring: ApprovalQuery }>(
    "/api/approvals",
    { config, schema: { querystring: ApprovalQuery, response: { 200: ApprovalPage } } },
    async (request) => {
      const actor = actorOf(request);
      const now = clock.now();
      const filter = { acts: visibleActs(actor, approvals), person: actor.account, now };
      const waiting = await listRequests(db, { ...filter, list: "waiting" });
      const list = request.query.list ?? "waiting";
      const rows = list === "waiting" ? waiting : await listRequests(db, { ...filter, list });
      return { rows: rows.map((row) => rowOf(row, now)), waiting: waiting.length };
    },
  );

  app.get<{ Params: Id }>(
    "/api/approvals/:id",
    { config, schema: { params: Params, ...reply } },
    (request) => viewFor(actorOf(request), request.params.id, deps),
  );

  app.post<{ Params: Id; Body: { confirm: string } }>(
    "/api/approvals/:id/approval",
    { config, schema: { params: Params, body: ApproveRequest, ...reply } },
    async (request) => {
      const actor = actorOf(request);
      await approvals.approve(actor, request.params.id, request.body.confirm);
      return viewFor(actor, request.params.id, deps);
    },
  );

  app.post<{ Params: Id; Body: { reason: string } }>(
    "/api/approvals/:id/rejection",
    { config, schema: { params: Params, body: RejectRequest, ...reply } },
    async (request) => {
      const actor = actorOf(request);
      await approvals.reject(actor, request.params.id, request.body.reason);
      return viewFor(actor, request.params.id, deps);
    },
  );

  app.post<{ Params: Id }>(
    "/api/approvals/:id/withdrawal",
    { config, schema: { params: Params, ...reply } },
    async (request) => {
      const actor = actorOf(request);
      await approvals.withdraw(actor, request.params.id);
      return viewFor(actor, request.params.id, deps);
    },
  );
}
