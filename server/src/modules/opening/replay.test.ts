/** A replay is equal, or it says which event was changed. */
import { createHash } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { judgeReplay } from "../../../../contract/src/opening-replay.ts";
import type { HallEvent, HallSession } from "../../../../contract/src/opening-values.ts";
import {
  canonicalJson as verifierJson,
  encodeHex,
  encodeUtf8,
  sha256,
} from "../../../../verifier/src/index.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { sealReplay } from "./replay.ts";

const SESSION: HallSession = {
  id: "yl2026-0312-1",
  ocid: "ocds-mj0001-YL2026-0312",
  lotId: "1",
  title: "鹤汀大桥桥面铺装维修工程施工",
  startsAt: "2026-03-02T01:30:00.000Z",
  mode: "online",
  room: undefined,
  isOpenMethod: true,
};
const EVENTS: readonly HallEvent[] = [
  { n: 1, at: "2026-03-02T01:30:02.000Z", type: "step", step: "locked", count: 3 },
  {
    n: 2,
    at: "2026-03-02T01:31:00.000Z",
    type: "step",
    step: "announced",
    bidders: ["甲", "乙", "丙"],
  },
  { n: 3, at: "2026-03-02T01:32:00.000Z", type: "message", isHost: true, text: "请解密。" },
  { n: 4, at: "2026-03-02T01:40:00.000Z", type: "step", step: "closed" },
];
const RECORD = "9d8c".repeat(16);
const seal = sealReplay(SESSION, EVENTS, { recordHash: RECORD });

/** As the browser computes it, with the verifier's own code. */
function verifierHash(value: unknown): string {
  const text = verifierJson(value);
  const bytes = text.ok ? encodeUtf8(text.value) : text;
  if (!bytes.ok) throw new Error(bytes.code);
  return encodeHex(sha256(bytes.value));
}
const serverHash = (value: unknown) =>
  createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");

const judged = (events: readonly HallEvent[], session = SESSION) =>
  judgeReplay(session, { events, seal }, verifierHash);

describe("a replay", () => {
  test("is equal for two codes that know nothing of each other, whatever its title", () => {
    expect(judged(EVENTS)).toEqual({ is: "equal", hash: seal.hash });
    expect(judged(EVENTS, { ...SESSION, title: "另一个名称" }).is).toBe("equal");
    expect(judgeReplay(SESSION, { events: EVENTS, seal }, serverHash).is).toBe("equal");
  });

  test("names the event in which a letter was changed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.string({ minLength: 1 }), (place, text) => {
        fc.pre(text !== EVENTS[place]?.text);
        const changed = EVENTS.map((event, index) =>
          index === place ? { ...event, text } : event,
        );
        expect(judged(changed)).toMatchObject({ is: "changed", n: place + 1 });
      }),
    );
  });

  test.each([
    ["one less", EVENTS.slice(0, 3), "count"],
    ["one more", [...EVENTS, { n: 5, at: "2026-03-02T01:41:00.000Z", type: "message" }], "count"],
    ["two in another order", [EVENTS[0], EVENTS[2], EVENTS[1], EVENTS[3]], "changed"],
  ] as const)("%s", (_, events, verdict) => {
    expect(judged(events as readonly HallEvent[]).is).toBe(verdict);
  });

  test("with another record, lot or picture beside the same events it differs", () => {
    const other = (changes: object) =>
      judgeReplay(SESSION, { events: EVENTS, seal: { ...seal, ...changes } }, verifierHash).is;
    expect(other({ recordHash: "0".repeat(64) })).toBe("differs");
    expect(other({ picture: { manifestHash: "0".repeat(64) } })).toBe("differs");
    expect(judged(EVENTS, { ...SESSION, lotId: "2" }).is).toBe("differs");
    const picture = { manifestHash: "1".repeat(64) };
    const own = sealReplay(SESSION, EVENTS, { recordHash: RECORD, picture });
    expect(judgeReplay(SESSION, { events: EVENTS, seal: own }, verifierHash).is).toBe("equal");
  });
});
