/** What the committee makes of the bids: states, points, ranking; for some lots every single score. */
import type { Method } from "../../../contract/src/values.ts";
import type { Expert } from "../city/entities.ts";
import { isSale, type Trade } from "../city/trades.ts";
import type { Random } from "../random.ts";
import type { Bidder } from "./bidders.ts";
import { isLowestPrice } from "./price.ts";

type BidState = "valid" | "disqualified" | "notDecrypted";

export interface Ranked {
  readonly bidder: Bidder;
  readonly state: BidState;
  readonly reason?: string;
  /** Total points; absent where the price alone decides. */
  readonly points?: number;
  /** Only for valid bids. */
  readonly rank?: number;
}

interface Criterion {
  readonly name: string;
  readonly maximum: number;
  /** Read off by all from the same proof. */
  readonly isObjective?: true;
}

export const SCORE_FLAWS = ["favour", "sumError", "missingScore", "objectiveDifference"] as const;
/** What was planted into the scores of a lot; part of the truth, never of a fact. */
export type ScoreFlaw = (typeof SCORE_FLAWS)[number];

/** Scores of one committee: `points[expert][bidder][criterion]`. */
export interface ScoreSheet {
  readonly experts: readonly Expert[];
  readonly criteria: readonly Criterion[];
  readonly points: readonly (readonly (readonly (number | undefined)[])[])[];
  /** Points of the price by bidder, in hundredths exact. */
  readonly priceScores: readonly number[];
  readonly flaw?: ScoreFlaw;
  /** Bidder whose sum is wrong. */
  readonly slip?: number;
}

const WORKS_CRITERIA: readonly Criterion[] = [
  { name: "施工组织设计", maximum: 25 },
  { name: "项目管理机构", maximum: 15 },
  { name: "企业业绩", maximum: 12, isObjective: true },
  { name: "履约能力", maximum: 8 },
];
const OTHER_CRITERIA: readonly Criterion[] = [
  { name: "技术方案", maximum: 25 },
  { name: "服务方案", maximum: 15 },
  { name: "类似业绩", maximum: 10, isObjective: true },
  { name: "售后保障", maximum: 10 },
];

const COMMITTEE = 5;
const DISQUALIFIED_SHARE = 0.05;
const NOT_DECRYPTED_SHARE = 0.007;
const PRICE_POINTS = 40;
const QUALITY_POINTS = 60;

const GROUNDS = [
  "资格证明文件不齐全",
  "未按招标文件要求签章",
  "投标保证金未按时到账",
  "实质性技术参数不满足",
  "项目负责人不符合要求",
] as const;

export interface Evaluation {
  /** In the order of the bids. */
  readonly ranked: readonly Ranked[];
  readonly sheet?: ScoreSheet;
}

interface Input {
  readonly trade: Trade;
  readonly method: Method;
  readonly bidders: readonly Bidder[];
  readonly experts: readonly Expert[];
  /** Share of point-scored lots whose single scores are reported. */
  readonly scoredShare: number;
  /** Share of those into whose scores something is planted. */
  readonly flawShare: number;
}

/** Judges the bids. At least one bid stays valid; where three or more came, at least two. */
export function evaluate(random: Random, input: Input): Evaluation {
  const { trade, method, bidders } = input;
  const states = statesOf(random, bidders);
  if (isSale(trade) || isLowestPrice(method)) return { ranked: rankByPrice(input, states) };
  const best = bestRatio(bidders, states);
  const prices = bidders.map((bidder) => hundredths(pricePoints(trade, bidder, best)));
  const sheet = random.chance(input.scoredShare)
    ? createSheet(random, { ...input, prices, states })
    : undefined;
  const points = bidders.map((bidder, index) => {
    const quality = sheet === undefined ? qualityPoints(random, bidder) : averageOf(sheet, index);
    const total = hundredths((prices[index] ?? 0) + hundredths(quality));
    // The clerk who adds up slips by three points, once, in favour of the second.
    return sheet?.flaw === "sumError" && index === sheet.slip ? total + SLIP : total;
  });
  const order = bidders.map((_, index) => index).filter((index) => states[index] === "valid");
  order.sort((left, right) => (points[right] ?? 0) - (points[left] ?? 0) || left - right);
  const ranked = bidders.map((bidder, index) =>
    rankedOf(random, bidder, {
      state: states[index] ?? "valid",
      rank: order.indexOf(index) + 1,
      points: points[index],
    }),
  );
  return { ranked, ...(sheet === undefined ? {} : { sheet }) };
}

function rankedOf(
  random: Random,
  bidder: Bidder,
  result: { state: BidState; rank: number; points: number | undefined },
): Ranked {
  const { state, rank, points } = result;
  if (state === "notDecrypted") return { bidder, state, reason: "投标人未在规定时间内完成解密" };
  if (state === "disqualified") return { bidder, state, reason: random.pick(GROUNDS) };
  return { bidder, state, rank, ...(points === undefined ? {} : { points }) };
}

function statesOf(random: Random, bidders: readonly Bidder[]): BidState[] {
  let spare = bidders.length >= 3 ? bidders.length - 2 : bidders.length - 1;
  return bidders.map(() => {
    const draw = random.next();
    if (draw >= NOT_DECRYPTED_SHARE + DISQUALIFIED_SHARE || spare <= 0) return "valid";
    spare--;
    return draw < NOT_DECRYPTED_SHARE ? "notDecrypted" : "disqualified";
  });
}

