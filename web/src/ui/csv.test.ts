import { expect, test } from "vitest";

import { csvOf } from "./csv.ts";

test("cells with commas, quotes and line ends are quoted", () => {
  expect(csvOf([["a,b", 'say "x"', "1\n2"]])).toBe('\uFEFF"a,b","say ""x""","1\n2"\r\n');
});

test("a cell that a spreadsheet would calculate stays text", () => {
  expect(csvOf([["=1+1", "@x", "-cmd", "+86"]])).toBe("\uFEFF'=1+1,'@x,'-cmd,'+86\r\n");
});

test("a negative number stays a number", () => {
  expect(csvOf([["-12.50"]])).toBe("\uFEFF-12.50\r\n");
});
