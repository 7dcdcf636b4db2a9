/** The camera register over HTTP: what there is, cameras and devices that are entered. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import {
  AcceptDevice,
  CameraRegister,
  RegisterChannel,
} from "../../../../contract/src/camera-register.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { registerChannel } from "./acts.service.ts";
import { acceptDevice } from "./device-acts.service.ts";
import { readRegister } from "./register.service.ts";
import type { VideoRouteDeps } from "./video.routes.ts";

const REGISTER = {
  permission: "video.register",
  audit: { object: "video", sensitive: true },
} as const;

export function addRegisterRoutes(app: FastifyInstance, deps: VideoRouteDeps): void {
  const { db, registry, clock, addressKey } = deps;
  app.get(
    "/api/video/register",
    {
      config: REGISTER,
      schema: { summary: "Cameras, devices and how they are", response: { 200: CameraRegister } },
    },
    async (request) => {
      const register = await readRegister(deps, clock.now());
      countRows(request, register.channels.length);
      return register;
    },
  );
  app.post<{ Body: RegisterChannel }>(
    "/api/video/channels",
    {
      config: REGISTER,
      schema: {
        summary: "Register a camera",
        body: RegisterChannel,
        response: { 200: Type.Object({ channel: Type.String() }) },
      },
    },
    async (request) => {
      const context = { db, registry, actor: actorOf(request), at: clock.now() };
      await registerChannel(context, request.body, addressKey);
      return { channel: request.body.channel };
    },
  );
  app.post<{ Body: AcceptDevice }>(
    "/api/video/devices",
    {
      config: REGISTER,
      schema: {
        summary: "Accept a device of GB/T 28181",
        body: AcceptDevice,
        response: { 200: Type.Object({ device: Type.String() }) },
      },
    },
    async (request) => {
      const context = { db, registry, actor: actorOf(request), at: clock.now() };
      await acceptDevice(context, request.body, addressKey);
      return { device: request.body.device };
    },
  );
}
