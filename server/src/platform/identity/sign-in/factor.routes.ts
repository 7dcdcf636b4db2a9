/** During sign-in: the second factor, setting up the first one, a new password; passkeys also alone. */
import type { FastifyInstance } from "fastify";

import {
  NewPassword,
  PasskeyAnswer,
  PasskeyEnrolment,
  PasskeyOptions,
  RecoveryCode,
  SessionView as SessionSchema,
  type SignInMethod,
  TotpCode,
  TotpDraft,
} from "../../../../../contract/src/session.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { readCookie } from "../session-cookie.ts";
import { findPending } from "../session-view.ts";
import { setPassword } from "./credential.store.ts";
import type { Door } from "./door.ts";
import {
  changeCredential,
  enter,
  type Exchange,
  noteTry,
  requireEnroller,
  requirePending,
} from "./enter.ts";
import {
  beginPasskeyEnrolment,
  beginPasskeyProof,
  draftTotp,
  enrolPasskey,
  enrolTotp,
  finishPasskeyProof,
  isRecoveryCode,
  isTotp,
} from "./factor.service.ts";
import { hashPassword, requireGoodPassword } from "./password.ts";
import { stepOf } from "./step.ts";

const config = { permission: "public" };
const session = { response: { 200: SessionSchema } };

export function addFactorRoutes(app: FastifyInstance, door: Door): void {
  addProofs(app, door);
  addPasskeyDoor(app, door);
  addEnrolment(app, door);
}

type Check = (door: Door, account: string, code: string) => Promise<boolean>;

/** A typed code: counted for the account wherever it comes from, and five wrong ones end the sign-in. */
async function proveCode(
  door: Door,
  exchange: Exchange,
  { method, check, code }: { method: SignInMethod; check: Check; code: string },
) {
  const pending = await requirePending(door, exchange.request);
  const { account, methods, token } = pending;
  const attempt = { kind: "code", address: exchange.request.ip, account };
  noteTry(door, exchange.request, account);
  await door.slowDown.count(attempt);
  if (!(await check(door, account, code))) {
    await door.pending.fail(token);
    throw new RuleViolation("totp.wrong-code", {}, { status: 401 });
  }
  await door.slowDown.forget(attempt);
  return enter(door, exchange, { account, methods: [...methods, method] });
}

function addProofs(app: FastifyInstance, door: Door): void {
  app.post<{ Body: { code: string } }>(
    "/api/session/totp",
    { config, schema: { body: TotpCode, ...session } },
    (request, reply) =>
      proveCode(
        door,
        { request, reply },
        { method: "totp", check: isTotp, code: request.body.code },
      ),
  );
  app.post<{ Body: { code: string } }>(
    "/api/session/recovery",
    { config, schema: { body: RecoveryCode, ...session } },
    (request, reply) =>
      proveCode(
        door,
        { request, reply },
        { method: "recovery", check: isRecoveryCode, code: request.body.code },
      ),
  );
  app.post<{ Body: { password: string } }>(
    "/api/session/password",
    { config, schema: { body: NewPassword, ...session } },
    async (request, reply) => {
      const { account, methods } = await requirePending(door, request);
      if ((await stepOf(door, { account, methods })) !== "password")
        throw new RuleViolation("session.factor-needed", {}, { status: 403 });
      const { password } = request.body;
      requireGoodPassword(password, account);
      const passwordHash = await hashPassword(password);
      await changeCredential(door, { account, change: "passwordSet" }, async (tx) => {
        await setPassword(tx, account, passwordHash);
        return true;
      });
      return enter(door, { request, reply }, { account, methods });
    },
  );
}

function addPasskeyDoor(app: FastifyInstance, door: Door): void {
  app.post(
    "/api/session/passkey/options",
    { config, schema: { response: { 200: PasskeyOptions } } },
    async (request, reply) => {
      await door.slowDown.count({ kind: "passkey", address: request.ip });
      const pending = await findPending(door, request);
      return beginPasskeyProof(door, { request, reply }, pending?.account ?? null);
    },
  );
  app.post<{ Body: { answer: { id: string } } }>(
    "/api/session/passkey",
    { config, schema: { body: PasskeyAnswer, ...session } },
    async (request, reply) => {
      const account = await finishPasskeyProof(door, request, request.body.answer);
      const pending = await findPending(door, request);
      const before = pending?.account === account ? pending.methods : [];
      return enter(door, { request, reply }, { account, methods: [...before, "passkey"] });
    },
  );
}

function addEnrolment(app: FastifyInstance, door: Door): void {
  app.post(
    "/api/session/enrol/totp/draft",
    { config, schema: { response: { 200: TotpDraft } } },
    async (request, reply) =>
      draftTotp(door, { request, reply }, await requireEnroller(door, request)),
  );
  app.post<{ Body: { code: string } }>(
    "/api/session/enrol/totp",
    { config, schema: { body: TotpCode, ...session } },
    async (request, reply) => {
      const enroller = await requireEnroller(door, request);
      const { account, methods } = enroller;
      noteTry(door, request, account);
      await door.slowDown.count({ kind: "code", address: request.ip, account });
      const token = readCookie(request, "ceremony", door.isSecure);
      const codes = await enrolTotp(door, enroller, { token, code: request.body.code });
      await door.slowDown.forget({ kind: "code", address: request.ip, account });
      const view = await enter(
        door,
        { request, reply },
        { account, methods: [...methods, "totp"] },
      );
      return { ...view, recoveryCodes: [...codes] };
    },
  );
  app.post(
    "/api/session/enrol/passkey/options",
    { config, schema: { response: { 200: PasskeyOptions } } },
    async (request, reply) =>
      beginPasskeyEnrolment(door, { request, reply }, await requireEnroller(door, request)),
  );
  app.post<{ Body: { answer: { id: string }; name: string } }>(
    "/api/session/enrol/passkey",
    { config, schema: { body: PasskeyEnrolment, ...session } },
    async (request, reply) => {
      const { account, methods } = await requireEnroller(door, request);
      const codes = await enrolPasskey(door, request, { account, ...request.body });
      const proof = { account, methods: [...methods, "passkey" as const] };
      const view = await enter(door, { request, reply }, proof);
      return { ...view, recoveryCodes: [...codes] };
    },
  );
}
