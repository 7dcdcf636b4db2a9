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
}

/** Scores of one committee: `points[expert][bidder][criterion]`. */
export interface ScoreSheet {
  readonly experts: readonly Expert[];
  readonly criteria: readonly Criterion[];
  readonly points: readonly (readonly (readonly number[])[])[];
}

const WORKS_CRITERIA: readonly Criterion[] = [
  { name: "施工组织设计", maximum: 25 },
  { name: "项目管理机构", maximum: 15 },
  { name: "企业业绩", maximum: 12 },
  { name: "履约能力", maximum: 8 },
];
const OTHER_CRITERIA: readonly Criterion[] = [
  { name: "技术方案", maximum: 25 },
  { name: "服务方案", maximum: 15 },
  { name: "类似业绩", maximum: 10 },
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
}

/** Judges the bids. At least one bid stays valid; where three or more came, at least two. */
export function evaluate(random: Random, input: Input): Evaluation {
  const { trade, method, bidders } = input;
  const states = statesOf(random, bidders);
  if (isSale(trade) || isLowestPrice(method)) return { ranked: rankByPrice(input, states) };
  const sheet = random.chance(input.scoredShare) ? createSheet(random, input) : undefined;
  const best = bestRatio(bidders, states);
  const points = bidders.map((bidder, index) => {
    const quality = sheet === undefined ? qualityPoints(random, bidder) : averageOf(sheet, index);
    return Math.round((pricePoints(trade, bidder, best) + quality) * 100) / 100;
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

/** Five experts; points in halves, between a third of the maximum and the maximum. */
function createSheet(random: Random, { trade, bidders, experts }: Input): ScoreSheet {
  const criteria = trade.regime === "works" ? WORKS_CRITERIA : OTHER_CRITERIA;
  const committee = random.sample(experts, COMMITTEE);
  const levels = bidders.map(({ firm, effort }) =>
    criteria.map(() => 0.8 + 0.015 * firm.quality + 0.025 * effort + 0.03 * random.normal()),
  );
  const points = committee.map((expert) =>
    levels.map((level) =>
      criteria.map(({ maximum }, place) => {
        const share = (level[place] ?? 0.8) + 0.025 * expert.leniency + 0.045 * random.normal();
        return Math.round(maximum * Math.min(1, Math.max(0.34, share)) * 2) / 2;
      }),
    ),
  );
  return { experts: committee, criteria, points };
}

/** Mean over the experts of the points of one bidder. */
function averageOf(sheet: ScoreSheet, bidder: number): number {
  let sum = 0;
  for (const rows of sheet.points) {
    for (const points of rows[bidder] ?? []) sum += points;
  }
  return sum / sheet.experts.length;
}
