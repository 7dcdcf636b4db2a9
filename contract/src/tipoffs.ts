/**
 * Tip-offs over HTTP. What comes from writers is sealed in their browser; the server reads coded fields only. Codes:
 * tipoffs.nobody, tipoffs.no-key {unit}, tipoffs.stale-key, tipoffs.bad-work, tipoffs.slow-down {seconds},
 * tipoffs.no-mailbox, tipoffs.not-found, tipoffs.stale {version}, tipoffs.bad-transition {from, act},
 * tipoffs.summary-shows-identity, tipoffs.unknown-key, tipoffs.key-exists.
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { MOST_FILES } from "./tipoff-limits.ts";
import {
  Holders,
  Key32,
  KeyId,
  TIPOFF_OUTCOMES,
  TIPOFF_STEPS,
  TipoffCoded,
} from "./tipoff-values.ts";
import { closed } from "./values.ts";

export * from "./tipoff-limits.ts";
export * from "./tipoff-values.ts";

const Base64 = (maxBytes: number) =>
  Type.String({
    pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    minLength: 64,
    maxLength: Math.ceil(maxBytes / 3) * 4,
  });

/** What the form offers. */
export const TipoffForm = Type.Object(
  {
    units: Type.Array(Department),
    places: Type.Array(Type.Object({ code: Type.String(), name: Type.String() }, closed)),
  },
  closed,
);
export type TipoffForm = Static<typeof TipoffForm>;

export const OfficeKeyView = Type.Object(
  { keyId: KeyId, publicKey: Key32, fingerprint: Type.String() },
  closed,
);
export type OfficeKeyView = Static<typeof OfficeKeyView>;

const Challenge = Type.Object(
  { challenge: Type.String({ maxLength: 200 }), bits: Type.Integer() },
  closed,
);
export type Challenge = Static<typeof Challenge>;

/** POST /api/public/tipoffs/recipient */
export const AskRecipient = Type.Object({ coded: TipoffCoded }, closed);
export type AskRecipient = Static<typeof AskRecipient>;
export const Recipient = Type.Object(
  { unit: Department, key: OfficeKeyView, work: Challenge },
  closed,
);
export type Recipient = Static<typeof Recipient>;

const Work = Type.Object(
  {
    challenge: Type.String({ minLength: 1, maxLength: 200 }),
    answer: Type.Integer({ minimum: 0 }),
  },
  closed,
);

/** POST /api/public/tipoffs. The work is done over `content`. */
export const SendTipoff = Type.Object(
  {
    coded: TipoffCoded,
    keyId: KeyId,
    content: Base64(700_000),
    files: Type.Array(Base64(8_400_000), { maxItems: MOST_FILES }),
    mailbox: Type.Object({ publicKey: Key32, token: Key32 }, closed),
    work: Work,
  },
  closed,
);
export type SendTipoff = Static<typeof SendTipoff>;
export const TipoffTaken = Type.Object(
  { unit: Department, hour: Type.String(), dueOn: Type.Union([Type.String(), Type.Null()]) },
  closed,
);
export type TipoffTaken = Static<typeof TipoffTaken>;

export const TIPOFF_STATES = ["waiting", "routed", "inHand", "answered", "closed"] as const;
export type TipoffState = (typeof TIPOFF_STATES)[number];

/** POST /api/public/tipoffs/mailbox: in the body, so that no address names it. */
export const OpenMailbox = Type.Object({ token: Key32 }, closed);
export type OpenMailbox = Static<typeof OpenMailbox>;

export const MailboxMessage = Type.Object(
  {
    id: Type.String(),
    by: Type.Enum(["writer", "office"] as const),
    isAnswer: Type.Boolean(),
    day: Type.String(),
    /** Sealed to the receipt; absent: the writer's own, or deleted. */
    box: Type.Optional(Type.String()),
    isRead: Type.Boolean(),
  },
  closed,
);
export const MailboxView = Type.Object(
  {
    state: Type.Enum(TIPOFF_STATES),
    unit: Department,
    outcome: Type.Optional(Type.Enum(TIPOFF_OUTCOMES)),
    hour: Type.String(),
    dueOn: Type.Union([Type.String(), Type.Null()]),
    messages: Type.Array(MailboxMessage),
    key: OfficeKeyView,
    work: Challenge,
  },
  closed,
);
export type MailboxView = Static<typeof MailboxView>;
/** Hit and miss alike: the same status, the same time. */
export const MailboxReply = Type.Object(
  { mailbox: Type.Union([MailboxView, Type.Null()]) },
  closed,
);
export type MailboxReply = Static<typeof MailboxReply>;

/** POST /api/public/tipoffs/mailbox/messages. The work is done over `box`. */
export const LeaveMessage = Type.Object(
  { token: Key32, keyId: KeyId, box: Base64(60_000), work: Work },
  closed,
);
export type LeaveMessage = Static<typeof LeaveMessage>;

/** POST /api/public/tipoffs/mailbox/read */
export const ReadMessages = Type.Object(
  { token: Key32, messages: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 500 }) },
  closed,
);
export type ReadMessages = Static<typeof ReadMessages>;

