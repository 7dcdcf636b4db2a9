/** Values of the facts about voices: enquiry 询问, challenge 质疑, objection 异议, complaint 投诉. */
import Type, { type Static } from "typebox";

import { Department, Officer } from "./casework.ts";
import { closed, Instant, LotId, Party, Place, PlainDay, Regime } from "./values.ts";

export const VOICE_KINDS = ["enquiry", "challenge", "objection", "complaint"] as const;
export const VoiceKind = Type.Enum(VOICE_KINDS);
export type VoiceKind = Static<typeof VoiceKind>;

/** What an objection or a complaint about works is about (条例22, 44, 54); other: none of those. */
export const VOICE_MATTERS = [
  "documents",
  "prequalification",
  "opening",
  "result",
  "other",
] as const;
export const VoiceMatter = Type.Enum(VOICE_MATTERS);
export type VoiceMatter = Static<typeof VoiceMatter>;

/** How it came: e-service system, web, phone clerk, scanned paper. */
export const VOICE_CHANNELS = ["service", "web", "phone", "paper"] as const;
export const VoiceChannel = Type.Enum(VOICE_CHANNELS);
export type VoiceChannel = Static<typeof VoiceChannel>;

export const MAX_CLAIMS = 20;
export const Claim = Type.String({ minLength: 2, maxLength: 2000, pattern: "\\S" });

/** A file as it was received; its content lies beside the facts, under its hash. */
export const VoiceFile = Type.Object(
  {
    sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    mediaType: Type.String({ pattern: "^[a-z]+/[a-zA-Z0-9.+-]{1,80}$" }),
    size: Type.Integer({ minimum: 1, maximum: 50_000_000 }),
  },
  closed,
);
export type VoiceFile = Static<typeof VoiceFile>;
export const VoiceFiles = Type.Array(VoiceFile, { maxItems: 20 });

