/** Values of evidence facts shared with the HTTP contract. */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

export const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });
export const Quarter = Type.String({ pattern: "^[0-9]{4}-Q[1-4]$" });
export const RuleId = Type.String({ pattern: "^[A-Z]{3}-[0-9]{2}$" });

export const ITEM_ROLES = ["opening", "submission", "screening", "input", "lead"] as const;

/** One fact that was sealed: what it is of the alert, its hashes, and when its source says it happened. */
export const SealedItem = Type.Object(
  {
    role: Type.Enum(ITEM_ROLES),
    factId: Type.String({ format: "uuid" }),
    kind: Type.String(),
    source: Type.String(),
    occurredAt: Type.String({ format: "date-time" }),
    contentHash: Sha256,
    /** SHA-256 ‖ SM3: the data of the leaf. */
    digest: Type.String({ pattern: "^[0-9a-f]{128}$" }),
  },
  closed,
);
export type SealedItem = Static<typeof SealedItem>;

/** Both hashes of the canonical list of items. */
export const SealHashes = Type.Object({ sha256: Sha256, sm3: Sha256 }, closed);
export type SealHashes = Static<typeof SealHashes>;

/** Where the time of sealing comes from: the database's clock when the opening came in. */
export const TimeSource = Type.Enum(["databaseClock"] as const);

/** 法制审核 and 技术审核 (行政处罚法第41条). */
export const REVIEWS = ["legal", "technical"] as const;
export const ReviewKind = Type.Enum(REVIEWS);
export type ReviewKind = Static<typeof ReviewKind>;
export const REVIEW_RESULTS = ["passed", "notPassed"] as const;
export const ReviewResult = Type.Enum(REVIEW_RESULTS);
export type ReviewResult = Static<typeof ReviewResult>;

export const Ground = Type.String({ minLength: 2, maxLength: 1000 });
