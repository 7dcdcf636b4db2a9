import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { DeviceId } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    device: DeviceId,
    /** Address, port and transport it speaks from. */
    place: Type.String({ maxLength: 80 }),
  },
  closed,
);
export type DeviceRegistered = Static<typeof Payload>;

/** Told by the platform, not by a person. The subject is `device:<number>`. */
export const deviceRegistered = defineFactKind({
  kind: "video.device-registered",
  version: 1,
  title: { en: "Device came", zh: "国标设备上线" },
  about: {
    en: "A device of GB/T 28181 proved its password and registered.",
    zh: "国标设备验证口令后注册上线。",
  },
  payload: Payload,
  example: {
    device: "34020000001180000001",
    place: "10.0.0.64:5060/udp",
  },
});
