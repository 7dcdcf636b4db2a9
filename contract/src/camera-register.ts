/** HTTP shapes of the camera register: cameras and devices with how they are, and how they are entered. */
import Type, { type Static } from "typebox";

import { closed, Instant } from "./values.ts";
import { RoomId, RoomZone } from "./venue-values.ts";
import {
  ChannelId,
  ChannelSource,
  ChannelView,
  DeviceAlarm,
  DeviceChannelId,
  DeviceChannelRef,
  DeviceId,
  DeviceTransport,
  OnvifPort,
} from "./video-values.ts";
import { PictureState } from "./video.ts";

/** A camera of the register. */
export const ChannelLine = Type.Object(
  {
    channel: ChannelId,
    room: RoomId,
    title: Type.String(),
    view: ChannelView,
    source: ChannelSource,
    device: Type.Optional(DeviceChannelRef),
    onvifPort: Type.Optional(OnvifPort),
    isInUse: Type.Boolean(),
    hasAddress: Type.Boolean(),
    state: PictureState,
    /** Why there is no picture; without passwords. */
    why: Type.String(),
    /** End of the last picture that the log tells of. */
    lastPictureAt: Type.Optional(Instant),
    /** Gaps of today, and their seconds until now. */
    gaps: Type.Integer(),
    gapSeconds: Type.Number(),
    /** Of its recordings that are kept. */
    bytes: Type.Number(),
    /** Seconds by which its clock is ahead of ours, as compared last; absent: it cannot be compared. */
    clock: Type.Optional(Type.Object({ ahead: Type.Number(), at: Instant }, closed)),
  },
  closed,
);
export type ChannelLine = Static<typeof ChannelLine>;

/** What a device tells of one of its channels. */
export const DeviceChannel = Type.Object(
  {
    channel: DeviceChannelId,
    name: Type.String(),
    status: Type.Enum(["on", "off", "unknown"] as const),
    isCamera: Type.Boolean(),
  },
  closed,
);
export type DeviceChannel = Static<typeof DeviceChannel>;

export const DeviceLine = Type.Object(
  {
    device: DeviceId,
    title: Type.String(),
    transport: DeviceTransport,
    isInUse: Type.Boolean(),
    hasPassword: Type.Boolean(),
    isOnline: Type.Boolean(),
    place: Type.Optional(Type.String()),
    /** When it came or went last. */
    since: Type.Optional(Instant),
    /** Why it went, or why its channels could not be read. */
    why: Type.Optional(Type.String()),
    channels: Type.Array(DeviceChannel),
  },
  closed,
);
export type DeviceLine = Static<typeof DeviceLine>;

export const AlarmLine = Type.Object(
  {
    at: Instant,
    device: Type.String(),
    why: DeviceAlarm,
    place: Type.String(),
    livePlace: Type.Optional(Type.String()),
    times: Type.Integer(),
    untold: Type.Optional(Type.Integer()),
  },
  closed,
);
export type AlarmLine = Static<typeof AlarmLine>;

/** The platform of GB/T 28181 as devices must be told of it; `off`: no process has the settings. */
export const DevicePlatform = Type.Object(
  {
    state: Type.Enum(["off", "on", "failing"] as const),
    why: Type.Optional(Type.String()),
    id: Type.Optional(Type.String()),
    realm: Type.Optional(Type.String()),
    host: Type.Optional(Type.String()),
    port: Type.Optional(Type.Integer()),
  },
  closed,
);
export type DevicePlatform = Static<typeof DevicePlatform>;

export const RoomOfRegister = Type.Object(
  { room: RoomId, name: Type.String(), zone: RoomZone, isInUse: Type.Boolean() },
  closed,
);

/** Space for recordings, in bytes. */
export const RecordingStorage = Type.Object(
  {
    /** Of all cameras and days. */
    bytes: Type.Integer(),
    /** Mean of the last seven days on which anything was recorded; 0: none has ended yet. */
    perDay: Type.Integer(),
    /** What they may take: the quota, or else what they take and what the disk has left. Absent: unknown in this process. */
    room: Type.Optional(Type.Integer()),
    hasQuota: Type.Boolean(),
  },
  closed,
);
export type RecordingStorage = Static<typeof RecordingStorage>;

/** 摄像机: rooms, cameras, devices, who was refused. */
export const CameraRegister = Type.Object(
  {
    now: Instant,
    hasProgram: Type.Boolean(),
    rooms: Type.Array(RoomOfRegister),
    channels: Type.Array(ChannelLine),
    storage: RecordingStorage,
    platform: DevicePlatform,
    devices: Type.Array(DeviceLine),
    /** Of seven days, newest first. */
    alarms: Type.Array(AlarmLine),
  },
  closed,
);
export type CameraRegister = Static<typeof CameraRegister>;

export const AcceptDevice = Type.Object(
  {
    device: DeviceId,
    title: Type.String({ minLength: 1, maxLength: 80 }),
    transport: DeviceTransport,
    isInUse: Type.Boolean(),
    /** Absent: as it was. Kept sealed, never shown again. */
    password: Type.Optional(Type.String({ minLength: 6, maxLength: 64 })),
  },
  closed,
);
export type AcceptDevice = Static<typeof AcceptDevice>;

/** Cameras of the network that answer ONVIF. */
export const FoundCameras = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.Optional(Type.String()),
          hardware: Type.Optional(Type.String()),
          services: Type.Array(
            Type.Object({ host: Type.String(), port: Type.Integer(), path: Type.String() }, closed),
          ),
        },
        closed,
      ),
    ),
    /** Answers that could not be read. */
    damaged: Type.Integer(),
  },
  closed,
);
export type FoundCameras = Static<typeof FoundCameras>;

export const AskCamera = Type.Object(
  {
    host: Type.String({ pattern: "^[\\w.:-]{1,100}$" }),
    port: OnvifPort,
    path: Type.Optional(Type.String({ pattern: "^/\\S{0,200}$" })),
    user: Type.String({ maxLength: 80 }),
    password: Type.String({ maxLength: 80 }),
  },
  closed,
);
export type AskCamera = Static<typeof AskCamera>;

/** Where a camera plays; addresses without a password. */
export const CameraProfiles = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          token: Type.String(),
          name: Type.String(),
          encoding: Type.Optional(Type.String()),
          width: Type.Optional(Type.Integer()),
          height: Type.Optional(Type.Integer()),
          uri: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CameraProfiles = Static<typeof CameraProfiles>;

export const RegisterChannel = Type.Object(
  {
    channel: ChannelId,
    room: RoomId,
    title: Type.String({ minLength: 1, maxLength: 80 }),
    view: ChannelView,
    source: ChannelSource,
    isInUse: Type.Boolean(),
    /** Of source `gb28181`. */
    device: Type.Optional(DeviceChannelRef),
    onvifPort: Type.Optional(OnvifPort),
    /** `rtsp://user:password@host/path`; absent: as it was. Kept sealed, never shown again. */
    address: Type.Optional(Type.String({ pattern: "^rtsps?://\\S{3,400}$" })),
  },
  closed,
);
export type RegisterChannel = Static<typeof RegisterChannel>;
