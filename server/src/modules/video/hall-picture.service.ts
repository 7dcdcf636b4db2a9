/**
 * The public picture of openings: the view of the host's desk while a session is on, in a folder that any web server can serve; when
 * the session is over its segments become the replay and their hash chain goes into the log.
 */
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  CHAIN_FILE,
  createLivePlaylist,
  initFile,
  type LivePlaylist,
  playlistOf,
  readChain,
  type RecorderEvent,
  segmentFile,
} from "../../../../cameras/src/index.ts";
import { isLive, isOver } from "../../../../contract/src/opening-values.ts";
import { isReadOut } from "../../kernel/method.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import { readEvents, sessionsWithin, stateOf } from "../opening/index.ts";
import { listRooms } from "../venue/index.ts";
import { listStays } from "./channel.store.ts";
import { isPublicView } from "./channel.ts";
import type { Attached, Gateway } from "./gateway.service.ts";
import { stateCoverage } from "./statement.ts";
import { isoOf } from "./times.ts";
import { haveEvent } from "./video.store.ts";

export interface HallPictureDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder with one folder a session. */
  readonly directory: string;
  readonly gateway: Gateway;
}

const TICK_MS = 2000;
/** A viewer is some three segments behind the camera. */
const SEGMENT_SECONDS = 1;
const RECENT_MS = 48 * 3_600_000;

const addresses = {
  segmentUrl: segmentFile,
  initUrl: ({ run }: { readonly run: string }) => initFile({ run }),
};

/** A reader never sees half a file. */
async function put(dir: string, name: string, text: string): Promise<void> {
  const draft = join(dir, `.${name}.new`);
  await writeFile(draft, text);
  await rename(draft, join(dir, name));
}

interface Session {
  readonly id: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly startsAt: string;
  readonly isLive: boolean;
  readonly isOver: boolean;
  readonly channel: string;
}

interface Showing {
  readonly attached: Attached;
}

export class HallPictures {
  readonly #deps: HallPictureDeps;
  readonly #showing = new Map<string, Showing>();
  #timer: NodeJS.Timeout | undefined;
  #tick: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(deps: HallPictureDeps) {
    this.#deps = deps;
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#tick;
    for (const { attached } of this.#showing.values()) await attached.stop();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#tick = this.#look()
        .catch((error: Error) => this.#deps.log.error({ err: error }, "video: public picture"))
        .finally(() => {
          if (!this.#isStopped) this.#schedule();
        });
    }, TICK_MS);
  }

  async #look(): Promise<void> {
    for (const session of await listShown(this.#deps)) {
      try {
        if (session.isLive) await this.#show(session);
        else if (session.isOver) await this.#end(session);
      } catch (error) {
        // What is wrong with one hall must not darken the others.
        this.#deps.log.error({ err: error, session: session.id }, "video: public picture");
      }
    }
  }

  async #show({ id, channel }: Session): Promise<void> {
    const showing = this.#showing.get(id);
    if (showing?.attached.isOpen() === true) return;
    if (showing !== undefined) await showing.attached.stop();
    this.#showing.delete(id);
    const { gateway, clock, directory } = this.#deps;
    const dir = join(directory, id);
    if (gateway.live(channel) === undefined) return;
    await mkdir(dir, { recursive: true });
    const playlist = createLivePlaylist(addresses);
    const attached = await gateway.record(channel, {
      dir,
      camera: id,
      now: () => clock.now().getTime(),
      segmentSeconds: SEGMENT_SECONDS,
      onEvent: (event) => this.#onEvent(dir, playlist, event),
    });
    if (attached !== undefined) this.#showing.set(id, { attached });
  }

  #onEvent(dir: string, playlist: LivePlaylist, event: RecorderEvent): void {
    if (event.kind !== "segment" || event.record.isCut) return;
    playlist.add(event.record);
    const text = playlist.text();
    if (text === undefined) return;
    void put(dir, "live.m3u8", text).catch((error: Error) =>
      this.#deps.log.warn({ err: error }, "video: public playlist"),
    );
  }

  /** The folder becomes the replay; a server that was stopped in between does it later. */
  async #end(session: Session): Promise<void> {
    await this.#showing.get(session.id)?.attached.stop();
    this.#showing.delete(session.id);
    const dir = join(this.#deps.directory, session.id);
    const hasFolder = (await stat(join(dir, CHAIN_FILE)).catch(() => undefined)) !== undefined;
    if (hasFolder) await sealReplay(this.#deps, session);
  }
}

