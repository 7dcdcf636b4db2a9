/** The lane of sealed facts: what it does to the order of the log. What an observer learns: observer.test.ts. */
import { createHash } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type LaneFact, type LaneState, type Marker, passLane, slotsFor } from "./lane.ts";

const BID = "procurement.bid-committed";
const PADDING = "witness.padding-recorded";
const START = Date.parse("2026-06-01T08:00:00.000Z");
const CLOSED: LaneState = { holds: [], waiting: [] };
const none = new Map<string, Marker>();

function aFact(at: number, kind: string, { daysAgo = 0 } = {}): LaneFact {
  const time = (START + at).toString(16).padStart(12, "0");
  return {
    id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(at).padStart(12, "0")}`,
    kind,
    occurredAt: new Date(START + at - daysAgo * 86_400_000).toISOString(),
    digest: createHash("sha512").update(`${kind} ${at}`).digest(),
  };
}

const aMarker = (at: number, slots: number, holds: readonly string[] = [BID]) => ({
  fact: aFact(at, "witness.block-closed"),
  marker: { slots, holds },
});
const marked = (...made: readonly ReturnType<typeof aMarker>[]) =>
  new Map(made.map(({ fact, marker }) => [fact.id, marker]));
const idsOf = (facts: readonly { readonly id: string }[]) => facts.map(({ id }) => id);
const paddingOf = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => aFact(first + at, PADDING));

describe("facts of bids", () => {
  test("enter as they come while no lane is open", () => {
    const facts = [aFact(1, BID), aFact(2, "procurement.notice-published")];
    const after = passLane(CLOSED, facts, none);
    expect([idsOf(after.leaves), after.waiting]).toEqual([idsOf(facts), []]);
  });

  test("wait while it is open; others and history of more than 72 hours do not", () => {
    const facts = [aFact(1, BID), aFact(2, "x.y"), aFact(3, BID, { daysAgo: 4 })];
    const after = passLane({ holds: [BID], waiting: [] }, facts, none);
    expect(idsOf(after.leaves)).toEqual(idsOf(facts.slice(1)));
    expect(idsOf(after.waiting)).toEqual(idsOf(facts.slice(0, 1)));
  });

  test("go in with the marker, oldest first, filled up to the size of the block, by their digests", () => {
    const bids = [1, 2, 3].map((at) => aFact(at, BID));
    const end = aMarker(30, 8);
    const page = [...bids, ...paddingOf(10, 8), end.fact];
    const after = passLane({ holds: [BID], waiting: [] }, page, marked(end));
    expect(after.leaves).toHaveLength(9);
    expect(after.leaves.at(-1)).toBe(end.fact);
    expect(idsOf(after.leaves)).toEqual(expect.arrayContaining(idsOf(bids)));
    const digests = after.leaves.slice(0, 8).map(({ digest }) => digest.toString("hex"));
    expect(digests).toEqual(digests.toSorted());
    expect(after.waiting.map(({ isPadding }) => isPadding)).toEqual([true, true, true]);
  });

  test("those that do not fit wait for the next block, and come first in it", () => {
    const bids = Array.from({ length: 5 }, (_, at) => aFact(at, BID));
    const [first, second] = [aMarker(30, 3), aMarker(40, 3)];
    const page = [...bids, ...paddingOf(10, 3), first.fact, aFact(35, BID), second.fact];
    const after = passLane({ holds: [BID], waiting: [] }, page, marked(first, second));
    expect(idsOf(after.leaves.slice(0, 3)).toSorted()).toEqual(idsOf(bids.slice(0, 3)));
    expect(after.leaves).toHaveLength(8);
    expect(idsOf(after.leaves.slice(4, 7))).toEqual(expect.arrayContaining(idsOf(bids.slice(3))));
  });

  test("a marker that holds nothing lets everything in and closes the lane", () => {
    const end = aMarker(30, 0, []);
    const page = [aFact(1, BID), ...paddingOf(10, 2), end.fact, aFact(40, BID)];
    const after = passLane({ holds: [BID], waiting: [] }, page, marked(end));
    expect(after.leaves).toHaveLength(5);
    expect([after.waiting, after.holds]).toEqual([[], []]);
  });
});

test("the order of the log does not depend on how the feed is cut into pages: a restored log is the same", () => {
  const step = fc.constantFrom(BID, PADDING, "x.y", "end");
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      (steps, width) => {
        const made = steps.map((kind, at) =>
          kind === "end" ? aMarker(at, 4) : { fact: aFact(at, kind), marker: undefined },
        );
        const facts = made.map(({ fact }) => fact);
        const markers = new Map(
          made.flatMap(({ fact, marker }) => (marker ? [[fact.id, marker] as const] : [])),
        );
        const whole = passLane(CLOSED, facts, markers);
        let state: LaneState = CLOSED;
        const leaves: string[] = [];
        for (let at = 0; at < facts.length; at += width) {
          const after = passLane(state, facts.slice(at, at + width), markers);
          leaves.push(...idsOf(after.leaves));
          state = after;
        }
        expect(leaves).toEqual(idsOf(whole.leaves));
        expect(idsOf(state.waiting)).toEqual(idsOf(whole.waiting));
        expect([...leaves, ...idsOf(state.waiting)].toSorted()).toEqual(idsOf(facts).toSorted());
      },
    ),
  );
});

test.each([
  [0, 8],
  [16, 8],
  [17, 32],
  [100, 128],
])("of %i that wait, a block of 8 becomes one of %i", (waiting, expected) => {
  expect(slotsFor(waiting, 8)).toBe(expected);
});
