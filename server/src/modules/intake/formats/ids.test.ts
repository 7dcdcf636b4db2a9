import fc from "fast-check";
import { expect, test } from "vitest";

import { lotIdOf, maskName, personToken, processSubject, safeCode, sourceIdOf } from "./ids.ts";

test("our own identifiers stay as they are, others become ours", () => {
  expect(processSubject("ocds-mj0001-YL-1")).toBe("ocds-mj0001-YL-1");
  expect(processSubject("ocds-be6bcu-UA-2017")).toBe("ocds-mj0001-be6bcu-UA-2017");
});

test("whatever had to change brings a hash, so that two codes stay two", () => {
  expect(safeCode("采购计划备-[2026]")).toMatch(/^2026-[0-9a-f]{10}$/);
  expect(safeCode("甲")).not.toBe(safeCode("乙"));
  expect(safeCode("https://example.org/a/OP0001?x=1")).toMatch(/-[0-9a-f]{10}$/);
});

test("every text gives a subject that is safe in a path, and the same one again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
      expect(processSubject(text)).toMatch(/^ocds-mj0001-[A-Za-z0-9._-]{1,120}$/);
      expect(processSubject(text)).toBe(processSubject(text));
    }),
  );
});

test("source ids and lot ids keep to their length without meeting", () => {
  const long = "x".repeat(500);
  expect(sourceIdOf("a", `${long}1`)).toHaveLength(240);
  expect(sourceIdOf("a", `${long}1`)).not.toBe(sourceIdOf("a", `${long}2`));
  expect(lotIdOf(`${long}1`).length).toBeLessThanOrEqual(80);
  expect(lotIdOf(`${long}1`)).not.toBe(lotIdOf(`${long}2`));
});

test("a person is a keyed token and a mask", () => {
  expect(personToken("a", "key")).toBe(personToken("a", "key"));
  expect(personToken("a", "key")).not.toBe(personToken("a", "other key"));
  expect(maskName("王小明")).toBe("王**");
});
