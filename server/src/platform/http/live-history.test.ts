import { array, assert, integer, property, record, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { createLiveHistory, frameOf } from "./live-history.ts";

const ORIGIN = "-1";

describe("the kept messages of a topic", () => {
  test("every piece is the joined frames of its messages, also of those handed out before", () => {
    const texts = array(record({ data: string({ maxLength: 300 }), max: integer({ min: 1 }) }), {
      maxLength: 60,
    });
    assert(
      property(texts, integer({ min: 1, max: 20 }), (events, max) => {
        const history = createLiveHistory(max, ORIGIN);
        const frames: string[] = [];
        const pieces: { bytes: Buffer; text: string }[] = [];
        for (const [index, { data }] of events.entries()) {
          history.add({ id: String(index), data });
          frames.push(frameOf({ id: String(index), data }));
          history.trim(history.last());
          const from = Math.max(0, frames.length - max);
          const text = frames.slice(from).join("");
          pieces.push({ bytes: history.slice(from, history.last()), text });
        }
        for (const { bytes, text } of pieces) expect(bytes.toString()).toBe(text);
      }),
    );
  });

  test("forgets the oldest beyond the limit, and nothing that is still to be delivered", () => {
    const history = createLiveHistory(2, ORIGIN);
    for (const id of ["a", "b", "c", "d"]) history.add({ id, data: id });
    history.trim(1);
    expect(history.positionOf("a")).toBeUndefined();
    expect(history.positionOf("b")).toBe(2);
    history.trim(history.last());
    expect(history.positionOf("b")).toBeUndefined();
    expect(history.slice(2, 4).toString()).toBe("id: c\ndata: c\n\nid: d\ndata: d\n\n");
  });

  test("the place before the first message is known until the first message is forgotten", () => {
    const history = createLiveHistory(2, ORIGIN);
    expect(history.lastId()).toBe(ORIGIN);
    history.add({ id: "a", data: "" });
    history.add({ id: "b", data: "" });
    expect(history.positionOf(ORIGIN)).toBe(0);
    history.add({ id: "c", data: "" });
    history.trim(history.last());
    expect(history.positionOf(ORIGIN)).toBeUndefined();
    expect(history.lastId()).toBe("c");
  });

  test("a message whose id is kept is not added again", () => {
    const history = createLiveHistory(2, ORIGIN);
    expect(history.add({ id: "a", data: "1" })).toBe(true);
    expect(history.add({ id: "a", data: "2" })).toBe(false);
    expect(history.last()).toBe(1);
  });

  test("text of several lines is one event", () => {
    expect(frameOf({ id: "1", event: "price", data: "a\r\nb\rc\nd" })).toBe(
      "id: 1\nevent: price\ndata: a\ndata: b\ndata: c\ndata: d\n\n",
    );
  });

  test.each(["", "a b", "a\n", "a\nid: 2", "标", "\0"])("an id %j is refused", (id) => {
    expect(() => frameOf({ id, data: "" })).toThrow(RangeError);
  });

  test.each(["", "a b", "a\ndata: x"])("a name %j is refused", (event) => {
    expect(() => frameOf({ id: "1", event, data: "" })).toThrow(RangeError);
  });
});
