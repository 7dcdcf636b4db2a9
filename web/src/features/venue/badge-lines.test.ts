import { expect, test } from "vitest";

import { badgesOf, linesOf } from "./badge-lines.ts";

test("what is written is read again", () => {
  const badges = [
    { bearer: "badge-0012", duty: "保洁", name: "韦素琴" },
    { bearer: "badge-0003", duty: "保安" },
  ];
  expect(badgesOf(linesOf(badges))).toEqual({ badges, wrong: [] });
});

test("commas of either alphabet; a line without a duty is named by its number", () => {
  const { badges, wrong } = badgesOf("badge-1, 保洁\n\nbadge-2\n，保安");
  expect(badges).toEqual([{ bearer: "badge-1", duty: "保洁" }]);
  expect(wrong).toEqual([3, 4]);
});