/** Who writes, and how the answer reaches them. Never public. */
export const VoiceWriter = Type.Object(
  {
    party: Party,
    contactName: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    phone: Type.Optional(Type.String({ pattern: "^[0-9+ -]{5,20}$" })),
    address: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  closed,
);
export type VoiceWriter = Static<typeof VoiceWriter>;

const Number = Type.String({ minLength: 1, maxLength: 120 });

/** The challenge or objection that came before. */
export const EarlierVoice = Type.Object(
  {
    number: Type.Optional(Number),
    receivedOn: PlainDay,
    answeredOn: Type.Optional(PlainDay),
  },
  closed,
);

/** What the writer sends, whichever way it comes. */
export const VOICE_CONTENT = {
  kind: VoiceKind,
  regime: Regime,
  matter: Type.Optional(VoiceMatter),
  /** Absent: the project is not known to the platform. */
  ocid: Type.Optional(Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" })),
  lotId: Type.Optional(LotId),
  /** What it is about, in one line. */
  title: Type.String({ minLength: 2, maxLength: 200, pattern: "\\S" }),
  industry: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  place: Type.Optional(Place),
  claims: Type.Array(Claim, { minItems: 1, maxItems: MAX_CLAIMS }),
  /** What the writer asks for. */
  wish: Type.Optional(Type.String({ maxLength: 2000 })),
  /** Who acted, in the writer's words. */
  against: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Day on which the writer came to know of it. */
  knownOn: Type.Optional(PlainDay),
  earlier: Type.Optional(EarlierVoice),
  writer: VoiceWriter,
  files: Type.Optional(VoiceFiles),
} as const;

/** Why a statute stops a clock (条例61, 采例58); "other" stops none. */
export const PAUSE_GROUNDS = [
  "inspection",
  "testing",
  "appraisal",
  "expert-review",
  "correction",
] as const;
export const PauseGround = Type.Enum(PAUSE_GROUNDS);
export type PauseGround = Static<typeof PauseGround>;

/** Coded grounds for not taking a complaint up (七部委11号令12, 94号令19–21). */
export const REFUSAL_GROUNDS = [
  "notAParty",
  "noObjectionFirst",
  "beyondChallenge",
  "tooLate",
  "unsigned",
  "noFacts",
  "notCorrected",
  "underReview",
  "alreadyDecided",
] as const;
export const RefusalGround = Type.Enum(REFUSAL_GROUNDS);

export const CLAIM_RESULTS = ["upheld", "notUpheld", "partly", "notExamined"] as const;
export const ClaimResult = Type.Enum(CLAIM_RESULTS);
export type ClaimResult = Static<typeof ClaimResult>;

/** The answer to one claim. */
export const Finding = Type.Object(
  {
    /** Index into the claims, from 0. */
    claim: Type.Integer({ minimum: 0, maximum: MAX_CLAIMS - 1 }),
    result: ClaimResult,
    text: Type.String({ minLength: 1, maxLength: 8000, pattern: "\\S" }),
    /** Articles it rests on, by id of the law register or in words. */
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
  },
  closed,
);
export type Finding = Static<typeof Finding>;

export const SERVICE_WAYS = ["platform", "inPerson", "post", "email", "notice"] as const;
export const ServiceWay = Type.Enum(SERVICE_WAYS);

/** How the answer reached the writer, and what proves it. */
export const Service = Type.Object(
  {
    way: ServiceWay,
    servedOn: PlainDay,
    /** Receipt number, signature, postal number; by platform: read from the writer's page. */
    proof: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  closed,
);
export type Service = Static<typeof Service>;

/** Whither the writer can turn next, and until when. */
export const APPEAL_WAYS = ["complaint", "reconsideration", "lawsuit"] as const;
export const Appeal = Type.Object(
  {
    way: Type.Enum(APPEAL_WAYS),
    /** Last day; null: a year without a notice. */
    until: Type.Union([PlainDay, Type.Null()]),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 6 }),
  },
  closed,
);
export type Appeal = Static<typeof Appeal>;

/** 条例21: an upheld objection changes the documents too late for the deadline; a proposal, whoever signs decides. */
export const DeadlineMove = Type.Object(
  {
    was: PlainDay,
    earliest: PlainDay,
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 6 }),
  },
  closed,
);
export type DeadlineMove = Static<typeof DeadlineMove>;

/** What the meter found in a reply before it was signed; a lead for its readers, no judgement. */
export const ReplyQuality = Type.Object(
  {
    claims: Type.Integer({ minimum: 0 }),
    /** Claims without a finding, by index. */
    unanswered: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: MAX_CLAIMS }),
    /** Findings that quote no article. */
    withoutArticle: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: MAX_CLAIMS }),
    /** Quoted articles that were not in force on the day of the act, or are not in the register. */
    notInForce: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 40 }),
    /** Largest likeness to another reply of the unit, 0 to 1, without the fixed parts of letters; absent: none to compare. */
    likeness: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** Number of that other case. */
    likeNumber: Type.Optional(Number),
  },
  closed,
);
export type ReplyQuality = Static<typeof ReplyQuality>;

export const WITHDRAWAL_REASONS = ["reversed", "mistaken", "privacy", "expired"] as const;
export const WithdrawalReason = Type.Enum(WITHDRAWAL_REASONS);

/** A complaint about the same matter at another supervisor. */
export const Receiver = Type.Object(
  { number: Number, unit: Department, receivedAt: Instant },
  closed,
);
export type Receiver = Static<typeof Receiver>;

/** Members of every act on a voice: who, and the lock that lets one of two win. */
export const ACT = {
  officer: Type.Optional(Officer),
  version: Type.Integer({ minimum: 0 }),
} as const;
/** The same where a person must have acted. */
export const OFFICERS_ACT = { officer: Officer, version: Type.Integer({ minimum: 0 }) } as const;

export { Number as VoiceNumber };
