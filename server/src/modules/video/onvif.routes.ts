/** Cameras of the network by ONVIF: searched and asked by the process that records, since it stands in their network. */
import type { FastifyInstance } from "fastify";

import {
  AskCamera,
  CameraProfiles,
  FoundCameras,
} from "../../../../contract/src/camera-register.ts";
import {
  discover,
  OnvifError,
  type OnvifErrorCode,
  readProfiles,
} from "../../../../onvif/src/index.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

const CONFIG = {
  permission: "video.register",
  audit: { object: "video", sensitive: true },
} as const;

/** Not one attribute more than there is. */
const known = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
  } & { [Name in keyof T as undefined extends T[Name] ? Name : never]?: NonNullable<T[Name]> };

const CODES = {
  unreachable: "video.onvif-unreachable",
  unauthorised: "video.onvif-unauthorised",
  notOnvif: "video.onvif-not-onvif",
  noMedia: "video.onvif-no-media",
  noNetwork: "video.onvif-no-network",
} as const satisfies Readonly<Record<OnvifErrorCode, string>>;

/** @throws RuleViolation video.onvif-* */
async function sayWhy<T>(work: Promise<T>, params: Readonly<Record<string, string>>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OnvifError)) throw error;
    throw new RuleViolation(CODES[error.code], params, { status: 422 });
  }
}

export function addOnvifRoutes(app: FastifyInstance): void {
  app.post(
    "/api/video/onvif/searches",
    {
      config: CONFIG,
      schema: { summary: "Search the network for cameras", response: { 200: FoundCameras } },
    },
    async () => {
      const { devices, damaged } = await sayWhy(discover(), {});
      const rows = devices.map(({ id, name, hardware, services }) =>
        known({ id, name, hardware, services: [...services] }),
      );
      return { rows, damaged };
    },
  );
  app.post<{ Body: AskCamera }>(
    "/api/video/onvif/profiles",
    {
      config: CONFIG,
      schema: {
        summary: "Ask a camera where it plays",
        body: AskCamera,
        response: { 200: CameraProfiles },
      },
    },
    async (request) => {
      const { host } = request.body;
      const profiles = await sayWhy(readProfiles(request.body), { host });
      return { rows: profiles.map((profile) => known({ ...profile })) };
    },
  );
}
