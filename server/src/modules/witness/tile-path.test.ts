import { expect, test } from "vitest";

import { parseTilePath } from "./tile-path.ts";

test("Paths of full and partial tiles are read as c2sp.org/tlog-tiles writes them.", () => {
  expect(parseTilePath("x001/x234/067")).toEqual({ index: 1_234_067, width: 256 });
  expect(parseTilePath("000")).toEqual({ index: 0, width: 256 });
  expect(parseTilePath("x001/000.p/112")).toEqual({ index: 1000, width: 112 });
});

test("Every other spelling is refused.", () => {
  for (const path of [
    "",
    "0",
    "x000/001",
    "001/002",
    "000.p/0",
    "000.p/256",
    "000.p/07",
    "../000",
  ]) {
    expect(parseTilePath(path), path).toBeUndefined();
  }
});
