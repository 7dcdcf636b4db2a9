import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRandom } from "../prices/random.ts";
import { kendall, ranksOf } from "./agreement.ts";
import { awardOf } from "./award.ts";
import { lookBack } from "./look-back.ts";
import { blocksOf, type Panel, PanelBook } from "./panel.ts";
import { residualsOf } from "./residuals.ts";

/** expert → bid → score by criterion; NaN: none. */
type Scores = readonly (readonly (readonly number[])[])[];

function panelOf(scores: Scores, max?: number, objective: readonly string[] = []): Panel {
  const book = new PanelBook(objective);
  scores.forEach((bids, expert) => {
    bids.forEach((criteria, bid) => {
      criteria.forEach((score, criterion) => {
        if (Number.isNaN(score)) return;
        const row = {
          panel: "P",
          expert: `E${expert}`,
          bid: `B${bid}`,
          criterion: `C${criterion}`,
        };
        expect(book.add({ ...row, score, max })).toBeUndefined();
      });
    });
  });
  const [panel] = book.panels();
  if (panel === undefined) throw new Error("no panel");
  return panel;
}

const totals = (rows: readonly (readonly number[])[], max?: number) =>
  panelOf(
    rows.map((row) => row.map((score) => [score])),
    max,
  );

const findings = (panel: Panel, type: string) =>
  lookBack([panel]).findings.filter((finding) => finding.type === type);

describe("panel", () => {
  test("contradictions are refused with both values, and the first stays", () => {
    const book = new PanelBook();
    const row = { panel: "P", expert: "E", bid: "B", criterion: "C", score: 5, max: 10 };
    const groups = { expertGroup: "X", bidderGroup: "Y" };
    expect(book.add({ ...row, ...groups })).toBeUndefined();
    expect(book.add({ ...row, score: 6 })).toMatchObject({ field: "score" });
    expect(book.add({ ...row, bid: "D", max: 20 })?.why).toContain("20 differs from 10");
    expect(book.add({ ...row, bid: "D", expertGroup: "Z" })).toMatchObject({
      field: "expertGroup",
    });
    expect(book.add({ ...row, expert: "F", bidderGroup: "Z" })).toMatchObject({
      field: "bidderGroup",
    });
    expect(book.panels()[0]?.scores[0]).toBe(5);
  });

  test("experts of technique and of economy are two blocks, and neither lacks a score", () => {
    const none = Number.NaN;
    const technique = [1, 2, 3].map((shift) => [1, 2, 3].map((bid) => [bid + shift, none]));
    const economy = [1, 2].map((shift) => [1, 2, 3].map((bid) => [none, bid * shift]));
    const panel = panelOf([...technique, ...economy]);
    expect(blocksOf(panel).map(({ experts, bids }) => [experts.length, bids.length])).toEqual([
      [3, 3],
      [2, 3],
    ]);
    expect(findings(panel, "EXP-05")).toEqual([]);
  });

  test("an expert with a gap leaves the table, a bid that few scored leaves first", () => {
    const none = Number.NaN;
    const [block] = blocksOf(
      totals([
        [5, 6, 7, 8],
        [5, 6, 8, none],
        [4, 6, none, none],
      ]),
    );
    expect([block?.experts, block?.bids]).toEqual([
      [0, 1],
      [0, 1, 2],
    ]);
  });

  test("severity and quality are taken away: an additive table leaves nothing", () => {
    const values = Float64Array.from({ length: 12 }, (_, place) => 2 * (place % 4) + (place >> 2));
    for (const rest of residualsOf({ values, rows: 3, columns: 4 }))
      expect(rest).toBeCloseTo(0, 12);
  });
});

