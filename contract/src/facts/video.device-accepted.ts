import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { DeviceId, DeviceTransport } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    device: DeviceId,
    title: Type.String({ minLength: 1, maxLength: 80 }),
    /** Its password is kept apart, sealed; never in a fact. */
    transport: DeviceTransport,
    /** False: it may not register any more. */
    isInUse: Type.Boolean(),
    officer: Officer,
  },
  closed,
);
export type DeviceAccepted = Static<typeof Payload>;

/** The last one of a device holds. The subject is `device:<number>`. */
export const deviceAccepted = defineFactKind({
  kind: "video.device-accepted",
  version: 1,
  title: { en: "Device accepted", zh: "国标设备准入" },
  about: {
    en: "A device of GB/T 28181 may register: its number, how it sends pictures, in use or not.",
    zh: "准许国标设备注册：设备编号、传输方式、是否启用。",
  },
  payload: Payload,
  example: {
    device: "34020000001180000001",
    title: "开标区录像机",
    transport: "tcp-passive",
    isInUse: true,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