/** GET /api/tipoffs */
export const TipoffQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(["routed", "inHand", "answered", "closed"] as const)),
    cursor: Type.Optional(Type.String({ maxLength: 80 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
);
export type TipoffQuery = Static<typeof TipoffQuery>;

export const TipoffRow = Type.Object(
  {
    id: Type.String(),
    coded: TipoffCoded,
    /** Name of the unit that it concerns. */
    unitName: Type.Optional(Type.String()),
    placeName: Type.Optional(Type.String()),
    state: Type.Enum(TIPOFF_STATES),
    hour: Type.String(),
    department: Department,
    matched: Type.String(),
    version: Type.Integer(),
    /** From the writer, not read yet. */
    unread: Type.Integer(),
    dueOn: Type.Union([Type.String(), Type.Null()]),
    outcome: Type.Optional(Type.Enum(TIPOFF_OUTCOMES)),
    files: Type.Integer(),
    isDeleted: Type.Boolean(),
  },
  closed,
);
export type TipoffRow = Static<typeof TipoffRow>;
export const TipoffPage = Type.Object(
  {
    rows: Type.Array(TipoffRow),
    next: Type.Optional(Type.String()),
    counts: Type.Record(Type.String(), Type.Integer()),
  },
  closed,
);
export type TipoffPage = Static<typeof TipoffPage>;

/** An event as its office sees it; ciphertexts are asked for one by one. */
export const TipoffEvent = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    at: Type.String(),
    by: Type.Optional(Type.String()),
    step: Type.Optional(Type.Enum(TIPOFF_STEPS)),
    text: Type.Optional(Type.String()),
    /** Hash of the box sealed to the office, and its key. */
    box: Type.Optional(Type.Object({ hash: Type.String(), keyId: KeyId }, closed)),
    outcome: Type.Optional(Type.Enum(TIPOFF_OUTCOMES)),
    /** Of a message to the writer: whether the writer has fetched it. */
    isRead: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type TipoffEvent = Static<typeof TipoffEvent>;

const StripDay = Type.Object(
  {
    date: Type.String(),
    kind: Type.String(),
    n: Type.Optional(Type.Integer()),
    name: Type.Optional(Type.String()),
    isMakeUp: Type.Optional(Type.Boolean()),
    isDue: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const TipoffView = Type.Object(
  {
    row: TipoffRow,
    keyId: KeyId,
    content: Type.String(),
    files: Type.Array(Type.String()),
    mailboxKey: Key32,
    /** The key that messages are sealed to now, for the office's own copy. */
    officeKey: Type.Union([OfficeKeyView, Type.Null()]),
    legalBasis: Type.String(),
    events: Type.Array(TipoffEvent),
    strip: Type.Array(StripDay),
    summary: Type.Optional(Type.String()),
    /** Day on which the ciphertexts go; absent while it is not closed or a message is unread. */
    deletedOn: Type.Optional(Type.String()),
    may: Type.Object(
      {
        ask: Type.Boolean(),
        recordStep: Type.Boolean(),
        answer: Type.Boolean(),
        close: Type.Boolean(),
      },
      closed,
    ),
  },
  closed,
);
export type TipoffView = Static<typeof TipoffView>;

/** GET /api/tipoffs/:id/boxes/:hash */
export const SealedBox = Type.Object({ box: Type.String() }, closed);
export type SealedBox = Static<typeof SealedBox>;

const Version = Type.Integer({ minimum: 0 });
const BothBoxes = { keyId: KeyId, toOffice: Base64(60_000), toWriter: Base64(60_000) };
export const AskWriter = Type.Object({ version: Version, ...BothBoxes }, closed);
export type AskWriter = Static<typeof AskWriter>;
export const RecordTipoffStep = Type.Object(
  {
    version: Version,
    step: Type.Enum(TIPOFF_STEPS),
    text: Type.String({ minLength: 2, maxLength: 2000 }),
  },
  closed,
);
export type RecordTipoffStep = Static<typeof RecordTipoffStep>;
export const AnswerTipoff = Type.Object(
  { version: Version, outcome: Type.Enum(TIPOFF_OUTCOMES), ...BothBoxes },
  closed,
);
export type AnswerTipoff = Static<typeof AnswerTipoff>;
export const CloseTipoff = Type.Object(
  { version: Version, summary: Type.Optional(Type.String({ minLength: 10, maxLength: 2000 })) },
  closed,
);
export type CloseTipoff = Static<typeof CloseTipoff>;

/** GET /api/tipoffs/keys: those of the own office, newest first. */
export const OfficeKeys = Type.Object(
  {
    unit: Department,
    rows: Type.Array(
      Type.Object(
        {
          keyId: KeyId,
          publicKey: Key32,
          fingerprint: Type.String(),
          holders: Holders,
          publishedAt: Type.String(),
          publishedBy: Type.String(),
          isCurrent: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type OfficeKeys = Static<typeof OfficeKeys>;
export const PublishKey = Type.Object({ publicKey: Key32, holders: Holders }, closed);
export type PublishKey = Static<typeof PublishKey>;
