import { expect, test } from "vitest";

import { createKnownSources } from "./known-sources.ts";

function aFinder(sources: Record<string, string>) {
  const asked: string[] = [];
  const known = createKnownSources(async (key) => {
    asked.push(key);
    return sources[key];
  });
  return { known, asked, sources };
}

test("a key is looked up once a second at most", async () => {
  const { known, asked } = aFinder({ k1: "centre" });
  for (const now of [0, 10, 999]) expect(await known("k1", now)).toBe("centre");
  expect(asked).toEqual(["k1"]);
  await known("k1", 1000);
  expect(asked).toEqual(["k1", "k1"]);
});

test("a withdrawn key is refused within a second, an unknown one is asked for each time", async () => {
  const { known, asked, sources } = aFinder({ k1: "centre" });
  await known("k1", 0);
  delete sources["k1"];
  expect(await known("k1", 1001)).toBeUndefined();
  expect(await known("k1", 1002)).toBeUndefined();
  expect(asked).toHaveLength(3);
});

test("a clock that steps back does not keep a key alive", async () => {
  const { known, asked } = aFinder({ k1: "centre" });
  await known("k1", 50_000);
  await known("k1", 10_000);
  expect(asked).toHaveLength(2);
});
