import { describe, expect, test } from "vitest";

import type { DeviceTrace } from "../../../../../../contract/src/facts/trace.ts";
import type { ScreeningInput } from "../../input.ts";
import { aBid, aLot, ownTrace, resultOf } from "../../test/builders.ts";

const dev15 = (input: ScreeningInput) => resultOf(input, "DEV-15");
const pair = (left: DeviceTrace, right: DeviceTrace, changes: Partial<ScreeningInput> = {}) =>
  dev15(aLot({ bids: [aBid(1, { trace: left }), aBid(2, { trace: right }), aBid(3)], ...changes }));
const phones = (left: string, right: string) =>
  pair({ contactPhone: left }, { contactPhone: right });
const mails = (left: string, right: string) =>
  pair({ contactEmail: left }, { contactEmail: right });

describe("DEV-15, one telephone or e-mail", () => {
  test("hits as a lead, and is silent in the honest twin", () => {
    expect(phones("13911112222", "13911112222")).toMatchObject({ outcome: "hit", level: "lead" });
    expect(dev15(aLot())).toMatchObject({ outcome: "noHit", n: 5 });
  });

  test.each([
    ["+86 139-1111-2222", "13911112222"],
    ["0086 13911112222", "１３９１１１１２２２２"],
    ["(0595) 2233 4455", "0595-22334455"],
    ["0595-22334455转801", "059522334455 ext. 801"],
  ])("the written form %s is %s", (left, right) => {
    expect(phones(left, right).outcome).toBe("hit");
  });

  test.each([
    ["0595-22334455转801", "0595-22334455转802"],
    ["13911112222", "13911112223"],
  ])("%s is not %s", (left, right) => {
    expect(phones(left, right).outcome).toBe("noHit");
  });

  test.each(["138****5678", "12345678901", "00000000", "无"])("%s says nothing", (text) => {
    const trace = { contactPhone: text, contactEmail: "无" };
    const bids = [1, 2].map((n) => aBid(n, { trace }));
    expect(dev15(aLot({ bids })).reason?.code).toBe("noContacts");
  });

  test("e-mail compares without capitals and tags", () => {
    expect(mails("Bid.Office+a@Mail.Example.CN", "bid.office@mail.example.cn").outcome).toBe("hit");
    expect(mails("bid.office@mail.example.cn", "bidoffice@mail.example.cn").outcome).toBe("noHit");
  });

  test("0.2 % is the limit: 10 of 5,000 other firms pass, 11 do not", () => {
    const used = (firms: number) =>
      pair(
        { contactPhone: "13911112222" },
        { contactPhone: "13911112222" },
        {
          seen: () => ({ firms, total: 5000 }),
        },
      );
    expect(used(10).outcome).toBe("hit");
    expect(used(11).reason?.code).toBe("valueTooCommon");
  });

  test("a registered agency's number lowers to a hint; a shared print shop does not explain a telephone", () => {
    const trace = { mac: ownTrace(77).mac ?? "", contactPhone: "13911112222" };
    const agency = [
      { kind: "bidPreparationFirm", name: "某咨询", values: [{ contactPhone: "139 1111 2222" }] },
    ];
    expect(pair(trace, trace, { register: agency })).toMatchObject({
      level: "hint",
      loweredFrom: "lead",
    });
    const shop = [{ kind: "printShop", name: "某店", values: [{ mac: trace.mac ?? "" }] }];
    expect(pair(trace, trace, { register: shop }).level).toBe("lead");
  });

  test("政府采购: 87号令 37(三) names a shared contact person", () => {
    const shared = { contactPhone: "13911112222" };
    const [basis] = pair(shared, shared, { regime: "procurement" }).legalBasis;
    expect(basis).toMatchObject({ article: "MOF87-37", verified: true });
    expect(basis?.citation).toBe(
      "《政府采购货物和服务招标投标管理办法》（财政部令第87号）第37条第（三）项",
    );
  });
});
