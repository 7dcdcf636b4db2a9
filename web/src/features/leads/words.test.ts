import { expect, test } from "vitest";

import { shareText } from "./words.ts";

test("a small probability keeps its digits instead of becoming zero", () => {
  expect(shareText(0.000_000_2)).toBe("2.0e-5%");
  expect(shareText(0.0043)).toBe("0.43%");
  expect(shareText(0.5)).toBe("50%");
});
