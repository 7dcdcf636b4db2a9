/** EXP-04 and EXP-20 for the rule library: manifests, a planted lot with its twin, and outcomes of kept examinations. Pure. */
import type { RuleView, ShownResult } from "../../../../contract/src/indicators.ts";
import type { Examination } from "../../../../contract/src/lookback-values.ts";
import type { Manifest } from "../screening/index.ts";
import { examine } from "./examine.ts";
import type { LotInput, Rules, ScoreCell } from "./input.ts";

const FACTS = [
  "procurement.expert-scored",
  "procurement.evaluation-completed",
  "procurement.evaluation-rules-set",
];
const SCORING: Manifest["law"] = [
  { article: "ZTB-T-49", regimes: ["works"] },
  { article: "MOF87-64", regimes: ["procurement"] },
];

export const MANIFESTS: readonly Manifest[] = [
  {
    id: "EXP-04",
    version: "1.0.0",
    group: "EXP",
    names: { zh: "汇总错误", en: "Wrong total" },
    level: "lead",
    law: SCORING,
    facts: FACTS,
    method:
      "Totals are computed again in exact decimals by the rule of the tender documents (mean, or without highest and lowest; decimals, half up) from every expert's scores and the points of the price; a stated total that differs, or a rank against the stated totals, is named. In a procurement this is one of the causes for which a signed result may be reviewed (87号令64).",
    trigger: "stated<>computed",
    innocent: ["roundingRule", "entryLost"],
    clearing: ["totalCorrected", "rulesShown"],
  },
  {
    id: "EXP-20",
    version: "1.0.0",
    group: "EXP",
    names: { zh: "自由裁量决定结果", en: "Discretion decides" },
    level: "hint",
    law: SCORING,
    facts: FACTS,
    method:
      "The one bid with most points of price and of what is read off (median over experts) is not ranked first: what is judged decides. In a design contest that is the purpose. It orders what to read first; it has no null, and is not compared with a market cell yet.",
    trigger: "first(price+objective)<>first",
    innocent: ["designContest", "specialKnowledge"],
    clearing: ["reasonGiven"],
  },
];

/** What of an examination the two rules read. */
export type Kept = Pick<Examination, "findings" | "notComputable"> & {
  readonly bids: Examination["sheet"]["bids"];
};

export type Outcome =
  | { readonly outcome: "hit" | "noHit"; readonly value: string }
  | { readonly outcome: "notComputable"; readonly reason: string };

/** @param id EXP-04 or EXP-20 */
export function outcomeOf({ findings, notComputable, bids }: Kept, id: string): Outcome {
  const own = findings.filter(({ type }) => type === id);
  const [first] = own;
  if (first !== undefined) {
    if (id === "EXP-20") return { outcome: "hit", value: `behind=${first.value ?? 0}` };
    const totals = own.find(({ form }) => form === "total");
    const value =
      totals === undefined
        ? `misplaced=${own.length}`
        : `stated=${totals.stated ?? ""}; right=${totals.expected ?? ""}`;
    return { outcome: "hit", value };
  }
  const why = notComputable.find(({ type }) => type === id)?.why;
  if (why !== undefined) return { outcome: "notComputable", reason: why };
  if (id === "EXP-20") {
    if (bids.some(({ priceScore }) => priceScore === undefined))
      return { outcome: "notComputable", reason: "priceScore" };
    if (bids.every(({ rank }) => rank !== 1))
      return { outcome: "notComputable", reason: "noRanking" };
  }
  return { outcome: "noHit", value: "findings=0" };
}

const RULES: Rules = {
  criteria: [
    { name: "施工组织设计", kind: "subjective", maximum: "30", step: "0.5" },
    { name: "企业业绩", kind: "objective", maximum: "20", step: "1" },
    { name: "投标报价", kind: "price", maximum: "50" },
  ],
  combine: "mean",
  decimals: 2,
  evaluators: 3,
};

/** By bid: judged points by each of three experts, points read off, points of the price. */
type Row = readonly [judged: readonly [number, number, number], readOff: number, price: number];

const HONEST: readonly Row[] = [
  [[26, 25.5, 27], 18, 47.5],
  [[24, 24.5, 23], 16, 46.25],
  [[22, 21.5, 22.5], 17, 45],
];
/** The second leads by price and by what is read off. */
const JUDGED: readonly Row[] = [
  [[28, 28.5, 29], 15, 44],
  [[19, 20, 20.5], 18, 48],
  [[18, 17.5, 18.5], 14, 43],
];

function lotOf(rows: readonly Row[], slip = 0): LotInput {
  const totals = rows.map(([judged, readOff, price]) => {
    const mean = judged.reduce((sum, score) => sum + score, 0) / judged.length;
    return Math.round((mean + readOff + price) * 100) / 100;
  });
  const cells = rows.flatMap(([judged, readOff], bid) =>
    judged.flatMap((score, expert): ScoreCell[] => {
      const evaluator = {
        kind: "naturalPerson",
        token: `expert-${expert}`,
        maskedName: "*",
      } as const;
      const common = { evaluator, bidderKey: `firm-${bid}` };
      return [
        { ...common, criterion: "施工组织设计", score: String(score), maximum: "30" },
        { ...common, criterion: "企业业绩", score: String(readOff), maximum: "20" },
      ];
    }),
  );
  return {
    ocid: "ocds-mj0001-DEMONSTRATION",
    lotId: "1",
    rules: RULES,
    cells,
    bids: rows.map(([, , price], bid) => ({
      bidder: { kind: "organisation", name: `云澜第${bid + 1}建设有限公司` },
      key: `firm-${bid}`,
      rank: 1 + totals.filter((total) => total > (totals[bid] ?? 0)).length,
      score: String((totals[bid] ?? 0) + (bid === 1 ? slip : 0)),
      priceScore: String(price),
    })),
  };
}

const CASES: Readonly<Record<string, { readonly planted: LotInput; readonly twin: LotInput }>> = {
  "EXP-04": { planted: lotOf(HONEST, 1), twin: lotOf(HONEST) },
  "EXP-20": { planted: lotOf(JUDGED), twin: lotOf(HONEST) },
};

/** @throws Error of a rule that is not here */
export function demonstrationOf(id: string): RuleView["demonstration"] {
  const lots = CASES[id];
  if (lots === undefined) throw new Error(`${id} has no demonstration`);
  return { planted: shown(lots.planted, id), twin: shown(lots.twin, id) };
}

function shown(input: LotInput, id: string): ShownResult {
  const { findings, notComputable, sheet } = examine(input);
  const result = outcomeOf({ findings, notComputable, bids: sheet.bids }, id);
  return result.outcome === "notComputable"
    ? { outcome: result.outcome }
    : { outcome: result.outcome, value: result.value };
}
