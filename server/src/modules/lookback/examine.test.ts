/** Each finding hits its planted case and is silent in its honest twin. */
import { describe, expect, test } from "vitest";

import type { LookbackType } from "../../../../contract/src/lookback-values.ts";
import { createRandom } from "../../../../screens/src/prices/random.ts";
import { examine } from "./examine.ts";
import { inputHashOf, type LotInput, type Rules, type ScoreCell } from "./input.ts";
import { lawfulOf, routeOf } from "./law.ts";

const RULES: Rules = {
  criteria: [
    { name: "施工组织设计", kind: "subjective", maximum: "25", step: "0.5" },
    { name: "项目管理机构", kind: "subjective", maximum: "15", step: "0.5" },
    { name: "企业业绩", kind: "objective", maximum: "12", step: "0.5" },
    { name: "投标报价", kind: "price", maximum: "40" },
  ],
  combine: "mean",
  decimals: 2,
  evaluators: 5,
};

const firm = (n: number) => ({ kind: "organisation", name: `云澜第${n}建设有限公司` }) as const;
const evaluator = (n: number) =>
  ({ kind: "naturalPerson", token: `expert-${n}`, maskedName: `专${n}*` }) as const;

/** Expert, bid: the three scores. Five experts agree up to half a point on four clearly different bids. */
const HONEST = [0, 1, 2, 3, 4].map((expert) =>
  [0, 1, 2, 3].map((bid) => [
    22 - 2 * bid + ((expert + bid) % 3) / 2,
    13 - bid + ((expert + 2 * bid) % 2) / 2,
    12 - 2 * bid,
  ]),
);
const PRICES = ["38.5", "38", "37.5", "39"];

interface Changes {
  readonly scores?: readonly (readonly (readonly (number | undefined)[])[])[];
  readonly rules?: Rules | null;
  /** Added to the stated total of a bid. */
  readonly slip?: Readonly<Record<number, number>>;
  readonly ranks?: readonly number[];
  readonly isDefault?: (expert: number, bid: number, criterion: number) => boolean;
}

function lot({
  scores = HONEST,
  rules = RULES,
  slip = {},
  ranks,
  isDefault,
}: Changes = {}): LotInput {
  const names = RULES.criteria.map(({ name }) => name);
  const cells = scores.flatMap((rows, expert) =>
    rows.flatMap((row, bid) =>
      row.flatMap((score, criterion): ScoreCell[] =>
        score === undefined
          ? []
          : [
              {
                evaluator: evaluator(expert),
                bidderKey: `firm-${bid}`,
                criterion: names[criterion] ?? "",
                score: String(score),
                maximum: RULES.criteria[criterion]?.maximum,
                isDefault: isDefault?.(expert, bid, criterion),
              },
            ],
      ),
    ),
  );
  const totals = PRICES.map((price, bid) => {
    const own = cells.filter(({ bidderKey }) => bidderKey === `firm-${bid}`);
    const mean = own.reduce((sum, { score }) => sum + Number(score), 0) / scores.length;
    return Math.round((mean + Number(price) + (slip[bid] ?? 0)) * 100) / 100;
  });
  return {
    ocid: "ocds-mj0001-T1",
    lotId: "1",
    bids: PRICES.map((priceScore, bid) => ({
      bidder: firm(bid),
      key: `firm-${bid}`,
      rank: ranks?.[bid] ?? 1 + totals.filter((other) => other > (totals[bid] ?? 0)).length,
      score: String(totals[bid]),
      priceScore,
      price: 1_000_000 + bid,
    })),
    cells,
    ...(rules === null ? {} : { rules }),
  };
}

type At = readonly [expert: number, bid: number, criterion: number];
const changed = (change: (value: number, at: At) => number | undefined) =>
  HONEST.map((rows, expert) =>
    rows.map((row, bid) => row.map((value, criterion) => change(value, [expert, bid, criterion]))),
  );
const isAt = ([a, b, c]: At, [x, y, z]: At) => a === x && b === y && c === z;

const typesOf = (input: LotInput): LookbackType[] =>
  examine(input).findings.map(({ type }) => type);

describe("an honest lot", () => {
  test("shows nothing, and says how many points would change the award", () => {
    const { findings, notComputable, flip } = examine(lot());
    expect(findings).toEqual([]);
    expect(notComputable).toEqual([]);
    expect(flip).toMatchObject({ winner: 0, rival: 1 });
    expect(Number(flip?.change)).toBeGreaterThan(5);
  });
  test("the same input gives the same hash, a single other score another", () => {
    expect(inputHashOf(lot())).toBe(inputHashOf(lot()));
    const other = changed((value, at) => (isAt(at, [0, 0, 0]) ? value - 0.5 : value));
    expect(inputHashOf(lot({ scores: other }))).not.toBe(inputHashOf(lot()));
  });
});

