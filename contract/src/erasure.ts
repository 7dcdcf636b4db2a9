/** Erasure of personal data over HTTP. Codes: erasure.unknown-fact, .not-erasable, .no-text. */
import Type, { type Static } from "typebox";

import { ErasureGround, ErasureOrder, ErasureTarget, MOST_ERASED } from "./erasure-values.ts";
import { closed } from "./values.ts";

/** POST /api/erasures/search: where a text stands. */
export const SearchPersonalData = Type.Object(
  { text: Type.String({ minLength: 2, maxLength: 100 }) },
  closed,
);
export type SearchPersonalData = Static<typeof SearchPersonalData>;

export const FoundPersonalData = Type.Object(
  {
    facts: Type.Array(
      Type.Object(
        {
          ...ErasureTarget.properties,
          kind: Type.String(),
          subject: Type.String(),
          isErasable: Type.Boolean(),
        },
        closed,
      ),
    ),
    /** There are more than are listed. */
    isCut: Type.Boolean(),
  },
  closed,
);
export type FoundPersonalData = Static<typeof FoundPersonalData>;

/** POST /api/erasures: asks for it; done when a person of another unit approves. */
export const AskErasure = Type.Object(
  {
    facts: Type.Array(ErasureTarget, { minItems: 1, maxItems: MOST_ERASED }),
    ground: ErasureGround,
    order: ErasureOrder,
    reason: Type.String({ minLength: 4, maxLength: 400 }),
  },
  closed,
);
export type AskErasure = Static<typeof AskErasure>;
