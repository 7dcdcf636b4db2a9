import { describe, expect, test } from "vitest";

import type { ScreeningInput } from "../../input.ts";
import {
  aBid,
  aLot,
  aTrace,
  consortium,
  firm,
  FUJIAN,
  GANSU,
  ownTrace,
  resultOf,
  ZHANGZHOU,
} from "../../test/builders.ts";

const SHARED = ownTrace(77);
const planted = (changes: Partial<ScreeningInput> = {}): ScreeningInput =>
  aLot({ bids: [aBid(1, { trace: SHARED }), aBid(2, { trace: SHARED }), aBid(3)], ...changes });
const dev01 = (input: ScreeningInput) => resultOf(input, "DEV-01");

describe("DEV-01, all three codes of the upload device", () => {
  test("hits when two bidders uploaded from one machine, with both sides, rarity and chance", () => {
    const result = dev01(planted());
    expect(result).toMatchObject({ outcome: "hit", level: "lead", n: 3 });
    expect(result.bits).toBeCloseTo(Math.log2(5000), 3);
    expect(result.expectedByChance).toBeCloseTo(3 / 5000, 9);
    expect(result.evidence).toMatchObject([
      {
        left: { party: { name: firm(1).name }, field: "trace.device" },
        right: { party: { name: firm(2).name } },
        firmsSeen: 0,
        firmsTotal: 5000,
      },
    ]);
  });

  test("is silent in the honest twin, where each bidder has its own machine", () => {
    expect(dev01(aLot())).toMatchObject({ outcome: "noHit", n: 5, evidence: [] });
  });

  test("needs all three codes: another disk, and it is silent", () => {
    const other = { ...SHARED, disk: "WD-OTHER-99" };
    const bids = [aBid(1, { trace: SHARED }), aBid(2, { trace: other }), aBid(3)];
    expect(dev01(aLot({ bids })).outcome).toBe("noHit");
  });

  test("compares written forms away: colons or dashes, capitals or not", () => {
    const other = { ...SHARED, mac: "3c:52:82:00:00:4d", disk: "wd wcc4n100077" };
    const bids = [aBid(1, { trace: SHARED }), aBid(2, { trace: other }), aBid(3)];
    expect(dev01(aLot({ bids })).outcome).toBe("hit");
  });

  test("looks at uploads only", () => {
    const download = aTrace(SHARED, { stage: "download" });
    const bids = [1, 2].map((n) => aBid(n, { traces: [aTrace(ownTrace(n)), download] }));
    expect(dev01(aLot({ bids })).outcome).toBe("noHit");
  });
});

describe("DEV-01 and the law of the place", () => {
  test("闽建筑〔2018〕29号 一（一）: determination in 福建, lead elsewhere", () => {
    const inFujian = dev01(planted({ place: FUJIAN }));
    expect(inFujian.level).toBe("determination");
    expect(inFujian.legalBasis.map(({ article }) => article)).toEqual(["ZTB-T-40", "MJZ29-1-1"]);
    expect(inFujian.legalBasis[1]).toMatchObject({ verified: false, place: "福建省" });
    expect(dev01(planted({ place: GANSU })).level).toBe("lead");
    expect(dev01(planted()).legalBasis.map(({ article }) => article)).toEqual(["ZTB-T-40"]);
  });

  test("漳州 is in 福建; a place without code counts by its name, an unknown place as national", () => {
    expect(dev01(planted({ place: ZHANGZHOU })).level).toBe("determination");
    expect(dev01(planted({ place: { name: "福建省泉州市" } })).level).toBe("determination");
    expect(dev01(planted({ place: { name: "泉州市" } })).level).toBe("lead");
  });

  test("an opening before the opinion, or another regime, keeps the national level", () => {
    const early = planted({ place: FUJIAN, openedAt: "2018-12-31T15:59:00Z" });
    expect(dev01(early).level).toBe("lead");
    const first = planted({ place: FUJIAN, openedAt: "2018-12-31T16:00:00Z" });
    expect(dev01(first).level).toBe("determination");
    const purchase = dev01(planted({ place: FUJIAN, regime: "procurement" }));
    expect(purchase.level).toBe("lead");
    expect(purchase.legalBasis.map(({ article }) => article)).toEqual(["MOF87-37"]);
  });
});

