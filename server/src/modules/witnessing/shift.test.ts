import { describe, expect, test } from "vitest";

import {
  requireBegin,
  requireHandOver,
  requireReceipt,
  type ShiftEvent,
  shiftOf,
  type Watch,
  watcherOf,
  watchOf,
} from "./shift.ts";

const START = Date.parse("2026-05-21T00:00:00.000Z");
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const officer = (account: string) => ({
  account,
  name: `见证员${account}`,
  department: { id: "trading-centre", name: "交易中心" },
});

/** Acts as the server takes them: the rule first, then the fact. */
class Desk {
  events: ShiftEvent[] = [];
  minute = 0;

  get watch(): Watch {
    return watchOf(this.events, at(this.minute));
  }

  private add(event: Pick<ShiftEvent, "kind"> & { readonly payload: object }): void {
    const version = this.watch.version + 1;
    this.events.push({
      ...event,
      at: at(this.minute),
      version,
      payload: { ...event.payload, version },
    } as unknown as ShiftEvent);
  }

  begin(account: string, ...rooms: string[]): void {
    requireBegin(this.watch, account, rooms);
    const shift = shiftOf(this.watch, account)?.id ?? `${account}-${this.watch.version + 1}`;
    this.add({
      kind: "witnessing.shift-begun",
      payload: { shift, rooms, officer: officer(account) },
    });
  }

  offer(
    account: string,
    to: string | undefined,
    { rooms, open = [] }: { rooms?: string[] | undefined; open?: string[] } = {},
  ): void {
    const id = shiftOf(this.watch, account)?.id ?? "none";
    const matters = open.map((room) => ({ kind: "openAct" as const, room, text: "未了" }));
    const given = requireHandOver(this.watch, { id, account, to, rooms, open: matters });
    this.add({
      kind: "witnessing.shift-handed-over",
      payload: {
        shift: id,
        rooms: given,
        ...(to === undefined ? {} : { to: { account: to, name: to } }),
        open: matters,
        officer: officer(account),
      },
    });
  }

  receive(account: string, id: string, reason?: string): void {
    const isAccepted = reason === undefined;
    const own = requireReceipt(this.watch, { id, account, isAccepted, reason });
    const next = own?.id ?? `${account}-${this.watch.version + 1}`;
    this.add({
      kind: "witnessing.shift-received",
      payload: {
        shift: id,
        isAccepted,
        ...(isAccepted ? { next } : { reason }),
        officer: officer(account),
      },
    });
  }

  watcher(room: string): string | undefined {
    return watcherOf(this.watch, room)?.account;
  }
}

describe("hand-over", () => {
  test("the giver watches until the other has received", () => {
    const desk = new Desk();
    desk.begin("a", "一", "二");
    desk.offer("a", "b");
    expect(desk.watcher("一")).toBe("a");
    desk.receive("b", "a-1");
    expect([desk.watcher("一"), desk.watcher("二")]).toEqual(["b", "b"]);
    expect(shiftOf(desk.watch, "a")).toBeUndefined();
  });

  test("after a refusal the giver still watches, and may offer again", () => {
    const desk = new Desk();
    desk.begin("a", "一");
    desk.offer("a", "b");
    expect(() => desk.offer("a", "c")).toThrow("witnessing.handing-already");
    desk.receive("b", "a-1", "另有开标值守");
    expect(desk.watcher("一")).toBe("a");
    desk.offer("a", "c");
    desk.receive("c", "a-1");
    expect(desk.watcher("一")).toBe("c");
  });

  test("some of the rooms go, the others stay", () => {
    const desk = new Desk();
    desk.begin("a", "一", "二", "三");
    desk.begin("b", "四");
    desk.offer("a", "b", { rooms: ["二"] });
    desk.receive("b", "a-1");
    expect(shiftOf(desk.watch, "a")?.rooms).toEqual(["一", "三"]);
    expect(shiftOf(desk.watch, "b")?.rooms).toEqual(["四", "二"]);
  });

  test("nobody but who was asked receives; a refusal needs a reason", () => {
    const desk = new Desk();
    desk.begin("a", "一");
    expect(() => desk.receive("b", "a-1")).toThrow("witnessing.not-offered");
    desk.offer("a", "b");
    expect(() => desk.receive("c", "a-1")).toThrow("witnessing.not-offered");
    const refusal = { id: "a-1", account: "b", isAccepted: false, reason: undefined };
    expect(() => requireReceipt(desk.watch, refusal)).toThrow("witnessing.no-reason");
    expect(() => desk.receive("b", "z-9")).toThrow("witnessing.no-shift");
  });

  test("nothing is handed over that one does not watch, nor to oneself", () => {
    const desk = new Desk();
    desk.begin("a", "一");
    expect(() => desk.offer("a", "b", { rooms: ["二"] })).toThrow("witnessing.not-watched");
    expect(() => desk.offer("a", "a")).toThrow("witnessing.to-oneself");
  });
});

