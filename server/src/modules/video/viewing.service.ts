/** Looking at pictures: asked for, on record, and for no longer than was granted. */
import { randomBytes } from "node:crypto";

import { isSealedRole } from "../../../../contract/src/audit.ts";
import type { Span } from "../../../../contract/src/video-values.ts";
import type { OpenViewing, Viewing } from "../../../../contract/src/video.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { bookingsIn } from "../venue/index.ts";
import { listChannels, listStays } from "./channel.store.ts";
import { type Channel, staysIn } from "./channel.ts";
import { stateCoverage } from "./statement.ts";
import { makeTicket } from "./ticket.ts";
import {
  countLooks,
  dropSealedViewings,
  findSealedViewing,
  findViewing,
  putSealedViewing,
  spansOf,
  type StoredViewing,
  troublesOf,
  visibleOf,
} from "./video.store.ts";
import { bindingOf, windowOf } from "./viewing.ts";

export interface ViewingDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly reader: ScopedReader;
  /** 32 bytes, hex; the same in all processes. */
  readonly ticketKey: () => Promise<string>;
}

export interface Viewer {
  readonly actor: Actor;
  /** Mark of the session. */
  readonly session: string;
  readonly at: Date;
}

const HOUR_MS = 3_600_000;

/** @throws RuleViolation video.not-found */
export async function getChannel(db: Database, id: string): Promise<Channel> {
  const channels = await listChannels(db);
  const channel = channels.find((one) => one.channel === id && one.isInUse);
  if (channel === undefined) throw new RuleViolation("video.not-found", { channel: id });
  return channel;
}

/** As times are stored, so that they compare as texts. */
export const inIso = ({ from, to }: Span): Span => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/**
 * The camera as it was then: what it saw belongs to the room in which it was.
 * @throws RuleViolation video.not-found, video.not-bound where it was in several rooms meanwhile
 */
export async function getChannelDuring(db: Database, id: string, span: Span): Promise<Channel> {
  const stays = staysIn(await listStays(db), inIso(span)).filter(
    ({ channel }) => channel.channel === id,
  );
  const channel = stays.at(-1)?.channel;
  if (channel === undefined) throw new RuleViolation("video.not-found", { channel: id });
  if (stays.some((one) => one.channel.room !== channel.room))
    throw new RuleViolation("video.not-bound", { channel: channel.title }, { status: 403 });
  return channel;
}

/** Also for one that is there and not for these eyes. @throws RuleViolation video.no-project */
export async function requireVisible(
  { reader }: Pick<ViewingDeps, "reader">,
  { scope }: Pick<Actor, "scope">,
  ocid: string,
): Promise<void> {
  const seen = await reader.read(scope, (tx) => visibleOf(tx, scope, [ocid]));
  if (!seen.has(ocid)) throw new RuleViolation("video.no-project", { ocid }, { status: 403 });
}

const watermarkOf = ({ name, department, account }: Actor, at: Date): string =>
  `${department.name} ${name} ${account} ${plainDateOf(at)}`;

const coverageOf = async (db: Database, channel: string, span: Span) =>
  stateCoverage(span, await spansOf(db, channel, span), await troublesOf(db, channel, span));

/** @throws RuleViolation video.* */
export async function openViewing(
  deps: ViewingDeps,
  { actor, session, at }: Viewer,
  wanted: OpenViewing,
): Promise<Viewing> {
  const { db, registry } = deps;
  await requireVisible(deps, actor, wanted.ocid);
  const now = at.getTime();
  const { recorded } = wanted;
  const channel =
    recorded === undefined
      ? await getChannel(db, wanted.channel)
      : await getChannelDuring(db, wanted.channel, recorded);
  const around = {
    from: new Date(Date.parse(recorded?.from ?? at.toISOString()) - HOUR_MS).toISOString(),
    to: new Date(Date.parse(recorded?.to ?? at.toISOString()) + HOUR_MS).toISOString(),
  };
  const bookings = await bookingsIn(db, { ...around, room: channel.room, ocid: wanted.ocid });
  const booking = bindingOf({ wanted, now }, channel, bookings);
  const { until } = windowOf({ wanted, now }, booking);
  const coverage =
    recorded === undefined ? undefined : await coverageOf(db, channel.channel, recorded);
  const viewing = randomBytes(16).toString("hex");
  const { account, name, department } = actor;
  const payload = {
    viewing,
    channel: channel.channel,
    room: channel.room,
    zone: booking.zone,
    ...(wanted.purpose === undefined ? {} : { purpose: wanted.purpose }),
    ...(wanted.reason === undefined ? {} : { reason: wanted.reason }),
    until: new Date(until).toISOString(),
    ...(recorded === undefined ? {} : { recorded }),
    officer: { account, name, department },
  };
  const { ocid } = wanted;
  if (isSealedRole(actor.role))
    await keepSealed(deps, { ...payload, ocid, at: at.toISOString() }, at);
  else
    await inTransaction(db, (tx) =>
      recordFact(tx, registry, {
        kind: "video.viewing-opened",
        source: "mingjing",
        sourceId: `video/viewing/${viewing}`,
        subject: ocid,
        occurredAt: at.toISOString(),
        payload,
      }),
    );
  return {
    viewing,
    channel: channel.channel,
    until: payload.until,
    watermark: watermarkOf(actor, at),
    ticket: makeTicket(await deps.ticketKey(), { viewing, session }, now),
    ...(coverage === undefined ? {} : { coverage }),
  };
}

