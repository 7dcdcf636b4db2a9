/** Prices of planted lots: the agreed winner asks much, the others cover it. */
import type { GroupKind } from "../city/groups.ts";
import { pickWeighted, type Random, type Weighted } from "../random.ts";

/** How cover bids stand to the winner's. `mimicry` imitates honest spread and leaves no pattern. */
export type CoverPattern = "spread" | "linear" | "ratio" | "close" | "identical" | "mimicry";

const PATTERNS: Record<GroupKind, Weighted<CoverPattern>> = {
  ring: [
    ["spread", 34],
    ["linear", 13],
    ["ratio", 8],
    ["close", 20],
    ["identical", 5],
    ["mimicry", 20],
  ],
  licenceLending: [
    ["spread", 30],
    ["linear", 15],
    ["ratio", 25],
    ["close", 20],
    ["mimicry", 10],
  ],
  cover: [
    ["spread", 60],
    ["close", 15],
    ["mimicry", 25],
  ],
};

interface AgreedPrices {
  readonly pattern: CoverPattern;
  /** Amounts in fen, the agreed winner first. */
  readonly amounts: readonly number[];
}

interface Agreement {
  readonly kind: GroupKind;
  readonly ceilingFen: number;
  /** Members that bid. */
  readonly bids: number;
  /** Whether firms outside the group are expected: then the winner asks less. */
  readonly contested: boolean;
  /** How people end amounts; patterns made by arithmetic keep their exact fen. */
  readonly end: (fen: number) => number;
}

/** Draws the agreed winner's price and the covers; all are at most the ceiling price. */
export function agreePrices(random: Random, agreement: Agreement): AgreedPrices {
  const pattern = pickWeighted(random, PATTERNS[agreement.kind]);
  const { ceilingFen, bids, contested, end } = agreement;
  const target = contested ? random.uniform(0.905, 0.95) : random.uniform(0.945, 0.975);
  const winner = end(ceilingFen * target);
  const room = ceilingFen - winner;
  const covers = coversOf(random, pattern, { winner, room, count: bids - 1 });
  const isNatural = pattern === "spread" || pattern === "mimicry";
  const amounts = isNatural ? covers.map((cover) => Math.max(end(cover), winner + 1)) : covers;
  return { pattern, amounts: [winner, ...amounts] };
}

interface Room {
  readonly winner: number;
  /** Distance from the winner to the ceiling, fen. */
  readonly room: number;
  readonly count: number;
}

function coversOf(random: Random, pattern: CoverPattern, { winner, room, count }: Room): number[] {
  const places = Array.from({ length: count }, (_, index) => index + 1);
  switch (pattern) {
    case "linear": {
      const step = Math.floor((room * random.uniform(0.55, 0.95)) / Math.max(count, 2));
      return places.map((place) => winner + place * step);
    }
    case "ratio": {
      const factor = 1 + ((room / winner) * random.uniform(0.5, 0.85)) / Math.max(count, 2);
      return places.map((place) => Math.round(winner * factor ** place));
    }
    case "close":
      return places.map(() => winner + Math.floor(winner * random.uniform(0.0005, 0.006)));
    case "identical": {
      const cover = winner + Math.floor(room * random.uniform(0.3, 0.8));
      return places.map((place) => (place <= 2 ? cover : cover + Math.floor(room * 0.02 * place)));
    }
    case "spread":
      return places.map(() => winner + Math.floor(room * random.uniform(0.2, 0.98)));
    case "mimicry":
      return places.map(() => winner + Math.floor(room * random.next() ** 1.5 * 0.98) + 1);
  }
}
