import { expect, test } from "vitest";

import { addressOf, queryOf } from "./filter.ts";

test("filters stand in the address and nothing else does", () => {
  const query = queryOf(new URLSearchParams("stage=notice&mode=&x=1"));
  expect(query).toEqual({ stage: "notice" });
  expect(addressOf(query, "month", "2026-05")).toBe("?stage=notice&month=2026-05");
  expect(addressOf(query, "stage", "")).toBe("?");
});
