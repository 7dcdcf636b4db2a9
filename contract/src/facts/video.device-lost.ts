import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { DeviceId, DeviceLoss } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    device: DeviceId,
    why: DeviceLoss,
  },
  closed,
);
export type DeviceLost = Static<typeof Payload>;

/** Told by the platform, not by a person. The subject is `device:<number>`. */
export const deviceLost = defineFactKind({
  kind: "video.device-lost",
  version: 1,
  title: { en: "Device away", zh: "国标设备离线" },
  about: {
    en: "A device of GB/T 28181 is away, and why.",
    zh: "国标设备离线，以及原因。",
  },
  payload: Payload,
  example: {
    device: "34020000001180000001",
    why: "keepalive",
  },
});
