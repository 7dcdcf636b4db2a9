/** Values of tip-offs shared by facts and HTTP. Only coded fields are ever in the clear. */
import Type, { type Static } from "typebox";

import { OrganisationId } from "./organisation.ts";
import { TIPOFF_INDUSTRIES, TIPOFF_RANKS, TIPOFF_TOPICS } from "./tipoff-limits.ts";
import { closed, Regime } from "./values.ts";

/** `officials`: conduct of persons in public office (监察对象). `parties`: firms, agencies, experts and how a trade ran. */
export const TIPOFF_ABOUT = ["officials", "parties"] as const;
export type TipoffAbout = (typeof TIPOFF_ABOUT)[number];

/** What routing reads. Everything else is sealed in the writer's browser. */
export const TipoffCoded = Type.Object(
  {
    about: Type.Enum(TIPOFF_ABOUT),
    topic: Type.Enum(TIPOFF_TOPICS),
    regime: Type.Optional(Regime),
    /** Of works: whose department it is. */
    industry: Type.Optional(Type.Enum(TIPOFF_INDUSTRIES)),
    /** Division code. */
    place: Type.Optional(Type.String({ pattern: "^[0-9]{2,12}$" })),
    /** Unit that it concerns; absent: none of the list. */
    unit: Type.Optional(OrganisationId),
    rank: Type.Optional(Type.Enum(TIPOFF_RANKS)),
    isNamed: Type.Boolean(),
  },
  closed,
);
export type TipoffCoded = Static<typeof TipoffCoded>;

export const KeyId = Type.String({ pattern: "^[0-9a-f]{16}$" });
const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });
/** 32 bytes in Base64. */
export const Key32 = Type.String({ pattern: "^[A-Za-z0-9+/]{43}=$" });

/** A ciphertext: its SHA-256 and length. The bytes are kept apart, so that they can be deleted. */
export const BoxRef = Type.Object(
  { hash: Sha256, bytes: Type.Integer({ minimum: 48, maximum: 8_400_000 }) },
  closed,
);
export type BoxRef = Static<typeof BoxRef>;

export const TIPOFF_OUTCOMES = [
  "established",
  "partly",
  "notEstablished",
  "transferred",
  "notAccepted",
] as const;
export type TipoffOutcome = (typeof TIPOFF_OUTCOMES)[number];

export const TIPOFF_STEPS = ["check", "interview", "siteVisit", "documents", "note"] as const;
export type TipoffStep = (typeof TIPOFF_STEPS)[number];

export const Holder = Type.Object(
  {
    index: Type.Integer({ minimum: 1, maximum: 3 }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    /** SHA-256 of the share, first eight bytes: tells which share it is and nothing of the key. */
    fingerprint: Type.String({ pattern: "^[0-9a-f]{16}$" }),
  },
  closed,
);
export type Holder = Static<typeof Holder>;
export const Holders = Type.Array(Holder, { minItems: 3, maxItems: 3 });