describe("arithmetic", () => {
  test("EXP-03: one expert reads another value off the same proof", () => {
    const scores = changed((value, at) => (isAt(at, [2, 1, 2]) ? value - 3 : value));
    const found = examine(lot({ scores })).findings.find(({ type }) => type === "EXP-03");
    expect(found).toMatchObject({ bid: 1, criterion: 2, value: 3, n: 5, stated: "7–10" });
  });
  test("EXP-04: a stated total that is not the sum, and the bid that leads by right", () => {
    const { findings } = examine(lot({ slip: { 1: 9 } }));
    expect(findings).toContainEqual(
      expect.objectContaining({
        type: "EXP-04",
        form: "total",
        bid: 1,
        value: 9,
        winnerIfCorrected: 0,
      }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ type: "FAIR-01", bid: 0, because: "EXP-04/-/1/-/total" }),
    );
  });
  test("EXP-04: a difference of a hundredth is one, a rounding half up is none", () => {
    expect(typesOf(lot({ slip: { 3: 0.01 } }))).toEqual(["EXP-04"]);
    const scores = HONEST.map((rows) => rows.map((row) => [...row]));
    expect(typesOf(lot({ scores }))).toEqual([]);
  });
  test("EXP-04: a rank against the stated totals", () => {
    const { findings } = examine(lot({ ranks: [1, 3, 2, 4] }));
    expect(findings.map(({ type, form, bid }) => [type, form, bid])).toEqual([
      ["EXP-04", "rank", 2],
    ]);
  });
  test("EXP-05: a gap, and a default that nobody touched", () => {
    const scores = changed((value, at) => (isAt(at, [3, 2, 1]) ? undefined : value));
    const gap = examine(lot({ scores }));
    expect(gap.findings).toContainEqual(
      expect.objectContaining({
        type: "EXP-05",
        form: "gap",
        expert: 3,
        bid: 2,
        criterion: 1,
        n: 4,
      }),
    );
    expect(gap.flip?.isFilled).toBe(true);
    const isDefault = (...at: At) => isAt(at, [1, 1, 0]);
    expect(typesOf(lot({ isDefault }))).toEqual(["EXP-05"]);
  });
  test("EXP-06: above the maximum, below nothing, and between two steps", () => {
    const forms = ([25.5, -1, 20.3] as const).map((wrong) => {
      const scores = changed((value, at) => (isAt(at, [0, 0, 0]) ? wrong : value));
      return examine(lot({ scores })).findings.find(({ type }) => type === "EXP-06")?.form;
    });
    expect(forms).toEqual(["range", "range", "step"]);
  });
  test("MAT-01: no sheet, too few experts, a bid that nobody scored", () => {
    expect(examine({ ...lot(), cells: [] }).findings).toEqual([
      expect.objectContaining({ type: "MAT-01", form: "noSheet" }),
    ]);
    expect(examine(lot({ scores: HONEST.slice(0, 4) })).findings).toContainEqual(
      expect.objectContaining({ type: "MAT-01", form: "experts", stated: "4", expected: "5" }),
    );
    const scores = changed((value, [, bid]) => (bid === 3 ? undefined : value));
    expect(examine(lot({ scores })).findings).toContainEqual(
      expect.objectContaining({ type: "MAT-01", form: "noScores", bid: 3 }),
    );
  });
});

/** Expert 4 lifts bid 1 to the maximum and puts bid 0 down. */
const FAVOUR = changed((value, [expert, bid, criterion]) => {
  if (expert !== 4 || criterion === 2) return value;
  if (bid === 1) return Number(RULES.criteria[criterion]?.maximum);
  return bid === 0 ? value - 10 : value;
});

