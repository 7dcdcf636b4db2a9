/**
 * What follows a lead over HTTP: reports, notices and replies, letters and talks, triage. Codes: followup.not-found,
 * followup.not-yours {unit}, followup.stale, followup.already-sent {unit}, followup.mixed-report {token, kind},
 * followup.nobody {recipient}, followup.during-evaluation, followup.not-in-evaluation, followup.unknown-firm {firm},
 * followup.too-short {day}, followup.not-heard {firms, missing}, followup.unknown-clearing {code},
 * followup.unknown-unit {unit}, followup.talk-kind {kind}, followup.no-slot, followup.nothing-to-draw.
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import {
  ClearingCode,
  Days,
  Effect,
  FeedbackKind,
  Ground,
  Hash,
  HoldGround,
  Label,
  LeadId,
  LetterId,
  LetterMatter,
  Official,
  Present,
  Recipient,
  TalkId,
  TalkKind,
  TargetKind,
  ThreadId,
  Weighing,
  Words,
} from "./followup-values.ts";
import { Level } from "./screening.ts";
import { closed, Instant, LotId, Party, PlainDay } from "./values.ts";

const Text = Type.String();

/** One report to one recipient; `text` only for the sender and for that recipient. */
export const ReportRow = Type.Object(
  {
    report: ThreadId,
    lead: LeadId,
    leadNumber: Text,
    recipient: Recipient,
    unit: Department,
    state: Type.Enum(["sent", "received", "answered"] as const),
    sentAt: Text,
    sentBy: Text,
    text: Text,
    textHash: Hash,
    receivedAt: Type.Optional(Text),
    feedback: Type.Optional(FeedbackKind),
    feedbackText: Type.Optional(Text),
    feedbackAt: Type.Optional(Text),
    dueOn: Type.Optional(PlainDay),
    isLate: Type.Boolean(),
    may: Type.Object({ receive: Type.Boolean(), feedback: Type.Boolean() }, closed),
  },
  closed,
);
export type ReportRow = Static<typeof ReportRow>;

/** A notice to a firm and what it said. */
export const HearingNotice = Type.Object(
  {
    notice: ThreadId,
    /** Not told to the firm. */
    lead: Type.Optional(LeadId),
    project: Text,
    firm: Text,
    firmKey: Text,
    effect: Effect,
    grounds: Type.Array(Ground),
    replyBy: PlainDay,
    servedAt: Text,
    servedBy: Text,
    state: Type.Enum(["served", "replied", "lapsed", "weighed"] as const),
    reply: Type.Optional(Text),
    replyAt: Type.Optional(Text),
    channel: Type.Optional(Type.Enum(["console", "paper"] as const)),
    weighing: Type.Optional(Weighing),
    reason: Type.Optional(Text),
    weighedAt: Type.Optional(Text),
    may: Type.Object({ reply: Type.Boolean(), weigh: Type.Boolean() }, closed),
  },
  closed,
);
export type HearingNotice = Static<typeof HearingNotice>;

export const Hold = Type.Object(
  {
    nth: Type.Integer(),
    ground: HoldGround,
    text: Text,
    until: PlainDay,
    at: Text,
    by: Text,
    stands: Type.Boolean(),
  },
  closed,
);
export type Hold = Static<typeof Hold>;

/** Whether an effect on this firm is allowed now. */
export const Hearing = Type.Object(
  {
    firm: Text,
    firmKey: Text,
    state: Type.Enum(["none", "waiting", "heard", "lapsed", "held"] as const),
  },
  closed,
);
export type Hearing = Static<typeof Hearing>;

export const Clearing = Type.Object(
  { code: ClearingCode, text: Text, evidenceHash: Type.Optional(Hash), at: Text, by: Text },
  closed,
);
export type Clearing = Static<typeof Clearing>;

/** A shown figure: the recorded screening stays as it is. */
export const ClearingEffect = Type.Object(
  {
    bits: Type.Number(),
    bitsAfter: Type.Number(),
    isLeadAfter: Type.Boolean(),
    levelAfter: Type.Optional(Level),
    cleared: Type.Array(Text),
  },
  closed,
);
export type ClearingEffect = Static<typeof ClearingEffect>;

