import { timingSafeEqual } from "node:crypto";

/** The HTTP server: schemas, documentation, headers, guards, health and metrics. */
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import reference from "@scalar/fastify-api-reference";
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from "fastify";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { installAccessLog, isSealedAccess } from "../audit/access-hooks.ts";
import type { AccessLog } from "../audit/access-log.service.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";
import type { EdgeLog } from "../edge-log/index.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { createSessionCache } from "../identity/session-cache.ts";
import { readCookie } from "../identity/session-cookie.ts";
import { addSessionRoutes, type SignInSettings } from "../identity/session.routes.ts";
import type { SessionStore } from "../identity/session.store.ts";
import type { Permissions, HealthCheck } from "../module.ts";
import type { Log, Metrics } from "../telemetry.ts";
import { compilersFactory } from "./compilers.ts";
import { installPermissions } from "./permission.ts";
import { installProblems } from "./problem.ts";

export interface ServerOptions {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly operatorToken: string;
  readonly health: readonly HealthCheck[];
  readonly isSecure: boolean;
  readonly isDemo: () => boolean;
  readonly clock: Clock;
  /** Addresses and CIDR networks of proxies whose X-Forwarded-For counts; absent: none. */
  readonly trustedProxies?: readonly string[];
  /** Keeps what the law demands of each request. */
  readonly edgeLog?: Pick<EdgeLog, "install">;
  /** Guards for those who are known; absent on a portal host, where every route must be public. */
  readonly inside?: InsideOptions;
}

export interface InsideOptions {
  readonly sessions: SessionStore;
  readonly permissions: Permissions;
  readonly registry: FactRegistry;
  readonly db: Database;
  readonly signIn: SignInSettings;
  /** Whether people sign in at this process. */
  readonly hasSignIn: boolean;
  readonly accessLog: AccessLog;
  /** Calls back when sessions or rights changed, on this node or another. */
  readonly onIdentityChange?: (changed: () => void) => void;
}

const JSON_BODY_LIMIT = 1024 * 1024;

/** With no proxy named the header is not read at all: whoever sends one does not change his address. */
const trustOf = ({ trustedProxies = [] }: ServerOptions) => ({
  trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
});

export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { log, metrics, inside } = options;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: JSON_BODY_LIMIT,
    ...trustOf(options),
    genReqId: () =>
      `E-${Math.floor(performance.now() * 1000)
        .toString(36)
        .toUpperCase()}`,
    schemaController: { compilersFactory },
    ajv: { customOptions: { coerceTypes: true, removeAdditional: false, allErrors: true } },
  }) as unknown as FastifyInstance;
  options.edgeLog?.install(app);
  installProblems(app);
  // No text of ours holds NUL; PostgreSQL would refuse it further in.
  app.addHook("onRequest", async ({ url }) => {
    if (/%00/.test(url)) throw new RuleViolation("request.invalid", {}, { status: 400 });
  });
  // Before the guards: they read the session's cookie in the same hook.
  await app.register(cookie);
  const addSignIn = inside === undefined ? undefined : guardInside(app, options, inside);
  if (inside === undefined)
    installPermissions(app, {
      permissions: {},
      isOperator: (request) => isOperator(request, options.operatorToken),
      findActor: async () => undefined,
    });
  app.addHook("onResponse", async (request, reply) => {
    if (request.routeOptions.config.anonymous === true) return;
    const route = isSealedAccess(request) ? "sealed" : (request.routeOptions.url ?? "none");
    metrics.requests.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  await app.register(helmet, helmetOptions(options));
  await addDocumentation(app);
  addSignIn?.();
  addHealth(app, options);
  return app;
}

/** @returns what adds the routes of signing in, where people do so */
function guardInside(
  app: FastifyInstance,
  { clock, metrics, isDemo, isSecure, operatorToken }: ServerOptions,
  { sessions, permissions, accessLog, hasSignIn, ...inside }: InsideOptions,
): () => void {
  const cache = createSessionCache(sessions);
  inside.onIdentityChange?.(() => {
    cache.forget();
    accessLog.keys.forget();
  });
  installAccessLog(app, { log: accessLog, clock, metrics });
  installPermissions(app, {
    permissions,
    isOperator: (request) => isOperator(request, operatorToken),
    async findActor(request) {
      const token = readCookie(request, "session", isSecure);
      return token === undefined ? undefined : cache.findActor(token);
    },
  });
  return () => {
    if (!hasSignIn) return;
    addSessionRoutes(app, {
      store: sessions,
      settings: inside.signIn,
      permissions,
      isDemo,
      isSecure,
      registry: inside.registry,
      db: inside.db,
      clock,
      forget: () => cache.forget(),
    });
  };
}

const helmetOptions = ({ isSecure, inside }: ServerOptions) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // The console's component library writes style elements.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", "data:"],
      // Pictures of cameras reach the player through Media Source Extensions.
      mediaSrc: ["'self'", "blob:"],
      fontSrc: ["'self'", "data:"],
      // The key software of a CA runs on the reader's own computer.
      connectSrc: ["'self'", ...bridgeOf(inside)],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: isSecure,
  crossOriginOpenerPolicy: isSecure,
  originAgentCluster: false,
});

const bridgeOf = (inside: InsideOptions | undefined): string[] => {
  const certificate = inside?.signIn.certificate;
  return certificate === undefined ? [] : [new URL(certificate.bridge).origin];
};

/** Routes of plugins are public documentation; they are registered in a scope that says so. */
async function addDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Mingjing 明镜",
        version: "0.1.0",
        description: "Supervision of public resource trading: facts, leads, decisions, proofs.",
      },
    },
  });
  await app.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.config = { ...route.config, permission: "public" };
    });
    await scope.register(reference, {
      routePrefix: "/api/docs",
      configuration: { url: "/api/openapi.json", withDefaultFonts: false },
    });
  });
  app.get("/api/openapi.json", { config: { permission: "public" }, schema: { hide: true } }, () =>
    app.swagger(),
  );
}

function addHealth(app: FastifyInstance, { health, metrics }: ServerOptions): void {
  app.get("/api/health", { config: { permission: "public" } }, async (_request, reply) => {
    const checks = await Promise.all(health.map((check) => checkOne(check)));
    const ok = checks.every((check) => check.ok);
    return reply.code(ok ? 200 : 503).send({ ok, checks });
  });
  const watched = { permission: "operator", audit: { sensitive: false } };
  app.get("/metrics", { config: watched }, async (_request, reply) => {
    const text = await metrics.registry.metrics();
    return reply.type(metrics.registry.contentType).send(text);
  });
}

async function checkOne({
  name,
  check,
}: HealthCheck): Promise<{ name: string; ok: boolean; warning?: string }> {
  try {
    const { ok, warning } = await check();
    return { name, ok, ...(warning === undefined ? {} : { warning }) };
  } catch {
    return { name, ok: false };
  }
}

export const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S{16,200})$/.exec(request.headers.authorization ?? "")?.[1];

function isOperator(request: FastifyRequest, token: string): boolean {
  const given = Buffer.from(bearerOf(request) ?? "");
  const expected = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