describe("DEV-01 and shared environments", () => {
  const register = (kind: string) => [
    { kind, name: "云澜图文服务部", values: [{ mac: SHARED.mac ?? "" }] },
  ];

  test("a registered print shop lowers the hit one level and halves its bits, and stays visible", () => {
    const result = dev01(planted({ register: register("printShop") }));
    expect(result).toMatchObject({ outcome: "hit", level: "hint", loweredFrom: "lead" });
    expect(result.bits).toBeCloseTo(Math.log2(5000) / 2, 3);
    expect(result.evidence[0]?.environment).toEqual({ kind: "printShop", name: "云澜图文服务部" });
    const fujian = dev01(planted({ register: register("printShop"), place: FUJIAN }));
    expect(fujian).toMatchObject({ level: "lead", loweredFrom: "determination" });
  });

  test("a register entry that covers neither side changes nothing", () => {
    const elsewhere = [{ kind: "printShop", name: "别处", values: [{ mac: "3C-52-82-00-99-99" }] }];
    expect(dev01(planted({ register: elsewhere }))).toMatchObject({ level: "lead" });
    expect(dev01(planted({ register: elsewhere })).loweredFrom).toBeUndefined();
  });

  test("the same CPU in the register explains nothing: a model series shares it", () => {
    const cpuOnly = [{ kind: "printShop", name: "某店", values: [{ cpu: SHARED.cpu ?? "" }] }];
    expect(dev01(planted({ register: cpuOnly })).loweredFrom).toBeUndefined();
  });

  test("uploads from terminals of the centre do not count, by register or by the tool's word", () => {
    const registered = dev01(planted({ register: register("centerTerminal") }));
    expect(registered).toMatchObject({
      outcome: "noHit",
      reason: { code: "excluded.centerTerminal" },
    });
    expect(registered.evidence).toHaveLength(1);
    const trace = { ...SHARED, deviceHow: "centerTerminal" };
    const bids = [aBid(1, { trace }), aBid(2, { trace }), aBid(3)];
    expect(dev01(aLot({ bids })).outcome).toBe("noHit");
  });

  test("one upload from the centre does not excuse the other one from elsewhere", () => {
    const mine = { ...SHARED, ip: "203.0.113.9" };
    const atCentre = { ...SHARED, ip: "203.0.113.200" };
    const bids = [aBid(1, { trace: mine }), aBid(2, { trace: atCentre }), aBid(3)];
    const values = [{ ip: "203.0.113.200" }];
    const result = dev01(
      aLot({ bids, register: [{ kind: "centerTerminal", name: "中心", values }] }),
    );
    expect(result).toMatchObject({ outcome: "hit", level: "lead" });
  });
});

describe("DEV-01 and who the bidders are", () => {
  test("two bids of one firm are no coincidence", () => {
    const bids = [aBid(1, { trace: SHARED }), aBid(1, { trace: SHARED }), aBid(3)];
    expect(dev01(aLot({ bids }))).toMatchObject({ outcome: "noHit", n: 2 });
  });

  test("a consortium and its own member are one firm, and an outsider is another", () => {
    const party = consortium(firm(1), firm(8));
    const together = aBid(9, { party, traces: [aTrace(SHARED, { by: firm(8) })] });
    const own = [aBid(1, { trace: SHARED }), together, aBid(3)];
    expect(dev01(aLot({ bids: own })).outcome).toBe("noHit");
    const outsider = dev01(aLot({ bids: [aBid(2, { trace: SHARED }), together, aBid(3)] }));
    expect(outsider.outcome).toBe("hit");
    expect(outsider.evidence[0]?.right.party).toMatchObject({ name: firm(8).name });
  });
});

describe("DEV-01 without data", () => {
  test("no traces: not computable", () => {
    const bids = [1, 2, 3].map((n) => aBid(n, { traces: [] }));
    expect(dev01(aLot({ bids }))).toMatchObject({
      outcome: "notComputable",
      n: 0,
      reason: { code: "noThreeCodes", params: { have: "0", bids: "3" } },
    });
  });

  test("placeholders are no codes", () => {
    const trace = { ...SHARED, disk: "To be filled by O.E.M." };
    const bids = [1, 2, 3].map((n) => aBid(n, { trace }));
    expect(dev01(aLot({ bids })).outcome).toBe("notComputable");
  });

  test("one bidder without codes forbids noHit, unless its bid was withdrawn", () => {
    const blank = (status: "valid" | "withdrawn") => aBid(3, { status, traces: [] });
    const partial = dev01(aLot({ bids: [aBid(1), aBid(2), blank("valid")] }));
    expect(partial.reason).toEqual({ code: "partialTraces", params: { have: "2", bids: "3" } });
    expect(dev01(aLot({ bids: [aBid(1), aBid(2), blank("withdrawn")] })).outcome).toBe("noHit");
  });

  test("one bidder alone cannot coincide", () => {
    expect(dev01(aLot({ bids: [aBid(1)] })).reason?.code).toBe("fewerThanTwoBidders");
  });

  test("rarity unknown: the hit stands by the law, with no more bits than the lot itself shows", () => {
    const result = dev01(planted({ seen: () => undefined }));
    expect(result.outcome).toBe("hit");
    expect(result.bits).toBeCloseTo(Math.log2(3), 4);
    expect(result.evidence[0]?.rarity).toBeUndefined();
  });

  test("a code that half the city has carries one bit", () => {
    const seen = () => ({ firms: 2500, total: 5000 });
    expect(dev01(planted({ seen })).bits).toBe(1);
  });
});
