import { describe, expect, test } from "vitest";

import { screenLot } from "../../engine.ts";
import type { ScreeningInput } from "../../input.ts";
import {
  aBid,
  aLot,
  aTrace,
  GANSU,
  ownTrace,
  resultOf,
  UPLOADED_AT,
  ZHANGZHOU,
} from "../../test/builders.ts";

const dev03 = (input: ScreeningInput) => resultOf(input, "DEV-03");
const SHARED = "203.0.113.20";
const sharing = (ip: string, changes: Partial<ScreeningInput> = {}): ScreeningInput =>
  aLot({ bids: [aBid(1, { trace: { ip } }), aBid(2, { trace: { ip } }), aBid(3)], ...changes });
const apart = (seconds: number): ScreeningInput => {
  const later = new Date(Date.parse(UPLOADED_AT) + seconds * 1000).toISOString();
  const trace = { ...ownTrace(2), ip: SHARED };
  return aLot({
    bids: [aBid(1, { trace: { ip: SHARED } }), aBid(2, { traces: [aTrace(trace, { at: later })] })],
  });
};

describe("DEV-03, one public address", () => {
  test("hits as a hint, and is silent in the honest twin", () => {
    expect(dev03(sharing(SHARED))).toMatchObject({ outcome: "hit", level: "hint", n: 3 });
    expect(dev03(aLot())).toMatchObject({ outcome: "noHit", n: 5 });
  });

  test("within 72 hours to the second", () => {
    expect(dev03(apart(72 * 3600)).outcome).toBe("hit");
    expect(dev03(apart(72 * 3600 + 1)).outcome).toBe("noHit");
  });

  test("an address of download and one of upload coincide too", () => {
    const download = aTrace({ ip: SHARED }, { stage: "download" });
    const bids = [aBid(1, { trace: { ip: SHARED } }), aBid(2, { traces: [download] })];
    expect(dev03(aLot({ bids })).outcome).toBe("hit");
  });

  test("0.5 % is the limit: 25 of 5,000 other firms pass, 26 do not", () => {
    const used = (firms: number) => ({ seen: () => ({ firms, total: 5000 }) });
    expect(dev03(sharing(SHARED, used(25))).outcome).toBe("hit");
    expect(dev03(sharing(SHARED, used(26))).reason?.code).toBe("valueTooCommon");
  });

  test.each([
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "127.0.0.1",
    "fe80::1",
    "fd00::1",
  ])("%s is no public address: not computable", (ip) => {
    const bids = [1, 2, 3].map((n) => aBid(n, { trace: { ip } }));
    expect(dev03(aLot({ bids })).reason?.code).toBe("noPublicAddresses");
  });

  test("IPv6 compares the /64 of the subscriber", () => {
    const pair = (left: string, right: string) =>
      dev03(aLot({ bids: [aBid(1, { trace: { ip: left } }), aBid(2, { trace: { ip: right } })] }));
    expect(pair("2409:8a00:1:2::a", "2409:8A00:0001:0002:ffff::1").outcome).toBe("hit");
    expect(pair("2409:8a00:1:2::a", "2409:8a00:1:3::a").outcome).toBe("noHit");
    expect(pair("::ffff:203.0.113.20", SHARED).outcome).toBe("hit");
  });
});

describe("DEV-03 and the law of the place", () => {
  test("甘肃: the notice is known from memory only, so it raises the level once a lawyer signed it", () => {
    expect(dev03(sharing(SHARED, { place: GANSU })).level).toBe("hint");
    const signed = dev03(sharing(SHARED, { place: GANSU, signedArticles: ["GS7"] }));
    expect(signed.level).toBe("lead");
    expect(signed.legalBasis.at(-1)).toMatchObject({ article: "GS7", verified: false });
    expect(dev03(sharing(SHARED, { signedArticles: ["GS7"] })).level).toBe("hint");
  });

  test("漳州: an equal address alone is no ground; it is shown without bits and makes no lead", () => {
    const bids = [
      aBid(1, {
        trace: { ip: SHARED },
        offer: { kind: "total", amount: { amountMinor: "123456789", currency: "CNY" } },
      }),
      aBid(2, {
        trace: { ip: SHARED },
        offer: { kind: "total", amount: { amountMinor: "123456789", currency: "CNY" } },
      }),
      aBid(3),
    ];
    const there = dev03(aLot({ bids, place: ZHANGZHOU }));
    expect(there).toMatchObject({ outcome: "hit", level: "hint", bits: 0 });
    expect(there.legalBasis.map(({ article }) => article)).toContain("LOCAL-3506-IP");
    expect(screenLot(aLot({ bids, place: ZHANGZHOU })).isLead).toBe(false);
    expect(screenLot(aLot({ bids })).isLead).toBe(true);
  });
});

describe("DEV-03 and shared environments", () => {
  const register = (kind: string, ip: string) => [{ kind, name: "某处", values: [{ ip }] }];

  test.each(["centerTerminal", "vpn"])("%s addresses do not count, but stay visible", (kind) => {
    const result = dev03(sharing(SHARED, { register: register(kind, SHARED) }));
    expect(result).toMatchObject({ outcome: "noHit", reason: { code: `excluded.${kind}` } });
    expect(result.evidence).toHaveLength(1);
  });

  test.each(["nat", "hotel", "printShop"])("%s leaves the hint without bits", (kind) => {
    const result = dev03(sharing(SHARED, { register: register(kind, SHARED) }));
    expect(result).toMatchObject({ outcome: "hit", loweredFrom: "hint", bits: 0 });
  });

  test("a block in the register covers its addresses and no other", () => {
    const within = register("nat", "203.0.113.0/27");
    expect(dev03(sharing(SHARED, { register: within })).bits).toBe(0);
    expect(dev03(sharing("203.0.113.32", { register: within })).bits).toBeGreaterThan(5);
  });

  test("an explained and an unexplained coincidence: the unexplained one decides", () => {
    const bids = [
      aBid(1, { trace: { ip: SHARED } }),
      aBid(2, { trace: { ip: SHARED } }),
      aBid(3, { trace: { ip: "203.0.113.99" } }),
      aBid(4, { trace: { ip: "203.0.113.99" } }),
    ];
    const result = dev03(aLot({ bids, register: register("nat", SHARED) }));
    expect(result.loweredFrom).toBeUndefined();
    expect(result.evidence).toHaveLength(2);
    expect(result.evidence[0]?.left.value).toBe("203.0.113.99");
  });
});

test("DEV-03 without times is not computable: 72 hours cannot be told", () => {
  const bids = [1, 2].map((n) => aBid(n, { traces: [aTrace({ ip: SHARED }, { at: null })] }));
  expect(dev03(aLot({ bids })).outcome).toBe("notComputable");
});
