/** The signed-in person's own ways of signing in and own sessions. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import {
  AccountView,
  CertificateAnswer,
  CertificateChallenge,
  ChangePassword,
  PasskeyEnrolment,
  PasskeyOptions,
  TotpCode,
  TotpDraft,
} from "../../../../../contract/src/session.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { actorOf } from "../../http/permission.ts";
import { readCookie } from "../session-cookie.ts";
import { doorsOf } from "../session-view.ts";
import type { Actor } from "../session.store.ts";
import { askForCertificate, requireCertificate } from "./certificate.service.ts";
import {
  bindCertificate,
  credentialsOf,
  removeCertificate,
  removePasskey,
  removeTotp,
  setPassword,
  showCredentials,
  unlinkIdentity,
} from "./credential.store.ts";
import type { Door } from "./door.ts";
import { changeCredential, type Enroller } from "./enter.ts";
import {
  beginPasskeyEnrolment,
  draftTotp,
  enrolPasskey,
  enrolTotp,
  renewRecoveryCodes,
} from "./factor.service.ts";
import { beginOidc } from "./other-door.routes.ts";
import { hashPassword, isPassword, requireGoodPassword } from "./password.ts";
import { isStaff } from "./step.ts";

// Each reads and changes only what is his own.
const config = {
  permission: "account.manage",
  audit: { sensitive: false, beforeSealKey: true as const },
};
const view = { response: { 200: AccountView } };
/** A desk left alone, a stolen session: ways of signing in change only soon after a proof. */
const FRESH_MS = 15 * 60_000;

const isFresh = ({ provedAt }: Actor): boolean => Date.now() - Date.parse(provedAt) < FRESH_MS;

/** @throws RuleViolation account.prove-again */
function freshActor(request: FastifyRequest): Actor {
  const actor = actorOf(request);
  if (!isFresh(actor)) throw new RuleViolation("account.prove-again", {}, { status: 403 });
  return actor;
}

const enrollerOf = ({ account, name, methods }: Actor): Enroller => ({
  account,
  name,
  methods,
  isSigningIn: false,
});

async function show(door: Door, request: FastifyRequest): Promise<AccountView> {
  const actor = actorOf(request);
  const { account, name } = actor;
  const token = readCookie(request, "session", door.isSecure) ?? "";
  const has = await credentialsOf(door.db, account);
  return {
    account,
    name,
    hasPassword: has?.passwordHash != null,
    recoveryCodesLeft: has?.recoveryCodes ?? 0,
    ...(await showCredentials(door.db, account)),
    sessions: [...(await door.store.listOwn(account, token))],
    doors: doorsOf(door, request),
    mayChange: isFresh(actor),
  };
}

export function addAccountRoutes(app: FastifyInstance, door: Door): void {
  app.get("/api/account", { config, schema: view }, (request) => show(door, request));
  addPassword(app, door);
  addFactors(app, door);
  addRemovals(app, door);
  addLinks(app, door);
  addOwnSessions(app, door);
}

function addPassword(app: FastifyInstance, door: Door): void {
  app.post<{ Body: { current?: string; password: string } }>(
    "/api/account/password",
    { config, schema: { body: ChangePassword, ...view } },
    async (request) => {
      const { account } = freshActor(request);
      const { current, password } = request.body;
      const attempt = { kind: "password", address: request.ip, account };
      await door.slowDown.count(attempt);
      const has = await credentialsOf(door.db, account);
      if (has?.passwordHash != null && !(await isPassword(has.passwordHash, current ?? "")))
        throw new RuleViolation("account.wrong-password", {}, { status: 403 });
      requireGoodPassword(password, account);
      const passwordHash = await hashPassword(password);
      await changeCredential(door, { account, change: "passwordSet" }, async (tx) => {
        await setPassword(tx, account, passwordHash);
        return true;
      });
      await door.slowDown.forget(attempt);
      // Whoever knew the old one may sit in a session.
      await door.store.closeOthers(account, readCookie(request, "session", door.isSecure) ?? "");
      door.forget();
      return show(door, request);
    },
  );
}