test("a shift ends without a successor only when nothing is open in its rooms", () => {
  const desk = new Desk();
  desk.begin("a", "一", "二");
  expect(() => desk.offer("a", undefined, { open: ["二"] })).toThrow("witnessing.still-open");
  desk.offer("a", undefined, { rooms: ["一"], open: ["二"] });
  expect([desk.watcher("一"), desk.watcher("二")]).toEqual([undefined, "a"]);
  desk.offer("a", undefined);
  expect(desk.watch.shifts).toEqual([]);
});

test("nobody takes a room that another watches, nor more than twelve", () => {
  const desk = new Desk();
  desk.begin("a", "一");
  expect(() => desk.begin("b", "二", "一")).toThrow("witnessing.room-watched");
  const many = Array.from({ length: 12 }, (_, index) => `室${index}`);
  expect(() => desk.begin("a", ...many)).toThrow("witnessing.too-many-rooms");
  desk.begin("b", ...many);
  desk.offer("a", "b");
  expect(() => desk.receive("b", "a-1")).toThrow("witnessing.too-many-rooms");
  expect(desk.watcher("一")).toBe("a");
});

test("a watch ends by itself after a day, and its rooms are free", () => {
  const desk = new Desk();
  desk.begin("a", "一");
  desk.minute = 24 * 60 - 1;
  expect(desk.watcher("一")).toBe("a");
  desk.minute = 24 * 60;
  expect(desk.watcher("一")).toBeUndefined();
  desk.begin("b", "一");
  expect(desk.watcher("一")).toBe("b");
});

/** Small and repeatable: the same acts for the same seed. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const ROOMS = ["一", "二", "三", "四", "五"];
const PEOPLE = ["a", "b", "c"];

type Below = (most: number) => number;

/** Somebody tries something. @returns whether it was let through */
function tryAny(desk: Desk, below: Below): boolean {
  const pick = <T>(items: readonly T[]) => items[below(items.length)] as T;
  const [account, room] = [pick(PEOPLE), pick(ROOMS)];
  const shift = () => pick(desk.watch.shifts)?.id ?? "none";
  const acts = [
    () => desk.begin(account, room),
    () => desk.offer(account, pick(PEOPLE), { rooms: below(2) === 0 ? undefined : [room] }),
    () => desk.receive(account, shift()),
    () => desk.receive(account, shift(), "另有安排"),
  ];
  try {
    pick(acts)();
    return true;
  } catch (error) {
    expect(String(error)).toContain("witnessing.");
    return false;
  }
}

function requireOneWatcher(desk: Desk, before: ReadonlyMap<string, string | undefined>): void {
  for (const [room, was] of before) {
    const watchers = desk.watch.shifts.filter(({ rooms }) => rooms.includes(room)).length;
    expect(watchers).toBeLessThanOrEqual(1);
    if (was !== undefined) expect(watchers).toBe(1);
  }
}

test("whatever people try, a room never has two watchers and loses none but by closing or after a day", () => {
  let acts = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = numbers(seed);
    const below: Below = (most) => Math.floor(random.next().value * most);
    const desk = new Desk();
    for (let step = 0; step < 40; step += 1) {
      const before = new Map(ROOMS.map((room) => [room, desk.watcher(room)]));
      if (tryAny(desk, below)) acts += 1;
      requireOneWatcher(desk, before);
    }
  }
  expect(acts).toBeGreaterThan(300);
});
