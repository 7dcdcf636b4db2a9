/** PRC-10: totals equal to the cent (indicators.md D.4; 条例 40(四)). */
import type { Evidence } from "../../../../../../contract/src/screening.ts";
import type { Money } from "../../../../../../contract/src/values.ts";
import { expectedEqual } from "../../../../../../screens/src/prices/index.ts";
import { type Finding, type Indicator, notComputable, reason } from "../../indicator.ts";
import { type Lot, shareFirm } from "../../lot.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { type Price, readPrices, priceSide } from "../../values/prices.ts";
import { manifest } from "./manifest.ts";

/** Above this chance an equal amount alone is no lead. */
const CHANCE_MAX = 0.01;

function isSet(lot: Lot, { minor, money }: Price): boolean {
  const { ceilingPrice, fixedPrices = [] } = lot.input;
  const set: readonly (Money | undefined)[] = [ceilingPrice, ...fixedPrices];
  return set.some((one) => one?.currency === money.currency && BigInt(one.amountMinor) === minor);
}

function equalPairs(prices: readonly Price[]): [Price, Price][] {
  const seen = new Map<string, Price[]>();
  const pairs: [Price, Price][] = [];
  for (const price of prices) {
    const key = price.minor.toString();
    const before = seen.get(key) ?? [];
    const partner = before.find(({ bidder }) => !shareFirm(bidder, price.bidder));
    if (partner !== undefined) pairs.push([partner, price]);
    seen.set(key, [...before, price]);
  }
  return pairs;
}

const evidenceOf = ([left, right]: [Price, Price]): Evidence => ({
  left: priceSide(left),
  right: priceSide(right),
});

function hit(pairs: readonly [Price, Price][], n: number): Finding {
  const rarest = pairs
    .map(([{ money, minor }]) => ({ money, expected: expectedEqual(minor, n) }))
    .toSorted((left, right) => left.expected - right.expected)[0];
  if (rarest === undefined) throw new Error("A hit without a pair");
  const chance = -Math.expm1(-rarest.expected);
  return {
    outcome: "hit",
    n,
    ...(chance > CHANCE_MAX ? { level: "hint" } : {}),
    value: `${rarest.money.amountMinor} ${rarest.money.currency}`,
    probability: round(chance),
    bits: round(bitsOfTail(chance)),
    expectedByChance: round(rarest.expected),
    falseAlarm: { rate: round(chance), basis: "coincidenceGivenRounding" },
    evidence: pairs.map(evidenceOf),
  };
}

function run(lot: Lot): Finding {
  const read = readPrices(lot, ["valid", "disqualified"]);
  if ("why" in read) return notComputable(0, read.why);
  const n = new Set(read.prices.map(({ bidder }) => bidder.key)).size;
  const pairs = equalPairs(read.prices);
  const free = pairs.filter(([price]) => !isSet(lot, price));
  if (free.length > 0) return hit(free, n);
  if (n < 2) return notComputable(n, "tooFewPrices", { have: n, need: 2 });
  if (read.prices.length < read.wanted) {
    return notComputable(n, "partialPrices", { have: read.prices.length, bids: read.wanted });
  }
  return {
    outcome: "noHit",
    n,
    probability: 1,
    ...(pairs.length > 0
      ? { reason: reason("equalToSetPrice"), evidence: pairs.map(evidenceOf) }
      : {}),
  };
}

export const prc10: Indicator = { manifest, run };
