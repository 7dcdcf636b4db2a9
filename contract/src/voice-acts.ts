/** Bodies of the acts on a voice. Each carries the version on which it was decided. */
import Type, { type Static } from "typebox";

import { StepKind } from "./casework.ts";
import { closed, PlainDay } from "./values.ts";
import {
  Appeal,
  DeadlineMove,
  Finding,
  MAX_CLAIMS,
  PauseGround,
  RefusalGround,
  ReplyQuality,
  Service,
  VOICE_CONTENT,
  VoiceFiles,
  WithdrawalReason,
} from "./voice-values.ts";

const Version = Type.Integer({ minimum: 0 });
const Ground = Type.String({ minLength: 4, maxLength: 2000 });

export const TakeVoice = Type.Object({ version: Version }, closed);
export const TransferVoice = Type.Object({ version: Version }, closed);
export const ReturnVoice = Type.Object({ version: Version, ground: Ground }, closed);
export const RerouteVoice = Type.Object(
  {
    version: Version,
    unit: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
    ground: Ground,
  },
  closed,
);
export const DecideAcceptance = Type.Object(
  {
    version: Version,
    outcome: Type.Enum(["accepted", "refused", "correctionAsked"] as const),
    /** Day on the letter; absent: today. */
    decidedOn: Type.Optional(PlainDay),
    ground: Type.Optional(RefusalGround),
    text: Type.Optional(Type.String({ minLength: 2, maxLength: 4000 })),
    letterNo: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    articles: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
    ),
  },
  closed,
);
export const CorrectVoice = Type.Object(
  {
    version: Version,
    text: Type.String({ minLength: 2, maxLength: 4000 }),
    claims: Type.Optional(VOICE_CONTENT.claims),
    files: Type.Optional(VoiceFiles),
  },
  closed,
);
export const BeginPause = Type.Object(
  {
    version: Version,
    ground: PauseGround,
    from: PlainDay,
    expectedEnd: PlainDay,
    document: Type.String({ minLength: 2, maxLength: 200 }),
  },
  closed,
);
export const EndPause = Type.Object(
  {
    version: Version,
    to: PlainDay,
    document: Type.String({ minLength: 2, maxLength: 200 }),
  },
  closed,
);
export const AskEvidence = Type.Object(
  {
    version: Version,
    from: Type.String({ minLength: 1, maxLength: 200 }),
    what: Type.String({ minLength: 2, maxLength: 2000 }),
    answerBy: PlainDay,
  },
  closed,
);
export const GiveEvidence = Type.Object(
  {
    version: Version,
    request: Type.Integer({ minimum: 1 }),
    text: Type.String({ minLength: 1, maxLength: 4000 }),
    files: Type.Optional(VoiceFiles),
  },
  closed,
);
export const RecordVoiceStep = Type.Object(
  { version: Version, step: StepKind, text: Type.String({ minLength: 1, maxLength: 4000 }) },
  closed,
);

/** A reply as it is being written. */
export const ReplyDraft = Type.Object(
  {
    letterNo: Type.String({ minLength: 1, maxLength: 120 }),
    decidedOn: PlainDay,
    findings: Type.Array(Finding, { maxItems: MAX_CLAIMS }),
    decision: Type.String({ minLength: 2, maxLength: 8000 }),
  },
  closed,
);
export type ReplyDraft = Static<typeof ReplyDraft>;
export const ServeReply = Type.Object(
  {
    version: Version,
    ...ReplyDraft.properties,
    service: Service,
    /** Must be true to sign although the meter found something. */
    despite: Type.Optional(Type.Boolean()),
  },
  closed,
);
/** POST /api/voices/:id/reply/check: what the meter finds, and whither the writer can turn. */
export const CheckReply = Type.Object({ ...ReplyDraft.properties }, closed);
export const ReplyCheck = Type.Object(
  {
    quality: ReplyQuality,
    appeals: Type.Array(Appeal),
    deadlineMove: Type.Optional(DeadlineMove),
  },
  closed,
);
export type ReplyCheck = Static<typeof ReplyCheck>;

export const QuestionReply = Type.Object(
  {
    version: Version,
    ground: Ground,
    claims: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: MAX_CLAIMS - 1 }), { maxItems: MAX_CLAIMS }),
    ),
  },
  closed,
);
export const PublishReply = Type.Object(
  {
    version: Version,
    title: Type.String({ minLength: 2, maxLength: 300 }),
    text: Type.String({ minLength: 2, maxLength: 20_000 }),
    departmentUrl: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 400 })),
  },
  closed,
);
export const TakeDownReply = Type.Object(
  {
    version: Version,
    reason: WithdrawalReason,
    ground: Ground,
    dueFrom: PlainDay,
    publicReason: Type.String({ minLength: 2, maxLength: 400 }),
  },
  closed,
);
