/**
 * The same screens under two other shapes of honest bids: scattered around a cost (normal), and crowded under their ceiling price
 * (half-normal). What uniform spacings call rare may be usual there, so without a market to compare with all three must agree.
 */
import { interiorDistance, type PriceScreens, screensOfSorted } from "./price-screens.ts";
import { countUpTo, justBelow, type NulledScreen } from "./price-tails.ts";
import { createRandom, gaussian } from "./random.ts";

/** Lots drawn for one n: 10,000 up to 60 bids, then fewer. */
const drawsOf = (n: number): number => Math.min(10_000, Math.max(2000, Math.floor(600_000 / n)));
const SHAPES = ["normal", "ceiling"] as const;
type Shape = (typeof SHAPES)[number];

type Law = Readonly<Record<NulledScreen, Float64Array>>;

const laws = new Map<string, Law>();

/** Largest share, over the two shapes, of honest lots of n bids that show at least as much. */
export function shapedTail(
  name: NulledScreen,
  screens: PriceScreens,
  prices: Float64Array,
): number {
  const value = name === "ks" ? interiorDistance(prices) : screens[name];
  if (value === null) return 1;
  const tails = SHAPES.map((shape) => {
    const law = lawOf(shape, screens.n)[name];
    // Skewness is rare on its low side, all others on their high side.
    const rarer =
      name === "skew" ? countUpTo(law, value) : law.length - countUpTo(law, justBelow(value));
    return (1 + rarer) / (law.length + 1);
  });
  return Math.max(...tails);
}

function lawOf(shape: Shape, n: number): Law {
  const key = `${shape} ${n}`;
  const known = laws.get(key);
  if (known !== undefined) return known;
  const made = drawLaw(shape, n);
  laws.set(key, made);
  return made;
}

function drawLaw(shape: Shape, n: number): Law {
  const random = createRandom(n * 2 + SHAPES.indexOf(shape));
  const draws = drawsOf(n);
  const law = {
    rd: new Float64Array(draws),
    rdalt: new Float64Array(draws),
    rdnor: new Float64Array(draws),
    skew: new Float64Array(draws),
    kurt: new Float64Array(draws),
    ks: new Float64Array(draws),
  };
  const prices = new Float64Array(n);
  for (let draw = 0; draw < draws; draw += 1) {
    for (let bid = 0; bid < n; bid += 1) {
      const normal = gaussian(random);
      prices[bid] = 1000 - (shape === "ceiling" ? Math.abs(normal) : normal);
    }
    prices.sort();
    const screens = screensOfSorted(prices);
    for (const name of ["rd", "rdalt", "rdnor", "skew", "kurt"] as const)
      law[name][draw] = screens[name] ?? 0;
    law.ks[draw] = interiorDistance(prices) ?? 0;
  }
  for (const column of Object.values(law)) column.sort();
  return law;
}