describe("chance and discretion", () => {
  test("EXP-01: one expert against the others for one bid; with the median of the others another wins", () => {
    const { findings } = examine(lot({ scores: FAVOUR }));
    const total = findings.find(
      ({ type, criterion }) => type === "EXP-01" && criterion === undefined,
    );
    expect(total).toMatchObject({ expert: 4, n: 20 });
    expect(total?.tail).toBeLessThan(0.01);
    expect(findings).toContainEqual(expect.objectContaining({ type: "FAIR-01", bid: 0 }));
    expect(findings).toContainEqual(
      expect.objectContaining({ type: "EXP-07", expert: 4, bid: 0, form: "both" }),
    );
  });
  test("EXP-01 on honest panels speaks about as often as it says: fewer than three in a hundred", () => {
    const random = createRandom(44);
    const noise = () => Math.round((random() + random() + random() - 1.5) * 4) / 2;
    let spoken = 0;
    for (let panel = 0; panel < 300; panel += 1) {
      const scores = changed((value, [, , criterion]) =>
        criterion === 2 ? value : Math.max(0, Math.min(criterion === 0 ? 25 : 15, value + noise())),
      );
      if (typesOf(lot({ scores })).includes("EXP-01")) spoken += 1;
    }
    expect(spoken).toBeLessThan(9);
  });
  test("EXP-02 is a hint: more than 30 % from the mean of the others", () => {
    const scores = changed((value, [expert, bid, criterion]) =>
      expert === 2 && bid === 3 && criterion !== 2 ? value / 2 : value,
    );
    expect(typesOf(lot({ scores }))).toContain("EXP-02");
  });
  test("EXP-08: an expert who ranks seven bids against the others; EXP-11: two who copied", () => {
    const many = (score: (expert: number, bid: number, criterion: number) => number): LotInput => ({
      ...lot(),
      bids: [0, 1, 2, 3, 4, 5, 6].map((bid) => ({
        bidder: firm(bid),
        key: `firm-${bid}`,
        rank: bid + 1,
      })),
      cells: [0, 1, 2, 3, 4].flatMap((expert) =>
        [0, 1, 2, 3, 4, 5, 6].flatMap((bid) =>
          [0, 1].map((criterion) => ({
            evaluator: evaluator(expert),
            bidderKey: `firm-${bid}`,
            criterion: RULES.criteria[criterion]?.name ?? "",
            score: String(score(expert, bid, criterion)),
          })),
        ),
      ),
    });
    const contrary = many((expert, bid) => (expert === 0 ? 4 + bid : 12 - bid));
    expect(typesOf(contrary)).toContain("EXP-08");
    const random = createRandom(9);
    const own = Array.from({ length: 70 }, () => Math.round(random() * 24) / 2);
    const copied = many(
      (expert, bid, criterion) => own[((expert === 1 ? 0 : expert) * 7 + bid) * 2 + criterion] ?? 0,
    );
    const pair = examine(copied).findings.filter(({ type }) => type === "EXP-11");
    expect(pair).toEqual([expect.objectContaining({ expert: 0, otherExpert: 1, value: 1 })]);
    expect(
      typesOf(many((expert, bid, criterion) => own[(expert * 7 + bid) * 2 + criterion] ?? 0)),
    ).not.toContain("EXP-11");
  });
  test("EXP-20: leads by price and what is read off, and loses by what is judged", () => {
    const scores = changed((value, [, bid, criterion]) =>
      criterion === 2 ? (bid === 3 ? 12 : 6) : value,
    );
    const found = examine(lot({ scores })).findings.filter(({ type }) => type === "EXP-20");
    expect(found).toEqual([expect.objectContaining({ bid: 3, value: 6.5 })]);
  });
});

describe("what cannot be computed is said", () => {
  test("without rules: no totals, no flip, nothing about fairness; the rest speaks", () => {
    const { notComputable, flip, findings } = examine(lot({ rules: null, scores: FAVOUR }));
    expect(flip).toBeUndefined();
    for (const type of ["EXP-04", "EXP-07", "FAIR-01"])
      expect(notComputable).toContainEqual({ type, why: "rules" });
    expect(findings.map(({ type }) => type)).toContain("EXP-01");
    expect(findings.map(({ type }) => type)).not.toContain("FAIR-01");
  });
  test("without points of the price, with two bids", () => {
    const input = lot();
    const bids = input.bids.map(({ priceScore: _price, ...bid }) => bid);
    expect(examine({ ...input, bids }).notComputable).toContainEqual({
      type: "EXP-07",
      why: "priceScore",
    });
    const two = { ...input, bids: input.bids.slice(0, 2) };
    expect(examine(two).notComputable).toContainEqual({ type: "EXP-01", why: "fewBids" });
  });
});

describe("the lawful way", () => {
  test("87号令64: only listed causes lead to a new evaluation; a missing item goes to the finance department", () => {
    expect(lawfulOf("EXP-04", "procurement").after).toBe("reEvaluation");
    expect(lawfulOf("EXP-05", "procurement").after).toBe("procurementDepartment");
    expect(routeOf(["EXP-04", "EXP-03"], "procurement")).toBe("reEvaluation");
    expect(routeOf(["EXP-04", "EXP-05"], "procurement")).toBe("department");
  });
  test("条例71: works go to the department; an unknown regime cites nothing", () => {
    expect(lawfulOf("EXP-01", "works")).toMatchObject({
      after: "worksDepartment",
      route: "department",
    });
    expect(lawfulOf("EXP-01", "works").articles.map(({ id }) => id)).toContain("ZTB-T-71");
    expect(lawfulOf("EXP-01", null).articles).toEqual([]);
  });
  test("what is known from memory is marked", () => {
    const articles = lawfulOf("MAT-01", "procurement").articles;
    expect(articles.map(({ isVerified }) => isVerified)).toEqual([true, false]);
  });
});
