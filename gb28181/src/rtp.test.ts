import { array, assert, integer, property, shuffledSubarray, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";

import { Reorder } from "./reorder.ts";
import { createRtpFramer, parseRtp } from "./rtp.ts";

const packet = (first: number, ...rest: Buffer[]) => {
  const head = Buffer.from([first, 0x80 | 96, 0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 7]);
  return Buffer.concat([head, ...rest]);
};
const payloadOf = (bytes: Buffer) => parseRtp(bytes)?.payload.toString();

describe("a packet", () => {
  test("plain", () => {
    expect(parseRtp(packet(0x80, Buffer.from("ab")))).toEqual({
      payloadType: 96,
      sequence: 0x1234,
      ssrc: 7,
      payload: Buffer.from("ab"),
    });
  });

  test("with sources, extension and padding", () => {
    const [sources, extension] = [Buffer.alloc(8), Buffer.from([0, 0, 0, 1, 9, 9, 9, 9])];
    const bytes = packet(
      0x80 | 0x20 | 0x10 | 2,
      sources,
      extension,
      Buffer.from("ab"),
      Buffer.from([0, 0, 3]),
    );
    expect(payloadOf(bytes)).toBe("ab");
  });

  test.each([
    ["short", Buffer.alloc(11, 0x80)],
    ["of another version", packet(0x40)],
    ["with sources that are not there", packet(0x8f)],
    ["with an extension that is not there", packet(0x90, Buffer.from([0, 0]))],
    ["with more padding than bytes", packet(0xa0, Buffer.from([200]))],
    ["with padding of nothing", packet(0xa0, Buffer.from([0]))],
  ])("%s is none", (_, bytes) => {
    expect(parseRtp(bytes)).toBeUndefined();
  });

  test("no bytes make it throw", () => {
    assert(property(uint8Array({ maxLength: 80 }), (bytes) => void parseRtp(Buffer.from(bytes))));
  });
});

test("RFC 4571: frames come out the same however the stream is cut", () => {
  const frames = array(uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 10 });
  const sizes = array(integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 10 });
  assert(
    property(frames, sizes, (given, cuts) => {
      const stream = Buffer.concat(
        given.flatMap((frame) => [Buffer.from([frame.length >> 8, frame.length & 0xff]), frame]),
      );
      const framer = createRtpFramer();
      const found: Buffer[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const size = cuts[turn % cuts.length] ?? 1;
        found.push(...framer.push(stream.subarray(at, at + size)));
        at += size;
      }
      expect(found.map((frame) => [...frame])).toEqual(given.map((frame) => [...frame]));
    }),
  );
});

describe("order", () => {
  const bytes = (number: number) => Buffer.from(String(number));
  const read = (payloads: readonly Buffer[]) =>
    payloads.map((payload) => Number(payload.toString()));
  const START = 65_530;

  test("whatever arrives within the window comes out once, in order, and what is missing is counted", () => {
    const count = 40;
    const numbers = Array.from({ length: count }, (_, index) => index);
    // The first comes first here, so that what is lost before it is not a question.
    const arrivals = shuffledSubarray(numbers.slice(1), { minLength: 1 });
    assert(
      property(arrivals, array(integer({ min: 0, max: count - 1 })), (some, again) => {
        const reorder = new Reorder({ mostWaiting: 1000, waitMs: 100 });
        const out = [...reorder.push(START, bytes(0), 0), ...reorder.due(100)];
        const twice = again.filter((number) => number === 0 || some.includes(number));
        for (const number of [...some, ...twice])
          out.push(...reorder.push((START + number) % 0x1_0000, bytes(number), 200));
        out.push(...reorder.due(300));
        const sorted = [0, ...some].toSorted((a, b) => a - b);
        expect(read(out)).toEqual(sorted);
        const { lost, late } = reorder.counts;
        expect([lost, late]).toEqual([(sorted.at(-1) ?? 0) + 1 - sorted.length, twice.length]);
      }),
    );
  });

  test("the first packet waits for one that went before it", () => {
    const reorder = new Reorder({ waitMs: 100 });
    expect(reorder.push(8, bytes(8), 0)).toEqual([]);
    expect(reorder.push(7, bytes(7), 10)).toEqual([]);
    expect(read(reorder.due(100))).toEqual([7, 8]);
    expect(read(reorder.push(9, bytes(9), 101))).toEqual([9]);
    expect(reorder.counts).toEqual({ lost: 0, reordered: 0, late: 0, restarts: 0 });
  });

  test("a gap is given up after its time, or when too many wait behind it", () => {
    const reorder = new Reorder({ waitMs: 100, mostWaiting: 3 });
    reorder.push(0, bytes(0), 0);
    reorder.due(100);
    expect(reorder.push(2, bytes(2), 200)).toEqual([]);
    expect(reorder.due(299)).toEqual([]);
    expect(read(reorder.due(300))).toEqual([2]);
    for (const number of [4, 5, 6]) expect(reorder.push(number, bytes(number), 400)).toEqual([]);
    expect(read(reorder.push(7, bytes(7), 400))).toEqual([4, 5, 6, 7]);
    expect(reorder.push(3, bytes(3), 400)).toEqual([]);
    expect(reorder.counts).toEqual({ lost: 2, reordered: 0, late: 1, restarts: 0 });
  });

  test("numbers that begin anew are followed", () => {
    const reorder = new Reorder({ waitMs: 0 });
    const out = [10, 11, 40_000, 40_001].flatMap((number) =>
      reorder.push(number, bytes(number), 0),
    );
    expect(read(out)).toEqual([10, 11, 40_000, 40_001]);
    expect(reorder.counts).toEqual({ lost: 0, reordered: 0, late: 0, restarts: 1 });
  });
});
