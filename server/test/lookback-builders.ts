/** Facts of an evaluated lot for tests of the look-back: five experts, four bids, three criteria. */
import type { FactInput } from "../../contract/src/facts/fact.ts";
import { aLotFact, aNotice, firm, ocidOf } from "./builders.ts";

const CRITERIA = [
  { name: "施工组织设计", kind: "subjective", maximum: "25", step: "0.5" },
  { name: "项目管理机构", kind: "subjective", maximum: "15", step: "0.5" },
  { name: "企业业绩", kind: "objective", maximum: "12", step: "0.5" },
] as const;
const PRICES = [38, 37.5, 37, 36] as const;
const EXPERTS = 5;

export const evaluatorToken = (n: number): string => `expert-look-${n}`;

const evaluator = (n: number) => ({
  kind: "naturalPerson",
  token: evaluatorToken(n),
  maskedName: `${"赵钱孙李周"[n - 1] ?? "吴"}**`,
});

/** Expert and bid from 1, criterion from 0. */
export type ScoreAt = (expert: number, bid: number, criterion: number) => number | undefined;

/** Experts who agree up to half a point; what is read off is equal. */
export const honestScore = (expert: number, bid: number, criterion: number): number =>
  [23 - bid + ((expert + bid) % 3) / 2, 14 - bid / 2 + ((expert + 2 * bid) % 2) / 2, 12 - bid][
    criterion
  ] ?? 0;

interface Evaluated {
  readonly code: string;
  readonly scoreAt?: ScoreAt;
  /** Minutes after ten on the day of the opening. */
  readonly minute?: number;
}

const instant = (minute: number): string =>
  `2026-05-21T1${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}:00+08:00`;

export const rulesFact = (code: string): FactInput =>
  aLotFact(code, "evaluation-rules-set", {
    criteria: [...CRITERIA, { name: "投标报价", kind: "price", maximum: "40" }],
    combine: "mean",
    decimals: 2,
    evaluators: EXPERTS,
  });

export function scoreFact(
  code: string,
  [expert, bid, criterion]: readonly [number, number, number],
  score: number,
): FactInput {
  return aLotFact(
    code,
    "expert-scored",
    {
      evaluator: evaluator(expert),
      bidder: firm(bid),
      criterion: CRITERIA[criterion]?.name,
      score: String(score),
      maximum: CRITERIA[criterion]?.maximum,
    },
    { sourceId: `${code}/score/${expert}-${bid}-${criterion}`, occurredAt: instant(5) },
  );
}

export function scoreFacts({ code, scoreAt = honestScore }: Evaluated): FactInput[] {
  const facts: FactInput[] = [];
  for (let expert = 1; expert <= EXPERTS; expert += 1)
    for (let bid = 1; bid <= PRICES.length; bid += 1)
      CRITERIA.forEach((_, criterion) => {
        const score = scoreAt(expert, bid, criterion);
        if (score !== undefined) facts.push(scoreFact(code, [expert, bid, criterion], score));
      });
  return facts;
}

/** Ranking with the totals that these scores give; a gap counts nothing. */
export function evaluationFact({ code, scoreAt = honestScore, minute = 20 }: Evaluated): FactInput {
  const totals = PRICES.map((price, place) => {
    let sum = 0;
    for (let expert = 1; expert <= EXPERTS; expert += 1)
      CRITERIA.forEach((_, criterion) => (sum += scoreAt(expert, place + 1, criterion) ?? 0));
    return Math.round((sum / EXPERTS + price) * 100) / 100;
  });
  return aLotFact(
    code,
    "evaluation-completed",
    {
      ranking: PRICES.map((price, place) => ({
        bidder: firm(place + 1),
        rank: 1 + totals.filter((other) => other > (totals[place] ?? 0)).length,
        score: String(totals[place]),
        priceScore: String(price),
        status: "valid",
      })),
    },
    { sourceId: `${code}/evaluation`, occurredAt: instant(minute) },
  );
}

/** Notice, rules, every score, and the report. */
export const evaluatedLot = (evaluated: Evaluated): FactInput[] => [
  aNotice(evaluated.code),
  rulesFact(evaluated.code),
  ...scoreFacts(evaluated),
  evaluationFact(evaluated),
];

/** One expert did not score one item of the second bid. */
export const withGap: ScoreAt = (expert, bid, criterion) =>
  expert === 2 && bid === 2 && criterion === 1 ? undefined : honestScore(expert, bid, criterion);

export const lotQuery = (code: string): string => `ocid=${ocidOf(code)}&lot=1`;