function addFactors(app: FastifyInstance, door: Door): void {
  app.post(
    "/api/account/totp/draft",
    { config, schema: { response: { 200: TotpDraft } } },
    async (request, reply) => draftTotp(door, { request, reply }, enrollerOf(freshActor(request))),
  );
  app.post<{ Body: { code: string } }>(
    "/api/account/totp",
    { config, schema: { body: TotpCode, ...view } },
    async (request) => {
      const actor = freshActor(request);
      await door.slowDown.count({ kind: "code", address: request.ip, account: actor.account });
      const token = readCookie(request, "ceremony", door.isSecure);
      const { code } = request.body;
      const codes = await enrolTotp(door, enrollerOf(actor), { token, code });
      return { ...(await show(door, request)), recoveryCodes: [...codes] };
    },
  );
  app.post(
    "/api/account/passkeys/options",
    { config, schema: { response: { 200: PasskeyOptions } } },
    async (request, reply) =>
      beginPasskeyEnrolment(door, { request, reply }, enrollerOf(freshActor(request))),
  );
  app.post<{ Body: { answer: { id: string }; name: string } }>(
    "/api/account/passkeys",
    { config, schema: { body: PasskeyEnrolment, ...view } },
    async (request) => {
      const { account } = freshActor(request);
      const codes = await enrolPasskey(door, request, { account, ...request.body });
      return { ...(await show(door, request)), recoveryCodes: [...codes] };
    },
  );
  app.post("/api/account/recovery-codes", { config, schema: view }, async (request) => {
    const codes = await renewRecoveryCodes(door, freshActor(request).account);
    return { ...(await show(door, request)), recoveryCodes: [...codes] };
  });
}

/** Staff keep one factor: the last one is replaced, not removed. */
async function requireAnotherFactor(door: Door, { account, role }: Actor): Promise<void> {
  const has = await credentialsOf(door.db, account);
  const count = (has?.hasTotp === true ? 1 : 0) + (has?.passkeys ?? 0);
  if (isStaff(role) && has?.passwordHash != null && count < 2)
    throw new RuleViolation("account.last-factor", {}, { status: 409 });
}

function addRemovals(app: FastifyInstance, door: Door): void {
  app.delete("/api/account/totp", { config, schema: view }, async (request) => {
    const actor = freshActor(request);
    await requireAnotherFactor(door, actor);
    const { account } = actor;
    await changeCredential(door, { account, change: "totpRemoved" }, (tx) =>
      removeTotp(tx, account),
    );
    return show(door, request);
  });
  app.delete<{ Params: { id: string } }>(
    "/api/account/passkeys/:id",
    { config, schema: view },
    async (request) => {
      const actor = freshActor(request);
      await requireAnotherFactor(door, actor);
      const { account } = actor;
      await changeCredential(door, { account, change: "passkeyRemoved" }, (tx) =>
        removePasskey(tx, account, request.params.id),
      );
      return show(door, request);
    },
  );
  app.delete("/api/account/identity", { config, schema: view }, async (request) => {
    const { account } = freshActor(request);
    await changeCredential(door, { account, change: "identityUnlinked" }, (tx) =>
      unlinkIdentity(tx, account),
    );
    return show(door, request);
  });
  app.delete<{ Params: { id: string } }>(
    "/api/account/certificates/:id",
    { config, schema: view },
    async (request) => {
      const { account } = freshActor(request);
      await changeCredential(door, { account, change: "certificateRemoved" }, (tx) =>
        removeCertificate(tx, account, request.params.id),
      );
      return show(door, request);
    },
  );
}

function addLinks(app: FastifyInstance, door: Door): void {
  app.get("/api/account/oidc", { config, schema: { hide: true } }, async (request, reply) => {
    const { account } = freshActor(request);
    return beginOidc(door, { request, reply }, { kind: "oidc-link", account });
  });
  app.post(
    "/api/account/certificates/challenge",
    { config, schema: { response: { 200: CertificateChallenge } } },
    async (request, reply) => {
      const { account } = freshActor(request);
      return askForCertificate(door, { request, reply }, { kind: "certificate-bind", account });
    },
  );
  app.post<{ Body: CertificateAnswer }>(
    "/api/account/certificates",
    { config, schema: { body: CertificateAnswer, ...view } },
    async (request) => {
      const { account } = freshActor(request);
      const { holder, account: asked } = await requireCertificate(
        door,
        request,
        "certificate-bind",
      );
      const isBound =
        asked === account &&
        (await changeCredential(door, { account, change: "certificateBound" }, (tx) =>
          bindCertificate(tx, holder, account),
        ));
      if (!isBound) throw new RuleViolation("certificate.bound-already", {}, { status: 409 });
      return show(door, request);
    },
  );
}

function addOwnSessions(app: FastifyInstance, door: Door): void {
  app.delete<{ Params: { id: string } }>(
    "/api/account/sessions/:id",
    { config, schema: view },
    async (request) => {
      const { account } = actorOf(request);
      if (!(await door.store.closeOwn(account, request.params.id)))
        throw new RuleViolation("account.session-not-found", {}, { status: 404 });
      door.forget();
      return show(door, request);
    },
  );
  app.delete<{ Querystring: { all?: string } }>(
    "/api/account/sessions",
    { config, schema: view },
    async (request) => {
      const { account } = actorOf(request);
      const token = readCookie(request, "session", door.isSecure) ?? "";
      if (request.query.all === "yes") await door.store.closeAll(account);
      else await door.store.closeOthers(account, token);
      door.forget();
      return show(door, request);
    },
  );
}