/** Sessions of these days with the camera whose picture is public. */
async function listShown({ db, clock }: HallPictureDeps): Promise<Session[]> {
  const now = clock.now().getTime();
  const span = { from: new Date(now - RECENT_MS), to: new Date(now + RECENT_MS) };
  const near = await sessionsWithin(db, span);
  const sealed = await sealedAmong(
    db,
    near.map(({ id }) => id),
  );
  const rooms = await listRooms(db);
  const stays = await listStays(db);
  const events = await readEvents(
    db,
    near.map(({ id }) => id),
  );
  return near.flatMap(({ id, ocid, plan, method }) => {
    const room = rooms.find(({ name }) => name === plan.room);
    // A negotiation is no spectacle: its offers are not read out, so its desk is not shown.
    if (room === undefined || !isReadOut(method) || sealed.has(id)) return [];
    const { stage } = stateOf(events.get(id) ?? []);
    // What was shown is sealed also when the camera is gone since.
    const shown = stays.findLast(
      ({ channel: one, to }) =>
        one.room === room.room &&
        isPublicView(one, room.zone) &&
        (to === undefined || (isOver(stage) && to > plan.startsAt)),
    )?.channel;
    if (shown === undefined) return [];
    return [
      {
        id,
        ocid,
        lotId: plan.lotId,
        startsAt: plan.startsAt,
        channel: shown.channel,
        isLive: isLive(stage),
        isOver: isOver(stage),
      },
    ];
  });
}

/** A session has one replay, whichever camera looks at its room by now. */
async function sealedAmong(
  db: Database | Tx,
  sessions: readonly string[],
): Promise<ReadonlySet<string>> {
  const keys = [...(await haveEvent(db, "replay-sealed", sessions))];
  return new Set(sessions.filter((id) => keys.some((key) => key.startsWith(`${id}/`))));
}

/** Writes the playlist of the whole and records its chain. */
export async function sealReplay(
  { db, registry, clock, directory }: Omit<HallPictureDeps, "gateway" | "log">,
  { id, ocid, lotId, channel, startsAt }: Omit<Session, "isLive" | "isOver">,
): Promise<void> {
  const dir = join(directory, id);
  const records = await readChain(dir);
  const last = records.at(-1);
  if (last === undefined) return;
  await put(
    dir,
    "replay.m3u8",
    playlistOf(records, { ...addresses, discontinuities: 0, isEnded: true }),
  );
  await rm(join(dir, "live.m3u8"), { force: true });
  const first = Math.min(records[0]?.startAt ?? last.startAt, Date.parse(startsAt));
  const spans = records.map(({ startAt, endAt }) => ({ from: isoOf(startAt), to: isoOf(endAt) }));
  const coverage = stateCoverage({ from: isoOf(first), to: isoOf(last.endAt) }, spans, []);
  await inTransaction(db, async (tx) => {
    if ((await sealedAmong(tx, [id])).has(id)) return;
    await recordFact(tx, registry, {
      kind: "video.replay-sealed",
      source: "mingjing",
      sourceId: `video/replay/${id}/${last.number}`,
      subject: ocid,
      occurredAt: clock.now().toISOString(),
      payload: { session: id, lotId, channel, last: last.number, chain: last.chain, coverage },
    });
  });
}
