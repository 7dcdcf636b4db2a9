import { describe, expect, test } from "vitest";

import { solve } from "../../../../sealing/src/index.ts";
import { issueToken, isWorked, readToken } from "./form-token.ts";

const NOW = new Date("2026-06-01T08:00:00.000Z");
const bound = { codeHash: "a".repeat(64), now: NOW };
const later = (hours: number) => ({ ...bound, now: new Date(NOW.getTime() + hours * 3_600_000) });

describe("the token of a form", () => {
  const { token, bits } = issueToken("secret", bound, 0);

  test("holds for a day, for its own code, from its own server", () => {
    expect(readToken("secret", token, bound)).toBe(16);
    expect(readToken("secret", token, later(24))).toBe(16);
    expect(readToken("secret", token, later(24.001))).toBeUndefined();
    expect(readToken("other", token, bound)).toBeUndefined();
    expect(readToken("secret", token, { ...bound, codeHash: "b".repeat(64) })).toBeUndefined();
    expect(readToken("secret", token.replace(".16.", ".01."), bound)).toBeUndefined();
    expect(readToken("secret", "", bound)).toBeUndefined();
  });

  test("work grows with what was sent lately, and counts for this form only", async () => {
    expect(issueToken("secret", bound, 2).bits).toBe(16);
    expect(issueToken("secret", bound, 5).bits).toBe(19);
    expect(issueToken("secret", bound, 500).bits).toBe(22);
    const content = Buffer.from(bound.codeHash);
    const answer = String(await solve({ challenge: token, bits, content }, async () => undefined));
    expect(isWorked({ token, bits }, bound.codeHash, answer)).toBe(true);
    expect(isWorked({ token: `${token}x`, bits }, bound.codeHash, answer)).toBe(false);
    expect(isWorked({ token, bits }, bound.codeHash, undefined)).toBe(false);
    expect(isWorked({ token, bits }, bound.codeHash, "-1")).toBe(false);
  });
});