describe("checks of one panel", () => {
  const none = Number.NaN;

  test("EXP-05 and EXP-06 name expert, bid and criterion", () => {
    const panel = panelOf(
      [
        [
          [5, 6],
          [7, 11],
        ],
        [
          [5, none],
          [-1, 8],
        ],
      ],
      10,
    );
    expect(findings(panel, "EXP-05")).toEqual([
      {
        panel: "P",
        type: "EXP-05",
        expert: "E1",
        bid: "B0",
        criterion: "C1",
        value: null,
        tail: null,
      },
    ]);
    expect(
      findings(panel, "EXP-06").map(({ expert, bid, criterion, value }) => [
        expert,
        bid,
        criterion,
        value,
      ]),
    ).toEqual([
      ["E1", "B1", "C0", -1],
      ["E0", "B1", "C1", 11],
    ]);
  });

  test("EXP-03: only where the criterion is objective; it is judged no further", () => {
    const scores = [1, 2, 3].map((expert) => [
      [5, 9],
      [6, 8],
      [7, expert === 2 ? 7 : 6],
    ]);
    expect(findings(panelOf(scores), "EXP-03")).toEqual([]);
    const panel = panelOf(scores, 10, ["C1"]);
    expect(findings(panel, "EXP-03")).toMatchObject([{ bid: "B2", criterion: "C1", value: 1 }]);
    expect(blocksOf(panel)[0]?.criteria).toEqual([0]);
  });

  test("EXP-02: more than 30 % from the others, with the inclusive share beside it", () => {
    const found = findings(
      totals([[100], [100], [131]].map(([score = 0]) => [score, 50])),
      "EXP-02",
    );
    expect(found).toMatchObject([{ expert: "E2", bid: "B0", tail: null }]);
    expect(found[0]?.value).toBeCloseTo(0.31, 12);
    expect(found[0]?.note).toContain("19 % from the mean of all");
    expect(
      findings(
        totals([
          [100, 50],
          [100, 50],
          [130, 50],
        ]),
        "EXP-02",
      ),
    ).toEqual([]);
    const zero = [0, 5];
    expect(findings(totals([zero, zero, zero]), "EXP-02")).toEqual([]);
  });
});

describe("EXP-01", () => {
  const honest = [
    [6, 7, 5, 8, 7],
    [5, 7, 5, 7, 7],
    [7, 8, 5, 9, 8],
    [6, 6, 4, 8, 7],
    [6, 7, 5, 7, 6],
  ];

  test("a planted favour is found with its expert, bid and the criterion that carries it", () => {
    const scores = honest.map((row, expert) =>
      row.map((score, bid) => [bid + 3, bid + 4, expert === 3 && bid === 2 ? 10 : score]),
    );
    const [total, carrier, ...more] = findings(panelOf(scores, 10), "EXP-01");
    expect(total).toMatchObject({ expert: "E3", bid: "B2", criterion: null });
    expect(total?.tail).toBeLessThan(0.01);
    expect(carrier).toMatchObject({ expert: "E3", bid: "B2", criterion: "C2" });
    expect(more).toEqual([]);
  });

  test("its honest twin, a strict expert, and one score a step beside full agreement say nothing", () => {
    const strict = honest.map((row, expert) =>
      row.map((score) => (expert === 0 ? score - 3 : score)),
    );
    const agreed = honest.map((_, expert) => [5, 6, expert === 2 ? 8 : 7, 8, 9]);
    for (const table of [honest, strict, agreed])
      expect(findings(totals(table, 10), "EXP-01")).toEqual([]);
  });

  test("two bids or two experts are not computable", () => {
    const two = totals([
      [1, 9],
      [9, 1],
      [5, 5],
    ]);
    expect(
      lookBack([
        two,
        totals([
          [1, 9, 3],
          [9, 1, 8],
        ]),
      ]).summary,
    ).toMatchObject({
      tested: 0,
      notComputable: 2,
    });
  });
});

/** Fewest points that bring another bid level, by trying every table. */
function bruteForce(
  rows: number[][],
  max: number,
  mayChange: readonly number[],
): number | undefined {
  const bids = rows[0]?.length ?? 0;
  const sums = Array.from({ length: bids }, (_, bid) =>
    rows.reduce((sum, row) => sum + (row[bid] ?? 0), 0),
  );
  const winner = sums.indexOf(Math.max(...sums));
  const cells = mayChange.flatMap((row) => [...sums.keys()].map((bid) => [row, bid] as const));
  let best: number | undefined;
  const visit = (at: number, cost: number) => {
    if (best !== undefined && cost >= best) return;
    if (sums.some((sum, bid) => bid !== winner && sum >= (sums[winner] ?? 0))) best = cost;
    const cell = cells[at];
    if (cell === undefined) return;
    const [row, bid] = cell;
    const own = rows[row]?.[bid] ?? 0;
    const before = sums[bid] ?? 0;
    for (let score = 0; score <= max; score += 1) {
      sums[bid] = before + score - own;
      visit(at + 1, cost + Math.abs(score - own));
    }
    sums[bid] = before;
  };
  visit(0, 0);
  return best;
}

