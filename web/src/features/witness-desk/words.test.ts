import { expect, test } from "vitest";

import { spanOf } from "./words.ts";

const NOW = Date.parse("2026-05-21T02:00:00Z");

test("a span counts minutes and seconds, and hours from one hour on", () => {
  expect(spanOf("2026-05-21T01:59:53Z", NOW)).toBe("0:07");
  expect(spanOf("2026-05-21T01:00:01Z", NOW)).toBe("59:59");
  expect(spanOf("2026-05-21T00:57:15Z", NOW)).toBe("1:02:45");
});

test("what has not begun counts nothing", () => {
  expect(spanOf("2026-05-21T02:00:05Z", NOW)).toBe("0:00");
  expect(spanOf(undefined, NOW)).toBe("");
});
