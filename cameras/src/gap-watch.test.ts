import { describe, expect, test } from "vitest";

import { randomFrom } from "../test/synthetic-pictures.ts";
import { coverageOf } from "./coverage.ts";
import { type Gap, GapWatch } from "./gap-watch.ts";

const START = 1_000_000;

describe("the watch for gaps", () => {
  const picture = (startAt: number) => ({ startAt, endAt: startAt + 1000 });

  test("a gap is told when it has lasted, and again when the picture is back", () => {
    const gaps = new GapWatch(10_000, START, "killed");
    const told: (Gap | undefined)[] = [gaps.tick(START + 9999), gaps.tick(START + 10_000)];
    expect(told).toEqual([undefined, { from: START, to: null, why: "killed" }]);
    expect(gaps.dueAt).toBeUndefined();
    expect(gaps.tick(START + 30_000)).toBeUndefined();
    expect(gaps.picture(picture(START + 31_000))).toEqual({
      from: START,
      to: START + 31_000,
      why: "killed",
    });
    expect(gaps.dueAt).toBe(START + 42_000);
  });

  test("ten seconds without a picture are a gap even if nobody looked; less is none", () => {
    const gaps = new GapWatch(10_000, START, "noPicture");
    expect(gaps.picture(picture(START + 9999))).toBeUndefined();
    expect(gaps.picture(picture(START + 20_999))).toEqual({
      from: START + 10_999,
      to: START + 20_999,
      why: "noPicture",
    });
  });

  test("a gap keeps the cause with which it began; the next one has its own", () => {
    const gaps = new GapWatch(10_000, START, "killed");
    gaps.picture(picture(START));
    gaps.expect("cameraLost");
    gaps.tick(START + 11_000);
    gaps.expect("storage");
    expect(gaps.picture(picture(START + 50_000))).toMatchObject({ why: "cameraLost" });
    expect(gaps.tick(START + 61_000)).toMatchObject({ why: "noPicture" });
  });

  test("T50: of 50 drops of 10 s to 1 h each is told when it has lasted 10 s, and never counts as recorded", () => {
    const random = randomFrom(50);
    for (let drop = 0; drop < 50; drop += 1) {
      const lengthMs = 10_000 + Math.floor(random() * 3_590_000);
      const [lostAt, backAt] = [START + 60_000, START + 60_000 + lengthMs];
      const gaps = new GapWatch(10_000, START, "killed");
      gaps.picture({ startAt: START, endAt: lostAt });
      const told = gaps.tick(gaps.dueAt ?? 0);
      expect(told).toEqual({ from: lostAt, to: null, why: "noPicture" });
      const closed = gaps.picture(picture(backAt));
      expect(closed).toEqual({ from: lostAt, to: backAt, why: "noPicture" });
      const segments = [
        { startAt: START, endAt: lostAt },
        { startAt: backAt, endAt: backAt + 1000 },
      ];
      const interval = { from: START, to: backAt + 1000 };
      const { share, gaps: missing } = coverageOf(interval, segments, closed ? [closed] : []);
      expect(share).toBeLessThan(1);
      expect(missing).toEqual([closed]);
    }
  });

  test("pictures that come twelve seconds late and keep coming are no gap", () => {
    const watch = new GapWatch(10_000, 0, "cameraLost");
    for (let at = 0; at < 60_000; at += 1000) {
      const now = at + 13_000;
      expect(watch.picture({ startAt: at, endAt: at + 1000 }, now)).toBeUndefined();
      expect(watch.tick(now + 500)).toBeUndefined();
    }
    expect(watch.dueAt).toBe(59_000 + 13_000 + 10_000);
    expect(watch.tick(82_000)).toEqual({ from: 60_000, to: null, why: "noPicture" });
  });
});
