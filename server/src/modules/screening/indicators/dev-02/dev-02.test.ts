import { describe, expect, test } from "vitest";

import type { DeviceTrace } from "../../../../../../contract/src/facts/trace.ts";
import type { ScreeningInput } from "../../input.ts";
import { aBid, aLot, aTrace, ownTrace, resultOf } from "../../test/builders.ts";

const dev02 = (input: ScreeningInput) => resultOf(input, "DEV-02");
const sharing = (trace: DeviceTrace, changes: Partial<ScreeningInput> = {}): ScreeningInput =>
  aLot({ bids: [aBid(1, { trace }), aBid(2, { trace }), aBid(3)], ...changes });
const MAC = { mac: "3C-52-82-00-20-01" };

describe("DEV-02, one hardware code", () => {
  test("hits on one network address as a hint, in 福建 too", () => {
    expect(dev02(sharing(MAC))).toMatchObject({ outcome: "hit", level: "hint", n: 3 });
    const place = { code: "350100", name: "福建省福州市" };
    expect(dev02(sharing(MAC, { place })).level).toBe("hint");
  });

  test("is silent in the honest twin", () => {
    expect(dev02(aLot())).toMatchObject({ outcome: "noHit", n: 5 });
  });

  test("hits on one disk serial", () => {
    expect(dev02(sharing({ disk: "WD-WCC4N777777" })).value).toBe("trace.disk=WDWCC4N777777");
  });

  test("the processor alone never counts: a model series shares it", () => {
    const bids = [1, 2, 3].map((n) => aBid(n, { trace: { cpu: "BFEBFBFF000906EA" } }));
    expect(dev02(aLot({ bids })).outcome).toBe("noHit");
  });

  test.each([
    ["locally administered", "3E-52-82-00-20-01"],
    ["VMware", "00-50-56-00-20-01"],
    ["Hyper-V", "00-15-5D-00-20-01"],
    ["Realtek USB adapter", "00-E0-4C-68-00-01"],
    ["ASIX USB adapter", "00-0E-C6-00-20-01"],
    ["TAP driver", "00-FF-12-34-56-78"],
  ])("%s addresses do not count", (_, mac) => {
    expect(dev02(sharing({ mac })).outcome).toBe("noHit");
  });

  test("a field with several adapters coincides in any of them", () => {
    const first = aBid(1, { trace: { mac: "3C-52-82-00-30-01; 3C-52-82-00-20-01" } });
    const bids = [first, aBid(2, { trace: MAC }), aBid(3)];
    expect(dev02(aLot({ bids })).outcome).toBe("hit");
  });

  test("12 bits are the limit: 24 of 98,304 other firms pass, 25 do not", () => {
    const used = (firms: number) => ({ seen: () => ({ firms, total: 98_304 }) });
    expect(dev02(sharing(MAC, used(24)))).toMatchObject({ outcome: "hit", bits: 12 });
    expect(dev02(sharing(MAC, used(25)))).toMatchObject({
      outcome: "noHit",
      reason: { code: "valueTooCommon" },
    });
  });

  test("a small population cannot show 12 bits: one other firm passes, two do not", () => {
    const used = (firms: number) => ({ seen: () => ({ firms, total: 400 }) });
    expect(dev02(sharing(MAC, used(1))).outcome).toBe("hit");
    expect(dev02(sharing(MAC, used(2))).outcome).toBe("noHit");
  });

  test("three equal codes of two uploads belong to DEV-01 and are not counted twice", () => {
    expect(dev02(sharing(ownTrace(77))).outcome).toBe("noHit");
    const download = aTrace(ownTrace(77), { stage: "download" });
    const bids = [1, 2].map((n) => aBid(n, { traces: [aTrace(ownTrace(n)), download] }));
    expect(dev02(aLot({ bids })).outcome).toBe("hit");
  });

  test("a registered environment leaves the hint without bits", () => {
    const register = [{ kind: "virtualDesktop", name: "云桌面", values: [MAC] }];
    const result = dev02(sharing(MAC, { register }));
    expect(result).toMatchObject({ outcome: "hit", level: "hint", loweredFrom: "hint", bits: 0 });
  });

  test("not computable without codes, and without any history of the field", () => {
    const bids = [1, 2].map((n) => aBid(n, { traces: [aTrace({ ip: "203.0.113.7" })] }));
    expect(dev02(aLot({ bids })).reason?.code).toBe("noDeviceCodes");
    const unknown = dev02(sharing(MAC, { seen: () => undefined }));
    expect(unknown).toMatchObject({ outcome: "notComputable", reason: { code: "rarityUnknown" } });
    expect(unknown.evidence).toHaveLength(1);
  });
});
