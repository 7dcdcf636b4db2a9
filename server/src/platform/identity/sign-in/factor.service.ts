/** Second factors: proving one, setting one up. */
import type { FastifyRequest } from "fastify";

import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { seal, unseal } from "../../seal.ts";
import {
  addPasskey,
  countPasskeyUse,
  credentialsOf,
  findPasskey,
  findTotpSecret,
  passkeysOf,
  setRecoveryCodes,
  setTotp,
  takeTotpStep,
  useRecoveryCode,
} from "./credential.store.ts";
import type { Door } from "./door.ts";
import {
  askCeremony,
  changeCredential,
  type Enroller,
  type Exchange,
  noteTry,
  takeCeremony,
} from "./enter.ts";
import {
  askForPasskey,
  counterAfter,
  offerPasskey,
  passkeyMade,
  type Site,
  siteOf,
} from "./passkey.ts";
import { hashOfRecoveryCode, makeRecoveryCodes } from "./recovery-codes.ts";
import { draftSecret, stepOfCode } from "./totp.ts";

/** @throws RuleViolation passkey.no-site where passkeys cannot work */
export function requireSite({ settings }: Door, request: FastifyRequest): Site {
  const site = siteOf(settings.publicUrl, request.headers.host);
  if (site === undefined) throw new RuleViolation("passkey.no-site", {}, { status: 400 });
  return site;
}

/** Whether the code is right and was not taken before. */
export async function isTotp(door: Door, account: string, code: string): Promise<boolean> {
  const sealed = await findTotpSecret(door.db, account);
  if (sealed === undefined) return false;
  const secret = unseal(sealed, { key: await door.settings.factorKey(), owner: account });
  const step = stepOfCode({ secret, code, now: door.clock.now() });
  return step !== undefined && takeTotpStep(door.db, account, step);
}

export const isRecoveryCode = (door: Door, account: string, code: string): Promise<boolean> =>
  useRecoveryCode(door.db, account, hashOfRecoveryCode(code));

/** Options of a passkey's proof; for one account, or for whoever holds a key. */
export async function beginPasskeyProof(
  door: Door,
  { request, reply }: Exchange,
  account: string | null,
) {
  const site = requireSite(door, request);
  const known = account === null ? [] : await passkeysOf(door.db, account);
  const options = await askForPasskey(site, known);
  const asked = { challenge: options.challenge };
  await askCeremony(door, reply, { kind: "passkey-proof", account, asked });
  return { options: { ...options } };
}

/** Account that the answer proves. @throws RuleViolation passkey.refused */
export async function finishPasskeyProof(
  door: Door,
  request: FastifyRequest,
  answer: { readonly id: string },
): Promise<string> {
  const site = requireSite(door, request);
  const { account, asked } = await takeCeremony(door, request, ["passkey-proof"]);
  const known = await findPasskey(door.db, answer.id);
  noteTry(door, request, known?.account ?? account ?? undefined);
  const refused = new RuleViolation("passkey.refused", {}, { status: 401 });
  if (known === undefined || (account !== null && account !== known.account)) throw refused;
  const proof = { site, challenge: asked["challenge"] ?? "" };
  const counter = await counterAfter(answer, known, proof);
  if (counter === undefined || !(await countPasskeyUse(door.db, known, counter))) throw refused;
  if ((await door.store.findAccount(known.account)) === undefined) throw refused;
  return known.account;
}

/** A seed for an app; it counts once a code made from it was typed. */
export async function draftTotp(door: Door, { reply }: Exchange, { account }: Enroller) {
  const draft = draftSecret(account);
  const sealed = seal(draft.secret, { key: await door.settings.factorKey(), owner: account });
  const asked = { sealed: sealed.toString("base64") };
  await askCeremony(door, reply, { kind: "totp-draft", account, asked });
  return draft;
}

/** @returns recovery codes if the account had none. @throws RuleViolation totp.wrong-code, session.ceremony-ended */
export async function enrolTotp(
  door: Door,
  { account }: Enroller,
  { token, code }: { readonly token: string | undefined; readonly code: string },
): Promise<readonly string[]> {
  const draft = token === undefined ? undefined : await door.pending.look(token, "totp-draft");
  if (token === undefined || draft?.account !== account)
    throw new RuleViolation("session.ceremony-ended", {}, { status: 401 });
  const secret = Buffer.from(draft.asked["sealed"] ?? "", "base64");
  const key = await door.settings.factorKey();
  const step = stepOfCode({
    secret: unseal(secret, { key, owner: account }),
    code,
    now: door.clock.now(),
  });
  if (step === undefined) throw new RuleViolation("totp.wrong-code", {}, { status: 401 });
  await door.pending.take(token, ["totp-draft"]);
  await changeCredential(door, { account, change: "totpEnrolled" }, async (tx) => {
    await setTotp(tx, account, { secret, step });
    return true;
  });
  return firstRecoveryCodes(door, account);
}

export async function beginPasskeyEnrolment(
  door: Door,
  { request, reply }: Exchange,
  { account, name }: Enroller,
) {
  const known = await passkeysOf(door.db, account);
  const options = await offerPasskey(requireSite(door, request), { account, name, known });
  const asked = { challenge: options.challenge };
  await askCeremony(door, reply, { kind: "passkey-new", account, asked });
  return { options: { ...options } };
}

/** @returns recovery codes if the account had none. @throws RuleViolation passkey.refused */
export async function enrolPasskey(
  door: Door,
  request: FastifyRequest,
  {
    account,
    answer,
    name,
  }: { readonly account: string; readonly answer: unknown; readonly name: string },
): Promise<readonly string[]> {
  const site = requireSite(door, request);
  const ceremony = await takeCeremony(door, request, ["passkey-new"]);
  const proof = { site, challenge: ceremony.asked["challenge"] ?? "" };
  const made = ceremony.account === account ? await passkeyMade(answer, account, proof) : undefined;
  const isAdded =
    made !== undefined &&
    (await changeCredential(door, { account, change: "passkeyAdded" }, (tx) =>
      addPasskey(tx, made, name),
    ));
  if (!isAdded) throw new RuleViolation("passkey.refused", {}, { status: 401 });
  return firstRecoveryCodes(door, account);
}

async function firstRecoveryCodes(door: Door, account: string): Promise<readonly string[]> {
  const has = await credentialsOf(door.db, account);
  return has?.recoveryCodes === 0 ? renewRecoveryCodes(door, account) : [];
}

/** Ten new codes, shown once. */
export async function renewRecoveryCodes(door: Door, account: string): Promise<readonly string[]> {
  const codes = makeRecoveryCodes();
  await changeCredential(door, { account, change: "recoveryCodesMade" }, async (tx) => {
    await setRecoveryCodes(tx, account, codes.map(hashOfRecoveryCode));
    return true;
  });
  return codes;
}
