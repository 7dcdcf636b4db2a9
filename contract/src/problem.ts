/** application/problem+json of every refused request (contracts.md §3). Sentences live in locales/. */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

const Params = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number(), Type.Boolean()]),
);

/** One field that was refused. */
export const FieldProblem = Type.Object(
  { path: Type.String(), code: Type.String(), params: Params },
  closed,
);
export type FieldProblem = Static<typeof FieldProblem>;

export const Problem = Type.Object(
  {
    status: Type.Integer(),
    code: Type.String(),
    params: Params,
    requestId: Type.String(),
    errors: Type.Array(FieldProblem),
  },
  closed,
);
export type Problem = Static<typeof Problem>;
