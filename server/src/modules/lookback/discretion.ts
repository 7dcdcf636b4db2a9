/**
 * EXP-20: the bid that leads by price and by what is read off loses by what is judged. In a design contest that is the
 * purpose, so it is a hint and has no null. Pure.
 */
import { medianOf, microsOf, pointsOf } from "../../../../screens/src/scores/index.ts";
import type { Found } from "./examine.ts";
import type { Table } from "./input.ts";

/** Points of one bid that nobody judged: the price, and the median of what all experts read off. */
function firmPoints({ bids, criteria, cells }: Table, bid: number): number | undefined {
  const price = bids[bid]?.priceScore;
  if (price === undefined) return undefined;
  return criteria.reduce((sum, { kind }, criterion) => {
    if (kind !== "objective") return sum;
    const given = cells.flatMap((rows) => {
      const cell = rows[bid]?.[criterion];
      return cell === undefined ? [] : [microsOf(cell.score)];
    });
    return given.length === 0 ? sum : sum + Math.round(medianOf(given));
  }, microsOf(price));
}

export function discretionFinding(table: Table): Found[] {
  const winner = table.bids.findIndex(({ rank }) => rank === 1);
  const firm = table.bids.map((_, bid) => firmPoints(table, bid));
  const own = firm[winner];
  if (winner < 0 || own === undefined || firm.includes(undefined)) return [];
  if (table.experts.length === 0) return [];
  const best = Math.max(...firm.map((points) => points ?? 0));
  const [bid, ...others] = firm.flatMap((points, place) => (points === best ? [place] : []));
  if (bid === undefined || others.length > 0 || bid === winner) return [];
  const stated = pointsOf(own);
  const n = table.bids.length;
  return [
    {
      type: "EXP-20",
      bid,
      value: Number(pointsOf(best - own)),
      stated,
      expected: pointsOf(best),
      n,
    },
  ];
}