/**
 * No fact tells of a look of those whose reads are sealed (decision 0011): its record is the sealed one of the request. What the
 * live line needs is kept here, unreadable without a key that is not in the database, until the look is over.
 */
async function keepSealed(
  { db, ticketKey }: ViewingDeps,
  viewing: StoredViewing,
  at: Date,
): Promise<void> {
  const owner = `viewing ${viewing.viewing}`;
  const sealed = seal(JSON.stringify(viewing), { key: await ticketKey(), owner });
  await dropSealedViewings(db, at);
  await putSealedViewing(db, { viewing: viewing.viewing, until: viewing.until, sealed });
}

async function findSealed(
  { db, ticketKey }: Pick<ViewingDeps, "db" | "ticketKey">,
  id: string,
): Promise<StoredViewing | undefined> {
  const sealed = await findSealedViewing(db, id);
  if (sealed === undefined) return undefined;
  const text = unseal(sealed, { key: await ticketKey(), owner: `viewing ${id}` });
  return { ...(JSON.parse(text) as StoredViewing), isSealed: true };
}

/** The reader's own viewing while it lasts. @throws RuleViolation video.viewing-refused */
export async function requireViewing(
  deps: Pick<ViewingDeps, "db" | "ticketKey">,
  { actor, at }: Omit<Viewer, "session">,
  id: string,
): Promise<StoredViewing> {
  const viewing = (await findViewing(deps.db, id)) ?? (await findSealed(deps, id));
  if (viewing === undefined || viewing.officer.account !== actor.account)
    throw new RuleViolation("video.viewing-refused", {}, { status: 403 });
  if (Date.parse(viewing.until) <= at.getTime())
    throw new RuleViolation("video.viewing-over", {}, { status: 403 });
  return viewing;
}

/** Another ticket, as a line breaks and is taken up again. @throws RuleViolation video.viewing-* */
export async function renewTicket(deps: ViewingDeps, viewer: Viewer, id: string): Promise<Viewing> {
  const { viewing, channel, until } = await requireViewing(deps, viewer, id);
  const { actor, session, at } = viewer;
  const ticket = makeTicket(await deps.ticketKey(), { viewing, session }, at.getTime());
  return { viewing, channel, until, watermark: watermarkOf(actor, at), ticket };
}

interface Looked {
  readonly seconds: number;
  readonly at: Date;
  /** Of a recording. */
  readonly stretches?: readonly Span[];
}

/** How long pictures went to a viewer, and what of a recording. */
export async function recordLook(
  { db, registry }: Pick<ActContext, "db" | "registry">,
  { viewing, ocid, officer, isSealed }: StoredViewing,
  { seconds, at, stretches }: Looked,
): Promise<void> {
  if (isSealed === true) return;
  await inTransaction(db, async (tx) => {
    const look = (await countLooks(tx, viewing)) + 1;
    await recordFact(tx, registry, {
      kind: "video.viewing-ended",
      source: "mingjing",
      sourceId: `video/viewing/${viewing}/${randomBytes(6).toString("hex")}`,
      subject: ocid,
      occurredAt: at.toISOString(),
      payload: {
        viewing,
        look,
        seconds: Math.round(seconds * 10) / 10,
        ...(stretches === undefined ? {} : { stretches }),
        account: officer.account,
      },
    });
  });
}
