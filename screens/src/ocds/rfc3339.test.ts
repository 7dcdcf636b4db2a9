import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { instantOf } from "./rfc3339.ts";

const read = (text: string) => {
  const bytes = Buffer.from(text);
  return instantOf(bytes, 0, bytes.length);
};

describe("RFC 3339", () => {
  test("the same second as the platform's own reader, with offset and fraction", () => {
    const offset = fc.constantFrom("Z", "+08:00", "-05:30", "z");
    fc.assert(
      fc.property(
        fc.date({
          min: new Date("0001-01-01T00:00:00Z"),
          max: new Date("9999-12-31T00:00:00Z"),
          noInvalidDate: true,
        }),
        offset,
        (date, zone) => {
          const text = `${date.toISOString().slice(0, -1)}${zone}`;
          const instant = read(text);
          const expected = Date.parse(text.replace("z", "Z")) / 1000;
          expect((instant?.seconds ?? 0) + (instant?.fraction ?? 0)).toBeCloseTo(expected, 3);
        },
      ),
    );
  });

  test.each([
    "2020-01-01",
    "2020-01-01T00:00:00",
    "2020-01-01T00:00:00-0400",
    "2020-02-30T00:00:00Z",
    "2021-02-29T00:00:00Z",
    "2020-13-01T00:00:00Z",
    "2020-01-01T24:00:00Z",
    "2020-01-01T00:00:00.Z",
    "2020-01-01T00:00Z",
    "2020-01-01T00:00:00ZZ",
    "20200101T000000Z",
    "",
  ])("%j is none", (text) => {
    expect(read(text)).toBeUndefined();
  });

  test("t, a space and the leap second are read", () => {
    expect(read("2020-02-29t00:00:00Z")).toEqual({ seconds: 1_582_934_400, fraction: 0 });
    expect(read("2020-02-29 00:00:60Z")?.seconds).toBe(1_582_934_460);
  });
});
