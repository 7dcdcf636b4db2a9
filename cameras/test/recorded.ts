/** A camera whose events a test waits for. */
import { openCamera, type Gap, type RecorderEvent, type SegmentRecord } from "../src/index.ts";
import type { Camera } from "../src/index.ts";

export interface RecordedCamera {
  readonly camera: Camera;
  readonly events: readonly RecorderEvent[];
  /** Why the process was started again, each time. */
  readonly reasons: readonly string[];
  segments(): SegmentRecord[];
  /** As last told; one per beginning. */
  gaps(): Gap[];
  /** Resolves when it is true after an event, at once when it is true already. */
  until(isReached: () => boolean, seconds?: number): Promise<void>;
}

export interface RecordedOptions {
  readonly url: string;
  readonly dir: string;
  readonly gapSeconds: number;
  readonly segmentSeconds?: number;
}

export async function recordCamera({ url, ...options }: RecordedOptions): Promise<RecordedCamera> {
  const events: RecorderEvent[] = [];
  const reasons: string[] = [];
  const waiting = new Set<() => void>();
  const camera = await openCamera({
    ...options,
    input: { kind: "rtsp", url },
    camera: "room",
    now: Date.now,
    onEvent(event) {
      events.push(event);
      for (const look of waiting) look();
    },
    onState(state) {
      if (state.state === "waiting") reasons.push(state.why);
      for (const look of waiting) look();
    },
    onPicture: () => {},
    onPictureFailure: () => {},
  });
  return {
    camera,
    events,
    reasons,
    segments: () => events.flatMap((event) => (event.kind === "segment" ? [event.record] : [])),
    gaps: () => [
      ...new Map(
        events.flatMap((event) => (event.kind === "gap" ? [[event.from, event] as const] : [])),
      ).values(),
    ],
    until: (isReached, seconds = 40) =>
      new Promise((done, refuse) => {
        const look = () => {
          if (!isReached()) return;
          waiting.delete(look);
          clearTimeout(limit);
          done();
        };
        const limit = setTimeout(() => {
          waiting.delete(look);
          refuse(
            new Error(`not reached within ${seconds} s; last: ${JSON.stringify(events.at(-1))}`),
          );
        }, seconds * 1000);
        waiting.add(look);
        look();
      }),
  };
}
