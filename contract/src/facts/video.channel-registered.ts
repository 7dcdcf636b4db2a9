import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { RoomId } from "../venue-values.ts";
import {
  ChannelId,
  ChannelSource,
  ChannelView,
  DeviceChannelRef,
  OnvifPort,
} from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    channel: ChannelId,
    room: RoomId,
    /** As on the wall: "主持席", "评委席全景". */
    title: Type.String({ minLength: 1, maxLength: 80 }),
    view: ChannelView,
    /** The address and its password are kept apart, sealed; never in a fact. */
    source: ChannelSource,
    /** Of source `gb28181`: by which channel of which device. */
    device: Type.Optional(DeviceChannelRef),
    onvifPort: Type.Optional(OnvifPort),
    isInUse: Type.Boolean(),
    officer: Officer,
  },
  closed,
);
export type ChannelRegistered = Static<typeof Payload>;

/** The last one of a channel holds. The subject is `channel:<id>`. */
export const channelRegistered = defineFactKind({
  kind: "video.channel-registered",
  version: 1,
  title: { en: "Camera registered", zh: "摄像通道登记" },
  about: {
    en: "A camera of a room: what it looks at, how its picture comes, in use or not.",
    zh: "登记房间的摄像通道：画面内容、接入方式、是否启用。",
  },
  payload: Payload,
  example: {
    channel: "opening-1-desk",
    room: "opening-1",
    title: "主持席",
    view: "hostDesk",
    source: "rtsp",
    isInUse: true,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
