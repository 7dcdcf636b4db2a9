import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { box, fragmentBytes, fragmentsFor, initBytes } from "../test/stream.ts";
import { DamagedStream } from "./box.ts";
import { createFragmentReader } from "./fragment-reader.ts";
import type { Fragment } from "./fragment.ts";
import type { InitSegment } from "./init-segment.ts";

function read(pieces: readonly Buffer[]) {
  const inits: InitSegment[] = [];
  const fragments: Fragment[] = [];
  const reader = createFragmentReader({
    init: (init) => inits.push(init),
    fragment: (fragment) => fragments.push(fragment),
  });
  for (const piece of pieces) reader.push(piece);
  return { inits, fragments, leftBytes: reader.leftBytes };
}

const stream = Buffer.concat([initBytes(true), ...fragmentsFor(2)]);

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b)];
  return places.map((from, index) => bytes.subarray(from, places[index + 1] ?? bytes.length));
}

describe("the reader of fragments", () => {
  test("tells tracks and type for a player", () => {
    const [init] = read([stream]).inits;
    expect(init?.mimeType).toBe('video/mp4; codecs="avc1.42c01f, mp4a.40.2"');
    expect(init?.tracks.map(({ kind, timescale }) => [kind, timescale])).toEqual([
      ["video", 90_000],
      ["audio", 90_000],
    ]);
    expect(init?.bytes).toEqual(initBytes(true));
  });

  test("tells time, duration and keyframe of each fragment, in seconds", () => {
    const { fragments } = read([stream]);
    expect(fragments.map(({ decodeTime }) => decodeTime)).toEqual([
      0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75,
    ]);
    expect(new Set(fragments.map(({ duration }) => duration))).toEqual(new Set([0.25]));
    expect(fragments.flatMap(({ isKeyframe }, index) => (isKeyframe ? [index] : []))).toEqual([
      0, 4,
    ]);
  });

  test("every split of the stream gives the same fragments and all bytes", () => {
    const whole = read([stream]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length - 1), { maxLength: 40 }), (cuts) => {
        expect(read(split(stream, cuts))).toEqual(whole);
      }),
    );
    expect(read([...stream].map((octet) => Buffer.from([octet])))).toEqual(whole);
    const kept = [...whole.inits, ...whole.fragments].map(({ bytes }) => bytes);
    expect(Buffer.concat(kept)).toEqual(stream);
  });

  test("sound alone is a fragment without a picture", () => {
    const sound = fragmentBytes({
      decodeSeconds: 3,
      seconds: 0.1,
      isKeyframe: true,
      payload: Buffer.from("sound"),
      track: 2,
    });
    const [fragment] = read([initBytes(true), sound]).fragments;
    expect(fragment).toMatchObject({ hasPicture: false, isKeyframe: false, decodeTime: 3 });
  });

  test("a box between fragments stays with the next one, an index at the end is left out", () => {
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = fragmentsFor(1);
    const between = box("free", 7);
    const { fragments } = read([initBytes(), first, between, second, box("mfra", 0)]);
    expect(fragments[1]?.bytes).toEqual(Buffer.concat([between, second]));
  });

  test("what is not whole is counted", () => {
    expect(read([stream.subarray(0, -5)])).toMatchObject({ leftBytes: expect.any(Number) });
    expect(read([stream.subarray(0, -5)]).fragments).toHaveLength(7);
    expect(read([stream]).leftBytes).toBe(0);
  });

  const fragment = fragmentsFor(0.25)[0] ?? Buffer.alloc(0);
  test.each<[string, Buffer[], string]>([
    ["text", [Buffer.from("RTSP/1.0 200 OK\r\n")], "no box begins here"],
    ["a length of 3", [Buffer.from("\0\0\0\u0003moof")], "length of 3"],
    ["an unknown box", [initBytes(), box("what", 0)], "what has no place"],
    ["a fragment before its init", [fragment], "moof comes before moov"],
    ["a second moov", [initBytes(), initBytes()], "second ftyp"],
    ["mdat alone", [initBytes(), box("mdat", 1)], "mdat comes before moof"],
    ["an endless mdat", [initBytes(), Buffer.from("\x7f\0\0\0mdat", "latin1")], "at most"],
    [
      "a short mdat",
      [initBytes(), fragment.subarray(0, fragment.length - 72), box("mdat", 1)],
      "its samples have 64",
    ],
    ["a plain file", [box("ftyp", 0), box("moov", box("mvhd", 0))], "mvex is missing"],
  ])("refuses %s", (_, pieces, why) => {
    expect(() => read(pieces)).toThrow(DamagedStream);
    expect(() => read(pieces)).toThrow(why);
  });

  test("any changed byte gives fragments or a refusal, never another failure", () => {
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(stream);
        changed[at] = (changed[at] ?? 0) ^ change;
        try {
          read([changed]);
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedStream);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
