import { describe, expect, test } from "vitest";

import type { Fragment } from "./fragment.ts";
import { Timeline } from "./timeline.ts";

const at = (decodeTime: number, duration = 1, longestPicture = 0.04): Fragment => ({
  bytes: Buffer.alloc(0),
  hasPicture: true,
  isKeyframe: true,
  decodeTime,
  duration,
  pictures: 25,
  longestPicture,
});

const START = 1_000_000;

describe("the timeline of a run", () => {
  test("a fragment ends when it arrives, and spans join", () => {
    const timeline = new Timeline();
    expect(timeline.place(at(0), START)).toEqual({
      startAt: START - 1000,
      endAt: START,
      hasJumped: true,
    });
    expect(timeline.place(at(1), START + 1000)).toMatchObject({
      startAt: START,
      endAt: START + 1000,
      hasJumped: false,
    });
  });

  test("a burst after a stall of the network gets the times of its pictures", () => {
    const timeline = new Timeline();
    timeline.place(at(0), START);
    const late = [1, 2, 3].map((time) => timeline.place(at(time), START + 3000));
    const drift = 1;
    expect(Math.abs((late[0]?.endAt ?? 0) - START - 1000)).toBeLessThanOrEqual(drift);
    expect(Math.abs((late[2]?.endAt ?? 0) - START - 3000)).toBeLessThanOrEqual(drift);
  });

  test("a camera's clock that runs slow is followed", () => {
    const timeline = new Timeline();
    let last = 0;
    for (let second = 0; second < 10_000; second += 1)
      last = timeline.place(at(second), START + second * 1000.1).endAt;
    expect(Math.abs(last - (START + 9999 * 1000.1))).toBeLessThan(10);
  });

  test("pictures that are missing leave a hole, and the picture before it does not fill it", () => {
    const timeline = new Timeline();
    timeline.place(at(0), START);
    const before = timeline.place(at(1, 13, 12.04), START + 13_000);
    expect(before.endAt - START).toBeLessThan(1000);
    const behind = timeline.place(at(14), START + 14_000);
    expect(behind).toEqual({ startAt: START + 13_000, endAt: START + 14_000, hasJumped: true });
  });

  test("a clock that is set back puts no span before another", () => {
    const timeline = new Timeline();
    timeline.place(at(100), START);
    const { startAt, endAt, hasJumped } = timeline.place(at(0), START + 500);
    expect([startAt, endAt, hasJumped]).toEqual([START, START + 500, true]);
  });
});
