import { describe, expect, test } from "vitest";

import { VOICE_STATES } from "../../../../contract/src/voices.ts";
import { peersOf, type SameProject } from "./first-receiver.ts";

const HOUSING = { id: "housing", name: "住建局" };
const WATER = { id: "water", name: "水务局" };
const TRANSPORT = { id: "transport", name: "交通局" };

const aCase = (number: string, changes: Partial<SameProject> = {}): SameProject => ({
  number,
  ocid: "ocds-mj0001-C1",
  writer: "org/1",
  matter: "result",
  lotId: null,
  receivedAt: "2026-06-01T02:00:00.000Z",
  factId: number,
  unit: HOUSING,
  state: "routed",
  matched: "duty",
  ...changes,
});
const early = aCase("TS-1");
const late = (changes: Partial<SameProject> = {}) =>
  aCase("TS-2", { unit: WATER, receivedAt: "2026-06-02T02:00:00.000Z", ...changes });

const firstOf = (cases: readonly SameProject[], number = "TS-2") =>
  peersOf(cases).get(number)?.first?.number;

describe("招标投标法实施条例61: of several supervisors the one that received first handles", () => {
  test("the later one names the first, and the first the later one", () => {
    const peers = peersOf([late(), early]);
    expect(peers.get("TS-2")).toEqual({
      first: { number: "TS-1", unit: HOUSING, receivedAt: early.receivedAt },
      later: [],
    });
    expect(peers.get("TS-1")).toEqual({
      later: [{ number: "TS-2", unit: WATER, receivedAt: "2026-06-02T02:00:00.000Z" }],
    });
  });

  test("it is the receipt that counts, not the number nor when it was written down", () => {
    const before = late({ receivedAt: "2026-05-31T02:00:00.000Z" });
    expect(firstOf([early, before], "TS-1")).toBe("TS-2");
    expect(firstOf([early, before])).toBeUndefined();
  });

  test("offsets are instants: a later wall clock may be the earlier instant", () => {
    const sameDay = late({ receivedAt: "2026-06-01T09:59:00+08:00" });
    expect(firstOf([early, sameDay], "TS-1")).toBe("TS-2");
  });

  test("received in one instant, the one that was recorded first is the first", () => {
    expect(firstOf([late({ receivedAt: early.receivedAt }), early])).toBe("TS-1");
  });

  test.each([
    ["another project", { ocid: "ocds-mj0001-C2" }],
    ["another writer", { writer: "org/2" }],
    ["another matter", { matter: "documents" }],
    ["no matter named", { matter: null }],
    ["the same department", { unit: HOUSING }],
    ["nobody found yet whose it is", { matched: "fallback" }],
  ])("%s is not the same at another supervisor", (_, changes) => {
    expect(firstOf([early, late(changes)])).toBeUndefined();
    expect(peersOf([early, late(changes)]).get("TS-1")?.later).toEqual([]);
  });

  test("lots: another lot is another matter; the whole project is each of its lots", () => {
    const lot = (lotId: string | null) => aCase("TS-1", { lotId });
    expect(firstOf([lot("L1"), late({ lotId: "L2" })])).toBeUndefined();
    expect(firstOf([lot("L1"), late({ lotId: "L1" })])).toBe("TS-1");
    expect(firstOf([lot(null), late({ lotId: "L2" })])).toBe("TS-1");
    expect(firstOf([lot("L1"), late()])).toBe("TS-1");
  });

  test.each(VOICE_STATES)(
    "a first one in state %s takes over only while it is handled",
    (state) => {
      const isHandled = ["routed", "taken", "correcting", "accepted"].includes(state);
      expect(firstOf([aCase("TS-1", { state }), late()])).toBe(isHandled ? "TS-1" : undefined);
      expect(firstOf([early, late({ state })])).toBe(isHandled ? "TS-1" : undefined);
    },
  );

  test("of three, both later ones go to the first; its own second one goes nowhere", () => {
    const third = aCase("TS-3", { unit: TRANSPORT, receivedAt: "2026-06-03T02:00:00.000Z" });
    const own = aCase("TS-4", { receivedAt: "2026-06-04T02:00:00.000Z" });
    const cases = [own, third, late(), early];
    expect(["TS-2", "TS-3", "TS-4"].map((number) => firstOf(cases, number))).toEqual([
      "TS-1",
      "TS-1",
      undefined,
    ]);
  });
});
