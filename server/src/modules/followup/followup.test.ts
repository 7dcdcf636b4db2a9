/** Rules after a lead: what may stand in which report, who must be heard, what a fact clears, what comes first. */
import { describe, expect, test } from "vitest";

import { RECIPIENTS, type Recipient } from "../../../../contract/src/followup-values.ts";
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { clearingCodes, clearingEffect } from "./clearing.ts";
import { type Dossier, forbiddenWords, mixedWords, requireUnmixed } from "./dossier.ts";
import { hearingOf, namedFirms, requireHeard, requireReplyTime } from "./hearing.ts";
import { labelOf } from "./label.ts";
import { numberOf } from "./letter.ts";
import { reportText } from "./report-text.ts";
import { type ReviewState, isDismissed, isFinished, pairOf, slotFor } from "./review.ts";
import { requireTalkKind } from "./roles.ts";
import { drawAudit, isDouble, kappaOf, rulePrecisions, triage } from "./triage.ts";

/** Small seeded generator: the same dossiers with every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SYLLABLES = Array.from("青石白露远岫长风听雨云帆山海明月松泉");
const SURNAMES = Array.from("赵钱孙李周吴郑王冯陈");

function someDossier(seed: number): Dossier {
  const next = seeded(seed);
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? "青";
  const word = (length: number, from = SYLLABLES) =>
    Array.from({ length }, () => pick(from)).join("");
  const party = (): Party => ({
    kind: "organisation",
    name: `云澜${word(3)}建设有限公司`,
    uscc: `91${Math.floor(next() * 1e15)}`.padEnd(18, "X").slice(0, 18),
  });
  const bidders = Array.from({ length: 3 + Math.floor(next() * 4) }, party);
  const [left, right] = bidders as [Party, Party];
  const value = `3C-52-82-${word(2, Array.from("0123456789ABCDEF"))}-22-${word(2, Array.from("0123456789"))}`;
  const side = (one: Party) => ({ party: one, factId: "f", field: "trace.mac", value });
  const person = () => `${pick(SURNAMES)}${word(2)}`;
  return {
    number: `线2026-${String(seed).padStart(5, "0")}`,
    // Titles that name a bidder happen, and must not carry the name across.
    title: `${seed % 3 === 0 && left.kind === "organisation" ? left.name : "听涛路"}改造工程施工招标公告`,
    ocid: `ocds-mj0001-T-${seed}`,
    lotId: "1",
    raisedAt: "2026-05-21T02:00:00.000Z",
    level: "lead",
    bits: 31.5,
    department: { id: "housing", name: "云澜市住房和城乡建设局" },
    entity: "云澜市市政工程中心",
    agency: `云澜${word(2)}招标代理有限公司`,
    parties: [left, right],
    bidders,
    results: [
      {
        indicator: "DEV-01",
        version: "1.0.0",
        outcome: "hit",
        level: "lead",
        bits: 20,
        n: 3,
        cell: { name: "", lots: 0 },
        legalBasis: [
          {
            article: "TSL-40-2",
            citation: "招标投标法实施条例第40条",
            place: "CN",
            verified: true,
          },
        ],
        evidence: [{ left: side(left), right: side(right) }],
        clearing: ["environmentRegistered"],
        innocent: [],
      },
    ],
    staffActs: [
      {
        at: "2026-05-21T03:00:00.000Z",
        act: "casework.lead-received",
        unit: "云澜市住房和城乡建设局",
        name: person(),
      },
    ],
    officials: [
      {
        name: person(),
        unit: "云澜市市政工程中心",
        post: "副主任",
        act: "与投标负责人同为评审成员。",
      },
    ],
  };
}

const textFor = (dossier: Dossier, recipient: Recipient): string =>
  reportText(dossier, {
    recipient,
    unit: "收文单位",
    sender: "云澜市公共资源交易中心",
    at: "2026-05-22T02:00:00.000Z",
  });

const wordsOf = (party: Party): readonly string[] =>
  party.kind === "organisation" ? [party.name, party.uscc ?? party.name] : [];

describe("three reports of one dossier (A-04)", () => {
  const dossiers = Array.from({ length: 200 }, (_, index) => someDossier(index + 1));

  test("the coordinating office reads no firm, no code, no person and no trace", () => {
    for (const dossier of dossiers) {
      const text = textFor(dossier, "coordinator");
      for (const word of dossier.bidders.flatMap(wordsOf)) expect(text).not.toContain(word);
      for (const { name } of [...dossier.officials, ...dossier.staffActs])
        expect(text).not.toContain(name);
      expect(text).not.toContain(dossier.agency);
      expect(text).not.toContain(dossier.results[0]?.evidence[0]?.left.value);
      expect(text).toContain(dossier.number);
      expect(text).toContain("云澜市住房和城乡建设局");
    }
  });

  test("the discipline inspectors read officials and acts of duty, and no trace of a bidder", () => {
    for (const dossier of dossiers) {
      const text = textFor(dossier, "discipline");
      for (const word of dossier.bidders.flatMap(wordsOf)) expect(text).not.toContain(word);
      expect(text).not.toContain(dossier.results[0]?.evidence[0]?.left.value);
      expect(text).not.toContain("DEV-01");
      for (const { name } of dossier.officials) expect(text).toContain(name);
      for (const { name } of dossier.staffActs) expect(text).toContain(name);
    }
  });

  test("the department reads both sides, indicator, basis and what clears it, and no official", () => {
    for (const dossier of dossiers) {
      const text = textFor({ ...dossier, officials: [] }, "department");
      for (const { name } of dossier.officials) expect(text).not.toContain(name);
      for (const party of dossier.parties) expect(text).toContain(wordsOf(party)[0]);
      expect(text).toContain("DEV-01");
      expect(text).toContain("招标投标法实施条例第40条");
      expect(text).toContain("可以排除疑点");
    }
  });

  test("no text says that anybody colluded: each says that it is no finding", () => {
    for (const recipient of RECIPIENTS)
      expect(textFor(someDossier(7), recipient)).toContain("不是对任何单位和个人的认定");
  });

  test("what the centre adds is checked like the rest, however the name is written", () => {
    const dossier = someDossier(5);
    const [firm] = dossier.bidders.flatMap(wordsOf);
    const spaced = Array.from(firm ?? "").join(" ");
    expect(() =>
      requireUnmixed(`另见 ${spaced}（同）`, {
        recipient: "coordinator",
        dossier,
        field: "body.remarks",
      }),
    ).toThrow(RuleViolation);
    expect(() =>
      requireUnmixed(dossier.officials[0]?.name ?? "", {
        recipient: "department",
        dossier,
        field: "body.remarks",
      }),
    ).toThrow(/mixed-report/);
    expect(() =>
      requireUnmixed("请尽快办理。", { recipient: "coordinator", dossier, field: "body.remarks" }),
    ).not.toThrow();
  });

  test("the oracle can fail: the department's text put before the other two is refused by each", () => {
    const dossier = someDossier(9);
    const text = textFor(dossier, "department");
    for (const recipient of ["coordinator", "discipline"] as const)
      expect(mixedWords(text, forbiddenWords(recipient, dossier)).length).toBeGreaterThan(2);
  });
});

describe("right of reply", () => {
  const firm = { key: "name:甲", name: "甲公司" };
  const at = (notices: Parameters<typeof hearingOf>[1]["notices"], isHeld = false) =>
    hearingOf(firm, { notices, isHeld, today: "2026-06-10" }).state;

  test.each([
    ["no notice", at([]), "none"],
    [
      "the last day is still the firm's",
      at([{ firmKey: "name:甲", replyBy: "2026-06-10", replied: false }]),
      "waiting",
    ],
    [
      "a day later its time is over",
      at([{ firmKey: "name:甲", replyBy: "2026-06-09", replied: false }]),
      "lapsed",
    ],
    ["a reply", at([{ firmKey: "name:甲", replyBy: "2026-06-20", replied: true }]), "heard"],
    ["a hold with a ground", at([], true), "held"],
    [
      "another firm's reply is not its own",
      at([{ firmKey: "name:乙", replyBy: "2026-06-01", replied: true }]),
      "none",
    ],
  ])("%s", (_name, state, expected) => expect(state).toBe(expected));

  test("a decision that names a firm unheard is refused, and the error says what is missing", () => {
    const hearings = [hearingOf(firm, { notices: [], isHeld: false, today: "2026-06-10" })];
    expect(() => requireHeard(hearings, [])).toThrow("followup.not-heard");
    const runs = { firmKey: "name:甲", replyBy: "2026-06-12", replied: false };
    const waiting = [hearingOf(firm, { notices: [runs], isHeld: false, today: "2026-06-10" })];
    expect(() => requireHeard(waiting, [runs])).toThrow("followup.reply-runs");
    expect(() =>
      requireHeard([{ firm: "甲公司", firmKey: "name:甲", state: "lapsed" }], []),
    ).not.toThrow();
  });

  test("a name is found with spaces, full-width brackets and small letters", () => {
    const firms = [{ words: ["云澜（ABC）建设有限公司"] }, { words: ["云澜乙建设有限公司"] }];
    expect(namedFirms("经查，云澜(abc) 建设 有限公司……", firms)).toEqual([firms[0]]);
    expect(namedFirms("经查，两家投标人……", firms)).toEqual([]);
  });

  test("three days at least", () => {
    expect(() => requireReplyTime("2026-06-12", "2026-06-10")).toThrow("followup.too-short");
    expect(() => requireReplyTime("2026-06-13", "2026-06-10")).not.toThrow();
  });

  test("the centre reminds, the department warns", () => {
    expect(() => requireTalkKind("centre", "warn")).toThrow("followup.talk-kind");
    expect(() => requireTalkKind("officer", "remind")).toThrow("followup.talk-kind");
    expect(() => requireTalkKind("director", "remind")).not.toThrow();
    expect(() => requireTalkKind("chief", "warn")).not.toThrow();
    expect(() => requireTalkKind("inspector", "warn")).toThrow("followup.talk-kind");
  });
});

describe("clearing", () => {
  const hit = (indicator: string, bits: number, clearing: string[]): IndicatorResult => ({
    indicator,
    version: "1.0.0",
    outcome: "hit",
    level: "lead",
    bits,
    n: 3,
    cell: { name: "", lots: 0 },
    legalBasis: [],
    evidence: [],
    clearing,
    innocent: [],
  });
  const results = [hit("DEV-01", 20, ["shop"]), hit("PRC-10", 8, ["template"])];

  test("the named fact takes its hit out, the other stays, and one group is no lead", () => {
    expect(clearingCodes(results)).toEqual(["shop", "template"]);
    expect(clearingEffect(results, [])).toMatchObject({
      bits: 28,
      bitsAfter: 28,
      isLeadAfter: true,
    });
    expect(clearingEffect(results, ["shop"])).toMatchObject({
      bits: 28,
      bitsAfter: 8,
      isLeadAfter: false,
      cleared: ["DEV-01"],
    });
  });
});

describe("triage", () => {
  const lead = { id: "L1", level: "lead" as const, bits: 20, indicators: ["DEV-01"], ageDays: 4 };

  test("the parts add up; an unsure rule on many leads is worth more than a sure one", () => {
    const open = Array.from({ length: 7 }, () => lead);
    const sure = rulePrecisions(
      Array.from({ length: 40 }, () => ({ label: "confirmed" as const, indicators: ["DEV-01"] })),
      open,
    );
    const unsure = rulePrecisions([], open);
    const worth = triage(lead, unsure);
    expect(worth.score).toBeCloseTo(worth.reasons.reduce((sum, { value }) => sum + value, 0));
    expect(worth.score).toBeGreaterThan(triage(lead, sure).score);
    expect(unsure[0]).toMatchObject({ mean: 0.5, open: 7 });
  });

  test("kappa: hand-computed, nothing without pairs, nothing when there is no choice", () => {
    const pairs = [
      ...Array.from({ length: 20 }, () => ["worth", "worth"] as const),
      ...Array.from({ length: 5 }, () => ["worth", "dismiss"] as const),
      ...Array.from({ length: 10 }, () => ["dismiss", "worth"] as const),
      ...Array.from({ length: 15 }, () => ["dismiss", "dismiss"] as const),
    ];
    // 35/50 agree; by chance 0.5·0.6 + 0.5·0.4 = 0.5.
    expect(kappaOf(pairs)).toBeCloseTo(0.4);
    expect(kappaOf([])).toBeUndefined();
    expect(kappaOf([["worth", "worth"]])).toBeUndefined();
  });

  test("the draw is the same for the same seed, another for another, and as large as agreed", () => {
    const population = Array.from({ length: 200 }, (_, index) => `lead-${index}`);
    const draw = (seed: string) => drawAudit(population, { seed, share: 0.1 });
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
    expect(new Set(draw("a")).size).toBe(20);
    expect(drawAudit(["one"], { seed: "a", share: 0.1 })).toEqual(["one"]);
    const share = population.filter((id) => isDouble(id, 0.2)).length / population.length;
    expect(share).toBeGreaterThan(0.12);
    expect(share).toBeLessThan(0.28);
  });

  test("nobody looks twice, the second look waits for somebody else, the audit too", () => {
    const state: ReviewState = {
      isDouble: true,
      isDrawn: true,
      reviews: [{ slot: "first", account: "a", verdict: "dismiss" }],
    };
    expect(slotFor(state, "a")).toBeUndefined();
    expect(slotFor(state, "b")).toBe("second");
    const both: ReviewState = {
      ...state,
      reviews: [...state.reviews, { slot: "second", account: "b", verdict: "worth" }],
    };
    expect(slotFor(both, "c")).toBe("audit");
    expect(pairOf(state)).toEqual([]);
    expect(pairOf(both)).toEqual([["dismiss", "worth"]]);
    expect([isDismissed(state), isDismissed(both), isFinished(both)]).toEqual([true, false, false]);
  });

  test("a decision labels its rules; what was not decided in the matter does not", () => {
    expect(labelOf("established", true)).toBe("confirmed");
    expect(labelOf("notEstablished", true)).toBe("explained");
    expect(labelOf("notEstablished", false)).toBe("notEstablished");
    expect(labelOf("transferred", false)).toBeUndefined();
  });
});

test("letters and talks are numbered by year", () => {
  expect(numberOf("GH-2026-12")).toBe("云公资函〔2026〕12号");
  expect(numberOf("YT-2026-3")).toBe("约谈〔2026〕3号");
});
