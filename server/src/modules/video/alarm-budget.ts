/** How many alarms of devices the log takes: who floods the port with invented numbers must not fill it. Pure. */
import type { DeviceAlarm } from "../../../../contract/src/video-values.ts";

const HOUR_MS = 3_600_000;
/** Of one kind within the hour; each from another address, since the platform tells the same one once a minute. */
const MOST_AN_HOUR = 60;

interface Hour {
  from: number;
  told: number;
  untold: number;
}

export interface AlarmBudget {
  /** undefined: not to be told; else how many were not told before this one. */
  take(why: DeviceAlarm, at: number): number | undefined;
}

export function createAlarmBudget(most = MOST_AN_HOUR): AlarmBudget {
  const hours = new Map<DeviceAlarm, Hour>();
  return {
    take(why, at) {
      const hour = hours.get(why) ?? { from: at, told: 0, untold: 0 };
      hours.set(why, hour);
      if (at - hour.from >= HOUR_MS) Object.assign(hour, { from: at, told: 0 });
      if (hour.told >= most) {
        hour.untold += 1;
        return undefined;
      }
      const { untold } = hour;
      Object.assign(hour, { told: hour.told + 1, untold: 0 });
      return untold;
    },
  };
}
