/** Every write and every sensitive read of a guarded route becomes one record, before its answer leaves. */
import type { FastifyInstance, FastifyReply, FastifyRequest, InjectOptions } from "fastify";
import { Counter } from "prom-client";

import { type AuditObject, isSealedRole, PURPOSE_HEADER } from "../../../../contract/src/audit.ts";
import type { Problem } from "../../../../contract/src/problem.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import type { Actor } from "../identity/session.store.ts";
import type { Metrics } from "../telemetry.ts";
import { type Access, type AccessLog, NoSealKeyError } from "./access-log.service.ts";

/** What a route says about its audit; a guarded route that only reads must say whether it is sensitive. */
export interface RouteAudit {
  /** What is touched; its id is the parameter `id` or `ocid`, else the first one. */
  readonly object?: AuditObject;
  readonly sensitive?: boolean;
  /** `required`: the answer is refused without a purpose (video, traces). */
  readonly purpose?: "required";
  /** The handler writes the answer itself (`reply.hijack`): recorded before it begins, without a number of rows. */
  readonly streams?: true;
  /** Open to a discipline or police organ that has no seal key yet, because it is how it gets one. */
  readonly beforeSealKey?: true;
}

export interface GuardedRoute {
  readonly method: NonNullable<InjectOptions["method"]>;
  readonly url: string;
  readonly permission: string;
  /** A write or a sensitive read. */
  readonly isRecorded: boolean;
}

interface Audited {
  isRecorded: boolean;
  rows: number | undefined;
  purpose: string | undefined;
}

/** What happens at a door of sign-in, which is a public route. */
export interface DoorVisit {
  /** Who came in or left; absent: nobody yet, or nobody. */
  readonly actor?: Actor | undefined;
  /** Something was done: a session opened or ended, a one-time link used. False: one step of several, or a refusal. */
  readonly isDone?: boolean;
  /** Status of a refusal that the answer does not show, because the browser is sent elsewhere. */
  readonly refused?: number;
  /** The account that was tried, as the record may name it; asked for only if a record is written. */
  readonly findAccount?: () => Promise<string | undefined>;
}

declare module "fastify" {
  interface FastifyContextConfig {
    audit?: RouteAudit;
  }
  interface FastifyRequest {
    audited: Audited;
    doorVisit: DoorVisit | undefined;
  }
  interface FastifyInstance {
    /** Every guarded route, for tests that enumerate the router. */
    auditedRoutes: () => readonly GuardedRoute[];
  }
}

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
/** What is taken by key is recorded by the module whose key it is. */
const OPEN_DOORS = new Set(["public", "source", "mirror"]);

/** The rule of the boot. @throws Error naming the route */
export function requireAudit(route: {
  readonly method: string | readonly string[];
  readonly url: string;
  readonly config?: { readonly permission?: string; readonly audit?: RouteAudit } | undefined;
}): void {
  const { permission, audit } = route.config ?? {};
  if (permission === undefined || OPEN_DOORS.has(permission)) return;
  const methods = [route.method].flat();
  if (methods.every((method) => !READS.has(method)) || audit?.sensitive !== undefined) return;
  throw new Error(
    `route ${methods.join(",")} ${route.url} reads behind permission ${permission} and does not say whether it is ` +
      `sensitive: give config.audit { object, sensitive: true | false }`,
  );
}

/** Tells how many rows the answer shows, where it is no list named `rows`. */
export function countRows(request: FastifyRequest, rows: number): void {
  request.audited.rows = rows;
}

/** Tells for what something was asked, where a body says it and not the header. */
export function notePurpose(request: FastifyRequest, purpose: string): void {
  request.audited.purpose = cleaned(purpose, 200);
}

/** Says what happens at a door, so that it leaves a record; what is said later adds to what was said before. */
export function noteDoorVisit(request: FastifyRequest, visit: DoorVisit): void {
  request.doorVisit = { ...request.doorVisit, ...visit };
}

/** True if metrics and logs must not tell who went where. */
export const isSealedAccess = ({ knownActor }: FastifyRequest): boolean =>
  knownActor !== undefined && knownActor !== "operator" && isSealedRole(knownActor.role);

