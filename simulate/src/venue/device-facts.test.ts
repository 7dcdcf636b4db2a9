import { Compile } from "typebox/compile";
import { expect, test } from "vitest";

import { roomEventRecorded } from "../../../contract/src/facts/venue.event-recorded.ts";
import { deviceFacts } from "./device-facts.ts";

const plan = {
  room: "evaluation-1",
  from: 1_780_000_000,
  to: 1_780_014_400,
  committee: [{ bearer: "badge-1", name: "评委01" }, { bearer: "badge-2" }],
  cleaner: { bearer: "badge-0012" },
  stranger: { bearer: "badge-7719" },
  seed: 7,
};

test("the same plan tells the same, in order, each once and as its schema says", () => {
  const facts = deviceFacts(plan);
  expect(deviceFacts(plan)).toEqual(facts);
  expect(facts.length).toBeGreaterThan(8);
  expect(new Set(facts.map(({ sourceId }) => sourceId)).size).toBe(facts.length);
  const times = facts.map(({ occurredAt }) => Date.parse(occurredAt));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const schema = Compile(roomEventRecorded.payload);
  for (const { payload, subject } of facts) {
    expect(schema.Check(payload)).toBe(true);
    expect(subject).toBe("room:evaluation-1");
  }
});

test("a stranger comes in only where one is planned", () => {
  const opened = (facts: ReturnType<typeof deviceFacts>) =>
    facts.filter(
      ({ payload }) => payload["event"] === "doorOpened" && payload["bearer"] === "badge-7719",
    );
  expect(opened(deviceFacts(plan))).toHaveLength(1);
  const { stranger: _stranger, ...quiet } = plan;
  expect(opened(deviceFacts(quiet))).toHaveLength(0);
});
