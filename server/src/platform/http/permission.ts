/** Deny by default: a route without a permission stops the boot. */
import type { FastifyInstance, FastifyRequest, HTTPMethods, RouteOptions } from "fastify";

import type { Role } from "../../../../contract/src/organisation.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { requireAudit } from "../audit/access-hooks.ts";
import type { Actor } from "../identity/session.store.ts";
import type { Permissions } from "../module.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** `public`, `source` and `mirror` (bearer keys, asked for by the route), `operator` (token), or a permission of a module. */
    permission?: string;
    /** Nobody may learn who came here or when: no metric, no line in a log that names the request. */
    anonymous?: boolean;
  }
  interface FastifyInstance {
    /** Every operation of the router with who may call it. */
    guardedRoutes: () => readonly GuardedRoute[];
  }
  interface FastifyRequest {
    actor: Actor | undefined;
    /** Who asks, also where the permission was then refused: for the record, never for deciding. */
    knownActor: Actor | "operator" | undefined;
  }
}

export interface GuardedRoute {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly permission: string;
  /** Not in the OpenAPI page. */
  readonly isHidden: boolean;
}

/** Doors at which the route itself asks for a key, or nobody asks. */
const OPEN_DOORS: ReadonlySet<string> = new Set(["public", "source", "mirror"]);
/** Doors that need no session. */
const DOORS = new Set([...OPEN_DOORS, "operator"]);

interface Guards {
  readonly permissions: Permissions;
  findActor(request: FastifyRequest): Promise<Actor | undefined>;
  isOperator(request: FastifyRequest): boolean;
}

export function installPermissions(app: FastifyInstance, guards: Guards): void {
  app.decorateRequest("actor", undefined);
  app.decorateRequest("knownActor", undefined);
  const routes: RouteOptions[] = [];
  app.addHook("onRoute", (route) => {
    routes.push(route);
  });
  app.decorate("guardedRoutes", () => routes.flatMap(guardedRoutesOf));
  // Scopes of plugins name their permission in their own hook, which runs after ours.
  app.addHook("onReady", async () => {
    for (const route of routes) {
      const { config, method, url } = route;
      const permission = config?.permission;
      if (permission === undefined)
        throw new Error(`route ${String(method)} ${url} names no permission`);
      if (!DOORS.has(permission) && guards.permissions[permission] === undefined) {
        throw new Error(`route ${String(method)} ${url}: nobody declared permission ${permission}`);
      }
      requireAudit(route);
    }
  });
  app.addHook("onRequest", async (request) => {
    const permission = request.routeOptions.config.permission;
    if (request.is404 || OPEN_DOORS.has(permission ?? "")) return;
    if (permission === undefined) throw new Error(`route ${request.url} names no permission`);
    if (permission === "operator") {
      if (!guards.isOperator(request))
        throw new RuleViolation("operator.required", {}, { status: 401 });
      request.knownActor = "operator";
      return;
    }
    await requirePermission(request, permission, guards);
  });
}

function guardedRoutesOf({ method, url, config, schema }: RouteOptions): GuardedRoute[] {
  const isHidden = schema?.hide === true;
  return [method]
    .flat()
    .filter((one) => one !== "HEAD" && one !== "OPTIONS")
    .map((one) => ({ method: one, url, permission: config?.permission ?? "", isHidden }));
}

async function requirePermission(
  request: FastifyRequest,
  permission: string,
  guards: Guards,
): Promise<void> {
  const actor = await guards.findActor(request);
  if (actor === undefined) throw new RuleViolation("session.required", {}, { status: 401 });
  request.knownActor = actor;
  if (request.method !== "GET" && request.headers["x-mingjing-csrf"] !== "1") {
    throw new RuleViolation("session.csrf", {}, { status: 403 });
  }
  if (!holds(guards.permissions, actor.role, permission)) {
    throw new RuleViolation("permission.denied", { permission }, { status: 403 });
  }
  request.actor = actor;
}

export const holds = (permissions: Permissions, role: Role, permission: string): boolean =>
  permissions[permission]?.includes(role) ?? false;

/** Every permission a role holds. */
export const permissionsOf = (permissions: Permissions, role: Role): string[] =>
  Object.keys(permissions).filter((permission) => holds(permissions, role, permission));

/** The signed-in actor of a guarded route. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === undefined) throw new Error("route has no signed-in actor");
  return request.actor;
}