export interface AccessHooks {
  readonly log: AccessLog;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

// oxlint-disable-next-line max-lines-per-function -- one hook a stage of a request
export function installAccessLog(app: FastifyInstance, { log, clock, metrics }: AccessHooks): void {
  const unrecorded = new Counter({
    name: "mingjing_unrecorded_refusals_total",
    help: "Refused requests without a record of their own: nobody was signed in, or the organ has no seal key",
    labelNames: ["reason"],
    registers: [metrics.registry],
  });
  // Fastify wants one shape for all requests; an object of its own comes with the first hook.
  app.decorateRequest("audited", undefined as unknown as Audited);
  app.decorateRequest("doorVisit", undefined);
  const guarded: GuardedRoute[] = [];
  app.decorate("auditedRoutes", () => guarded);
  app.addHook("onRoute", ({ method: methods, url, config }) => {
    const { permission, audit } = config ?? {};
    if (permission === undefined || OPEN_DOORS.has(permission)) return;
    for (const method of [methods].flat()) {
      const isRecorded = !READS.has(method) || audit?.sensitive === true;
      guarded.push({ method, url, permission, isRecorded });
    }
  });
  // Before the guards, whose refusals pass the hooks below.
  app.addHook("onRequest", async (request) => {
    request.audited = { isRecorded: false, rows: undefined, purpose: undefined };
  });
  app.addHook("preParsing", async (request) => {
    const audit = request.routeOptions.config.audit;
    request.audited.purpose = purposeOf(request);
    if (isRecordable(request) && isSealedAccess(request) && audit?.beforeSealKey !== true)
      await requireSealKey(request, log);
    if (audit?.purpose === "required" && request.audited.purpose === undefined)
      throw new RuleViolation("audit.purpose-required", {}, { status: 400 });
  });
  app.addHook("preHandler", async (request) => {
    const isStream = request.routeOptions.config.audit?.streams === true;
    if (!isStream || !isRecordable(request)) return;
    request.audited.isRecorded = true;
    await log.write(accessOf(request, { at: clock.now(), status: 200 })).catch((error: unknown) => {
      request.log.error({ err: error }, "an access was not recorded: nothing is sent");
      throw unavailable(error);
    });
  });
  app.addHook("preSerialization", async (request, reply, payload) => {
    if (reply.statusCode < 400) request.audited.rows ??= rowsOf(payload);
    return payload;
  });
  app.addHook("onSend", async (request, reply, payload) => {
    // Undefined for what never became a request, such as a malformed address.
    if ((request.audited as Audited | undefined)?.isRecorded !== false) return payload;
    const status = reply.statusCode;
    if (request.doorVisit !== undefined) {
      if (status === 429) unrecorded.inc({ reason: "slowed" });
      return recordDoorVisit(request, reply, {
        log,
        clock,
        payload,
        onNoKey: () => unrecorded.inc({ reason: "no-seal-key" }),
      });
    }
    if (request.knownActor === undefined) {
      if (status === 401) unrecorded.inc({ reason: "no-session" });
      return payload;
    }
    if (!isRecordable(request) && status !== 403 && status !== 404) return payload;
    request.audited.isRecorded = true;
    try {
      await log.write(accessOf(request, { at: clock.now(), status }));
    } catch (error) {
      if (error instanceof NoSealKeyError && status >= 400) {
        unrecorded.inc({ reason: "no-seal-key" });
        return payload;
      }
      request.log.error({ err: error }, "an access was not recorded: nothing is sent");
      return refuse(request, reply, { payload, error });
    }
    return payload;
  });
  app.addHook("onResponse", async (request, reply) => {
    const isMissed =
      request.knownActor !== undefined && isRecordable(request) && !request.audited.isRecorded;
    // A handler that hijacks the answer without saying `streams`.
    if (isMissed && reply.sent) {
      const { method, routeOptions } = request;
      const route = isSealedAccess(request) ? "sealed" : `${method} ${routeOptions.url}`;
      request.log.error({ route }, "an answer left without a record: the route must say streams");
    }
  });
}

interface DoorRecord extends Pick<AccessHooks, "log" | "clock"> {
  readonly payload: unknown;
  readonly onNoKey: () => void;
}

/**
 * One record for whoever comes in, leaves or is turned away; none for a step that leads to the next one, and none for
 * a try that was not even looked at (429), or a flood of tries would be a flood of records.
 */
async function recordDoorVisit(
  request: FastifyRequest,
  reply: FastifyReply,
  { log, clock, payload, onNoKey }: DoorRecord,
): Promise<unknown> {
  const { doorVisit = {} } = request;
  const status = doorVisit.refused ?? reply.statusCode;
  if (status === 429 || (status < 400 && doorVisit.isDone !== true)) return payload;
  request.audited.isRecorded = true;
  try {
    const account = doorVisit.actor === undefined ? await doorVisit.findAccount?.() : undefined;
    await log.write({
      at: clock.now().toISOString(),
      actor: doorVisit.actor ?? "visitor",
      ...(doorVisit.actor === undefined
        ? { visitor: account === undefined ? {} : { account } }
        : {}),
      method: request.method as Access["method"],
      route: request.routeOptions.url ?? "/",
      object: { kind: "session" },
      status,
      address: request.ip,
    });
    return payload;
  } catch (error) {
    // How the organ's first person gets in to give it a key.
    if (error instanceof NoSealKeyError) {
      onNoKey();
      return payload;
    }
    request.log.error({ err: error }, "a sign-in was not recorded: nothing is sent");
    return refuse(request, reply, { payload, error });
  }
}

const isRecordable = ({ method, routeOptions, is404 }: FastifyRequest): boolean => {
  const { permission, audit } = routeOptions.config;
  if (is404 || permission === undefined || OPEN_DOORS.has(permission)) return false;
  return !READS.has(method) || audit?.sensitive === true;
};

async function requireSealKey(request: FastifyRequest, log: AccessLog): Promise<void> {
  const { knownActor } = request;
  if (knownActor === undefined || knownActor === "operator") return;
  if ((await log.keys.find(knownActor.department.id)) !== undefined) return;
  throw new RuleViolation("audit.seal-key-needed", {}, { status: 403 });
}

/** Text that PostgreSQL and canonical JSON take, cut to length; undefined if nothing is left. */
function cleaned(text: string, length: number): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = text.replaceAll(/[\u0000-\u001f\u007f]+/g, " ").trim();
  const cut = plain.slice(0, length).toWellFormed();
  return cut === "" ? undefined : cut;
}

