/** Resets by two persons of two units. The link is shown once and kept as a hash; facts say who, why and when. */
import { randomBytes } from "node:crypto";

import type { RequestReset, ResetRow } from "../../../../../contract/src/session.ts";
import { plainDateOf } from "../../../kernel/plain-date.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { inTransaction, type Tx } from "../../database.ts";
import { recordFact } from "../../facts/record.ts";
import { useActivationLink } from "../accounts/account-letter.store.ts";
import type { Actor } from "../session.store.ts";
import { removeFactors, setPassword } from "./credential.store.ts";
import type { Door } from "./door.ts";
import { recordChange } from "./enter.ts";
import { hashPassword, requireGoodPassword } from "./password.ts";
import {
  addResetLink,
  LINK_HOURS,
  listResets,
  lockReset,
  type Reset,
  unitsOfPerson,
  useResetLink,
} from "./reset.store.ts";

/** Why this reader may not approve; undefined if he may. */
function approvalFault(
  { by, unit, account, approvedAt }: Reset,
  actor: Actor,
): RuleViolation | undefined {
  if (approvedAt !== null) return new RuleViolation("reset.approved-already");
  if (by === actor.account) return new RuleViolation("reset.same-person", {}, { status: 403 });
  if (account === actor.account) return new RuleViolation("reset.own-account", {}, { status: 403 });
  return unit === actor.department.id
    ? new RuleViolation("reset.same-unit", {}, { status: 403 })
    : undefined;
}

export interface ResetReader {
  readonly actor: Actor;
  readonly mayApprove: boolean;
}

/** Requests of the reader's own unit; approvers see all. */
export async function showResets(
  { db, clock }: Door,
  { actor, mayApprove }: ResetReader,
): Promise<ResetRow[]> {
  const resets = await listResets(db, clock.now());
  return resets
    .filter(({ unit }) => mayApprove || unit === actor.department.id)
    .map((reset) => ({
      reset: reset.reset,
      account: reset.account,
      name: reset.name,
      factors: reset.factors,
      reason: reset.reason,
      requestedBy: reset.byName,
      requestedByUnit: reset.unitName,
      requestedAt: reset.requestedAt.toISOString(),
      ...(reset.approvedBy === null ? {} : { approvedBy: reset.approvedBy }),
      ...(reset.approvedAt === null ? {} : { approvedAt: reset.approvedAt.toISOString() }),
      mayApprove: mayApprove && approvalFault(reset, actor) === undefined,
    }));
}

/** The security administrator for anybody, a chief for the people of his own unit; nobody for himself. */
async function requireMayRequest(door: Door, actor: Actor, account: string): Promise<void> {
  if (account === actor.account) throw new RuleViolation("reset.own-account", {}, { status: 403 });
  const known = await door.store.findAccount(account);
  const units = await unitsOfPerson(door.db, account, plainDateOf(door.clock.now()));
  const isOwnUnit = units.includes(actor.department.id);
  // To a chief, a person of another unit is like nobody.
  if (known === undefined || (actor.role !== "securityAdmin" && !isOwnUnit))
    throw new RuleViolation("reset.unknown-account", {}, { status: 404 });
  const open = (await listResets(door.db, door.clock.now())).find(
    (one) => one.account === account && one.approvedAt === null,
  );
  if (open !== undefined) throw new RuleViolation("reset.open-already");
}

export async function requestReset(door: Door, actor: Actor, wish: RequestReset): Promise<string> {
  await requireMayRequest(door, actor, wish.account);
  const reset = `reset-${randomBytes(8).toString("hex")}`;
  await inTransaction(door.db, (tx) =>
    record(tx, door, {
      kind: "identity.reset-requested",
      reset,
      payload: { ...wish, reset, by: actor.account, unit: actor.department.id },
    }),
  );
  return reset;
}

async function record(
  tx: Tx,
  { registry, clock }: Door,
  fact: {
    readonly kind: string;
    readonly reset: string;
    readonly payload: Record<string, unknown>;
  },
): Promise<void> {
  await recordFact(tx, registry, {
    kind: fact.kind,
    source: "mingjing",
    sourceId: `${fact.kind}/${fact.reset}`,
    subject: `reset:${fact.reset}`,
    occurredAt: clock.now().toISOString(),
    payload: fact.payload,
  });
}

/** @returns the token of the link, shown to the approver once. */
export async function approveReset(
  door: Door,
  actor: Actor,
  id: string,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const token = randomBytes(24).toString("base64url");
  const now = new Date();
  await inTransaction(door.db, async (tx) => {
    const reset = await lockReset(tx, id, door.clock.now());
    if (reset === undefined) throw new RuleViolation("reset.not-found");
    const fault = approvalFault(reset, actor);
    if (fault !== undefined) throw fault;
    await record(tx, door, {
      kind: "identity.reset-approved",
      reset: id,
      payload: { reset: id, by: actor.account, unit: actor.department.id },
    });
    await addResetLink(tx, token, { account: reset.account, reset: id });
  });
  return { token, expiresAt: new Date(now.getTime() + LINK_HOURS * 3_600_000).toISOString() };
}

/** Sets the new password by the link; sessions of the account end. @returns the account */
export async function useReset(
  door: Door,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<string> {
  requireGoodPassword(password, "");
  const passwordHash = await hashPassword(password);
  const account = await inTransaction(door.db, async (tx) => {
    const used = await useResetLink(tx, token);
    if (used === undefined) throw new RuleViolation("session.link-used", {}, { status: 401 });
    requireGoodPassword(password, used.account);
    await setPassword(tx, used.account, passwordHash);
    if (used.factors) await removeFactors(tx, used.account);
    await recordChange(tx, door, { account: used.account, change: "resetDone" });
    return used.account;
  });
  await door.store.closeAll(account);
  door.forget();
  return account;
}

/** Sets the first password of an opened account by its link. @returns the account */
export async function activate(
  door: Door,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<string> {
  requireGoodPassword(password, "");
  const passwordHash = await hashPassword(password);
  return inTransaction(door.db, async (tx) => {
    const account = await useActivationLink(tx, token);
    if (account === undefined) throw new RuleViolation("accounts.link-used", {}, { status: 401 });
    requireGoodPassword(password, account);
    await setPassword(tx, account, passwordHash);
    await recordChange(tx, door, { account, change: "activated" });
    return account;
  });
}