export const LetterRow = Type.Object(
  {
    letter: LetterId,
    number: Text,
    unit: Department,
    matter: LetterMatter,
    title: Text,
    text: Text,
    lead: Type.Optional(LeadId),
    state: Type.Enum(["sent", "received", "answered"] as const),
    sentAt: Text,
    sentBy: Text,
    receivedAt: Type.Optional(Text),
    answer: Type.Optional(Text),
    answeredAt: Type.Optional(Text),
    dueOn: Type.Optional(PlainDay),
    isLate: Type.Boolean(),
    may: Type.Object({ receive: Type.Boolean(), answer: Type.Boolean() }, closed),
  },
  closed,
);
export type LetterRow = Static<typeof LetterRow>;

export const TalkRow = Type.Object(
  {
    talk: TalkId,
    number: Text,
    kind: TalkKind,
    targetKind: TargetKind,
    target: Text,
    targetKey: Text,
    matter: Text,
    place: Text,
    meetAt: Text,
    lead: Type.Optional(LeadId),
    invitedAt: Text,
    invitedBy: Text,
    state: Type.Enum(["invited", "held"] as const),
    record: Type.Optional(Text),
    present: Type.Optional(Type.Array(Present)),
    heldAt: Type.Optional(Text),
    may: Type.Object({ hold: Type.Boolean() }, closed),
  },
  closed,
);
export type TalkRow = Static<typeof TalkRow>;

/** GET /api/followup/leads/:id */
export const LeadFollowUp = Type.Object(
  {
    reports: Type.Array(ReportRow),
    /** Recipients that have none yet; empty for whoever may not send. */
    sendable: Type.Array(Recipient),
    notices: Type.Array(HearingNotice),
    holds: Type.Array(Hold),
    hearing: Type.Array(Hearing),
    clearings: Type.Array(Clearing),
    /** Codes that hits of this lead name and nobody supplied yet. */
    openClearings: Type.Array(ClearingCode),
    effect: ClearingEffect,
    letters: Type.Array(LetterRow),
    talks: Type.Array(TalkRow),
    label: Type.Optional(Label),
    may: Type.Object(
      {
        send: Type.Boolean(),
        serve: Type.Boolean(),
        hold: Type.Boolean(),
        clear: Type.Boolean(),
        letter: Type.Boolean(),
        talk: Type.Array(TalkKind),
      },
      closed,
    ),
  },
  closed,
);
export type LeadFollowUp = Static<typeof LeadFollowUp>;

/** POST /api/followup/leads/:id/draft: the text as it would be sent; nothing is recorded. */
export const DraftReport = Type.Object(
  {
    recipient: Recipient,
    /** To the discipline inspectors only. */
    officials: Type.Optional(Type.Array(Official, { maxItems: 20 })),
    /** Added below the drafted text; checked like it. */
    remarks: Type.Optional(Words(4000)),
  },
  closed,
);
export type DraftReport = Static<typeof DraftReport>;
export const DraftedReport = Type.Object(
  { unit: Department, text: Text, feedbackDays: Days },
  closed,
);
export type DraftedReport = Static<typeof DraftedReport>;

/** POST /api/followup/reports/:id/feedback */
export const GiveFeedback = Type.Object({ feedback: FeedbackKind, text: Words(4000) }, closed);
export type GiveFeedback = Static<typeof GiveFeedback>;

/** POST /api/followup/leads/:id/holds */
export const HoldNotice = Type.Object({ ground: HoldGround, text: Words(1000) }, closed);
export type HoldNotice = Static<typeof HoldNotice>;

/** POST /api/followup/leads/:id/notices */
export const ServeNotice = Type.Object(
  {
    firmKey: Type.String({ minLength: 1, maxLength: 900 }),
    effect: Effect,
    grounds: Type.Array(Ground, { minItems: 1, maxItems: 10 }),
    replyBy: PlainDay,
  },
  closed,
);
export type ServeNotice = Static<typeof ServeNotice>;

