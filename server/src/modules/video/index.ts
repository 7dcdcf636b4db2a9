/** Cameras of rooms: live for those entitled, recorded as evidence, seen for a stated purpose and on record. */
import { join } from "node:path";

import type { FastifyInstance } from "fastify";

import type { CameraInput } from "../../../../cameras/src/index.ts";
import type { Job, Module } from "../../platform/module.ts";
import { repeat } from "../../platform/repeat.ts";
import type { Log } from "../../platform/telemetry.ts";
import type { Channel } from "./channel.ts";
import { addCheckRoutes } from "./check.routes.ts";
import { type CheckDeps, checkDue, checkWarning } from "./check.service.ts";
import { addClipRoutes } from "./clip.routes.ts";
import { startClockWatch } from "./clock-watch.service.ts";
import { deleteOld, diskWarning, freeBytes, keepQuota } from "./deletion.job.ts";
import {
  type DevicePlatformRun,
  type GbSettings,
  startDevicePlatform,
} from "./device-platform.service.ts";
import { type Gateway, recordingOf, startGateway } from "./gateway.service.ts";
import { HallPictures } from "./hall-picture.service.ts";
import { addLiveRoutes } from "./live.routes.ts";
import { VIDEO_NOTICES } from "./notices.ts";
import { addOnvifRoutes } from "./onvif.routes.ts";
import { RecordedLooks } from "./recorded-looks.service.ts";
import { addRecordedRoutes } from "./recorded.routes.ts";
import { createRecordings } from "./recording.service.ts";
import { type RecordingJobDeps, stateCoverages } from "./recordings.job.ts";
import { addRegisterRoutes } from "./register.routes.ts";
import { sumDays } from "./register.store.ts";
import { KEEPERS, REGISTRARS, REVIEWERS, WATCHERS } from "./roles.ts";
import type { TodayDeps } from "./today.service.ts";
import { videoFacts } from "./video.facts.ts";
import { addVideoRoutes, requireBound, type VideoRouteDeps } from "./video.routes.ts";
import { dropSealedViewings } from "./video.store.ts";
import { requireVisible } from "./viewing.service.ts";

export type { Channel } from "./channel.ts";
export type { GbSettings } from "./device-platform.service.ts";
export { registerChannel } from "./acts.service.ts";
export { clipsOf } from "./clips-of.service.ts";
export { addPictureRoutes } from "./picture.routes.ts";
export { pictureIn } from "./public-picture.service.ts";
export { sealReplay } from "./hall-picture.service.ts";
export type { RaisedWarning } from "./today.service.ts";
export { listChannels } from "./channel.store.ts";
export { troublesOf } from "./video.store.ts";
export { mergeTroubles } from "./statement.ts";

export interface VideoOptions
  extends
    Omit<TodayDeps, "hasProgram">,
    Pick<VideoRouteDeps, "clock" | "isSecure" | "addressKey" | "ticketKey" | "certify"> {
  readonly log: Log;
  readonly dataDir: string;
  /** False: this process opens no camera. */
  readonly records: boolean;
  /** Space for all recordings, in 10⁹ bytes; absent: what the disk holds. */
  readonly quotaGigabytes?: number | undefined;
  /** Path of ffmpeg; absent: that of the system. */
  readonly ffmpeg?: string;
  /** Devices of GB/T 28181 register with this process; absent: not. */
  readonly gb28181?: GbSettings | undefined;
  /** How pictures of cameras without an address come; absent: not at all. */
  readonly inputOf?: (channel: Channel) => Promise<CameraInput | undefined>;
}

const COVERAGE_SECONDS = 30;
const LOOKS_SECONDS = 15;
const DAY_SECONDS = 86_400;
const CHECK_SECONDS = 3600;
const GIGABYTE = 1e9;

/** Folder of the public pictures: a folder a session. */
export const publicPictures = (dataDir: string): string => join(dataDir, "video", "public");

/** Ended days are summed once; the last rows of a day come a minute later. */
const SUM_SECONDS = 900;
const LATE_MS = 600_000;

const jobsOf = (deps: RecordingJobDeps): Job[] => [
  {
    name: "video.coverage",
    everySeconds: COVERAGE_SECONDS,
    run: async (now) => void (await stateCoverages(deps, now)),
  },
  {
    name: "video.sealed-viewings",
    everySeconds: SUM_SECONDS,
    run: (now) => dropSealedViewings(deps.db, now),
  },
  {
    name: "video.sizes",
    everySeconds: SUM_SECONDS,
    run: async (now) =>
      void (await sumDays(deps.db, recordingOf(new Date(now.getTime() - LATE_MS)))),
  },
];

/** They read or delete files. */
const fileJobsOf = (deps: RecordingJobDeps & CheckDeps, running: Running): Job[] => [
  {
    name: "video.retention",
    everySeconds: DAY_SECONDS,
    run: async (now) => void (await deleteOld(deps, now)),
  },
  {
    name: "video.quota",
    everySeconds: SUM_SECONDS,
    async run(now) {
      if (running.quota !== undefined) running.over = await keepQuota(deps, running.quota, now);
    },
  },
  {
    name: "video.check",
    everySeconds: CHECK_SECONDS,
    run: async (now) => void (await checkDue(deps, now)),
  },
];

interface Running {
  /** This process answers for cameras. */
  isHere: boolean;
  /** It serves the console's routes too. */
  hasRoutes: boolean;
  /** Bytes for all recordings; undefined: what the disk holds. */
  readonly quota: number | undefined;
  /** Bytes beyond it that must not be deleted. */
  over: number;
  /** What went out of recordings and is not on record yet. */
  readonly looks: RecordedLooks;
  gateway: Gateway | undefined;
  devices: DevicePlatformRun | undefined;
}

