/** What writers do: find the office, send, open the mailbox, write again. Nothing of who they are comes this far. */
import { createHash, randomBytes } from "node:crypto";

import type { Department } from "../../../../contract/src/casework.ts";
import type {
  Challenge,
  LeaveMessage,
  MailboxReply,
  OfficeKeyView,
  ReadMessages,
  Recipient,
  SendTipoff,
  TipoffCoded,
  TipoffForm,
  TipoffTaken,
} from "../../../../contract/src/tipoffs.ts";
import { bytesOfKey, fingerprintOf } from "../../../../sealing/src/index.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { findDuty } from "../duties/index.ts";
import { boxOf } from "./boxes.ts";
import { requireWork } from "./challenge.ts";
import { readKnownLaw } from "./law.service.ts";
import { currentKeys, listUnits, type NamedUnit, type StoredKey } from "./office.store.ts";
import { placesOf, type Route, routeTipoff } from "./routing.ts";
import { clockOf, hourOf } from "./tipoff.ts";
import { addWaiting, findMailbox, listMessages, markRead, type Waiting } from "./waiting.store.ts";

export interface OfficeDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface WriterDeps extends OfficeDeps {
  /** Key of tasks. */
  readonly secret: string;
}

/** Kinds of units that a writer may name. */
const NAMED: ReadonlySet<NamedUnit["kind"]> = new Set<NamedUnit["kind"]>([
  "tradingCentre",
  "coordinator",
  "committee",
  "department",
  "discipline",
  "stationedDiscipline",
  "procuringEntity",
  "procurementAgency",
  "expertPool",
  "operations",
]);

export async function tipoffForm({ db, clock }: OfficeDeps): Promise<TipoffForm> {
  const units = await listUnits(db, plainDateOf(clock.now()));
  return {
    units: units.filter(({ kind }) => NAMED.has(kind)).map(({ id, name }) => ({ id, name })),
    places: [...placesOf(units)]
      .map(([code, name]) => ({ code, name }))
      .toSorted((a, b) => a.code.localeCompare(b.code)),
  };
}

interface Found {
  readonly route: Route;
  readonly key: StoredKey;
  readonly family: readonly string[];
  readonly keys: readonly string[];
}

/** @throws RuleViolation tipoffs.nobody, tipoffs.no-key */
async function findOffice({ db, clock }: OfficeDeps, coded: TipoffCoded): Promise<Found> {
  const on = plainDateOf(clock.now());
  const units = await listUnits(db, on);
  const keys = await currentKeys(db);
  const duty = await db.transaction().execute((tx) =>
    findDuty(tx, {
      matter: "tipoff",
      regime: coded.regime ?? null,
      industry: coded.industry ?? null,
      place: coded.place ?? null,
      on,
    }),
  );
  const found = routeTipoff({ coded, units, duty, haveKeys: new Set(keys.keys()) });
  if ("refusal" in found)
    throw new RuleViolation(
      found.refusal === "nobody" ? "tipoffs.nobody" : "tipoffs.no-key",
      {},
      { status: 409 },
    );
  const key = keys.get(found.route.department.id);
  if (key === undefined) throw new Error("routed to a unit without a key");
  const reported = units.find(({ id }) => id === coded.unit);
  return { ...found, key, keys: reported?.keys ?? [] };
}

export const keyView = ({
  keyId,
  publicKey,
}: Pick<StoredKey, "keyId" | "publicKey">): OfficeKeyView => ({
  keyId,
  publicKey,
  fingerprint: fingerprintOf(bytesOfKey(publicKey)),
});

export async function findRecipient(
  deps: OfficeDeps,
  coded: TipoffCoded,
  work: Challenge,
): Promise<Recipient> {
  const { route, key } = await findOffice(deps, coded);
  return { unit: route.department, key: keyView(key), work };
}

/** The token came out of a slow function of 80 random bits (sealing/src/receipt.ts): nobody guesses it from its hash. */
const tokenHashOf = (token: string): string =>
  createHash("sha256").update(`tip-off token ${token}`).digest("hex");

/** Twenty letters that say nothing. */
const newId = (): string =>
  BigInt(`0x${randomBytes(16).toString("hex")}`)
    .toString(36)
    .padStart(25, "0")
    .slice(-20);

