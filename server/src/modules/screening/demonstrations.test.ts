import { describe, expect, test } from "vitest";

import { DEMONSTRATIONS } from "./demonstrations.ts";
import { screenLot } from "./engine.ts";
import { INDICATORS } from "./indicators/all.ts";
import type { ScreeningInput } from "./input.ts";

const resultOf = (input: ScreeningInput, id: string) =>
  screenLot(input).results.find(({ indicator }) => indicator === id);

test("every indicator has a planted lot and an honest twin", () => {
  expect(Object.keys(DEMONSTRATIONS).toSorted()).toEqual(
    INDICATORS.map(({ manifest }) => manifest.id).toSorted(),
  );
});

describe.each(Object.entries(DEMONSTRATIONS))("%s", (id, { planted, twin }) => {
  test("hits in the planted lot", () => {
    expect(resultOf(planted, id)).toMatchObject({ outcome: "hit" });
  });

  test("is computed and silent in the honest twin", () => {
    expect(resultOf(twin, id)).toMatchObject({ outcome: "noHit" });
  });
});

test("the same lock number is of determination grade in 福建 and a lead elsewhere", () => {
  const planted = DEMONSTRATIONS["DEV-04"]?.planted;
  if (planted === undefined) throw new Error("no demonstration");
  expect(resultOf(planted, "DEV-04")?.level).toBe("determination");
  const elsewhere = { ...planted, place: { code: "330100", name: "浙江省杭州市" } };
  expect(resultOf(elsewhere, "DEV-04")?.level).toBe("lead");
});

test("a shared environment alone never becomes a lead", () => {
  for (const id of ["DEV-02", "DEV-03", "DEV-07"]) {
    const planted = DEMONSTRATIONS[id]?.planted;
    if (planted === undefined) throw new Error("no demonstration");
    const values = planted.bids
      .slice(0, 1)
      .flatMap(({ traces }) => traces.map(({ trace }) => trace));
    const register = [{ kind: "printShop", name: "云澜图文店", values }];
    expect(screenLot({ ...planted, register }).isLead).toBe(false);
  }
});
