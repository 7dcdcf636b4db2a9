import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import {
  type AnswerVector,
  answerVectors,
  type MapVector,
  mapVectors,
} from "../test/answer-vectors.ts";
import { aRecord, answerText, buildAnswer } from "../test/build-answer.ts";
import { fromHex, readVectors } from "../test/vectors.ts";
import { compareAnswers, comparePage } from "./answer-compare.ts";
import { ANSWER_CHECKS, verifyAnswer } from "./answer.ts";
import { mapKeyOf, verifyMap } from "./map.ts";

const genuine = buildAnswer();
const file = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));

describe("answer vectors", () => {
  const vectors = readVectors<AnswerVector["input"], AnswerVector["expected"]>("answer");
  test.each(vectors)("vector: %s", (_, { input, expected }) => {
    const { text, trustedKeys } = input;
    const options = trustedKeys === undefined ? {} : { trustedKeys };
    expect(verifyAnswer(text, options)).toMatchObject(expected);
    expect(verifyAnswer(new Uint8Array(Buffer.from(text)), options)).toMatchObject(expected);
  });

  test("are those their generator makes", () => {
    expect(file("answer")).toEqual(answerVectors());
    expect(file("map")).toEqual(mapVectors());
  });
});

describe("map vectors", () => {
  const vectors = readVectors<MapVector["input"], MapVector["expected"]>("map");
  test.each(vectors)("vector: %s", (_, { input, expected }) => {
    const { key, mapRoot, other, root, siblings, size } = input;
    const mapKey = mapKeyOf(key);
    expect(mapKey.ok && Buffer.from(mapKey.value).toString("hex")).toBe(input.mapKey);
    const claim = {
      mapKey: fromHex(input.mapKey),
      value: { size, root: fromHex(root) },
      other:
        other === null
          ? undefined
          : { mapKey: fromHex(other.mapKey), size: other.size, root: fromHex(other.root) },
      siblings: siblings.map(fromHex),
      mapRoot: fromHex(mapRoot),
    };
    expect(verifyMap(claim)).toMatchObject(expected);
  });
});

describe("the report of a genuine answer", () => {
  test("lists every check, and says what it does not prove", () => {
    const report = verifyAnswer(genuine.text, { trustedKeys: [genuine.vkey] });
    expect(report.checks.map(({ id }) => id)).toEqual(ANSWER_CHECKS);
    expect(report.checks.every(({ ok }) => ok)).toBe(true);
    expect(report.proves).toEqual(["answer-complete", "log-key"]);
    expect(report.doesNotProve).toEqual([
      "facts-true",
      "answer-scope",
      "latest",
      "answer-time",
      "single-history",
    ]);
    expect(report.log).toMatchObject({ size: 11 });
    expect(verifyAnswer(genuine.text).doesNotProve).toContain("key-compared");
  });

  test("each byte of an answer counts: of hundreds of changed ones none is accepted as another", () => {
    const { text } = buildAnswer({ key: "firm:91350100M000100Y43" });
    const whole = JSON.stringify(verifyAnswer(text).answer);
    // What no hash covers is said so in the format.
    const free = /"signedAt":"[^"]*"/g;
    const open = [...text.matchAll(free)].map(({ 0: part, index }) => [index, index + part.length]);
    let tried = 0;
    for (let at = 0; at < text.length; at += 11) {
      if (open.some(([from = 0, to = 0]) => at >= from && at < to)) continue;
      const digit = text[at] ?? "";
      const other = digit === "0" ? "1" : "0";
      const forged = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
      const report = verifyAnswer(forged);
      tried += 1;
      const isSame = JSON.stringify(report.answer) === whole;
      expect(report.verdict === "valid" && !isSame, `${at}: ${text.slice(at - 20, at + 20)}`).toBe(
        false,
      );
    }
    expect(tried).toBeGreaterThan(200);
  });
});

describe("an older answer", () => {
  const shorter = buildAnswer({
    change: (keys) =>
      keys.set(genuine.answer.key, (keys.get(genuine.answer.key) ?? []).slice(0, 4)),
  }).answer;

  test("is the beginning of a newer one, or convicts the server", () => {
    expect(compareAnswers(shorter, genuine.answer).code).toBe("answer.grown");
    expect(compareAnswers(genuine.answer, shorter)).toMatchObject({
      code: "answer.shrunk",
      params: { position: 5 },
    });
    const other = buildAnswer({ change: (keys) => keys.set(genuine.answer.key, [aRecord(7)]) });
    expect(compareAnswers(shorter, other.answer)).toMatchObject({
      code: "answer.rewritten",
      params: { position: 1 },
    });
    const key = "process:ocds-mj0001-TEST-10";
    expect(compareAnswers(shorter, buildAnswer({ key }).answer).code).toBe("answer.other-key");
  });

  test("whose record went since then is still the beginning", () => {
    const before = buildAnswer({
      change: (keys) => keys.set(genuine.answer.key, [aRecord(1), aRecord(2), aRecord(3)]),
    });
    expect(verifyAnswer(before.text).verdict).toBe("valid");
    expect(compareAnswers(before.answer, genuine.answer).code).toBe("answer.grown");
  });
});

describe("a page", () => {
  const shown = () => ({
    events: [1, 3, 4].map((position) => ({
      factId: String(aRecord(position)["id"]),
      kind: "procurement.award-decided",
    })),
    lots: [1, 3, 4].map((lot) => ({
      lotId: String(lot),
      award: { supplier: { kind: "organisation", name: "云澜青石建设有限公司" }, at: "x" },
    })),
  });
  const codes = (page: unknown) => comparePage(genuine.answer, page).map(({ code }) => code);

  test("that shows what is in force has no difference; the answer may come in any spelling", () => {
    expect(codes(shown())).toEqual([]);
    expect(verifyAnswer(answerText(genuine.answer)).verdict).toBe("valid");
  });

  test("is told where it lacks, adds or changes", () => {
    const { events, lots } = shown();
    expect(codes({ events: events.slice(1), lots })).toEqual(["page.lacks"]);
    const added = { factId: "019a0000-0000-7000-8000-00000000000f", kind: "procurement.other" };
    expect(codes({ events: [...events, added], lots })).toEqual(["page.adds"]);
    const [first, ...rest] = lots;
    const other = { ...first, award: { supplier: { kind: "organisation", name: "另一家" } } };
    expect(codes({ events, lots: [other, ...rest] })).toEqual(["page.award-differs"]);
    const bare = { lotId: "1" };
    expect(codes({ events, lots: [bare, ...rest] })).toEqual(["page.award-differs"]);
    const contract = { contractNo: "HT-1", signedOn: "2026-01-01" };
    expect(codes({ events, lots: [{ ...first, contract }, ...rest] })).toEqual([
      "page.contract-differs",
    ]);
  });
});
