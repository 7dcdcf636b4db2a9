import { createHash } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { canonicalJson } from "../../kernel/canonical-json.ts";
import { contentHashOf, digestOf, leafText, sealFact, type UnsealedFact } from "./fact.ts";

const ID = "019ac5d2-7c00-7000-8000-000000000001";
const CORRECTED = "019ac5d2-7c00-7000-8000-000000000002";

const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();
const sm3 = (data: Buffer): Buffer => createHash("sm3").update(data).digest();

/** contracts.md §1 read literally: JCS of the objects as a whole. */
function literally(fact: UnsealedFact, salt: Buffer): { contentHash: string; digest: Buffer } {
  const { version, corrects, ...content } = fact;
  const contentHash = sha256(canonicalJson(content)).toString("hex");
  const leaf = canonicalJson({ ...content, version, corrects, id: ID, contentHash });
  const data = Buffer.concat([salt, Buffer.from(leaf)]);
  return { contentHash, digest: Buffer.concat([sha256(data), sm3(data)]) };
}

const word = fc.string({ unit: "grapheme", maxLength: 20 });
const fact: fc.Arbitrary<UnsealedFact> = fc
  .record({
    source: word,
    sourceId: word,
    subject: word,
    payload: fc.dictionary(word, fc.jsonValue({ maxDepth: 3, stringUnit: "grapheme" })),
    isCorrection: fc.boolean(),
  })
  .map(({ isCorrection, ...rest }) => ({
    kind: "procurement.notice-published",
    version: 1,
    occurredAt: "2026-06-30T01:02:03.004Z",
    ...(isCorrection ? { corrects: CORRECTED } : {}),
    ...rest,
    payload: { ...rest.payload },
  }));

describe("the hashes of a fact", () => {
  test("are those of the canonical text of the whole, whatever is in it", () => {
    fc.assert(
      fc.property(fact, (input) => {
        const sealed = sealFact(input, ID);
        const { contentHash, digest } = literally(input, sealed.salt);
        expect(sealed.contentHash).toBe(contentHash);
        expect(sealed.digest.equals(digest)).toBe(true);
        expect(sealed.payloadBytes.toString()).toBe(canonicalJson(input.payload));
      }),
      { numRuns: 300 },
    );
  });

  test.each([1000, 21_000, 22_000, 66_000, 300_000])(
    "are right for a payload of %i Chinese characters, and leave the next fact alone",
    (length) => {
      const input = (text: string): UnsealedFact => ({
        kind: "procurement.notice-published",
        version: 1,
        source: "demo",
        sourceId: "公告/1",
        subject: "ocds-mj0001-1",
        occurredAt: "2026-06-30T01:02:03.004Z",
        payload: { text },
      });
      for (const each of [input("公".repeat(length)), input("short")]) {
        const sealed = sealFact(each, ID);
        const { contentHash, digest } = literally(each, sealed.salt);
        expect(sealed.contentHash).toBe(contentHash);
        expect(sealed.digest.toString("hex")).toBe(digest.toString("hex"));
      }
    },
  );

  test("are found again from the stored parts, as a restore does", () => {
    fc.assert(
      fc.property(fact, (input) => {
        const { payloadBytes, salt, digest, ...plain } = sealFact(input, ID);
        const text = payloadBytes.toString();
        expect(contentHashOf(plain, text)).toBe(plain.contentHash);
        expect(digestOf(salt, leafText(plain, text)).equals(digest)).toBe(true);
      }),
    );
  });

  test("a salt of another length is hashed as it is", () => {
    const salt = Buffer.alloc(40, 7);
    const data = Buffer.concat([salt, Buffer.from("文")]);
    expect(digestOf(salt, "文").equals(Buffer.concat([sha256(data), sm3(data)]))).toBe(true);
  });
});
