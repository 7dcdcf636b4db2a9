/** Mirrors of inspection organs: what is handed out, range by range (docs/how-to/run-a-mirror.md). */
import Type, { type Static } from "typebox";

import { OrganisationId } from "./organisation.ts";
import { closed } from "./values.ts";

const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });
/** Number of a leaf or of leaves. */
export const LeafCount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const MirrorName = Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" });

/** Leaves of one pull at most. */
export const MOST_LEAVES = 1000;

export const MirrorRange = Type.Object({ from: LeafCount, to: LeafCount }, closed);
export type MirrorRange = Static<typeof MirrorRange>;

/** SHA-256 of the token in hex: the token itself never leaves the organ but in its own requests. */
export const NewMirror = Type.Object(
  { mirror: MirrorName, organ: OrganisationId, tokenHash: Hash },
  closed,
);
export type NewMirror = Static<typeof NewMirror>;

export const MirrorState = Type.Object(
  {
    mirror: MirrorName,
    organ: OrganisationId,
    issuedAt: Type.String({ format: "date-time" }),
    revokedAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
    /** Leaves that left for it, and when last. */
    pulledTo: LeafCount,
    pulledAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  },
  closed,
);
export type MirrorState = Static<typeof MirrorState>;
export const Mirrors = Type.Object({ mirrors: Type.Array(MirrorState) }, closed);
