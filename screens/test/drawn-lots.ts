/** Honest and planted lots for measuring the price screens: ascending prices around 1,000. */
import { fillSpacings, gaussian, type Random } from "../src/prices/index.ts";

export const SHAPES = ["uniform", "normal", "ceiling"] as const;
export type Shape = (typeof SHAPES)[number];

/** Deviation of honest errors, in units of a price of 1,000. */
const ERROR = 40;

/** Honest bids: uniform spacings, scattered around a cost, or crowded under a ceiling. */
export function fillHonest(prices: Float64Array, shape: Shape, random: Random): void {
  if (shape === "uniform") {
    fillSpacings(prices, random);
    for (const [bid, sum] of prices.entries()) prices[bid] = 1000 + (ERROR * sum) / 2;
    return;
  }
  for (let bid = 0; bid < prices.length; bid += 1) {
    const error = gaussian(random);
    prices[bid] = 1000 - ERROR * (shape === "ceiling" ? Math.abs(error) : error);
  }
  prices.sort();
}

/** How a cartel's covers stand to its winner. */
export const PATTERNS = ["gap", "close", "linear", "ratio"] as const;
export type Pattern = (typeof PATTERNS)[number];

/** `gap`: the winner 5 % below covers within 1 %; `close`: all within 0.6 %; the others step evenly with an error of a thousandth. */
export function fillPlanted(prices: Float64Array, pattern: Pattern, random: Random): void {
  const winner = 960 + 20 * random();
  const step = 6 + 6 * random();
  for (let bid = 0; bid < prices.length; bid += 1) {
    const error = 1 + 0.001 * (random() - 0.5);
    if (pattern === "gap") prices[bid] = bid === 0 ? winner : winner * (1.05 + 0.01 * random());
    else if (pattern === "close") prices[bid] = winner * (1 + 0.006 * random());
    else if (pattern === "linear") prices[bid] = winner + bid * step * error;
    else prices[bid] = winner * (1 + (step * error) / 1000) ** bid;
  }
  prices.sort();
}