const quotaWarning = (over: number): string =>
  `recordings take ${(over / GIGABYTE).toFixed(1)} GB more than MINGJING_VIDEO_QUOTA_GB, and projects or holds keep all of them: raise it, or end holds`;

async function checkHealth(
  { db, dataDir }: Pick<VideoOptions, "db" | "dataDir">,
  { gateway, devices, over }: Running,
) {
  const isMissing = gateway !== undefined && !gateway.hasProgram;
  const warning =
    (await checkWarning(db)) ??
    (over > 0 ? quotaWarning(over) : undefined) ??
    (await diskWarning(dataDir)) ??
    (isMissing ? "ffmpeg is not installed: no camera is recorded" : undefined) ??
    (devices?.why === undefined
      ? undefined
      : `devices of GB/T 28181 cannot register: ${devices.why}`);
  return { ok: true, ...(warning === undefined ? {} : { warning }) };
}

/** Devices first, since the gateway asks them for pictures. */
function startCameras(options: VideoOptions, directory: string) {
  const { db, registry, clock, log, addressKey, gb28181, dataDir } = options;
  const devices =
    gb28181 === undefined
      ? undefined
      : startDevicePlatform({ db, registry, clock, log, addressKey }, gb28181);
  const stopClocks = startClockWatch({ db, clock, log, addressKey });
  const inputOf = async (channel: Channel) =>
    channel.source === "gb28181" ? devices?.inputOf(channel) : options.inputOf?.(channel);
  const gateway = startGateway({
    db,
    registry,
    log,
    clock,
    directory,
    addressKey,
    inputOf,
    ...(options.ffmpeg === undefined ? {} : { ffmpeg: options.ffmpeg }),
  });
  const shown = publicPictures(dataDir);
  const pictures = new HallPictures({ db, registry, clock, log, gateway, directory: shown });
  const stop = async () => {
    await pictures.stop();
    await gateway.stop();
    await devices?.stop();
    await stopClocks();
  };
  return { gateway, devices, stop };
}

const notYetRunning = ({ quotaGigabytes, db, registry, log }: VideoOptions): Running => ({
  looks: new RecordedLooks({ db, registry, log }),
  isHere: false,
  hasRoutes: false,
  quota: quotaGigabytes === undefined ? undefined : quotaGigabytes * GIGABYTE,
  over: 0,
  gateway: undefined,
  devices: undefined,
});

interface HostParts {
  readonly deps: VideoRouteDeps;
  readonly checks: CheckDeps;
  readonly state: Running;
}

/** What needs the cameras, or the files of what they saw. */
async function addHostRoutes(app: FastifyInstance, { deps, checks, state }: HostParts) {
  addClipRoutes(app, deps);
  addRecordedRoutes(app, { ...deps, looks: state.looks });
  addOnvifRoutes(app);
  addCheckRoutes(app, {
    ...checks,
    clock: deps.clock,
    async requireOwn(actor, { channel, ocid, span }) {
      await requireVisible(deps, actor, ocid);
      await requireBound(deps, { channel, ocid, span, isPast: true });
    },
  });
  await addLiveRoutes(app, { ...deps, live: (channel) => state.gateway?.live(channel) });
}

export function createVideoModule(options: VideoOptions): Module {
  const { db, registry, log, dataDir } = options;
  const directory = join(dataDir, "video", "channels");
  const recordings = createRecordings(directory);
  const state = notYetRunning(options);
  const deps: VideoRouteDeps = {
    ...options,
    recordings,
    // What another process lacks, its own health tells.
    hasProgram: () => state.gateway?.hasProgram ?? !state.isHere,
    spaceHere: async () =>
      state.quota ?? (state.isHere ? await freeBytes(options.dataDir) : undefined),
    hasQuota: state.quota !== undefined,
  };
  const addRoutes = (app: FastifyInstance) => {
    addVideoRoutes(app, deps);
    addRegisterRoutes(app, deps);
  };
  const checks = { db, registry, log, directory, shown: publicPictures(dataDir) };
  return {
    name: "video",
    facts: videoFacts,
    permissions: {
      "video.watch": WATCHERS,
      "video.register": REGISTRARS,
      "video.keep": KEEPERS,
      "video.review": REVIEWERS,
    },
    keeps: [
      { table: "video.source", read: "whole", key: "channel" },
      { table: "video.device_secret", read: "whole", key: "device" },
    ],
    secretFiles: ["secrets/video-address-key"],
    // Addresses are entered again.
    replaceableFiles: ["secrets/video-address-key"],
    notices: VIDEO_NOTICES,
    jobs: jobsOf(checks),
    videoJobs: fileJobsOf(checks, state),
    health: [{ name: "video", check: () => checkHealth({ db, dataDir }, state) }],
    routes(app) {
      state.hasRoutes = true;
      addRoutes(app);
    },
    async videoRoutes(app) {
      state.isHere = true;
      // So that all of /api/video stands on the host of the cameras.
      if (!state.hasRoutes) addRoutes(app);
      await addHostRoutes(app, { deps, checks, state });
    },
    async startVideo() {
      const { looks } = state;
      const stopLooks = repeat(LOOKS_SECONDS, () => looks.settle(options.clock.now()));
      const cameras = options.records ? startCameras(options, directory) : undefined;
      Object.assign(state, { gateway: cameras?.gateway, devices: cameras?.devices });
      return async () => {
        await stopLooks();
        await looks.settle(options.clock.now(), { isLast: true });
        await cameras?.stop();
      };
    },
  };
}
