import { createHash } from "node:crypto";

import { Compile, type Validator } from "typebox/compile";

import { APPROVAL_HOURS } from "../../../../contract/src/approval.ts";
import type { ApprovalClosed } from "../../../../contract/src/facts/approval.closed.ts";
import type { ApprovalActor } from "../../../../contract/src/facts/approval.requested.ts";
/** Asking for dangerous acts, and ending the requests. */
import type { Role } from "../../../../contract/src/organisation.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction, type Tx } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { nextUuid } from "../facts/uuid.ts";
import { postsOf } from "../identity/rights.store.ts";
import type { Actor } from "../identity/session.store.ts";
import type { Permissions } from "../module.ts";
import type { Log } from "../telemetry.ts";
import type { DangerousAct } from "./act.ts";
import {
  findParameters,
  findRequest,
  keepParameters,
  lockRequest,
  markCollected,
  type RequestRow,
} from "./approval.store.ts";
import { type Reader, REASONS, refusalOf, stateOf } from "./decide.ts";

export interface ApprovalDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly log: Log;
}

export interface NewRequest {
  readonly act: string;
  readonly params: unknown;
  readonly reason: string;
}

interface Known {
  readonly act: DangerousAct;
  readonly validator: Validator;
}

export type Approvals = ReturnType<typeof createApprovals>;

