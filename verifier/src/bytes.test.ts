import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  asBytes,
  concatBytes,
  decodeBase64,
  decodeHex,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  equalBytes,
} from "./bytes.ts";

const bytes = fc.uint8Array({ maxLength: 200 });

describe("spellings of bytes", () => {
  test("hex and base64 agree with Node and come back unchanged", () => {
    const property = fc.property(bytes, (data) => {
      expect(encodeHex(data)).toBe(Buffer.from(data).toString("hex"));
      expect(encodeBase64(data)).toBe(Buffer.from(data).toString("base64"));
      expect(decodeHex(encodeHex(data))).toMatchObject({ ok: true, value: data });
      expect(decodeBase64(encodeBase64(data))).toMatchObject({ ok: true, value: data });
    });
    fc.assert(property);
  });

  test("each value has one base64 text: whatever decodes, encodes to the same text", () => {
    const digits = "ABCDwxyz0189+/=_- ".split("");
    const text = fc.array(fc.constantFrom(...digits), { maxLength: 12 });
    const property = fc.property(text, (parts) => {
      const decoded = decodeBase64(parts.join(""));
      if (decoded.ok) expect(encodeBase64(decoded.value)).toBe(parts.join(""));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  test.each(["QQ", "QQ=", "QR==", "QUF=", "Q===", "====", "QQ==QQ==", "QQ=A", "Q Q=", "QUI-"])(
    "%j is not base64",
    (text) => {
      expect(decodeBase64(text).code).toBe("bytes.not-base64");
    },
  );

  test.each(["0", "AB", "0g", " 00", "0x00"])("%j is not hex", (text) => {
    expect(decodeHex(text).code).toBe("bytes.not-hex");
  });

  test("text with a surrogate alone has no UTF-8, bytes that are not UTF-8 no text", () => {
    expect(encodeUtf8("a\ud800b").code).toBe("bytes.not-text");
    expect(decodeUtf8(Uint8Array.of(0xc3, 0x28)).code).toBe("bytes.not-utf8");
    expect(decodeUtf8(Uint8Array.of(0xc0, 0x80)).code).toBe("bytes.not-utf8");
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toMatchObject({ value: "\ufeffA" });
    expect(encodeUtf8("明镜😀")).toMatchObject({ value: new Uint8Array(Buffer.from("明镜😀")) });
  });

  test("bytes are copied, and nothing but bytes is taken for bytes", () => {
    const original = Uint8Array.of(1, 2);
    const copy = asBytes(original);
    original[0] = 9;
    expect(copy).toEqual(Uint8Array.of(1, 2));
    expect(asBytes(Buffer.from("ab"))).toEqual(Uint8Array.of(0x61, 0x62));
    expect(asBytes(new Proxy(original, {}))).toBeUndefined();
    expect(asBytes(new Uint8ClampedArray(2))).toBeUndefined();
    expect(concatBytes(Uint8Array.of(1), "x" as never, Uint8Array.of(2))).toEqual(
      Uint8Array.of(1, 2),
    );
  });

  test("bytes whose memory was handed away are not taken for bytes", () => {
    const given = new Uint8Array(8);
    structuredClone(given.buffer, { transfer: [given.buffer] });
    expect(asBytes(given) ?? new Uint8Array()).toHaveLength(0);
  });

  test("bytes are equal only in length and content", () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes("a" as never, "a" as never)).toBe(false);
  });
});
