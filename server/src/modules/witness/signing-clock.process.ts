/** The signer's watch over its own clock. */
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import {
  type ClockReading,
  hasJumped,
  judgeSources,
  type SourcesSay,
  type TimeRefusal,
  timeRefusalOf,
} from "./signing-time.ts";
import { askTime } from "./time-source.process.ts";

const LOOK_MS = 2000;
const ASK_EVERY_MS = 10_000;
/** Beyond this the two clocks were not read together. */
const TOGETHER_MS = 50;
const READ_TRIES = 5;
const WAIT_MS = 20;

export interface SigningClock {
  /** The wall clock if something may be signed now, in milliseconds. @param lastAt that of what was signed last */
  judge(lastAt: number | undefined): Promise<{ at: number } | { refusal: TimeRefusal }>;
}

/** /proc/uptime also counts sleep, and no preloaded library shows another; elsewhere the monotonic clock of the process. */
function uptime(): number {
  try {
    return Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) * 1000;
  } catch {
    return performance.now();
  }
}

function readClock(): ClockReading {
  for (let tries = 1; ; tries += 1) {
    const begin = performance.now();
    const reading = { wall: Date.now(), uptime: uptime() };
    if (performance.now() - begin < TOGETHER_MS || tries === READ_TRIES) return reading;
  }
}

interface Watch {
  readonly sources: readonly string[];
  /** When the clock was believed last: at the start, and whenever the sources say that it is right. */
  trusted: ClockReading;
  asked: ClockReading | undefined;
  say: SourcesSay;
  /** A round of questions under way. */
  asking: Promise<void> | undefined;
}

async function askAll(watch: Watch): Promise<void> {
  const offsets = await Promise.all(watch.sources.map(askTime));
  watch.say = judgeSources(offsets);
  watch.asked = readClock();
  if (watch.say === "right") watch.trusted = watch.asked;
}

/** Asks the sources where the last answers are old, or the clock has jumped since. */
async function refresh(watch: Watch): Promise<void> {
  if (watch.sources.length === 0) return;
  const { asked } = watch;
  const now = readClock();
  const isFresh =
    asked !== undefined && now.uptime - asked.uptime < ASK_EVERY_MS && !hasJumped(asked, now);
  if (isFresh) return;
  watch.asking ??= askAll(watch).finally(() => {
    watch.asking = undefined;
  });
  await watch.asking;
}

/** Looks every two seconds as well, whether or not something is to be signed. @param sources see `askTime` */
export function startSigningClock(
  sources: readonly string[],
  { onLook }: { readonly onLook: (refusal: TimeRefusal | undefined) => void },
): SigningClock {
  const watch: Watch = {
    sources,
    trusted: readClock(),
    asked: undefined,
    say: "unknown",
    asking: undefined,
  };
  let lastSigned: number | undefined;
  const refusalAt = (now: ClockReading, lastAt: number | undefined) =>
    timeRefusalOf({ now, trusted: watch.trusted, sources: watch.say, lastAt });
  setInterval(() => {
    void refresh(watch).then(() => onLook(refusalAt(readClock(), lastSigned)));
  }, LOOK_MS).unref();
  return {
    async judge(lastAt) {
      lastSigned = lastAt;
      await refresh(watch);
      let now = readClock();
      // Two heads in one millisecond: the second one waits for the next.
      if (lastAt !== undefined && now.wall <= lastAt && lastAt - now.wall < WAIT_MS) {
        await delay(lastAt - now.wall + 1);
        now = readClock();
      }
      const refusal = refusalAt(now, lastAt);
      onLook(refusal);
      return refusal === undefined ? { at: now.wall } : { refusal };
    },
  };
}
