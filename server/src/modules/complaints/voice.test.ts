import { describe, expect, test } from "vitest";

import { publishedCalendar, publishedLaw } from "../../../../clocks/src/index.ts";
import { voiceState } from "./voice.ts";

const TODAY = "2026-03-05";
const STATUTES = { calendar: publishedCalendar, law: publishedLaw };
const step = (query: Record<string, string>) => voiceState(query, TODAY, STATUTES).step;
const answerOf = (query: Record<string, string>) => voiceState(query, TODAY, STATUTES).answer;

describe("one question a page", () => {
  test.each([
    [{}, "kind"],
    [{ kind: "plea" }, "kind"],
    [{ kind: "complaint" }, "regime"],
    [{ kind: "challenge", regime: "works" }, "matter"],
    [{ kind: "challenge", regime: "works", matter: "other" }, "matter"],
    [{ kind: "challenge", regime: "works", matter: "documents" }, "deadline"],
    [{ kind: "challenge", regime: "works", matter: "result" }, "publicity"],
    [{ kind: "challenge", regime: "procurement" }, "known"],
    [{ kind: "complaint", regime: "procurement" }, "earlier"],
    [{ kind: "complaint", regime: "works", matter: "other" }, "known"],
    [{ kind: "complaint", regime: "works", matter: "result" }, "earlier"],
    [{ kind: "complaint", regime: "works", matter: "result", earlier: "2026-03-02" }, "known"],
    [{ kind: "complaint", regime: "works", matter: "result", earlier: "none" }, "answer"],
    [{ kind: "complaint", regime: "land" }, "answer"],
    [{ kind: "tipoff", regime: "works" }, "answer"],
  ] as const)("%j: %s", (query, expected) => {
    expect(step(query)).toBe(expected);
  });

  test.each([
    [{ kind: "challenge", regime: "procurement", known: "soon" }, "known"],
    [{ kind: "challenge", regime: "procurement", known: "2026-03-06" }, "known"],
    [{ kind: "complaint", regime: "procurement", earlier: "2026-03-06" }, "earlier"],
    [
      { kind: "complaint", regime: "procurement", earlier: "2026-03-02", answered: "2026-03-01" },
      "earlier",
    ],
    [
      {
        kind: "challenge",
        regime: "works",
        matter: "result",
        from: "2026-03-04",
        to: "2026-03-03",
      },
      "publicity",
    ],
  ] as const)("%j is asked again: %s", (query, expected) => {
    expect(voiceState(query, TODAY, STATUTES)).toMatchObject({ step: expected, isBad: true });
  });
});

describe("the answer", () => {
  test("a challenge in works is an objection; three days, if it is sent today", () => {
    const answer = answerOf({
      kind: "challenge",
      regime: "works",
      matter: "documents",
      deadline: "2026-03-20",
    });
    expect(answer).toMatchObject({
      act: { kind: "objection" },
      window: { state: "open", lastOn: "2026-03-10" },
      expected: { binding: { clock: "objection.reply", due: "2026-03-09" } },
    });
  });

  test("a complaint without a challenge: the challenge comes first", () => {
    expect(
      answerOf({ kind: "complaint", regime: "procurement", earlier: "none" })?.window,
    ).toMatchObject({ state: "notYet", reason: "challenge-first" });
  });

  test("an answer that has not come may be left empty", () => {
    expect(
      answerOf({ kind: "complaint", regime: "procurement", earlier: "2026-03-02", answered: "" })
        ?.window,
    ).toMatchObject({ state: "notYet", reason: "answer-pending", firstOn: "2026-03-12" });
  });
});