describe("EXP-07", () => {
  test("the smallest change equals brute force, of all and of each expert", () => {
    const row = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 });
    const rows = fc.array(row, { minLength: 2, maxLength: 3 });
    let seen = 0;
    fc.assert(
      fc.property(rows, (table) => {
        const award = awardOf(totals(table, 3));
        if (award === undefined) return;
        seen += 1;
        expect(award.change).toBe(bruteForce(table, 3, [...table.keys()]));
        for (const { expert, change } of award.experts)
          expect(change).toBe(bruteForce(table, 3, [expert]));
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  test("names the expert on whom the award hangs, and the bid that wins without him", () => {
    const panel = totals(
      [
        [6, 7],
        [6, 7],
        [9, 3],
      ],
      10,
    );
    expect(findings(panel, "EXP-07")).toMatchObject([{ expert: "E2", bid: "B1", value: 4 }]);
    expect(findings(panel, "EXP-07")[0]?.note).toContain("without this expert and with the median");
    expect(
      findings(
        totals(
          [
            [6, 7],
            [6, 7],
            [7, 8],
          ],
          10,
        ),
        "EXP-07",
      ),
    ).toEqual([]);
  });

  test("no award is made up: a gap, or two that lead", () => {
    expect(
      awardOf(
        totals([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toBeUndefined();
    expect(
      awardOf(
        totals([
          [1, Number.NaN],
          [2, 5],
        ]),
      ),
    ).toBeUndefined();
    expect(
      awardOf(
        totals([
          [0.1, 0.3],
          [0.2, 0],
        ]),
      ),
    ).toBeUndefined();
  });
});

describe("EXP-08 and EXP-11", () => {
  test("ranks share ties, and Kendall's τ counts pairs", () => {
    expect(ranksOf([5, 9, 5, 1])).toEqual([2.5, 4, 2.5, 1]);
    expect(kendall([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    expect(kendall([1, 2, 3, 4], [1, 2, 4, 3])).toBeCloseTo(2 / 3, 12);
  });

  test("the opposite order of six bids is rarer than 1 %; of four it is not", () => {
    const table = (bids: number) =>
      [0, 1, 2, 3].map((expert) =>
        Array.from({ length: bids }, (_, bid) => (expert === 0 ? bids - bid : bid + (expert % 2))),
      );
    const [only, ...more] = findings(totals(table(6)), "EXP-08");
    expect(only).toMatchObject({ expert: "E0", bid: null, criterion: null, value: -1 });
    expect(only?.tail).toBeLessThan(0.01);
    expect(more).toEqual([]);
    expect(findings(totals(table(4)), "EXP-08")).toEqual([]);
  });

  test("a copied table is found, both experts named; honest experts and a coarse scale are not", () => {
    const random = createRandom(4);
    const judged = (levels: number) =>
      Array.from({ length: 5 }, () =>
        Array.from({ length: 6 }, (_, bid) =>
          Array.from({ length: 5 }, () => Math.round(levels * (random() + bid / 6))),
        ),
      );
    const honest = judged(5);
    expect(findings(panelOf(honest), "EXP-11")).toEqual([]);
    const copied = honest.map((scores, expert) => (expert === 4 ? (honest[1] ?? []) : scores));
    expect(findings(panelOf(copied), "EXP-11").map(({ expert, value }) => [expert, value])).toEqual(
      [
        ["E1", 1],
        ["E4", 1],
      ],
    );
    const agreed = honest.map(() => honest[0] ?? []);
    expect(findings(panelOf(agreed), "EXP-11")).toEqual([]);
  });
});
