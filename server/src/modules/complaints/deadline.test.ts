import { describe, expect, test } from "vitest";

import { publishedCalendar, publishedLaw } from "../../../../clocks/src/index.ts";
import { answerQuestion, readQuestion } from "./deadline.ts";

describe("what was asked", () => {
  test("nothing", () => {
    expect(readQuestion({})).toBeUndefined();
    expect(readQuestion({ lang: "en" })).toBeUndefined();
  });

  test("everything, with instants as days of Shanghai", () => {
    const asked = readQuestion({
      kind: "objection",
      regime: "works",
      matter: "result",
      event: "2026-03-01T20:00:00Z",
      accepted: "2026-03-04",
    });
    expect(asked?.question).toEqual({
      kind: "objection",
      regime: "works",
      matter: "result",
      receivedOn: "2026-03-02",
      acceptedOn: "2026-03-04",
    });
  });

  test.each([
    [{ kind: "plea", regime: "works", event: "2026-03-02" }, ["kind"]],
    [{ kind: "complaint", event: "2026-02-30" }, ["regime", "event"]],
    [{ kind: "complaint", regime: "works", event: "2026-03-02", matter: "price" }, ["matter"]],
    [{ kind: "complaint", regime: "works", event: "2026-03-02", accepted: "soon" }, ["accepted"]],
    [
      { kind: "complaint", regime: "works", event: "2026-03-02", accepted: "2026-03-01" },
      ["accepted"],
    ],
  ])("%j: %j cannot be read", (query, bad) => {
    expect(readQuestion(query)).toEqual({ question: undefined, bad });
  });
});

test("the answer is counted by the calendar and the law that are given", () => {
  const question = { kind: "challenge", regime: "procurement", receivedOn: "2026-09-24" } as const;
  const { binding } = answerQuestion(question, { calendar: publishedCalendar, law: publishedLaw });
  expect(binding).toEqual({ clock: "challenge.reply", due: "2026-10-12" });
});
