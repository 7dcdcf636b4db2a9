/** Whom a refused device concerns: those who keep the register. Pure. */
import type { DeviceAlarm } from "../../../../contract/src/video-values.ts";
import type { NoticeRule } from "../../platform/notify/rule.ts";
import { REGISTRARS } from "./roles.ts";

/** A number that nobody accepted is a device on its way in, or noise: the page shows it, nobody is called. */
const CALLS: ReadonlySet<DeviceAlarm> = new Set(["clone", "wrongPassword"]);

export const VIDEO_NOTICES: readonly NoticeRule[] = [
  {
    fact: "video.alarm-raised",
    notice: "deviceRefused",
    concerned: ({ payload }) =>
      CALLS.has(payload["why"] as DeviceAlarm)
        ? { roles: REGISTRARS, outside: "", except: "" }
        : { persons: [] },
  },
];
