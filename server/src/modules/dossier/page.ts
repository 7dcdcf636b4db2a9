/** One page out of two ordered streams, with the cursors of its neighbours. Pure. */
import { cursorOf, type Place } from "../../kernel/cursor.ts";

export interface Placed {
  readonly id: string;
  readonly occurredAt: string;
}

export interface Asked {
  readonly limit: number;
  readonly direction: "after" | "before";
  /** False: the page begins at the first fact. */
  readonly hasPlace: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
  readonly previous?: string;
}

const placeOf = ({ occurredAt, id }: Placed): Place => ({ at: occurredAt, id });

const compare = (left: Placed, right: Placed): number => {
  if (left.occurredAt !== right.occurredAt) return left.occurredAt < right.occurredAt ? -1 : 1;
  return left.id < right.id ? -1 : Number(left.id > right.id);
};

/** Each stream holds up to `limit + 1` rows in the direction asked; the page comes out oldest first. */
export function mergePage<Row extends Placed>(
  streams: readonly (readonly Row[])[],
  { limit, direction, hasPlace }: Asked,
): Page<Row> {
  const isBefore = direction === "before";
  const near = streams.flat().toSorted((a, b) => (isBefore ? compare(b, a) : compare(a, b)));
  const isMore = near.length > limit;
  const rows = near.slice(0, limit);
  if (isBefore) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined) return { rows };
  return {
    rows,
    ...((isBefore ? true : isMore) ? { next: cursorOf(placeOf(last)) } : {}),
    ...((isBefore ? isMore : hasPlace) ? { previous: cursorOf(placeOf(first)) } : {}),
  };
}
