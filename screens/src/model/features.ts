/**
 * What a model sees of a lot: its prices and nothing else. The nine screens alone are the reference; ours takes them over
 * distinct prices (lists of bids often name a consortium's bid once for each member), and adds how large the contract is, how
 * wide the gaps are in money, how many bids are equal and how the others are spread. Groups of three and four bids, shares of round numbers and
 * boosted trees were tried on three markets and lost to this (docs/how-to/evaluate-a-model.md).
 */
import { priceScreens, SCREENS } from "../prices/price-screens.ts";

/** NaN: the lot cannot carry it. */
export function screenFeatures(prices: readonly number[]): number[] {
  const screens = priceScreens(prices);
  return SCREENS.map((name) => screens[name] ?? Number.NaN);
}

export function lotFeatures(prices: readonly number[]): number[] {
  const sorted = [...new Set(prices)].toSorted((left, right) => left - right);
  const n = sorted.length;
  const [first = Number.NaN, second = Number.NaN] = sorted;
  const last = sorted[n - 1] ?? Number.NaN;
  const sum = sorted.reduce((total, price) => total + price, 0);
  return [
    ...screenFeatures(sorted),
    size(first),
    size(last),
    size(sorted[n >> 1] ?? Number.NaN),
    n,
    size(sum),
    size(second - first),
    size(last - first),
    size(last - second),
    prices.length,
    prices.length - n,
    (prices.length - n) / prices.length,
    prices.filter((price) => price === first).length > 1 ? 1 : 0,
    ...shapeOf(sorted),
  ];
}

/** Where the quarters of the bids lie between the extremes, and how uneven the gaps are. */
function shapeOf(sorted: readonly number[]): number[] {
  const n = sorted.length;
  const first = sorted[0] ?? Number.NaN;
  const spread = (sorted[n - 1] ?? Number.NaN) - first;
  const mean = sorted.reduce((sum, price) => sum + price, 0) / n;
  const [low = 0, middle = 0, high = 0] = [0.25, 0.5, 0.75].map((share) => {
    const place = share * (n - 1);
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return below + (place - Math.floor(place)) * (above - below);
  });
  const gaps = sorted.slice(1).map((price, rank) => price - (sorted[rank] ?? 0));
  return [
    (low - first) / spread,
    (middle - first) / spread,
    (high - first) / spread,
    (high - low) / middle,
    spread / n / mean,
    Math.max(...gaps) / spread,
  ];
}

/** Below a tenth of a cent nothing is told apart. */
const size = (amount: number): number => Math.log10(Math.max(amount, 1e-3));
