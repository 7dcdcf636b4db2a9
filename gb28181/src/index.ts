/** Cameras by GB/T 28181: devices register with us, tell their channels, and send pictures when they are asked. */
export type { Channel } from "./catalogue.ts";
export { GB_ERRORS, GbError, type GbErrorCode } from "./gb-error.ts";
export type { PortRange } from "./media-ports.ts";
export type { PlatformEvent } from "./platform-event.ts";
export {
  createPlatform,
  type Device,
  type Platform,
  type PlatformOptions,
  type StreamOptions,
} from "./platform.ts";
export type { StreamCounts } from "./rtp-intake.ts";
export { MEDIA_TRANSPORTS, type MediaTransport } from "./sdp.ts";
export type { OpenedStream } from "./stream-call.ts";
