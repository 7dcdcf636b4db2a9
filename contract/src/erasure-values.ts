/** Values of erasures of personal data (docs/how-to/erase-personal-data.md). */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

/** The five cases of the Personal Information Protection Law, article 47(1), in their order. */
export const ERASURE_GROUNDS = [
  "purposeEnded",
  "serviceEnded",
  "consentWithdrawn",
  "unlawful",
  "otherLaw",
] as const;
export const ErasureGround = Type.Enum(ERASURE_GROUNDS);
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

/** The organ or court that ordered it or accepted the request, and the number of its document. */
export const ErasureOrder = Type.Object(
  {
    organ: Type.String({ minLength: 2, maxLength: 200 }),
    number: Type.String({ minLength: 2, maxLength: 100 }),
  },
  closed,
);
export type ErasureOrder = Static<typeof ErasureOrder>;

export const MOST_ERASED = 200;

/** A way into a payload: keys and places of lists, from outside inwards. */
export const ErasurePath = Type.Array(Type.String({ maxLength: 120 }), {
  minItems: 1,
  maxItems: 20,
});

export const ErasureTarget = Type.Object(
  {
    id: Type.String({ format: "uuid" }),
    paths: Type.Array(ErasurePath, { minItems: 1, maxItems: 50 }),
  },
  closed,
);
export type ErasureTarget = Static<typeof ErasureTarget>;
