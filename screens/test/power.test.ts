/** No rule loses more than five points of power unseen. New figures: `measurePower(300, [3, 5, 8])` into power-kept.json, with a reason. */
import { expect, test } from "vitest";

import kept from "./power-kept.json" with { type: "json" };
import { measurePower } from "./power.ts";

const POINTS = 0.05;

test("each screen finds at least what it found before, in each pattern and number of bids", () => {
  const now = new Map(
    measurePower(300, [3, 5, 8]).map(({ pattern, n, screen, power }) => [
      `${pattern} ${n} ${screen}`,
      power,
    ]),
  );
  const lost = Object.entries(kept).filter(([key, power]) => (now.get(key) ?? 0) < power - POINTS);
  expect(lost).toEqual([]);
  expect(Object.keys(kept).length).toBeGreaterThan(80);
});

test("it can fail: what is kept holds screens that find nearly all of a pattern", () => {
  const strong = Object.entries(kept).filter(([, power]) => power > 0.95);
  for (const screen of ["rdnor", "rd", "steps", "cv*", "ks", "skew"])
    expect(strong.some(([key]) => key.endsWith(` ${screen}`))).toBe(true);
});
