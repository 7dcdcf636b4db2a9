/** Cameras of rooms: live for those entitled, recorded as evidence, seen for a stated purpose and on record. */
import { join } from "node:path";

import type { CameraInput } from "../../../../cameras/src/index.ts";
import type { Job, Module } from "../../platform/module.ts";
import type { Log } from "../../platform/telemetry.ts";
import type { Channel } from "./channel.ts";
import { type Gateway, startGateway } from "./gateway.service.ts";
import { HallPictures } from "./hall-picture.service.ts";
import { addLiveRoutes } from "./live.routes.ts";
import { addRecordedRoutes } from "./recorded.routes.ts";
import { createRecordings } from "./recording.service.ts";
import { deleteOld, diskWarning, type RecordingJobDeps, stateCoverages } from "./recordings.job.ts";
import { KEEPERS, REGISTRARS, WATCHERS } from "./roles.ts";
import type { TodayDeps } from "./today.service.ts";
import { videoFacts } from "./video.facts.ts";
import { addVideoRoutes, type VideoRouteDeps } from "./video.routes.ts";

export type { Channel } from "./channel.ts";
export { registerChannel } from "./acts.service.ts";
export { clipsOf } from "./clips-of.service.ts";
export { addPictureRoutes } from "./picture.routes.ts";
export { pictureIn } from "./public-picture.service.ts";
export { sealReplay } from "./hall-picture.service.ts";
export type { RaisedWarning } from "./today.service.ts";
export { listChannels, troublesOf } from "./video.store.ts";
export { mergeTroubles } from "./statement.ts";

export interface VideoOptions
  extends
    Omit<TodayDeps, "hasProgram">,
    Pick<VideoRouteDeps, "clock" | "isSecure" | "addressKey" | "ticketKey" | "certify"> {
  readonly log: Log;
  readonly dataDir: string;
  /** False: this process opens no camera. */
  readonly records: boolean;
  /** Path of ffmpeg; absent: that of the system. */
  readonly ffmpeg?: string;
  /** How pictures of cameras without an address come; absent: not at all. */
  readonly inputOf?: (channel: Channel) => Promise<CameraInput | undefined>;
}

const COVERAGE_SECONDS = 30;
const DAY_SECONDS = 86_400;

/** Folder of the public pictures: a folder a session. */
export const publicPictures = (dataDir: string): string => join(dataDir, "video", "public");

const jobsOf = (deps: RecordingJobDeps): Job[] => [
  {
    name: "video.coverage",
    everySeconds: COVERAGE_SECONDS,
    run: async (now) => void (await stateCoverages(deps, now)),
  },
  {
    name: "video.retention",
    everySeconds: DAY_SECONDS,
    run: async (now) => void (await deleteOld(deps, now)),
  },
];

async function checkHealth(dataDir: string, gateway: Gateway | undefined) {
  const isMissing = gateway !== undefined && !gateway.hasProgram;
  const warning =
    (await diskWarning(dataDir)) ??
    (isMissing ? "ffmpeg is not installed: no camera is recorded" : undefined);
  return { ok: true, ...(warning === undefined ? {} : { warning }) };
}

export function createVideoModule(options: VideoOptions): Module {
  const { db, registry, clock, log, dataDir } = options;
  const directory = join(dataDir, "video", "channels");
  const recordings = createRecordings(directory);
  const state: { gateway: Gateway | undefined } = { gateway: undefined };
  const deps: VideoRouteDeps = {
    ...options,
    recordings,
    hasProgram: () => state.gateway?.hasProgram ?? false,
  };
  return {
    name: "video",
    facts: videoFacts,
    permissions: {
      "video.watch": WATCHERS,
      "video.register": REGISTRARS,
      "video.keep": KEEPERS,
    },
    keeps: [{ table: "video.source", read: "whole", key: "channel" }],
    secretFiles: ["secrets/video-address-key"],
    // Addresses are entered again.
    replaceableFiles: ["secrets/video-address-key"],
    jobs: jobsOf({ db, registry, log, directory }),
    health: [{ name: "video", check: () => checkHealth(dataDir, state.gateway) }],
    routes(app) {
      addVideoRoutes(app, deps);
    },
    async videoRoutes(app) {
      addRecordedRoutes(app, deps);
      await addLiveRoutes(app, { ...deps, live: (channel) => state.gateway?.live(channel) });
    },
    async startVideo() {
      if (!options.records) return async () => {};
      const inputOf = options.inputOf ?? (async () => undefined);
      const { addressKey, ffmpeg } = options;
      const gateway = startGateway({
        ...{ db, registry, log, clock, directory, addressKey, inputOf },
        ...(ffmpeg === undefined ? {} : { ffmpeg }),
      });
      state.gateway = gateway;
      const shown = publicPictures(dataDir);
      const pictures = new HallPictures({ db, registry, clock, log, gateway, directory: shown });
      return async () => {
        await pictures.stop();
        await gateway.stop();
      };
    },
  };
}
