/** Values of cameras and recordings: channels, why a picture is missing or odd, and for what it is looked at. */
import Type, { type Static } from "typebox";

import { closed, Instant } from "./values.ts";

/** `hostDesk` shows the host's desk and no people: the only view the public may see. */
export const CHANNEL_VIEWS = ["hostDesk", "room", "expertDesk", "corridor"] as const;
export const ChannelView = Type.Enum(CHANNEL_VIEWS);
export type ChannelView = Static<typeof ChannelView>;

export const ChannelId = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{1,40}$" });

/** How the picture comes; `drawn` is made by the product for demonstrations. */
export const CHANNEL_SOURCES = ["rtsp", "gb28181", "drawn"] as const;
export const ChannelSource = Type.Enum(CHANNEL_SOURCES);
export type ChannelSource = Static<typeof ChannelSource>;

/** Number of a device of GB/T 28181: twenty digits. */
export const DeviceId = Type.String({ pattern: "^\\d{20}$" });

/** Number of a channel as its device tells it: twenty digits as a rule. */
export const DeviceChannelId = Type.String({ pattern: "^[\\w.-]{1,64}$" });

/** How a device of GB/T 28181 sends its pictures. */
export const DEVICE_TRANSPORTS = ["udp", "tcp-passive", "tcp-active"] as const;
export const DeviceTransport = Type.Enum(DEVICE_TRANSPORTS);
export type DeviceTransport = Static<typeof DeviceTransport>;

/** Why a device is away: three signs of life are missing, it did not register again, it said goodbye. */
export const DEVICE_LOSSES = ["keepalive", "expired", "unregistered"] as const;
export const DeviceLoss = Type.Enum(DEVICE_LOSSES);

/** Who knocks and must not come in: a copy of a living device, a wrong password, a number that nobody accepted. */
export const DEVICE_ALARMS = ["clone", "wrongPassword", "unknownDevice"] as const;
export const DeviceAlarm = Type.Enum(DEVICE_ALARMS);
export type DeviceAlarm = Static<typeof DeviceAlarm>;

/** Channel of a device by which a camera comes. */
export const DeviceChannelRef = Type.Object({ device: DeviceId, channel: DeviceChannelId }, closed);
export type DeviceChannelRef = Static<typeof DeviceChannelRef>;

/** Port at which a camera answers ONVIF, so that its clock can be compared. */
export const OnvifPort = Type.Integer({ minimum: 1, maximum: 65_535 });

export const GAP_CAUSES = ["stopped", "killed", "cameraLost", "noPicture", "storage"] as const;
export const GapCause = Type.Enum(GAP_CAUSES);

export const PICTURE_PROBLEMS = ["black", "frozen", "looped", "moved"] as const;
export const PictureProblem = Type.Enum(PICTURE_PROBLEMS);
export type PictureProblem = Static<typeof PictureProblem>;

/** For what a picture of a closed zone, or a recording, may be looked at. */
export const VIEW_PURPOSES = [
  "witnessing",
  "warning",
  "complaint",
  "lead",
  "inspection",
  "instruction",
] as const;
export const ViewPurpose = Type.Enum(VIEW_PURPOSES);
export type ViewPurpose = Static<typeof ViewPurpose>;

/** Half-open. */
export const Span = Type.Object({ from: Instant, to: Instant }, closed);
export type Span = Static<typeof Span>;

export const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });

/** Missing time of a recording; `unreported`: neither a segment nor an event tells of it. */
export const MissingSpan = Type.Object(
  { from: Instant, to: Instant, why: Type.Enum([...GAP_CAUSES, "unreported"] as const) },
  closed,
);
export type MissingSpan = Static<typeof MissingSpan>;

/**
 * What is wrong with a stored segment: `changed`: other bytes; `missing`: no file or no record; `added`: a file without a record;
 * `order`: not at its place; `chain`: the record was changed, or its value is not the one in the log.
 */
export const SEGMENT_FAULTS = ["changed", "missing", "added", "order", "chain"] as const;
export const SegmentFinding = Type.Object(
  {
    fault: Type.Enum(SEGMENT_FAULTS),
    /** Of the segment; absent: the file is of no segment. */
    number: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Below the folder of the recording. */
    file: Type.String({ maxLength: 200 }),
  },
  closed,
);
export type SegmentFinding = Static<typeof SegmentFinding>;

/** What a recording holds of an interval. */
export const CoverageStatement = Type.Object(
  {
    from: Instant,
    to: Instant,
    /** Seconds of the interval, and how many of them were recorded. */
    seconds: Type.Number({ minimum: 0 }),
    recorded: Type.Number({ minimum: 0 }),
    /** 0 to 1 in steps of 0.0001, rounded down: 1 only where nothing is missing. */
    share: Type.Number({ minimum: 0, maximum: 1 }),
    gaps: Type.Array(MissingSpan, { maxItems: 2000 }),
  },
  closed,
);
export type CoverageStatement = Static<typeof CoverageStatement>;

/** The camera's own time, as it tells it in the sender reports of RTP, against that of the machine that records. */
export const CameraClock = Type.Object(
  {
    source: Type.Literal("senderReport"),
    /** Milliseconds that the camera runs ahead; negative: behind. The way through the network is taken for none. */
    offsetMs: Type.Integer(),
  },
  closed,
);
export type CameraClock = Static<typeof CameraClock>;