/** POST /api/followup/notices/:id/reply: by the firm itself, or by the department for a reply on paper. */
export const ReplyToNotice = Type.Object({ text: Words(8000) }, closed);
export type ReplyToNotice = Static<typeof ReplyToNotice>;
/** POST /api/followup/notices/:id/weighing */
export const WeighReply = Type.Object({ weighing: Weighing, reason: Words(4000, 4) }, closed);
export type WeighReply = Static<typeof WeighReply>;

/** POST /api/followup/leads/:id/clearings */
export const SupplyClearing = Type.Object(
  { code: ClearingCode, text: Words(2000, 4), evidenceHash: Type.Optional(Hash) },
  closed,
);
export type SupplyClearing = Static<typeof SupplyClearing>;

/** POST /api/followup/letters */
export const SendLetter = Type.Object(
  {
    unit: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
    matter: LetterMatter,
    title: Words(200, 4),
    text: Words(8000, 10),
    replyDays: Days,
    lead: Type.Optional(LeadId),
  },
  closed,
);
export type SendLetter = Static<typeof SendLetter>;
export const AnswerLetter = Type.Object({ text: Words(8000, 4) }, closed);
export type AnswerLetter = Static<typeof AnswerLetter>;

/** POST /api/followup/talks */
export const InviteTalk = Type.Object(
  {
    kind: TalkKind,
    targetKind: TargetKind,
    party: Party,
    matter: Words(1000, 4),
    place: Words(120),
    meetAt: Instant,
    lead: Type.Optional(LeadId),
  },
  closed,
);
export type InviteTalk = Static<typeof InviteTalk>;
/** POST /api/followup/talks/:id/record */
export const HoldTalk = Type.Object(
  { record: Words(8000, 4), present: Type.Array(Present, { minItems: 2, maxItems: 20 }) },
  closed,
);
export type HoldTalk = Static<typeof HoldTalk>;

/** Days, both included. */
export const RegisterQuery = Type.Object({ from: PlainDay, to: PlainDay }, closed);
export type RegisterQuery = Static<typeof RegisterQuery>;

/** GET /api/followup/register: every counter is the length of a list of this answer, or links to one. */
export const Register = Type.Object(
  {
    reports: Type.Array(ReportRow),
    letters: Type.Array(LetterRow),
    talks: Type.Array(TalkRow),
    counts: Type.Object(
      {
        /** Projects with a lead raised in these days. */
        projects: Type.Integer(),
        firms: Type.Integer(),
        experts: Type.Integer(),
        letters: Type.Integer(),
      },
      closed,
    ),
    units: Type.Array(Department),
    may: Type.Object({ letter: Type.Boolean(), talk: Type.Array(TalkKind) }, closed),
  },
  closed,
);
export type Register = Static<typeof Register>;

/** A question of the committee. */
export const QuestionRow = Type.Object(
  {
    question: ThreadId,
    ocid: Text,
    lotId: LotId,
    firm: Text,
    text: Text,
    askedAt: Text,
    answer: Type.Optional(Text),
    answeredAt: Type.Optional(Text),
    may: Type.Object({ answer: Type.Boolean() }, closed),
  },
  closed,
);
export type QuestionRow = Static<typeof QuestionRow>;
/** GET /api/followup/own: what concerns the reader's own firm, or was asked by the reader. */
export const OwnFollowUp = Type.Object(
  {
    notices: Type.Array(HearingNotice),
    talks: Type.Array(TalkRow),
    questions: Type.Array(QuestionRow),
    may: Type.Object({ ask: Type.Boolean() }, closed),
  },
  closed,
);
export type OwnFollowUp = Static<typeof OwnFollowUp>;
/** POST /api/followup/questions */
export const AskQuestion = Type.Object(
  {
    ocid: Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" }),
    lotId: LotId,
    /** Name of the bidder, as it was read out. */
    firm: Words(400),
    text: Words(4000, 4),
  },
  closed,
);
export type AskQuestion = Static<typeof AskQuestion>;
export const AnswerQuestion = Type.Object({ text: Words(8000) }, closed);
export type AnswerQuestion = Static<typeof AnswerQuestion>;
