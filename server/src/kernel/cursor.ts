/** Place in a list ordered by instant and id: what `cursor` of the contract holds. Pure. */
import { RuleViolation } from "./rule-violation.ts";

export interface Place {
  /** ISO instant, UTC. */
  readonly at: string;
  readonly id: string;
}

export const cursorOf = ({ at, id }: Place): string => `${at}_${id}`;

/** @throws RuleViolation request.invalid naming `cursor`, when its instant is none */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const split = cursor.indexOf("_");
  const at = new Date(cursor.slice(0, split));
  if (split < 0 || Number.isNaN(at.getTime())) {
    const params = { rule: "cursor", expected: "the `next` of the page before, unchanged" };
    const errors = [{ path: "querystring.cursor", code: "request.bad-field", params }];
    throw new RuleViolation("request.invalid", {}, { status: 400, errors });
  }
  return { at: at.toISOString(), id: cursor.slice(split + 1) };
}

/** A page of at most `limit` rows out of up to `limit + 1`, with the cursor of the next. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Place,
): { readonly rows: readonly Row[]; readonly next?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return rows.length > limit && last !== undefined
    ? { rows: page, next: cursorOf(placeOf(last)) }
    : { rows: page };
}
