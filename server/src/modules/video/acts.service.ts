/** Acts about cameras and recordings: registering, handing out clips, keeping beyond the time. */
import { randomBytes } from "node:crypto";

import type { RegisterChannel } from "../../../../contract/src/camera-register.ts";
import type { ExportClip, HoldRecording } from "../../../../contract/src/video.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { seal } from "../../platform/seal.ts";
import { listRooms } from "../venue/index.ts";
import type { Booking } from "../venue/index.ts";
import type { FactsRequest } from "../witness/index.ts";
import { countRegistrations, listChannels } from "./channel.store.ts";
import type { Channel } from "./channel.ts";
import { clipPage, clipReadme, type ClipWords } from "./clip-text.ts";
import { listAccepted } from "./device.store.ts";
import { type ClipPack, type DayProof, packClip, type Recordings } from "./recording.service.ts";
import { stateCoverage } from "./statement.ts";
import { findHold, gapFactsOf, headsOf, putSource, troublesOf } from "./video.store.ts";

export interface VideoActContext {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly actor: Pick<Actor, "account" | "name" | "department">;
  readonly at: Date;
}

const officerOf = ({ account, name, department }: VideoActContext["actor"]) => ({
  account,
  name,
  department,
});

/** Of a device: one that was accepted, and a channel that no other camera has. @throws RuleViolation video.no-device, video.device-channel-taken */
async function requireDeviceChannel(tx: Tx, wanted: Omit<RegisterChannel, "address">) {
  const { device } = wanted;
  if (device === undefined) throw new RuleViolation("video.no-device", {}, { status: 400 });
  const accepted = await listAccepted(tx);
  if (!accepted.some((one) => one.isInUse && one.device === device.device))
    throw new RuleViolation("video.no-device", {}, { status: 400 });
  const other = (await listChannels(tx)).find(
    (one) =>
      one.isInUse &&
      one.channel !== wanted.channel &&
      one.device?.device === device.device &&
      one.device.channel === device.channel,
  );
  if (other !== undefined)
    throw new RuleViolation("video.device-channel-taken", { title: other.title });
}

/** @throws RuleViolation video.no-room, video.no-address, video.no-device, video.device-channel-taken */
export async function registerChannel(
  context: VideoActContext,
  { address, ...wanted }: RegisterChannel,
  addressKey: () => Promise<string>,
): Promise<void> {
  const { db, registry, actor, at } = context;
  const rooms = await listRooms(db);
  if (!rooms.some(({ room, isInUse }) => isInUse && room === wanted.room))
    throw new RuleViolation("video.no-room", { room: wanted.room }, { status: 400 });
  const sealed =
    address === undefined
      ? undefined
      : seal(address, { key: await addressKey(), owner: wanted.channel });
  await inTransaction(db, async (tx) => {
    const count = await countRegistrations(tx, wanted.channel);
    if (count === 0 && wanted.source === "rtsp" && sealed === undefined)
      throw new RuleViolation("video.no-address", {}, { status: 400 });
    if (wanted.source === "gb28181" && wanted.isInUse) await requireDeviceChannel(tx, wanted);
    await recordFact(tx, registry, {
      kind: "video.channel-registered",
      source: "mingjing",
      sourceId: `video/channel/${wanted.channel}/${count + 1}`,
      subject: `channel:${wanted.channel}`,
      occurredAt: at.toISOString(),
      payload: { ...wanted, officer: officerOf(actor) },
    });
    if (sealed !== undefined) await putSource(tx, wanted.channel, sealed);
  });
}

interface Bound {
  readonly channel: Channel;
  readonly booking: Booking;
}

export interface ExportedClip extends ClipPack {
  readonly clip: string;
}

interface TextParts {
  readonly words: ClipWords;
  readonly channel: string;
  readonly heads: Awaited<ReturnType<typeof headsOf>>;
  readonly recordings: Recordings;
  /** File of the facts of the recording with their place in the log; undefined: they are in no checkpoint yet. */
  readonly certificate: string | undefined;
}

