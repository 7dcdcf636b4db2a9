/** Cameras of rooms: live for those entitled, recorded as evidence, seen for a stated purpose and on record. */
import { join } from "node:path";

import type { CameraInput } from "../../../../cameras/src/index.ts";
import type { Job, Module } from "../../platform/module.ts";
import type { Log } from "../../platform/telemetry.ts";
import type { Channel } from "./channel.ts";
import { addCheckRoutes } from "./check.routes.ts";
import { type CheckDeps, checkDue, checkWarning } from "./check.service.ts";
import { type Gateway, startGateway } from "./gateway.service.ts";
import { HallPictures } from "./hall-picture.service.ts";
import { addLiveRoutes } from "./live.routes.ts";
import { addRecordedRoutes } from "./recorded.routes.ts";
import { createRecordings } from "./recording.service.ts";
import { deleteOld, diskWarning, type RecordingJobDeps, stateCoverages } from "./recordings.job.ts";
import { KEEPERS, REGISTRARS, WATCHERS } from "./roles.ts";
import type { TodayDeps } from "./today.service.ts";
import { videoFacts } from "./video.facts.ts";
import { addVideoRoutes, requireBound, type VideoRouteDeps } from "./video.routes.ts";
import { requireVisible } from "./viewing.service.ts";

export type { Channel } from "./channel.ts";
export { registerChannel } from "./acts.service.ts";
export { clipsOf } from "./clips-of.service.ts";
export { addPictureRoutes } from "./picture.routes.ts";
export type { RaisedWarning } from "./today.service.ts";
export { listChannels, troublesOf } from "./video.store.ts";
export { mergeTroubles } from "./statement.ts";

export interface VideoOptions
  extends
    Omit<TodayDeps, "hasProgram">,
    Pick<VideoRouteDeps, "clock" | "isSecure" | "addressKey" | "ticketKey"> {
  readonly log: Log;
  readonly dataDir: string;
  /** False: this process opens no camera. */
  readonly records: boolean;
  /** How pictures of cameras without an address come; absent: not at all. */
  readonly inputOf?: (channel: Channel) => Promise<CameraInput | undefined>;
}

const COVERAGE_SECONDS = 30;
const DAY_SECONDS = 86_400;
const CHECK_SECONDS = 3600;

/** Folder of the public pictures: a folder a session. */
export const publicPictures = (dataDir: string): string => join(dataDir, "video", "public");

const jobsOf = (deps: RecordingJobDeps & CheckDeps): Job[] => [
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
  {
    name: "video.check",
    everySeconds: CHECK_SECONDS,
    run: async (now) => void (await checkDue(deps, now)),
  },
];

interface HealthDeps {
  readonly db: VideoOptions["db"];
  readonly dataDir: string;
  readonly gateway: Gateway | undefined;
}

async function checkHealth({ db, dataDir, gateway }: HealthDeps) {
  const isMissing = gateway !== undefined && !gateway.hasProgram;
  const warning =
    (await checkWarning(db)) ??
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
  const checks = { db, registry, log, directory, shown: publicPictures(dataDir) };
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
    jobs: jobsOf(checks),
    health: [{ name: "video", check: () => checkHealth({ db, dataDir, ...state }) }],
    routes(app) {
      addVideoRoutes(app, deps);
    },
    async videoRoutes(app) {
      addRecordedRoutes(app, deps);
      addCheckRoutes(app, {
        ...checks,
        clock,
        async requireOwn(actor, { channel, ocid, span }) {
          await requireVisible(deps, actor, ocid);
          await requireBound(deps, { channel, ocid, span, isPast: true });
        },
      });
      await addLiveRoutes(app, { ...deps, live: (channel) => state.gateway?.live(channel) });
    },
    async startVideo() {
      if (!options.records) return async () => {};
      const inputOf = options.inputOf ?? (async () => undefined);
      const { addressKey } = options;
      const gateway = startGateway({ db, registry, log, clock, directory, addressKey, inputOf });
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