/** The lowest offer wins, of a sale the highest; equal offers by order of receipt. */
function rankByPrice({ trade, bidders }: Input, states: readonly BidState[]): Ranked[] {
  const sign = isSale(trade) ? -1 : 1;
  const order = bidders.map((_, index) => index).filter((index) => states[index] === "valid");
  order.sort(
    (left, right) =>
      sign * ((bidders[left]?.ratio ?? 0) - (bidders[right]?.ratio ?? 0)) || left - right,
  );
  return bidders.map((bidder, index) => {
    const state = states[index] ?? "valid";
    if (state === "valid") return { bidder, state, rank: order.indexOf(index) + 1 };
    const reason = state === "notDecrypted" ? "未在规定时间内完成解密" : GROUNDS[0];
    return { bidder, state, reason };
  });
}

function bestRatio(bidders: readonly Bidder[], states: readonly BidState[]): number {
  const valid = bidders.filter((_, index) => states[index] === "valid");
  return Math.min(...valid.map(({ ratio }) => ratio));
}

/** Full points for the lowest valid offer, the others in proportion (财政部令第87号第55条). */
function pricePoints(trade: Trade, { ratio }: Bidder, best: number): number {
  const weight = trade.regime === "works" ? 2.2 : 1;
  return Math.max(0, PRICE_POINTS * (1 - weight * (1 - best / ratio)));
}

function qualityPoints(random: Random, { firm, effort }: Bidder): number {
  const share = 0.8 + 0.015 * firm.quality + 0.025 * (effort + random.normal());
  return QUALITY_POINTS * Math.min(0.98, Math.max(0.5, share));
}

interface SheetInput extends Input {
  readonly prices: readonly number[];
  readonly states: readonly BidState[];
}

const hundredths = (points: number): number => Math.round(points * 100) / 100;

const SLIP = 3;

/** Five experts; points in halves, between a third of the maximum and the maximum. What is read off is the same for all. */
function createSheet(random: Random, input: SheetInput): ScoreSheet {
  const { trade, bidders, experts, prices } = input;
  const criteria = trade.regime === "works" ? WORKS_CRITERIA : OTHER_CRITERIA;
  const committee = random.sample(experts, COMMITTEE);
  const levels = bidders.map(({ firm, effort }) =>
    criteria.map(() => 0.8 + 0.015 * firm.quality + 0.025 * effort + 0.03 * random.normal()),
  );
  const points = committee.map((expert) =>
    levels.map((level) =>
      criteria.map(({ maximum, isObjective = false }, place) => {
        const noise = 0.025 * expert.leniency + 0.045 * random.normal();
        const share = (level[place] ?? 0.8) + (isObjective ? 0 : noise);
        return Math.round(maximum * Math.min(1, Math.max(0.34, share)) * 2) / 2;
      }),
    ),
  );
  const sheet = { experts: committee, criteria, points, priceScores: prices };
  const isFlawed = input.flawShare > 0 && random.chance(input.flawShare);
  return isFlawed ? plantFlaw(random, sheet, input.states) : sheet;
}

/** The best two of the valid bids, as the sheet has them. */
function leadersOf(sheet: ScoreSheet, states: readonly BidState[]): readonly number[] {
  const total = (bidder: number) => (sheet.priceScores[bidder] ?? 0) + averageOf(sheet, bidder);
  return [...states.keys()]
    .filter((bidder) => states[bidder] === "valid")
    .toSorted((left, right) => total(right) - total(left));
}

function plantFlaw(random: Random, sheet: ScoreSheet, states: readonly BidState[]): ScoreSheet {
  const [first = 0, second = 0] = leadersOf(sheet, states);
  const expert = random.integer(0, COMMITTEE - 1);
  const flaw = random.pick(SCORE_FLAWS);
  const flawed = { ...sheet, flaw, slip: second };
  if (flaw === "sumError") return flawed;
  const change = (to: (value: number | undefined, cell: CellPlace) => number | undefined) => ({
    ...flawed,
    points: sheet.points.map((rows, row) =>
      rows.map((cells, bidder) =>
        cells.map((value, criterion) => to(value, { expert: row, bidder, criterion })),
      ),
    ),
  });
  if (flaw === "missingScore")
    return change((value, cell) =>
      cell.expert === expert && cell.bidder === second && cell.criterion === 1 ? undefined : value,
    );
  if (flaw === "objectiveDifference")
    return change((value = 0, cell) =>
      cell.expert === expert && cell.bidder === first && cell.criterion === 2
        ? Math.max(0, value - 3)
        : value,
    );
  return change((value = 0, { expert: row, bidder, criterion }) => {
    const { maximum = value, isObjective = false } = sheet.criteria[criterion] ?? {};
    if (row !== expert || isObjective) return value;
    if (bidder === second) return maximum;
    return bidder === first ? Math.ceil(maximum * 0.8) / 2 : value;
  });
}

interface CellPlace {
  readonly expert: number;
  readonly bidder: number;
  readonly criterion: number;
}

/** Mean over the experts of the points of one bidder; what is missing counts nothing, as a clerk would add it up. */
function averageOf(sheet: ScoreSheet, bidder: number): number {
  let sum = 0;
  for (const rows of sheet.points) {
    for (const points of rows[bidder] ?? []) sum += points ?? 0;
  }
  return sum / sheet.experts.length;
}
