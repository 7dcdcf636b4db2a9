import { assert, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";

import { CODE_BYTES, isReceiptCode, normaliseCode, receiptCodeOf } from "./receipt-code.ts";

describe("receipt codes", () => {
  test("the first and the last of the alphabet", () => {
    expect(receiptCodeOf(new Uint8Array(CODE_BYTES))).toBe("0000-0000-0000-0000");
    expect(receiptCodeOf(new Uint8Array(CODE_BYTES).fill(255))).toBe("ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    expect(receiptCodeOf(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 33))).toBe("0000-0000-0000-0011");
  });

  test("every bit counts, and what is read aloud or typed differently is the same code", () => {
    assert(
      property(
        uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES }),
        uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES }),
        (one, other) => {
          const code = receiptCodeOf(one);
          expect(isReceiptCode(code)).toBe(true);
          const isSame = one.every((byte, index) => byte === other[index]);
          expect(code === receiptCodeOf(other)).toBe(isSame);
          const typed = code
            .toLowerCase()
            .replaceAll("-", " ")
            .replaceAll("0", "o")
            .replaceAll("1", "l");
          expect(normaliseCode(typed)).toBe(normaliseCode(code));
        },
      ),
    );
  });

  test.each(["", "0000", "0000-0000-0000-000U", "0000-0000-0000-0000-0"])("%s is none", (code) => {
    expect(isReceiptCode(code)).toBe(false);
  });
});
