import { readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { placeKeyOf, placeOf, withheldOf } from "./kinds.ts";

const FACTS = join(import.meta.dirname, "../../../../contract/src/facts");

test("notices stand by their type", () => {
  expect(placeOf(placeKeyOf("procurement.notice-published", "tenderNotice")).stage).toBe(
    "announce",
  );
  expect(placeOf(placeKeyOf("procurement.notice-published", "awardNotice")).stage).toBe("award");
});

test("every kind that a project can have stands in a group that is not a guess", () => {
  const modules = new Set(
    readdirSync(FACTS)
      .filter((name) => name.includes("."))
      .map((name) => name.split(".")[0] ?? ""),
  );
  for (const module of ["procurement", "opening", "warnings", "casework", "complaints", "lookback"])
    expect(modules.has(module), module).toBe(true);
  expect(placeOf("opening.step-taken")).toEqual({ group: "opening", stage: "opening" });
  expect(placeOf("procurement.expert-scored").group).toBe("evaluation");
  expect(placeOf("witnessing.noted").group).toBe("witness");
});

test("a trace, a writer and a nonce are kept back, other fields are not", () => {
  const payload = { lotId: "1", trace: {}, writer: {}, nonce: "x", bidder: {} };
  expect(withheldOf(payload)).toEqual(["trace", "writer", "nonce"]);
});
