import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { DeviceAlarm, DeviceChannelId } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Number that was claimed. */
    device: DeviceChannelId,
    why: DeviceAlarm,
    /** Address, port and transport it came from. */
    place: Type.String({ maxLength: 80 }),
    /** Of a copy: where the registered device speaks from. */
    livePlace: Type.Optional(Type.String({ maxLength: 80 })),
    /** The same alarms since the last one told, this one included. */
    times: Type.Integer({ minimum: 1 }),
    /** Alarms of this kind that were not told one by one, since there were too many within the hour. */
    untold: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
export type DeviceAlarmRaised = Static<typeof Payload>;

/** Told by the platform, not by a person. The subject is `device:<number>`. */
export const deviceAlarmRaised = defineFactKind({
  kind: "video.alarm-raised",
  version: 1,
  title: { en: "Device refused", zh: "国标设备被拒" },
  about: {
    en: "Somebody tried to register as a device and was refused: a copy, a wrong password, an unknown number.",
    zh: "有人以国标设备身份注册而被拒绝：编号重复、口令不符或编号未准入。",
  },
  payload: Payload,
  example: {
    device: "34020000001180000001",
    why: "clone",
    place: "10.0.0.77:5060/udp",
    livePlace: "10.0.0.64:5060/udp",
    times: 12,
  },
});