/** JSON as it is kept: no undefined members, so that the hash is of what comes back. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export const paramsHashOf = (params: unknown): string =>
  createHash("sha256").update(canonicalJson(params)).digest("hex");

export const approvalActorOf = ({ account, name, post, department }: Actor): ApprovalActor => ({
  person: account,
  name,
  post,
  unit: department.id,
  unitName: department.name,
});

/** The acts are added once all modules are made; before that nothing can be asked for. */
// oxlint-disable-next-line max-lines-per-function -- one closure over the list of acts
export function createApprovals(deps: ApprovalDeps) {
  const { db, registry, clock, log } = deps;
  const known = new Map<string, Known>();
  const state: { permissions: Permissions } = { permissions: {} };
  const holds = ({ role }: Actor, permission: string) =>
    state.permissions[permission]?.includes(role) ?? false;

  function actOf(kind: string): Known {
    const found = known.get(kind);
    if (found === undefined) throw new Error(`nobody declared the dangerous act ${kind}`);
    return found;
  }

  async function readerOf(actor: Actor, kind: string): Promise<Reader> {
    const held = await postsOf(db, actor.account, plainDateOf(clock.now()));
    return {
      person: actor.account,
      units: [actor.department.id, ...held.map(({ unit }) => unit)],
      mayApprove: holds(actor, actOf(kind).act.approvePermission),
    };
  }

  /** Checked before the transaction and again inside, where nobody else ends the request meanwhile. */
  async function close(
    actor: Actor,
    request: string,
    end: (tx: Tx, row: RequestRow, at: string) => Promise<Omit<ApprovalClosed, "request" | "by">>,
  ): Promise<RequestRow> {
    return inTransaction(db, async (tx) => {
      await lockRequest(tx, request);
      const row = await findRequest(tx, request);
      if (row === undefined) throw new RuleViolation("approval.not-found");
      const at = clock.now().toISOString();
      const closing = await end(tx, row, at);
      await recordFact(tx, registry, {
        kind: "approval.closed",
        source: "mingjing",
        sourceId: `approval/${request}/closed`,
        subject: `approval:${request}`,
        occurredAt: at,
        payload: { request, by: approvalActorOf(actor), ...closing },
      });
      return row;
    });
  }

  async function requireApprover(actor: Actor, row: RequestRow): Promise<void> {
    const refusal = refusalOf(row, await readerOf(actor, row.act), clock.now());
    if (refusal !== undefined) {
      const params = { permission: actOf(row.act).act.approvePermission };
      throw new RuleViolation(refusal, params, { status: REASONS[refusal] });
    }
  }

  /** The parameters as they were asked for. @throws RuleViolation approval.changed */
  async function parametersOf(tx: Database | Tx, row: RequestRow): Promise<unknown> {
    const params = await findParameters(tx, row.request);
    if (params === undefined || paramsHashOf(params) !== row.paramsHash)
      throw new RuleViolation("approval.changed");
    return params;
  }

  return {
    /** @throws Error if two acts share a name or a permission is unknown: the boot stops */
    start(acts: readonly DangerousAct[], permissions: Permissions): void {
      state.permissions = permissions;
      for (const act of acts) {
        if (known.has(act.kind)) throw new Error(`two modules declare the act ${act.kind}`);
        for (const permission of [act.requestPermission, act.approvePermission]) {
          if (permissions[permission] === undefined)
            throw new Error(`act ${act.kind}: nobody declared permission ${permission}`);
        }
        known.set(act.kind, { act, validator: Compile(act.params) });
      }
    },
    kinds: (): readonly string[] => [...known.keys()],
    /** Roles that may approve the act; none if no module declares it any more. */
    approvers: (kind: string): readonly Role[] =>
      state.permissions[known.get(kind)?.act.approvePermission ?? ""] ?? [],
    /** Kinds that this actor may approve. */
    approvable: (actor: Actor): readonly string[] =>
      [...known.values()]
        .filter(({ act }) => holds(actor, act.approvePermission))
        .map(({ act }) => act.kind),
    readerOf,
    parametersOf,
    actOf: (kind: string): DangerousAct => actOf(kind).act,

    /** Asks for an act. @returns id of the request */
    async request(actor: Actor, { act: kind, params: given, reason }: NewRequest): Promise<string> {
      const { act, validator } = actOf(kind);
      if (!holds(actor, act.requestPermission)) {
        const permission = act.requestPermission;
        throw new RuleViolation("permission.denied", { permission }, { status: 403 });
      }
      const params = plain(given);
      if (!validator.Check(params)) throw new Error(`parameters of ${kind} break their schema`);
      const request = `r-${nextUuid(clock.now().getTime())}`;
      const at = clock.now();
      const by = approvalActorOf(actor);
      await inTransaction(db, async (tx) => {
        const context = { requester: by, at: at.toISOString() };
        await act.check?.(tx, params, context);
        const { subject } = await act.describe(tx, params);
        const paramsHash = paramsHashOf(params);
        await keepParameters(tx, request, { params, paramsHash });
        await recordFact(tx, registry, {
          kind: "approval.requested",
          source: "mingjing",
          sourceId: `approval/${request}`,
          subject: `approval:${request}`,
          occurredAt: at.toISOString(),
          payload: {
            request,
            act: kind,
            subject,
            by,
            reason,
            paramsHash,
            expiresAt: new Date(at.getTime() + APPROVAL_HOURS * 3_600_000).toISOString(),
          },
        });
      });
      return request;
    },

    /** Approves and does the act, in one transaction. */
    async approve(actor: Actor, request: string, confirm: string): Promise<void> {
      const done: { params: unknown } = { params: undefined };
      const row = await close(actor, request, async (tx, found, at) => {
        await requireApprover(actor, found);
        if (confirm.trim() !== found.subject) {
          throw new RuleViolation("approval.wrong-confirmation", { subject: found.subject });
        }
        const { act } = actOf(found.act);
        const params = await parametersOf(tx, found);
        const requester: ApprovalActor = {
          person: found.requester,
          name: found.requesterName,
          post: found.postTitle,
          unit: found.unit,
          unitName: found.unitName,
        };
        const context = { requester, approver: approvalActorOf(actor), at };
        await act.check?.(tx, params, context);
        await act.execute(tx, params, context);
        done.params = params;
        return { outcome: "approved" };
      });
      try {
        await actOf(row.act).act.after?.(done.params);
      } catch (error) {
        log.error(
          { err: error, act: row.act },
          "an approved act stands, but what follows it failed",
        );
      }
    },

    reject: (actor: Actor, request: string, reason: string) =>
      close(actor, request, async (_tx, row) => {
        await requireApprover(actor, row);
        return { outcome: "rejected", reason };
      }),

    withdraw: (actor: Actor, request: string) =>
      close(actor, request, async (_tx, row) => {
        if (row.requester !== actor.account) throw new RuleViolation("approval.not-found");
        if (stateOf(row, clock.now()) !== "pending") throw new RuleViolation("approval.used");
        return { outcome: "withdrawn" };
      }),

    /** Lets the requester fetch what was approved, once and before it lapses. @returns its parameters */
    collect: (actor: Actor, request: string, kind: string): Promise<unknown> =>
      inTransaction(db, async (tx) => {
        await lockRequest(tx, request);
        const row = await findRequest(tx, request);
        const isOwn = row !== undefined && row.act === kind && row.requester === actor.account;
        if (!isOwn) throw new RuleViolation("approval.not-found");
        if (row.outcome !== "approved") throw new RuleViolation("approval.not-approved");
        if (row.expiresAt <= clock.now()) throw new RuleViolation("approval.expired");
        if (!(await markCollected(tx, request, clock.now())))
          throw new RuleViolation("approval.used");
        return parametersOf(tx, row);
      }),
  };
}
