import { createHash, randomBytes } from "node:crypto";
import { constants, deflateRawSync } from "node:zlib";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { inflateRaw } from "./inflate.ts";
import { readPaper } from "./paper.ts";
import { findAttachedCertificate } from "./pdf-attachment.ts";

const LIMIT = 1 << 20;

describe("inflate against zlib", () => {
  test("every strategy and level of zlib comes back", () => {
    const texts = [
      Buffer.alloc(0),
      Buffer.from("a"),
      Buffer.alloc(70_000, "ab"),
      randomBytes(70_000),
      Buffer.from(createHash("sha256").update("x").digest("hex").repeat(300)),
    ];
    const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY];
    for (const text of texts)
      for (const level of [0, 1, 9])
        for (const strategy of strategies) {
          const back = inflateRaw(deflateRawSync(text, { level, strategy }), LIMIT);
          expect(back.ok && Buffer.from(back.value).equals(text)).toBe(true);
        }
  });

  test("any bytes, also damaged ones, are answered without throwing and within the limit", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (text, place, change) => {
          const packed = new Uint8Array(deflateRawSync(text));
          const whole = inflateRaw(packed, LIMIT);
          expect(whole.ok && Buffer.from(whole.value).equals(text)).toBe(true);
          packed[place % packed.length]! ^= change;
          const other = inflateRaw(packed, LIMIT);
          if (other.ok) expect(other.value.length).toBeLessThanOrEqual(LIMIT);
          expect(inflateRaw(text, 100).ok || true).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a bomb stops at the limit", () => {
    const bomb = deflateRawSync(Buffer.alloc(50_000_000));
    expect(inflateRaw(bomb, LIMIT)).toMatchObject({ ok: false, code: "inflate.too-large" });
  });
});

/** Cuts a text as the README says, by other means than the platform. */
function codesOf(text: string, count = 2): Uint8Array[] {
  const whole = deflateRawSync(text);
  const check = createHash("sha256").update(whole).digest().subarray(0, 4);
  const size = Math.ceil(whole.length / count);
  return Array.from({ length: count }, (_, index) => {
    const head = Buffer.concat([Buffer.from("MJ2"), Buffer.of(((index + 1) << 4) | count), check]);
    return Buffer.concat([head, whole.subarray(index * size, (index + 1) * size)]);
  });
}

describe("reading a paper", () => {
  const text = JSON.stringify({ a: "明镜".repeat(100), b: randomBytes(400).toString("hex") });

  test("in any order, twice the same code too", () => {
    const [one, other] = codesOf(text) as [Uint8Array, Uint8Array];
    for (const codes of [
      [one, other],
      [other, one],
      [other, one, other],
    ])
      expect(readPaper(codes)).toMatchObject({ ok: true, value: text });
  });

  test("what is missing or wrong is named", () => {
    const [one, other] = codesOf(text) as [Uint8Array, Uint8Array];
    const [, foreign] = codesOf(`${text} `) as [Uint8Array, Uint8Array];
    const changed = other.slice();
    changed[changed.length - 1]! ^= 1;
    expect(readPaper([])).toMatchObject({ code: "paper.no-part" });
    expect(readPaper([one])).toMatchObject({
      code: "paper.part-missing",
      params: { number: 2, count: 2 },
    });
    expect(readPaper([one, foreign])).toMatchObject({ code: "paper.parts-of-two" });
    expect(readPaper([one, changed])).toMatchObject({ code: "paper.damaged" });
    expect(readPaper([Buffer.from("https://example.cn/")])).toMatchObject({
      code: "paper.not-a-part",
    });
    expect(readPaper(null as never).ok).toBe(false);
  });
});

test("files that are no PDF, or carry nothing, are refused with a reason", () => {
  expect(findAttachedCertificate(Buffer.from("{}"))).toMatchObject({ code: "pdf.not-a-pdf" });
  expect(findAttachedCertificate(Buffer.from("%PDF-1.7\n"))).toMatchObject({
    code: "pdf.no-certificate",
  });
  const endless = Buffer.from(
    "%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Length 99999 >>\nstream\n{",
  );
  expect(findAttachedCertificate(endless)).toMatchObject({ code: "pdf.damaged" });
});