function purposeOf(request: FastifyRequest): string | undefined {
  const header = request.headers[PURPOSE_HEADER];
  return typeof header === "string" ? cleaned(decoded(header), 200) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Rows that an answer shows: those of its list, or one. */
function rowsOf(payload: unknown): number | undefined {
  if (Array.isArray(payload)) return payload.length;
  if (typeof payload !== "object" || payload === null) return undefined;
  const { rows } = payload as { rows?: unknown };
  return Array.isArray(rows) ? rows.length : 1;
}

function objectOf(request: FastifyRequest): Access["object"] {
  const kind = request.routeOptions.config.audit?.object;
  if (kind === undefined) return undefined;
  const params = (request.params ?? {}) as Record<string, unknown>;
  const id = params["id"] ?? params["ocid"] ?? Object.values(params)[0];
  const text = typeof id === "string" ? cleaned(id, 160) : undefined;
  return { kind, ...(text === undefined ? {} : { id: text }) };
}

function queryOf({ query }: FastifyRequest): string | undefined {
  const told = Object.entries((query ?? {}) as Record<string, unknown>)
    .filter(([name, value]) => value !== undefined && name !== "cursor" && name !== "limit")
    .map(([name, value]) => `${name}=${String(value)}`);
  return cleaned(told.join("&"), 400);
}

function accessOf(
  request: FastifyRequest,
  { at, status }: { readonly at: Date; readonly status: number },
): Access {
  const { knownActor, audited } = request;
  if (knownActor === undefined) throw new Error("nobody to record");
  const object = objectOf(request);
  const query = queryOf(request);
  const { purpose, rows } = audited;
  return {
    at: at.toISOString(),
    actor: knownActor,
    method: request.method as Access["method"],
    route: request.routeOptions.url ?? "/",
    status,
    address: request.ip,
    ...(object === undefined ? {} : { object }),
    ...(query === undefined ? {} : { query }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(rows === undefined ? {} : { rows }),
  };
}

const unavailable = (error: unknown): RuleViolation =>
  error instanceof NoSealKeyError
    ? new RuleViolation("audit.seal-key-needed", {}, { status: 403 })
    : new RuleViolation("audit.unavailable", {}, { status: 503 });

/** Headers of an answer that is not given any more. */
const DROPPED = ["content-length", "content-disposition", "set-cookie", "etag", "location"];

/** The answer that was ready is thrown away. A write has happened all the same: its own fact says so. */
function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { payload, error }: { readonly payload: unknown; readonly error: unknown },
): string {
  (payload as { destroy?: () => void } | null)?.destroy?.();
  for (const name of DROPPED) reply.removeHeader(name);
  const { status, code } = unavailable(error);
  const problem: Problem = { status, code, params: {}, requestId: request.id, errors: [] };
  reply.code(status).header("content-type", "application/problem+json; charset=utf-8");
  return JSON.stringify(problem);
}
