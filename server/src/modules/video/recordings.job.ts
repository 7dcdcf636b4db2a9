/** Statements of what was recorded of a booking that has ended. */
import type { RecordingExtended } from "../../../../contract/src/facts/video.recording-extended.ts";
import type { CameraClock } from "../../../../contract/src/video-values.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import { type Booking, bookingsIn } from "../venue/index.ts";
import { listStays } from "./channel.store.ts";
import { camerasDuring, type Channel } from "./channel.ts";
import { stateCoverage } from "./statement.ts";
import { haveEvent, headsOf, spansOf, troublesOf } from "./video.store.ts";

export interface RecordingJobDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly log: Log;
  readonly directory: string;
}

const SETTLE_MS = 90_000;
const BACK_MS = 3 * 86_400_000;

/**
 * States what each camera recorded of a booking that has ended: once, for the project's certificate. From when it came on; one that
 * was taken away is missed until the end.
 */
export async function stateCoverages(deps: RecordingJobDeps, now: Date): Promise<number> {
  const { db } = deps;
  const to = new Date(now.getTime() - SETTLE_MS).toISOString();
  const span = { from: new Date(now.getTime() - BACK_MS).toISOString(), to };
  const ended = (await bookingsIn(db, span)).filter(
    (one) => one.cancelledAt === undefined && one.ocid !== undefined && one.to <= to,
  );
  const stated = await haveEvent(
    db,
    "coverage-stated",
    ended.map(({ booking }) => booking),
  );
  const stays = await listStays(db);
  let count = 0;
  for (const booking of ended)
    for (const { channel, from } of camerasDuring(stays, booking))
      if (!stated.has(`${booking.booking}/${channel.channel}`))
        count += await stateOne(deps, { booking, channel, from, now });
  return count;
}

/** The largest of what the camera told of its clock during the time; undefined: it told nothing. */
const worstClock = (heads: readonly Pick<RecordingExtended, "clock">[]): CameraClock | undefined =>
  heads
    .flatMap(({ clock }) => clock ?? [])
    .toSorted((a, b) => Math.abs(b.offsetMs) - Math.abs(a.offsetMs))[0];

interface Stating {
  readonly booking: Booking;
  readonly channel: Channel;
  readonly from: string;
  readonly now: Date;
}

async function stateOne(
  { db, registry }: RecordingJobDeps,
  { booking: { booking, room, roomName, use, to, ocid = "" }, channel, from, now }: Stating,
): Promise<number> {
  const span = { from, to };
  const heads = await headsOf(db, channel.channel, span);
  // A camera for demonstrations that drew nothing is no camera that failed.
  if (heads.length === 0 && channel.source === "drawn") return 0;
  const troubles = await troublesOf(db, channel.channel, span);
  const coverage = stateCoverage(span, await spansOf(db, channel.channel, span), troubles);
  const chain = heads.at(-1)?.chain;
  const clock = worstClock(heads);
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "video.coverage-stated",
      source: "mingjing",
      sourceId: `video/coverage/${booking}/${channel.channel}`,
      subject: ocid,
      occurredAt: now.toISOString(),
      payload: {
        booking,
        room,
        roomName,
        use,
        channel: channel.channel,
        title: channel.title,
        coverage,
        ...(chain === undefined ? {} : { chain }),
        ...(clock === undefined ? {} : { clock }),
      },
    }),
  );
  return 1;
}
