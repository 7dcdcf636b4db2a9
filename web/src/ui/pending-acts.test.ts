import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { flushAct, flushAll, giveAct, takeBack, takeBackLast, UNDO_MS } from "./pending-acts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function anAct(key: string) {
  const send = vi.fn(async () => undefined);
  giveAct({ key, text: key, about: [key], send });
  return send;
}

describe("an act that can be taken back", () => {
  test("is sent once, ten seconds later", () => {
    const send = anAct("a");
    vi.advanceTimersByTime(UNDO_MS - 1);
    expect(send).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(send).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(UNDO_MS * 3);
    expect(send).toHaveBeenCalledOnce();
  });

  test("is never sent once taken back", async () => {
    const first = anAct("a");
    const last = anAct("b");
    takeBackLast();
    takeBack("a");
    vi.advanceTimersByTime(UNDO_MS * 2);
    await flushAll();
    expect(first).not.toHaveBeenCalled();
    expect(last).not.toHaveBeenCalled();
  });

  test("is sent at once when the next act needs it, when given again, and when the page is left", async () => {
    const needed = anAct("a");
    await flushAct("a");
    expect(needed).toHaveBeenCalledOnce();
    const again = anAct("a");
    const newer = anAct("a");
    expect(again).toHaveBeenCalledOnce();
    const other = anAct("b");
    await flushAll();
    expect(newer).toHaveBeenCalledOnce();
    expect(other).toHaveBeenCalledOnce();
  });
});
