import { expect, test } from "vitest";

import { dayOf, instantOf, isZone } from "./time.ts";

const shanghai = (text: string) => instantOf(text, "Asia/Shanghai");

test.each([
  ["2026-03-02 09:30", "2026-03-02T09:30:00+08:00"],
  ["2026/3/2 9:30:05", "2026-03-02T09:30:05+08:00"],
  ["2026年03月26日 09点30分", "2026-03-26T09:30:00+08:00"],
  ["2026年3月27日10:00", "2026-03-27T10:00:00+08:00"],
  ["20260313 - 09:30:00", "2026-03-13T09:30:00+08:00"],
  ["Mar 16, 2026", "2026-03-16T00:00:00+08:00"],
  ["2026-03-02", "2026-03-02T00:00:00+08:00"],
  ["2026-03-02T09:30:00Z", "2026-03-02T09:30:00Z"],
  ["2017-04-12T15:06:12.841284+03:00", "2017-04-12T15:06:12.841284+03:00"],
  ["2026-03-02 09:30:00+0800", "2026-03-02T09:30:00+08:00"],
  ["1274918400", "2010-05-27T00:00:00.000Z"],
])("%s is %s", (text, instant) => {
  expect(shanghai(text)).toBe(instant);
});

test.each([
  "",
  "2026-02-30",
  "2026-13-01",
  "soon",
  "2026-03-02 25:00",
  "2026-03-02T09:30:00+99:00",
  "Foo 12, 2026",
])("%j is no time", (text) => {
  expect(shanghai(text)).toBeUndefined();
});

test("summer time of a zone is taken from the day", () => {
  expect(instantOf("2017-01-15 12:00", "Europe/Kyiv")).toBe("2017-01-15T12:00:00+02:00");
  expect(instantOf("2017-07-15 12:00", "Europe/Kyiv")).toBe("2017-07-15T12:00:00+03:00");
  expect(instantOf("2017-03-26 04:30", "Europe/Kyiv")).toBe("2017-03-26T04:30:00+03:00");
});

test("a day stays as it was written", () => {
  expect(dayOf("2017-05-03T23:00:00+03:00")).toBe("2017-05-03");
  expect(dayOf("2026年3月2日")).toBe("2026-03-02");
  expect(dayOf("undated")).toBeUndefined();
});

test("unknown zones are told apart", () => {
  expect(isZone("Asia/Shanghai")).toBe(true);
  expect(isZone("Asia/Nowhere")).toBe(false);
});
