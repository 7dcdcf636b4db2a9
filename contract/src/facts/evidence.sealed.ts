import Type, { type Static } from "typebox";

import { SealedItem, SealHashes, TimeSource } from "../evidence-values.ts";
import { closed, LotId, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    screeningId: Type.String({ format: "uuid" }),
    ocid: Type.String(),
    lotId: LotId,
    /** A lead, or a hit that counts and made none. */
    cause: Type.Enum(["lead", "hit"] as const),
    time: Type.Object({ at: Type.String({ format: "date-time" }), source: TimeSource }, closed),
    items: Type.Array(SealedItem, { minItems: 1, maxItems: 20_001 }),
    seal: SealHashes,
    /** Kept at least until then; only an act ends it earlier. */
    holdUntil: PlainDay,
  },
  closed,
);
export type Sealed = Static<typeof Payload>;

export const sealed = defineFactKind({
  kind: "evidence.sealed",
  version: 1,
  title: { en: "Evidence sealed", zh: "证据封存" },
  about: {
    en: "At an alert, everything it rests on is fixed by hash and held; sealing has no effect on a firm. Never public.",
    zh: "预警产生时固定其依据的全部事实并保全；封存对企业不产生任何影响。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    screeningId: "01900000-0000-7000-8000-000000000000",
    ocid: "ocds-mj0001-YL2026-0312",
    lotId: "1",
    cause: "lead",
    time: { at: "2026-05-21T01:31:00.000Z", source: "databaseClock" },
    items: [
      {
        role: "screening",
        factId: "01900000-0000-7000-8000-000000000000",
        kind: "screening.lot-screened",
        source: "mingjing",
        occurredAt: "2026-05-21T01:31:00.000Z",
        contentHash: "0".repeat(64),
        digest: "0".repeat(128),
      },
    ],
    seal: { sha256: "0".repeat(64), sm3: "0".repeat(64) },
    holdUntil: "2041-05-21",
  },
});
