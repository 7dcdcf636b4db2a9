/** What the forms of the register ask for, and how its figures are written. Pure. */
import type {
  AcceptDevice,
  ChannelLine,
  RecordingStorage,
  RegisterChannel,
} from "../../../../contract/src/camera-register.ts";

const MOST_NUMBERED = 1000;

/** Identifier for one more camera of a room: `opening-1-v2`. */
export function nextChannelId(room: string, taken: ReadonlySet<string>): string {
  const stem = room
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "-")
    .replace(/^-+/, "")
    .slice(0, 34);
  for (let number = 1; number < MOST_NUMBERED; number += 1) {
    const id = `${stem === "" ? "room" : stem}-v${number}`;
    if (!taken.has(id)) return id;
  }
  throw new Error("a room has no more than a thousand cameras");
}

/** Keys of sentences, by field. */
export type Faults = Readonly<Record<string, string>>;

const ADDRESS = /^rtsps?:\/\/[^\s/]+/;

export function faultsOfCamera(
  values: RegisterChannel,
  { isNew }: { readonly isNew: boolean },
): Faults {
  const { title, room, source, address, device } = values;
  const faults: Record<string, string> = {};
  if (title.trim() === "") faults["title"] = "titleMissing";
  if (room === "") faults["room"] = "roomMissing";
  if (source === "rtsp" && address === undefined && isNew) faults["address"] = "addressMissing";
  if (address !== undefined && !ADDRESS.test(address)) faults["address"] = "addressWrong";
  if (source === "gb28181" && device === undefined) faults["device"] = "channelMissing";
  return faults;
}

const LEAST_PASSWORD = 6;

export function faultsOfDevice(
  { device, title, password }: AcceptDevice,
  { isNew }: { readonly isNew: boolean },
): Faults {
  const faults: Record<string, string> = {};
  if (!/^\d{20}$/.test(device)) faults["device"] = "deviceWrong";
  if (title.trim() === "") faults["title"] = "deviceTitleMissing";
  if (password === undefined && isNew) faults["password"] = "passwordMissing";
  if (password !== undefined && password.length < LEAST_PASSWORD)
    faults["password"] = "passwordShort";
  return faults;
}

/** `rtsp://host/path` with user and password, as a recorder needs it. */
export function withLogin(uri: string, user: string, password: string): string {
  if (user === "") return uri;
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return uri.replace(/^(rtsps?:\/\/)/, `$1${who}`);
}

const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;
const STEP = 1024;

export function sizeText(bytes: number): string {
  if (bytes === 0) return "—";
  const power = Math.min(Math.floor(Math.log(bytes) / Math.log(STEP)), UNITS.length - 1);
  const figure = bytes / STEP ** power;
  return `${figure.toFixed(power > 0 && figure < 100 ? 1 : 0)} ${UNITS[power] ?? "B"}`;
}

const MOST_DAYS = 3650;

/** Whole days until recordings fill their space, should each day bring as much; undefined: it cannot be said. */
export function daysLeft({ bytes, perDay, room }: RecordingStorage): number | undefined {
  if (room === undefined || perDay === 0) return undefined;
  return Math.min(Math.max(Math.floor((room - bytes) / perDay), 0), MOST_DAYS);
}

/** The camera that shows a channel of a device. */
export const cameraOf = (
  { device, channel }: { readonly device: string; readonly channel: string },
  cameras: readonly ChannelLine[],
): ChannelLine | undefined =>
  cameras.find(
    (one) => one.isInUse && one.device?.device === device && one.device.channel === channel,
  );

/** A clock this many seconds off is to be set: marks of pictures and of facts would not lie side by side. */
export const MOST_SECONDS_OFF = 2;
