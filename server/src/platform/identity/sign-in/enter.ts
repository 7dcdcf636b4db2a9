/** One way into a session, whatever was proved: every sign-in ends here. */
import type { FastifyReply, FastifyRequest } from "fastify";

import type {
  CredentialChange,
  SessionView,
  SignInMethod,
} from "../../../../../contract/src/session.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { noteDoorVisit } from "../../audit/access-hooks.ts";
import { type Database, inTransaction, type Tx } from "../../database.ts";
import { recordFact } from "../../facts/record.ts";
import { nextUuid } from "../../facts/uuid.ts";
import { clearCookie, readCookie, writeCookie } from "../session-cookie.ts";
import { findPending, viewOf } from "../session-view.ts";
import type { OpenSession } from "../session.store.ts";
import { recordableAccount } from "./credential.store.ts";
import type { Door } from "./door.ts";
import type { Ceremony, CeremonyKind, Pending } from "./pending.store.ts";
import { type Proof, stepOf } from "./step.ts";

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Opens a session in place of the one the browser had: no token outlives a sign-in (fixation). */
export async function openSession(
  door: Door,
  { request, reply }: Exchange,
  session: OpenSession,
): Promise<SessionView> {
  const before = readCookie(request, "session", door.isSecure);
  const token = await door.store.open({
    ...session,
    userAgent: request.headers["user-agent"],
    address: request.ip,
  });
  if (before !== undefined) await door.store.close(before);
  door.forget();
  writeCookie(reply, token, { name: "session", isSecure: door.isSecure });
  const actor = await door.store.findActor(token);
  noteDoorVisit(request, { actor, isDone: true });
  return viewOf(door, request, { actor });
}

/** From here on a refusal leaves a record; `account` as it was typed, or as it is known. */
export function noteTry({ db }: Door, request: FastifyRequest, account?: string): void {
  const visit = account === undefined ? {} : { findAccount: () => recordableAccount(db, account) };
  noteDoorVisit(request, visit);
}

/** Goes on after a proof: to the next step, or into the session. */
export async function enter(door: Door, exchange: Exchange, proof: Proof): Promise<SessionView> {
  const { request, reply } = exchange;
  const { isSecure } = door;
  const before = readCookie(request, "pending", isSecure);
  if (before !== undefined) await door.pending.end(before);
  if ((await stepOf(door, proof)) === undefined) {
    if (before !== undefined) clearCookie(reply, { name: "pending", isSecure });
    return openSession(door, exchange, proof);
  }
  const token = await door.pending.begin(proof.account, proof.methods);
  writeCookie(reply, token, { name: "pending", isSecure });
  return viewOf(door, request, { pending: await door.pending.find(token) });
}

/** The sign-in under way. @throws RuleViolation session.pending-ended */
export async function requirePending(
  door: Door,
  request: FastifyRequest,
): Promise<Pending & { readonly token: string }> {
  const pending = await findPending(door, request);
  if (pending === undefined) throw new RuleViolation("session.pending-ended", {}, { status: 401 });
  return pending;
}

/** Who sets a factor up: somebody who signs in and has none yet, or a signed-in person with a fresh proof. */
export interface Enroller {
  readonly account: string;
  readonly name: string;
  readonly methods: readonly SignInMethod[];
  readonly isSigningIn: boolean;
}

/** Signing in, only who has no factor may set one up: the password alone must not add a second key. */
export async function requireEnroller(door: Door, request: FastifyRequest): Promise<Enroller> {
  const { account, name, methods } = await requirePending(door, request);
  if ((await stepOf(door, { account, methods })) !== "enrol")
    throw new RuleViolation("session.factor-needed", {}, { status: 403 });
  return { account, name, methods, isSigningIn: true };
}

export async function askCeremony(
  door: Door,
  reply: FastifyReply,
  ceremony: Ceremony,
): Promise<void> {
  const token = await door.pending.ask(ceremony);
  const fromElsewhere = ceremony.kind.startsWith("oidc");
  writeCookie(reply, token, { name: "ceremony", isSecure: door.isSecure, fromElsewhere });
}

/** The exchange that this browser began, taken away. @throws RuleViolation session.ceremony-ended */
export async function takeCeremony(
  door: Door,
  request: FastifyRequest,
  kinds: readonly CeremonyKind[],
): Promise<Ceremony> {
  const token = readCookie(request, "ceremony", door.isSecure);
  const ceremony = token === undefined ? undefined : await door.pending.take(token, kinds);
  if (ceremony === undefined)
    throw new RuleViolation("session.ceremony-ended", {}, { status: 401 });
  return ceremony;
}

/** Records that a way of signing in changed, in the transaction that changed it. */
export async function recordChange(
  tx: Tx,
  { registry, clock }: Pick<Door, "registry" | "clock">,
  { account, change }: { readonly account: string; readonly change: CredentialChange },
): Promise<void> {
  const at = clock.now();
  await recordFact(tx, registry, {
    kind: "identity.credential-changed",
    source: "mingjing",
    sourceId: `credential/${nextUuid(at.getTime())}`,
    subject: `account:${account}`,
    occurredAt: at.toISOString(),
    payload: { account, change },
  });
}

/** Changes something and records it. `work` answers false if there was nothing to change. */
export async function changeCredential(
  door: Door & { readonly db: Database },
  what: { readonly account: string; readonly change: CredentialChange },
  work: (tx: Tx) => Promise<boolean>,
): Promise<boolean> {
  return inTransaction(door.db, async (tx) => {
    const isDone = await work(tx);
    if (isDone) await recordChange(tx, door, what);
    return isDone;
  });
}
