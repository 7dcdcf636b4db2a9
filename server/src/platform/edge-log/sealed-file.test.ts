import { describe, expect, test } from "vitest";

import {
  makePrivateText,
  type PrivateKeys,
  publicTextOf,
  readPrivateKey,
  readPublicKey,
  readPublicKeys,
} from "./keys.ts";
import { createFileSealer, openFile } from "./sealed-file.ts";
import type { Visit } from "./visit.ts";

const DAY = "2026-06-01";
const texts = { a: makePrivateText(), b: makePrivateText() };
const keys: PrivateKeys = { a: readPrivateKey(texts.a), b: readPrivateKey(texts.b) };
const publicKeys = readPublicKeys({ a: publicTextOf(texts.a), b: publicTextOf(texts.b) });
const stranger = readPrivateKey(makePrivateText());

const visits = (from: number, count = 3): Visit[] =>
  Array.from({ length: count }, (_, at) => ({
    second: 1_780_000_000 + from + at,
    address: `198.51.100.${from + at}`,
    port: at === 0 ? undefined : 50_000 + at,
  }));

/** Head, three frames, last frame. */
function parts(): Buffer[] {
  const sealer = createFileSealer(publicKeys, DAY);
  const frames = [1, 11, 21].map((from) => sealer.seal(visits(from)));
  return [sealer.head, ...frames, sealer.end()];
}
const whole = parts();
const [head, first, second, third, end] = whole as [Buffer, Buffer, Buffer, Buffer, Buffer];
const opened = (...frames: Buffer[]) => openFile(Buffer.concat(frames), keys);
const all = [...visits(1), ...visits(11), ...visits(21)];

describe("two keys", () => {
  test("open what was sealed, whole and in its order", () => {
    expect(opened(...whole)).toEqual({ day: DAY, state: "whole", visits: all });
  });

  test.each([
    ["another key for a", { a: stranger, b: keys.b }, { problem: "otherKey", half: "a" }],
    ["another key for b", { a: keys.a, b: stranger }, { problem: "otherKey", half: "b" }],
    ["the keys changed about", { a: keys.b, b: keys.a }, { problem: "swapped", half: "a" }],
    ["one key twice", { a: keys.a, b: keys.a }, { problem: "swapped", half: "b" }],
  ])("%s: refused, and named", (_title, given, refusal) => {
    expect(openFile(Buffer.concat(whole), given)).toEqual(refusal);
  });

  test("a key that only carries the number of the right one opens nothing", () => {
    const forged = { id: keys.b.id, bytes: stranger.bytes };
    expect(openFile(Buffer.concat(whole), { a: keys.a, b: forged })).toEqual({
      problem: "damaged",
      half: "b",
    });
  });

  test("each file has a data key of its own", () => {
    const [otherHead, otherFirst] = parts() as [Buffer, Buffer];
    expect(otherHead.equals(head)).toBe(false);
    expect(opened(head, otherFirst)).toMatchObject({ state: "changed", visits: [] });
  });

  test("nothing of a visit stands in the file", () => {
    const bytes = Buffer.concat(whole).toString("latin1");
    for (const { address, second: at } of all) {
      expect(bytes).not.toContain(address);
      expect(bytes).not.toContain(String(at));
    }
  });
});

describe("what was done to a file is seen", () => {
  test("every byte of the frames, and every seventh of the first line", () => {
    const bytes = Buffer.concat([head, first, end]);
    for (let at = 0; at < bytes.length; at += at < head.length ? 7 : 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const found = openFile(changed, keys);
      expect("problem" in found ? found.problem : found.state, `byte ${at}`).not.toBe("whole");
    }
  });

  test.each([
    ["frames in another order", [head, second, first, third, end]],
    ["a frame left out", [head, first, third, end]],
    ["a frame twice", [head, first, first, second, third, end]],
    ["something behind the end", [head, first, second, third, end, end]],
    ["an end too early", [head, first, end]],
  ])("%s", (_title, frames) => {
    expect(opened(...frames)).toMatchObject({ state: "changed" });
  });

  test.each([
    ["without its end", [head, first, second, third], all],
    ["cut within a frame", [head, first, second.subarray(0, -1)], visits(1)],
    ["cut within a length", [head, first, second.subarray(0, 2)], visits(1)],
    ["the first line alone", [head], []],
  ])("%s: unfinished, and what is whole is shown", (_title, frames, expected) => {
    expect(opened(...frames)).toEqual({ day: DAY, state: "unfinished", visits: expected });
  });

  test.each(["", "{}\n", "null\n", "no line", `{"format":"mingjing edge log 1"}\n`])(
    "%j is no file of the log",
    (text) => {
      expect(openFile(Buffer.from(text), keys)).toEqual({ problem: "notALog" });
    },
  );
});

describe("texts of keys", () => {
  test("a half in the place of the other is refused and not repeated", () => {
    expect(() => readPublicKey(texts.a)).toThrow("other half");
    expect(() => readPrivateKey(publicTextOf(texts.a))).toThrow("other half");
    try {
      readPublicKey(texts.a);
    } catch (error) {
      expect((error as Error).message).not.toContain(texts.a.split("+").at(-1));
    }
  });

  test("damaged and foreign texts, and one key for both, are refused", () => {
    expect(() => readPrivateKey("secret")).toThrow("not a key");
    const at = texts.a.length - 20;
    const other = texts.a[at] === "A" ? "B" : "A";
    const damaged = `${texts.a.slice(0, at)}${other}${texts.a.slice(at + 1)}`;
    expect(() => readPrivateKey(damaged)).toThrow("damaged");
    const one = publicTextOf(texts.a);
    expect(() => readPublicKeys({ a: one, b: one })).toThrow("same");
  });
});