/** What stands beside the films: a page, a text, the facts in the log, and what leads from each clip's end to them. */
async function textsOf(
  { words, channel, heads, recordings, certificate }: TextParts,
  proofs: readonly DayProof[],
): Promise<Readonly<Record<string, string>>> {
  const files = proofs.flatMap(({ day, parts }) => parts.map(({ file }) => `${day}/${file}`));
  const days = await Promise.all(
    proofs.map(async ({ day, parts }) => {
      const records = parts.flatMap((part) => part.records);
      const last = records.at(-1)?.number ?? 0;
      const head = heads.find((one) => one.recording === day && one.last >= last);
      const place = { first: records[0]?.number ?? 0, last, head: head?.last ?? last };
      return { day, ...(await recordings.besideOf(channel, day, place)) };
    }),
  );
  const content = { format: "mingjing-clip/1", ...words, channel, files, days };
  return {
    "说明.txt": clipReadme(words, certificate !== undefined),
    "index.html": clipPage(words, files, certificate !== undefined),
    "clip.json": `${JSON.stringify(content, null, 2)}\n`,
    ...(certificate === undefined ? {} : { "chain.mjcert.json": certificate }),
  };
}

export interface ExportParts {
  readonly wanted: ExportClip;
  readonly recordings: Recordings;
  /** Facts of the recording as the log proves them; undefined: no checkpoint covers one yet. */
  readonly certify: (wanted: FactsRequest) => Promise<string | undefined>;
}

/** The pack stands on the disk and its hash in the log before it is handed out. @throws RuleViolation video.* */
export async function exportClip(
  { db, registry, actor, at }: VideoActContext,
  { channel, booking }: Bound,
  { wanted, recordings, certify }: ExportParts,
): Promise<ExportedClip> {
  const { span, purpose, reason, ocid } = wanted;
  const clip = randomBytes(16).toString("hex");
  const id = channel.channel;
  const troubles = await troublesOf(db, id, span);
  const coverage = stateCoverage(span, await recordings.spansOf(id, span), troubles);
  const heads = await headsOf(db, id, span);
  const words: ClipWords = {
    clip,
    title: channel.title,
    roomName: booking.roomName,
    ocid,
    coverage,
    purpose,
    reason,
    officer: officerOf(actor),
    at: at.toISOString(),
  };
  const gaps = await gapFactsOf(db, id, span);
  const certificate = await certify({
    subject: `channel:${id}`,
    title: `${booking.roomName} ${channel.title}`,
    issuedAt: at,
    factIds: [...heads.map(({ factId }) => factId), ...gaps],
  });
  const texts = (proofs: readonly DayProof[]) =>
    textsOf({ words, channel: id, heads, recordings, certificate }, proofs);
  const pack = await packClip(recordings, { channel: id, span, texts });
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "video.clip-exported",
      source: "mingjing",
      sourceId: `video/clip/${clip}`,
      subject: ocid,
      occurredAt: at.toISOString(),
      payload: {
        clip,
        channel: id,
        coverage,
        hash: pack.hash,
        bytes: pack.bytes,
        purpose,
        reason,
        officer: officerOf(actor),
      },
    }),
  );
  return { ...pack, clip };
}

export async function holdRecording(
  { db, registry, actor, at }: VideoActContext,
  { ocid, ...wanted }: HoldRecording,
): Promise<string> {
  const hold = randomBytes(16).toString("hex");
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "video.hold-set",
      source: "mingjing",
      sourceId: `video/hold/${hold}`,
      subject: ocid,
      occurredAt: at.toISOString(),
      payload: { hold, ...wanted, officer: officerOf(actor) },
    }),
  );
  return hold;
}

/** @throws RuleViolation video.no-hold */
export async function endHold(
  { db, registry, actor, at }: VideoActContext,
  hold: string,
  reason: string,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const held = await findHold(tx, hold);
    if (held === undefined) throw new RuleViolation("video.no-hold", {}, { status: 404 });
    await recordFact(tx, registry, {
      kind: "video.hold-ended",
      source: "mingjing",
      sourceId: `video/hold/${hold}/end`,
      subject: held.ocid,
      occurredAt: at.toISOString(),
      payload: { hold, reason, officer: officerOf(actor) },
    });
  });
}
