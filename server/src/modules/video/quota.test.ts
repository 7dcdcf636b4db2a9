import { describe, expect, test } from "vitest";

import { applyQuota, bytesADay, type KeptDay } from "./quota.ts";

const day = (recording: string, bytes: number, mayGo = true): KeptDay => ({
  channel: "desk",
  recording,
  bytes,
  mayGo,
});
const of = (days: readonly KeptDay[], quota: number) => {
  const { going, over } = applyQuota(days, quota);
  return { going: going.map(({ recording }) => recording), over };
};

describe("where recordings take more than the quota", () => {
  test("the oldest days go, as many as are needed and no more", () => {
    const days = [day("20260503", 4), day("20260501", 4), day("20260502", 4)];
    expect(of(days, 12)).toEqual({ going: [], over: 0 });
    expect(of(days, 11)).toEqual({ going: ["20260501"], over: 0 });
    expect(of(days, 4)).toEqual({ going: ["20260501", "20260502"], over: 0 });
  });

  test("what a project or a hold keeps stays, and what is still too much is said", () => {
    const days = [day("20260501", 10, false), day("20260502", 3), day("20260503", 10, false)];
    expect(of(days, 15)).toEqual({ going: ["20260502"], over: 5 });
  });

  test("a day of which the log tells no bytes makes no room and stays", () => {
    expect(of([day("20260501", 0), day("20260502", 5)], 0)).toEqual({
      going: ["20260502"],
      over: 0,
    });
  });
});

describe("bytes a day", () => {
  test("are the mean of the last seven ended days with recordings, all cameras together", () => {
    const days = Array.from({ length: 9 }, (_, index) => day(`2026050${index + 1}`, index + 1));
    // The first falls out; the ninth is today's and still grows.
    expect(bytesADay([...days, day("20260508", 7)], "20260509")).toBe(
      (2 + 3 + 4 + 5 + 6 + 7 + 8 + 7) / 7,
    );
  });

  test("are none before a day has ended", () => {
    expect(bytesADay([day("20260501", 9)], "20260501")).toBe(0);
  });
});
