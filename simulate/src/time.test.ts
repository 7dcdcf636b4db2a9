import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createQueue } from "./queue.ts";
import { createRandom, pickWeighted } from "./random.ts";
import {
  addWorkingDays,
  formatDay,
  formatInstant,
  isWorkingDay,
  parseDay,
  parseInstant,
} from "./time.ts";

describe("time", () => {
  test("days agree with the Gregorian calendar of the platform", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 80_000 }), (day) => {
        const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(formatDay(day)).toBe(text);
        expect(parseDay(text)).toBe(day);
      }),
    );
  });

  test("instants are written with the offset of Asia/Shanghai whatever the zone of the machine", () => {
    expect(formatInstant(parseInstant("2026-03-01T23:59:59Z"))).toBe("2026-03-02T07:59:59+08:00");
  });

  test("the last working day before and the first after the National Day closure", () => {
    expect(isWorkingDay(parseDay("2026-09-30"))).toBe(true);
    expect(isWorkingDay(parseDay("2026-10-01"))).toBe(false);
    expect(formatDay(addWorkingDays(parseDay("2026-09-30"), 1))).toBe("2026-10-08");
    expect(isWorkingDay(parseDay("2026-10-10"))).toBe(false);
  });

  test("an impossible day and an instant without offset are refused", () => {
    expect(() => parseDay("2026-02-29")).toThrow(RangeError);
    expect(() => parseInstant("2026-02-28T10:00:00")).toThrow(RangeError);
  });
});

describe("random", () => {
  test("a stream depends on seed and label only", () => {
    const draw = (seed: number, label: string) => {
      const random = createRandom(seed, label);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(1, "a")).toEqual(draw(1, "a"));
    expect(draw(1, "a")).not.toEqual(draw(1, "b"));
    expect(draw(1, "a")).not.toEqual(draw(2, "a"));
  });

  test("uniform, normal and exponential deviates have their mean and spread", () => {
    const random = createRandom(9, "moments");
    const size = 40_000;
    const mean = (next: () => number) => {
      let sum = 0;
      for (let index = 0; index < size; index++) sum += next();
      return sum / size;
    };
    expect(mean(() => random.next())).toBeCloseTo(0.5, 1);
    expect(mean(() => random.normal())).toBeCloseTo(0, 1);
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => random.exponential())).toBeCloseTo(1, 1);
  });

  test("weights are shares", () => {
    const random = createRandom(2, "weights");
    let heavy = 0;
    for (let index = 0; index < 10_000; index++) {
      if (pickWeighted(random, [["light", 1] as const, ["heavy", 3] as const]) === "heavy") heavy++;
    }
    expect(heavy / 10_000).toBeCloseTo(0.75, 1);
  });
});

describe("queue", () => {
  test("items leave by key, equal keys in the order of arrival", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (keys) => {
        const queue = createQueue<number>();
        for (const [index, key] of keys.entries()) queue.push(key, index);
        const left: number[] = [];
        for (let item = queue.pop(); item !== undefined; item = queue.pop()) left.push(item);
        const expected = keys.map((_, index) => index);
        expected.sort((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0) || one - other);
        expect(left).toEqual(expected);
        expect(queue.peekKey()).toBeUndefined();
      }),
    );
  });
});
