import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createMemory } from "./remember.ts";

describe("a memory", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("an answer holds for its time and not longer", () => {
    const memory = createMemory<number>({ milliseconds: 1000, most: 10 });
    memory.keep("a", 1);
    vi.advanceTimersByTime(999);
    expect(memory.find("a")).toBe(1);
    vi.advanceTimersByTime(1);
    expect(memory.find("a")).toBeUndefined();
  });
  test("it never holds more than it may", () => {
    const memory = createMemory<number>({ milliseconds: 1000, most: 2 });
    for (const key of ["a", "b", "c"]) memory.keep(key, 1);
    expect(["a", "b", "c"].map((key) => memory.find(key))).toEqual([undefined, undefined, 1]);
  });
  test("dropping an answer leaves the newer one that took its place", () => {
    const memory = createMemory<object>({ milliseconds: 1000, most: 10 });
    const [old, fresh] = [{}, {}];
    memory.keep("a", fresh);
    memory.drop("a", old);
    expect(memory.find("a")).toBe(fresh);
    memory.drop("a", fresh);
    expect(memory.find("a")).toBeUndefined();
  });
  test("clearing forgets all", () => {
    const memory = createMemory<number>({ milliseconds: 1000, most: 10 });
    memory.keep("a", 1);
    memory.clear();
    expect(memory.find("a")).toBeUndefined();
  });
});
