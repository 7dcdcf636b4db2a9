/** Values of facts and pages about what follows a lead. */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

/** To whom a dossier is reported: each gets a text of its own. */
export const RECIPIENTS = ["discipline", "coordinator", "department"] as const;
export type Recipient = (typeof RECIPIENTS)[number];
export const Recipient = Type.Enum(RECIPIENTS);

/**
 * Who may read the fact: ids of units, keys of parties, `person:<account>`, `lead` for whoever may read the lead, `all`
 * for whoever may open the page. It stands in the fact, so that it does not depend on the order in which facts arrive.
 */
export const Readers = Type.Array(Type.String({ minLength: 1, maxLength: 900 }), {
  minItems: 1,
  maxItems: 12,
});

export const LeadId = Type.String({ minLength: 1, maxLength: 80 });
/** Id of a report, notice, talk or question. */
export const ThreadId = Type.String({ pattern: "^[A-Za-z0-9._-]{1,150}$" });
export const Words = (maxLength: number, minLength = 2) =>
  Type.String({ minLength, maxLength, pattern: "\\S" });

/** An official whom the discipline inspectors may have to look at: named by the centre, never by the machine. */
export const Official = Type.Object(
  { name: Words(40), unit: Words(120), post: Words(80), act: Words(1000, 4) },
  closed,
);
export type Official = Static<typeof Official>;

export const FEEDBACK_KINDS = ["taken", "settled", "noAction", "elsewhere"] as const;
export const FeedbackKind = Type.Enum(FEEDBACK_KINDS);
export type FeedbackKind = Static<typeof FeedbackKind>;

/** What a notice prepares: an effect on the firm. Sealing and referral are none. */
export const EFFECTS = ["publication", "credit", "score"] as const;
export const Effect = Type.Enum(EFFECTS);
export type Effect = Static<typeof Effect>;

/** Grounds of a notice, as the firm reads them. */
export const GROUND_CODES = [
  "device",
  "documents",
  "price",
  "relation",
  "behaviour",
  "other",
] as const;
export const GroundCode = Type.Enum(GROUND_CODES);
export type GroundCode = Static<typeof GroundCode>;
export const Ground = Type.Object({ code: GroundCode, text: Words(2000, 4) }, closed);
export type Ground = Static<typeof Ground>;

/** Why a firm is not told yet. */
export const HOLD_GROUNDS = ["evidenceAtRisk", "discipline", "criminal", "witnessSafety"] as const;
export const HoldGround = Type.Enum(HOLD_GROUNDS);
export type HoldGround = Static<typeof HoldGround>;
/** Days that a hold stands; it can be renewed with a ground. */
export const HOLD_DAYS = 30;

export const WEIGHINGS = ["accepted", "partly", "notAccepted"] as const;
export const Weighing = Type.Enum(WEIGHINGS);
export type Weighing = Static<typeof Weighing>;

export const ClearingCode = Type.String({ pattern: "^[a-z][A-Za-z0-9.-]{1,79}$" });
export const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });

/** What became of a lead, as a label for its rules. */
export const LABELS = ["confirmed", "notEstablished", "explained"] as const;
export const Label = Type.Enum(LABELS);
export type Label = Static<typeof Label>;

export const REVIEW_SLOTS = ["first", "second", "audit"] as const;
export const ReviewSlot = Type.Enum(REVIEW_SLOTS);
export type ReviewSlot = Static<typeof ReviewSlot>;
/** Whether a lead is worth a person's time: no word about any firm. */
export const VERDICTS = ["worth", "dismiss", "unclear"] as const;
export const Verdict = Type.Enum(VERDICTS);
export type Verdict = Static<typeof Verdict>;

/** The centre reminds (提醒), the department warns (警告). */
export const TALK_KINDS = ["remind", "warn"] as const;
export const TalkKind = Type.Enum(TALK_KINDS);
export type TalkKind = Static<typeof TalkKind>;
export const TARGET_KINDS = ["firm", "agency", "expert"] as const;
export const TargetKind = Type.Enum(TARGET_KINDS);
export type TargetKind = Static<typeof TargetKind>;

/** 云公资函〔2026〕12号 is written from year and number; the id has no words. */
export const LetterId = Type.String({ pattern: "^GH-\\d{4}-\\d{1,5}$" });
export const TalkId = Type.String({ pattern: "^YT-\\d{4}-\\d{1,5}$" });
export const LETTER_MATTERS = ["lead", "rectify", "assist", "other"] as const;
export const LetterMatter = Type.Enum(LETTER_MATTERS);
export type LetterMatter = Static<typeof LetterMatter>;

export const Present = Type.Object(
  {
    name: Words(60),
    /** On whose side: the unit that talks, or the one that is talked to. */
    side: Type.Enum(["unit", "target"] as const),
    /** Whether the person signed the record; who refuses stands in it too. */
    signed: Type.Boolean(),
  },
  closed,
);
export type Present = Static<typeof Present>;
export const Days = Type.Integer({ minimum: 1, maximum: 60 });
