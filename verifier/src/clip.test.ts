import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { filesOf, packClip, packZip, testClip, testClipKey } from "../test/build-clip.ts";
import { clipVectors } from "../test/clip-vectors.ts";
import { CLIP_CHECKS, CLIP_DOES_NOT_PROVE, verifyCertificate, verifyClip } from "./index.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const genuine = new Uint8Array(packClip(testClip()));

describe("vectors", () => {
  const vectors = clipVectors();
  test("stand in the file as they are made", () => {
    const file = new URL("../vectors/clip.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(vectors)));
  });
  test.each(vectors)("$name", ({ input, expected }) => {
    const { zip, trustedKeys } = input;
    const report = verifyClip(bytesOf(zip), trustedKeys === undefined ? {} : { trustedKeys });
    expect([report.verdict, report.code]).toEqual([expected.verdict, expected.code]);
    if (expected.number !== undefined)
      expect([report.params["number"], report.params["expected"]]).toContain(expected.number);
    if (expected.verdict !== "valid")
      expect([report.proves, report.doesNotProve]).toEqual([[], []]);
  });
});

test("a valid clip is told check by check, with its gap and with what it does not prove", () => {
  const report = verifyClip(genuine, { trustedKeys: [testClipKey()] });
  expect(report.checks.map(({ id }) => id)).toEqual(CLIP_CHECKS);
  expect(report.checks.every(({ ok }) => ok)).toBe(true);
  expect(report.gaps).toEqual([
    {
      from: "2026-03-02T01:40:12.000Z",
      to: "2026-03-02T01:40:43.000Z",
      why: "cameraLost",
      isProven: true,
      isTold: true,
    },
  ]);
  expect(report.clip?.segments).toBe(4);
  expect(report.keyTrusted).toBe(true);
  // The gap is proven and its cause told: neither is said to be open.
  const always = CLIP_DOES_NOT_PROVE.filter((one) => one !== "clip-gaps" && one !== "clip-causes");
  expect(report.doesNotProve).toEqual([...always, "single-history"]);
});

test("a gap at the border of the recording, and a cause that the log does not tell, are said to be open", () => {
  const clip = testClip();
  const [day] = clip.content.days;
  clip.content.coverage.from = "2026-03-02T01:39:50.000Z";
  clip.content.coverage.gaps = [
    { from: "2026-03-02T01:39:50.000Z", to: "2026-03-02T01:40:00.000Z", why: "stopped" },
    { from: "2026-03-02T01:40:12.000Z", to: "2026-03-02T01:40:43.000Z", why: "killed" },
  ];
  const first = day?.before;
  const [part] = clip.proof.parts;
  if (day === undefined || first == null || part === undefined) throw new Error("no test clip");
  day.before = null;
  part.records.unshift(first);
  const [head, film] = [Buffer.from("head of r1"), clip.films[0] ?? Buffer.alloc(0)];
  const segment = Buffer.from("picture 1 ".repeat(3));
  clip.films[0] = Buffer.concat([head, segment, film.subarray(head.length)]);
  clip.content.coverage.share = 0.3;
  const report = verifyClip(new Uint8Array(packClip(clip)));
  expect([report.verdict, report.code]).toEqual(["valid", "clip.valid"]);
  expect(report.gaps.map(({ isProven, isTold }) => [isProven, isTold])).toEqual([
    [false, false],
    [true, false],
  ]);
  expect(report.doesNotProve).toEqual(expect.arrayContaining(["clip-gaps", "clip-causes"]));
});

test("no changed byte of the pack passes, but for dates and attributes of the packing itself", () => {
  const passed: number[] = [];
  for (let at = 0; at < genuine.length; at++) {
    const changed = Uint8Array.from(genuine);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    if (verifyClip(changed).verdict === "valid") passed.push(at);
  }
  const view = Buffer.from(genuine);
  const isOfPacking = (at: number) => {
    const local = view.lastIndexOf("PK\u0003\u0004", at, "latin1");
    const central = view.lastIndexOf("PK\u0001\u0002", at, "latin1");
    // Version needed, and date: offsets in the head of APPNOTE 6.3.10, 4.3.7 and 4.3.12.
    if (central < local) return [4, 5, 10, 11, 12, 13].includes(at - local);
    return [4, 5, 6, 7, 12, 13, 14, 15, 36, 37, 38, 39, 40, 41].includes(at - central);
  };
  // The bytes of the films' checksums, and the texts' checksums, are looked at as well.
  const unexplained = passed.filter((at) => !isOfPacking(at));
  expect(unexplained.map((at) => view.subarray(at, at + 8).toString("latin1"))).toEqual([]);
}, 60_000);

test("the proof of the log in the pack is a certificate that stands for itself", () => {
  const file = filesOf(testClip()).find(([name]) => name === "chain.mjcert.json");
  expect(verifyCertificate(file?.[1]).verdict).toBe("valid");
});

test("hostile input is answered with a code", () => {
  for (const input of [undefined, null, 3, "PK", {}, new Uint8Array(), new Uint8Array(100)])
    expect(verifyClip(input).verdict).toBe("unreadable");
  const lying = packZip([["clip.json", Buffer.from('{"format":"mingjing-clip/9"}')]]);
  expect(verifyClip(new Uint8Array(lying)).code).toBe("clip.unknown-format");
  for (let cut = 1; cut < 60; cut++)
    expect(verifyClip(genuine.subarray(0, genuine.length - cut)).verdict).not.toBe("valid");
});
