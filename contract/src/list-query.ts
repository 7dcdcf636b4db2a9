/** The one query of every list an officer pages through: words, place, length, and filters by name. */
import Type, { type TProperties } from "typebox";

import { closed } from "./values.ts";

const PAGE = {
  /** Words in title, number or party. */
  q: Type.Optional(Type.String({ maxLength: 100 })),
  /** `next` of the page before, unchanged: instant and id of its last row. */
  cursor: Type.Optional(
    Type.String({
      pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z_.+$",
      maxLength: 200,
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
};

/** Query schema of a list with these filters of its own. */
export const listQuery = <const Filters extends TProperties>(filters: Filters) =>
  Type.Object({ ...PAGE, ...filters }, closed);

/** One word of the union or several with commas between: routed,received. */
export const someOf = (union: { readonly anyOf: readonly { readonly const: string }[] }) => {
  const word = `(${union.anyOf.map((literal) => literal.const).join("|")})`;
  return Type.Optional(Type.String({ pattern: `^${word}(,${word})*$`, maxLength: 120 }));
};
