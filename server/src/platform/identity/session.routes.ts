/** The doors: password, demo, passkey, first account; who is signed in; sign-out. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import {
  DemoSignIn,
  SessionView as SessionSchema,
  SetUp,
  SignIn,
  SwitchPost,
} from "../../../../contract/src/session.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { noteDoorVisit } from "../audit/access-hooks.ts";
import { inTransaction } from "../database.ts";
import { recordFirstAdministrator } from "./organisation.service.ts";
import { clearCookie, readCookie } from "./session-cookie.ts";
import { findPending, viewOf } from "./session-view.ts";
import { insertAccount, useSetUpLink } from "./session.store.ts";
import { addAccountRoutes } from "./sign-in/account.routes.ts";
import type { Door, SignInSettings } from "./sign-in/door.ts";
import { enter, noteTry, openSession } from "./sign-in/enter.ts";
import { addFactorRoutes } from "./sign-in/factor.routes.ts";
import { createOidc } from "./sign-in/oidc.ts";
import { addOtherDoorRoutes } from "./sign-in/other-door.routes.ts";
import { hashPassword, isPassword, requireGoodPassword } from "./sign-in/password.ts";
import { createPendingStore } from "./sign-in/pending.store.ts";
import { addResetRoutes } from "./sign-in/reset.routes.ts";
import { createSlowDown } from "./sign-in/slow-down.ts";
import { isStaff, isStrong } from "./sign-in/step.ts";

type SessionRoutes = Omit<Door, "pending" | "slowDown" | "oidc">;
export type { SignInSettings };

export function addSessionRoutes(app: FastifyInstance, deps: SessionRoutes): void {
  const { oidc } = deps.settings;
  const door: Door = {
    ...deps,
    pending: createPendingStore(deps.db),
    slowDown: createSlowDown(deps.db),
    oidc: oidc === undefined ? undefined : createOidc(oidc),
  };
  addDoors(app, door);
  addSessionActs(app, door);
  addFactorRoutes(app, door);
  addOtherDoorRoutes(app, door);
  addAccountRoutes(app, door);
  addResetRoutes(app, door);
}

/** Token of a request that the guards let through. */
export const tokenOf = (request: FastifyRequest): string | undefined =>
  readCookie(request, "session", true) ?? readCookie(request, "session", false);

const config = { permission: "public" };
const reply200 = { response: { 200: SessionSchema } };

function addDoors(app: FastifyInstance, door: Door): void {
  const { store, slowDown } = door;
  app.post<{ Body: { account: string; password: string } }>(
    "/api/session",
    { config, schema: { body: SignIn, ...reply200 } },
    async (request, reply) => {
      const { account: name, password } = request.body;
      const attempt = { kind: "password", address: request.ip, account: name };
      noteTry(door, request, name);
      await slowDown.count(attempt);
      const account = await store.findAccount(name);
      if (!(await isPassword(account?.passwordHash, password)) || account === undefined)
        throw new RuleViolation("session.bad-credentials", {}, { status: 401 });
      await slowDown.forget(attempt);
      return enter(door, { request, reply }, { account: account.account, methods: ["password"] });
    },
  );

  app.post<{ Body: { account: string } }>(
    "/api/session/demo",
    { config, schema: { body: DemoSignIn, ...reply200 } },
    async (request, reply) => {
      const account = door.isDemo() ? await store.findAccount(request.body.account) : undefined;
      if (account === undefined || !account.isDemo)
        throw new RuleViolation("session.bad-credentials", {}, { status: 401 });
      return enter(door, { request, reply }, { account: account.account, methods: ["demo"] });
    },
  );

  app.post<{ Body: SetUp }>(
    "/api/session/setup",
    { config, schema: { body: SetUp, ...reply200 } },
    async (request, reply) => {
      await slowDown.count({ kind: "setup", address: request.ip });
      noteTry(door, request);
      await setUp(door, request.body);
      const { account } = request.body;
      noteTry(door, request, account);
      noteDoorVisit(request, { isDone: true });
      return enter(door, { request, reply }, { account, methods: ["password", "link"] });
    },
  );
}

/** Link, account and posts in one transaction: what fails leaves the link as it was. */
async function setUp(door: Door, { token, account, name, password }: SetUp): Promise<void> {
  requireGoodPassword(password, account);
  const passwordHash = await hashPassword(password);
  await inTransaction(door.db, async (tx) => {
    const isNew =
      (await useSetUpLink(tx, token)) &&
      (await insertAccount(tx, { account, name, isDemo: false, passwordHash }));
    if (!isNew) throw new RuleViolation("session.link-used", {}, { status: 401 });
    await recordFirstAdministrator(tx, door, { account, name });
  });
}

function addSessionActs(app: FastifyInstance, door: Door): void {
  const { store, isSecure } = door;
  app.get("/api/session", { config, schema: reply200 }, async (request) => {
    const token = readCookie(request, "session", isSecure);
    const actor = token === undefined ? undefined : await store.findActor(token);
    const pending = actor === undefined ? await findPending(door, request) : undefined;
    return viewOf(door, request, { actor, pending });
  });

  app.post<{ Body: { post: string } }>(
    "/api/session/post",
    { config, schema: { body: SwitchPost, ...reply200 } },
    async (request, reply) => {
      const token = readCookie(request, "session", isSecure);
      const actor = token === undefined ? undefined : await store.findActor(token);
      if (actor === undefined) throw new RuleViolation("session.required", {}, { status: 401 });
      if (request.headers["x-mingjing-csrf"] !== "1")
        throw new RuleViolation("session.csrf", {}, { status: 403 });
      const { account, methods, provedAt } = actor;
      const { post } = request.body;
      const held = (await store.heldPosts(account)).find((one) => one.post === post);
      // A post of staff that came after a sign-in with the password alone.
      if (held !== undefined && isStaff(held.role) && !isStrong(methods))
        throw new RuleViolation("session.factor-needed", {}, { status: 403 });
      return openSession(door, { request, reply }, { account, methods, post, provedAt });
    },
  );

  app.delete("/api/session", { config, schema: reply200 }, async (request, reply) => {
    const token = readCookie(request, "session", isSecure);
    const actor = token === undefined ? undefined : await store.findActor(token);
    if (actor !== undefined) noteDoorVisit(request, { actor, isDone: true });
    if (token !== undefined) await store.close(token);
    const pending = readCookie(request, "pending", isSecure);
    if (pending !== undefined) await door.pending.end(pending);
    door.forget();
    for (const name of ["session", "pending", "ceremony"] as const)
      clearCookie(reply, { name, isSecure });
    // Pages of the last person leave the browser's cache; drafts stay, they were promised to.
    reply.header("clear-site-data", '"cache", "cookies"');
    return viewOf(door, request, {});
  });
}
