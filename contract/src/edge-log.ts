/** Announcing that the edge log will be opened (docs/decisions/0019-sealed-edge-log.md). */
import Type, { type Static } from "typebox";

import { closed, PlainDay } from "./values.ts";

export const OpeningParams = Type.Object({ day: PlainDay }, closed);
export type OpeningParams = Static<typeof OpeningParams>;

export const Opening = Type.Object({ day: PlainDay, recordedAt: Type.String() }, closed);
export type Opening = Static<typeof Opening>;