/** What is kept of a tip-off. @throws RuleViolation tipoffs.nobody, tipoffs.no-key, tipoffs.stale-key */
export async function prepareTipoff(
  deps: OfficeDeps,
  sent: Omit<SendTipoff, "work">,
  hour: string,
): Promise<Waiting & { readonly unit: Department }> {
  const { coded, keyId, mailbox } = sent;
  const { route, key, family, keys } = await findOffice(deps, coded);
  if (key.keyId !== keyId) throw new RuleViolation("tipoffs.stale-key", {}, { status: 409 });
  const boxes = [sent.content, ...sent.files].map(boxOf);
  const [content, ...files] = boxes.map(({ ref }) => ref);
  if (content === undefined) throw new Error("no box of a list that has one");
  const tokenHash = tokenHashOf(mailbox.token);
  return {
    id: newId(),
    hour,
    tokenHash,
    unit: route.department,
    body: {
      kind: "tipoff",
      received: {
        coded,
        keyId,
        content,
        files,
        mailbox: { publicKey: mailbox.publicKey, tokenHash },
      },
      routed: { ...route, family: [...family], keys: [...keys], version: 0 },
      boxes,
    },
  };
}

/** @throws RuleViolation tipoffs.bad-work, tipoffs.nobody, tipoffs.no-key, tipoffs.stale-key */
export async function takeTipoff(
  deps: WriterDeps,
  { work, ...sent }: SendTipoff,
): Promise<TipoffTaken> {
  const now = deps.clock.now();
  requireWork(deps.secret, work, { content: sent.content, now });
  const { unit, ...waiting } = await prepareTipoff(deps, sent, hourOf(now));
  const { hour, tokenHash } = waiting;
  // A second sending of the same mailbox finds the first one: the answer was lost on the way back.
  if ((await findMailbox(deps.db, tokenHash)) === undefined) await addWaiting(deps.db, waiting);
  return { unit, hour, dueOn: clockOf(sent.coded, hour, await readKnownLaw(deps.db)).dueOn };
}

const NOT_THERE = "-";

/** Hit and miss ask the same things of the database. */
export async function openMailbox(
  deps: OfficeDeps,
  token: string,
  work: Challenge,
): Promise<MailboxReply> {
  const mailbox = await findMailbox(deps.db, tokenHashOf(token));
  const messages = await listMessages(deps.db, mailbox?.tipoffId ?? NOT_THERE);
  const keys = await currentKeys(deps.db);
  const law = await readKnownLaw(deps.db);
  const key = keys.get(mailbox?.unit.id ?? NOT_THERE);
  if (mailbox === undefined || key === undefined) return { mailbox: null };
  const { state, unit, outcome, coded } = mailbox;
  const hour = mailbox.hour.toISOString();
  return {
    mailbox: {
      state,
      unit,
      ...(outcome === null ? {} : { outcome }),
      hour,
      dueOn: clockOf(coded, hour, law).dueOn,
      messages: messages.map(({ at, box, isWaiting: _isWaiting, ...message }) => ({
        ...message,
        day: plainDateOf(at),
        ...(box === null ? {} : { box }),
      })),
      key: keyView(key),
      work,
    },
  };
}

/** @throws RuleViolation tipoffs.no-mailbox */
async function mailboxFor(deps: OfficeDeps, token: string) {
  const mailbox = await findMailbox(deps.db, tokenHashOf(token));
  if (mailbox === undefined) throw new RuleViolation("tipoffs.no-mailbox", {}, { status: 404 });
  return mailbox;
}

/** @throws RuleViolation tipoffs.bad-work, tipoffs.no-mailbox, tipoffs.stale-key */
export async function leaveMessage(deps: WriterDeps, sent: LeaveMessage): Promise<void> {
  const now = deps.clock.now();
  requireWork(deps.secret, sent.work, { content: sent.box, now });
  const mailbox = await mailboxFor(deps, sent.token);
  if (mailbox.state === "closed")
    throw new RuleViolation("tipoffs.bad-transition", { from: "closed", act: "write" });
  const key = (await currentKeys(deps.db)).get(mailbox.unit.id);
  if (key?.keyId !== sent.keyId) throw new RuleViolation("tipoffs.stale-key", {}, { status: 409 });
  await addWaiting(deps.db, {
    id: newId(),
    hour: hourOf(now),
    tokenHash: tokenHashOf(sent.token),
    body: {
      kind: "message",
      tipoffId: mailbox.tipoffId,
      keyId: sent.keyId,
      box: boxOf(sent.box),
    },
  });
}

/** @throws RuleViolation tipoffs.no-mailbox */
export async function noteRead(deps: OfficeDeps, { token, messages }: ReadMessages): Promise<void> {
  const { tipoffId } = await mailboxFor(deps, token);
  const day = plainDateOf(deps.clock.now());
  await markRead(deps.db, tipoffId, { messages, day, by: "writer" });
}
