import type { CardFigures, Share } from "../../../../contract/src/oversight-values.ts";
/** Figures of a department over some cases: the board's table and the quarter's card. Pure. */
import type { HandledRow, UnitFigures } from "../../../../contract/src/oversight.ts";
import { median, round, wilson } from "./rates.ts";
import { FEWEST_CASES, FEWEST_PEERS } from "./settings.ts";

export function shareOf(flags: readonly boolean[]): Share {
  const k = flags.filter(Boolean).length;
  const interval = wilson(k, flags.length);
  return {
    n: flags.length,
    k,
    ...(interval === undefined ? {} : { low: round(interval.low), high: round(interval.high) }),
  };
}

const known = (flags: readonly (boolean | null)[]): boolean[] =>
  flags.filter((flag) => flag !== null);

/** Matters that are compared with their like. */
const mixOf = ({ kind }: HandledRow): string => kind;

/**
 * Share in time that the other units would have with this unit's mix of matters (direct rates of the others, this
 * unit's weights). @returns undefined where a matter has no peers, or they are too few
 */
export function expectedShare(
  own: readonly HandledRow[],
  others: readonly HandledRow[],
  flagOf: (row: HandledRow) => boolean | null,
): number | undefined {
  const counted = own.filter((row) => flagOf(row) !== null);
  const peers = others.filter((row) => flagOf(row) !== null);
  const units = new Set(peers.map(({ unit }) => unit.id)).size;
  if (counted.length === 0 || units < FEWEST_PEERS || peers.length < FEWEST_CASES) return undefined;
  let sum = 0;
  for (const [mix, rows] of Map.groupBy(counted, mixOf)) {
    const like = peers.filter((row) => mixOf(row) === mix);
    if (like.length === 0) return undefined;
    sum += rows.length * (like.filter((row) => flagOf(row) === true).length / like.length);
  }
  return sum / counted.length;
}

export function figuresOf(own: readonly HandledRow[], others: readonly HandledRow[]): CardFigures {
  const days = median(own.map((row) => row.days));
  const expected = expectedShare(own, others, ({ inStatutory }) => inStatutory);
  const owed = own.filter(
    ({ publication }) => publication === "published" || publication === "late",
  );
  return {
    handled: own.length,
    statutory: shareOf(known(own.map(({ inStatutory }) => inStatutory))),
    commitment: shareOf(known(own.map(({ inCommitment }) => inCommitment))),
    ...(days === undefined ? {} : { medianDays: days }),
    bounced: own.filter(({ returns }) => returns > 0).length,
    substantive: shareOf(known(own.map(({ isSubstantive }) => isSubstantive))),
    reversed: shareOf(own.map(({ isReversed }) => isReversed)),
    published: shareOf(owed.map(({ publication }) => publication === "published")),
    ...(expected === undefined ? {} : { expected: round(expected) }),
  };
}

/** Every unit that handled something, those with most first. */
export function unitFigures(rows: readonly HandledRow[]): UnitFigures[] {
  return [...Map.groupBy(rows, ({ unit }) => unit.id).values()]
    .map((own) => {
      const unit = own.at(-1)?.unit ?? { id: "", name: "" };
      const others = rows.filter((row) => row.unit.id !== unit.id);
      return { unit, figures: figuresOf(own, others) };
    })
    .toSorted((a, b) => b.figures.handled - a.figures.handled || (a.unit.id < b.unit.id ? -1 : 1));
}
