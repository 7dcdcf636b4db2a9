import { describe, expect, test } from "vitest";

import { isMet, medianOf, resultOf } from "./result.ts";

describe("medianOf", () => {
  test("an odd number of runs gives the middle one, an even number the mean of the middle two", () => {
    expect(medianOf([9, 1, 5])).toBe(5);
    expect(medianOf([4, 1, 9, 6])).toBe(5);
  });

  test("no run is an error, not a figure", () => {
    expect(() => medianOf([])).toThrow("no run was measured");
  });
});

describe("isMet", () => {
  test("bounds are inclusive", () => {
    expect(isMet({ atLeast: 10 }, 10, null)).toBe(true);
    expect(isMet({ atLeast: 10 }, 9.99, null)).toBe(false);
    expect(isMet({ atMost: 60 }, 60, null)).toBe(true);
    expect(isMet({ atMost: 60 }, 60.1, null)).toBe(false);
  });

  test("a wanted ratio that was not measured is not met", () => {
    expect(isMet({ ratioAtLeast: 0.25 }, 1, 0.25)).toBe(true);
    expect(isMet({ ratioAtLeast: 0.25 }, 1, 0.24)).toBe(false);
    expect(isMet({ ratioAtLeast: 0.25 }, 1, null)).toBe(false);
    expect(isMet({ ratioAtMost: 1.1 }, 1, 1.1)).toBe(true);
    expect(isMet({ ratioAtMost: 1.1 }, 1, 1.11)).toBe(false);
    expect(isMet({ ratioAtMost: 1.1 }, 1, null)).toBe(false);
  });
});

describe("resultOf", () => {
  const measured = { name: "speed", unit: "1/s", target: { atLeast: 100, ratioAtLeast: 0.5 } };

  test("the ratio is the median of the runs' own ratios, not the ratio of the medians", () => {
    const runs = [
      { value: 100, reference: 100 },
      { value: 200, reference: 1000 },
      { value: 300, reference: 400 },
    ];
    const result = resultOf({ ...measured, referenceName: "copy" }, runs);
    expect(result).toMatchObject({ value: 200, ratio: 0.75, met: true, runs: [100, 200, 300] });
    expect(result.reference).toEqual({ name: "copy", value: 400 });
  });

  test("without a reference there is no ratio", () => {
    expect(resultOf(measured, [{ value: 120 }])).toMatchObject({
      reference: null,
      ratio: null,
      met: false,
    });
  });
});
