/** Sign-in and sign-out. Rate limits slow guessing without locking anybody out for good. */
import { hash, verify } from "@node-rs/argon2";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { RateLimiterMemory } from "rate-limiter-flexible";

import {
  DemoSignIn,
  type SessionView,
  SessionView as SessionSchema,
  SetUp,
  SignIn,
  SwitchPost,
} from "../../../../contract/src/session.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { permissionsOf } from "../http/permission.ts";
import type { Permissions } from "../module.ts";
import { recordFirstAdministrator } from "./organisation.service.ts";
import type { HeldPost } from "./rights.ts";
import { type Actor, type OpenSession, SESSION_HOURS, type SessionStore } from "./session.store.ts";

export const SESSION_COOKIE = "mingjing_session";

interface SessionRoutes {
  readonly store: SessionStore;
  readonly permissions: Permissions;
  readonly isSecure: boolean;
  readonly isDemo: () => boolean;
  readonly registry: FactRegistry;
  readonly db: Database;
  readonly clock: Clock;
  /** Lets this node forget whom it knows, after a session was closed here. */
  readonly forget: () => void;
}

/** Verified when the account is unknown, so that both answers take the same time. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ZPidoNOWM3jRl0AD+3mGdZsq+GvHprGL+lCk2mY0yhg";

export const tokenOf = (request: FastifyRequest): string | undefined =>
  request.cookies[SESSION_COOKIE];

// oxlint-disable-next-line max-lines-per-function -- a list of short routes
export function addSessionRoutes(app: FastifyInstance, deps: SessionRoutes): void {
  const { store } = deps;
  const limiter = new RateLimiterMemory({ points: 10, duration: 60 });
  const config = { permission: "public" };
  const reply200 = { response: { 200: SessionSchema } };

  app.get("/api/session", { config, schema: reply200 }, async (request) => {
    const token = tokenOf(request);
    return viewOf(deps, token === undefined ? undefined : await store.findActor(token));
  });

  app.post<{ Body: { account: string; password: string } }>(
    "/api/session",
    { config, schema: { body: SignIn, ...reply200 } },
    async (request, reply) => {
      await slowDown(limiter, `${request.ip} ${request.body.account}`);
      const account = await store.findAccount(request.body.account);
      const right = await verify(account?.passwordHash ?? NOBODY, request.body.password).catch(
        () => false,
      );
      if (account?.passwordHash == null || !right) {
        throw new RuleViolation("session.bad-credentials", {}, { status: 401 });
      }
      return openSession(deps, reply, { account: account.account, methods: ["password"] });
    },
  );

  app.post<{ Body: { account: string } }>(
    "/api/session/demo",
    { config, schema: { body: DemoSignIn, ...reply200 } },
    async (request, reply) => {
      const account = deps.isDemo() ? await store.findAccount(request.body.account) : undefined;
      if (account === undefined || !account.isDemo) {
        throw new RuleViolation("session.bad-credentials", {}, { status: 401 });
      }
      return openSession(deps, reply, { account: account.account, methods: ["demo"] });
    },
  );

  app.post<{ Body: { post: string } }>(
    "/api/session/post",
    { config, schema: { body: SwitchPost, ...reply200 } },
    async (request, reply) => {
      const token = tokenOf(request);
      const actor = token === undefined ? undefined : await store.findActor(token);
      if (token === undefined || actor === undefined)
        throw new RuleViolation("session.required", {}, { status: 401 });
      if (request.headers["x-mingjing-csrf"] !== "1")
        throw new RuleViolation("session.csrf", {}, { status: 403 });
      const { account, methods } = actor;
      const view = await openSession(deps, reply, {
        account,
        methods,
        post: request.body.post,
      });
      await store.close(token);
      deps.forget();
      return view;
    },
  );

  app.delete("/api/session", { config, schema: reply200 }, async (request, reply) => {
    const token = tokenOf(request);
    if (token !== undefined) await store.close(token);
    deps.forget();
    reply.clearCookie(SESSION_COOKIE, { path: "/" });
    return viewOf(deps, undefined);
  });

  app.post<{ Body: SetUp }>(
    "/api/session/setup",
    { config, schema: { body: SetUp, ...reply200 } },
    async (request, reply) => {
      const { token, account, name, password } = request.body;
      await slowDown(limiter, `${request.ip} setup`);
      if (!(await store.useOneTimeLink(token, "setup"))) {
        throw new RuleViolation("session.link-used", {}, { status: 401 });
      }
      await store.addAccount({ account, name, isDemo: false, passwordHash: await hash(password) });
      await recordFirstAdministrator(deps, { account, name });
      return openSession(deps, reply, { account, methods: ["link"] });
    },
  );
}

async function slowDown(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch {
    throw new RuleViolation("rate.limited", { seconds: 60 }, { status: 429 });
  }
}

async function openSession(
  deps: SessionRoutes,
  reply: FastifyReply,
  session: OpenSession,
): Promise<SessionView> {
  const token = await deps.store.open({
    ...session,
    userAgent: reply.request.headers["user-agent"],
  });
  reply.setCookie(SESSION_COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: deps.isSecure,
    maxAge: SESSION_HOURS * 3600,
  });
  return viewOf(deps, await deps.store.findActor(token));
}

async function viewOf(deps: SessionRoutes, actor: Actor | undefined): Promise<SessionView> {
  const demo = deps.isDemo();
  const base = {
    demo,
    demoAccounts: demo ? await demoAccounts(deps) : [],
    setUpNeeded: !demo && (await deps.store.countAccounts()) === 0,
  };
  if (actor === undefined) return { ...base, signedIn: false, permissions: [] };
  const { account, name, post, postId, department, role, methods, expiresAt } = actor;
  const held = await deps.store.heldPosts(account);
  return {
    ...base,
    signedIn: true,
    account,
    name,
    post,
    postId,
    role,
    department,
    methods: [...methods],
    posts: held.map(postView),
    permissions: permissionsOf(deps.permissions, role),
    expiresAt,
  };
}

const postView = ({ post, title, role, unit, unitName, basis, until }: HeldPost) => ({
  post,
  title,
  role,
  unit: { id: unit, name: unitName },
  basis,
  ...(until === null ? {} : { until }),
});

/** Accounts of the demo door with the post that each acts in first. */
async function demoAccounts({ store }: SessionRoutes): Promise<SessionView["demoAccounts"]> {
  const accounts = await store.listDemoAccounts();
  const posts = await store.firstPosts(accounts.map(({ account }) => account));
  return accounts.flatMap(({ account, name }) => {
    const held = posts.get(account);
    if (held === undefined) return [];
    const { title, role, unit, unitName } = held;
    return [{ account, name, post: title, role, department: { id: unit, name: unitName } }];
  });
}
