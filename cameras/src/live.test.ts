import { describe, expect, test } from "vitest";

import type { Fragment } from "./fragment.ts";
import type { InitSegment } from "./init-segment.ts";
import { createLive, type LiveMessage } from "./live.ts";

const init: InitSegment = { bytes: Buffer.from("init"), tracks: [], mimeType: "video/mp4" };

const fragment = (decodeTime: number, isKeyframe: boolean, bytes = 100): Fragment => ({
  bytes: Buffer.alloc(bytes),
  hasPicture: true,
  isKeyframe,
  decodeTime,
  duration: 1,
  pictures: 1,
  longestPicture: 1,
});

const label = (message: LiveMessage): string =>
  message.kind === "init" ? "init" : String(message.decodeTime);

/** Takes what is waiting, and no more. */
async function take(messages: AsyncIterator<LiveMessage>, count: number): Promise<string[]> {
  const labels: string[] = [];
  while (labels.length < count) {
    const { value, done } = await messages.next();
    if (done === true) break;
    labels.push(label(value));
  }
  return labels;
}

describe("live pictures", () => {
  test("who joins gets the init segment and all since the last keyframe", async () => {
    const live = createLive();
    const run = live.startRun();
    run.init(init);
    for (const time of [0, 1, 2, 3, 4]) run.fragment(fragment(time, time % 3 === 0));
    const messages = live.subscribe()[Symbol.asyncIterator]();
    expect(await take(messages, 3)).toEqual(["init", "3", "4"]);
    run.fragment(fragment(5, false));
    expect(await take(messages, 1)).toEqual(["5"]);
  });

  test("who joins before the camera waits for it, and is given each new run from its init on", async () => {
    const live = createLive();
    const messages = live.subscribe()[Symbol.asyncIterator]();
    const waiting = take(messages, 4);
    const first = live.startRun();
    first.init(init);
    first.fragment(fragment(7, false));
    first.fragment(fragment(8, true));
    first.end("lost");
    const second = live.startRun();
    second.init(init);
    second.fragment(fragment(0, true));
    expect(await waiting).toEqual(["init", "8", "init", "0"]);
  });

  test("a slow viewer is put forward to the next keyframe and holds little memory", async () => {
    const live = createLive();
    const run = live.startRun();
    run.init(init);
    const slow = live.subscribe({ mostWaitingBytes: 350 });
    const fast = live.subscribe({ mostWaitingBytes: 1e6 });
    for (let time = 0; time < 10; time += 1) run.fragment(fragment(time, time % 5 === 0));
    run.fragment(fragment(10, true));
    expect(await take(slow[Symbol.asyncIterator](), 2)).toEqual(["init", "10"]);
    expect(slow.dropped).toBe(10);
    expect(await take(fast[Symbol.asyncIterator](), 12)).toHaveLength(12);
    expect(fast.dropped).toBe(0);
  });

  test("a fragment larger than what may wait is still sent", async () => {
    const live = createLive();
    const run = live.startRun();
    run.init(init);
    const viewer = live.subscribe({ mostWaitingBytes: 50 });
    expect(await take(viewer[Symbol.asyncIterator](), 1)).toEqual(["init"]);
    run.fragment(fragment(0, true, 500));
    expect(await take(viewer[Symbol.asyncIterator](), 1)).toEqual(["0"]);
  });

  test("who leaves or is closed is counted no more", async () => {
    const live = createLive();
    const run = live.startRun();
    run.init(init);
    const [one, other] = [live.subscribe(), live.subscribe()];
    expect(live.viewers).toBe(2);
    for await (const message of one) {
      expect(message.kind).toBe("init");
      break;
    }
    expect(live.viewers).toBe(1);
    live.close();
    expect(await take(other[Symbol.asyncIterator](), 1)).toEqual([]);
    expect(live.viewers).toBe(0);
  });
});
