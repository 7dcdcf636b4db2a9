/**
 * Notifications over HTTP. Codes: notices.bad-code (wrong, too old, or tried too often), notices.no-channel
 * (not set up on this installation), notices.channel-failed {reason}.
 */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

/** What can concern a person. */
export const NOTICE_KINDS = [
  "leadRouted",
  "leadUrged",
  "leadDecided",
  "voiceRouted",
  "voiceReturned",
  "voiceTransferred",
  "pauseRequired",
  "replyQuestioned",
  "noticeSigned",
  "noticeAnswered",
  "reportCame",
  "letterCame",
  "copySent",
  "deadlineNear",
  "deadlineMissed",
  "tipoffRouted",
  "approvalRequested",
  "delegationMade",
  "deputyNamed",
  "handOverOffered",
  "postGiven",
  "security",
  "operatorAct",
  "calendarMissing",
  "deviceRefused",
  "splitSuspected",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
export const NoticeKind = Type.Enum(NOTICE_KINDS);

/** Ways out of the console; inside it every item is shown. */
export const CHANNELS = ["email", "sms", "wecom", "dingtalk"] as const;
export type Channel = (typeof CHANNELS)[number];
export const Channel = Type.Enum(CHANNELS);

export const NoticeItem = Type.Object(
  {
    id: Type.Integer(),
    kind: NoticeKind,
    at: Type.String(),
    isRead: Type.Boolean(),
    /** The lead it is about, as the reader may see it now. */
    lead: Type.Optional(
      Type.Object({ id: Type.String(), number: Type.String(), title: Type.String() }, closed),
    ),
    /** The enquiry, challenge, objection or complaint it is about. */
    voice: Type.Optional(Type.Object({ number: Type.String(), title: Type.String() }, closed)),
  },
  closed,
);
export type NoticeItem = Static<typeof NoticeItem>;

/** GET /api/notifications?unread=true&cursor=…&limit=30 */
export const NoticeQuery = Type.Object(
  {
    unread: Type.Optional(Type.Boolean()),
    /** `next` of the page before. */
    cursor: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
);
export type NoticeQuery = Static<typeof NoticeQuery>;

export const NoticePage = Type.Object(
  {
    rows: Type.Array(NoticeItem),
    next: Type.Optional(Type.Integer()),
    unread: Type.Integer(),
  },
  closed,
);
export type NoticePage = Static<typeof NoticePage>;

/** POST /api/notifications/read: these, or all up to one. */
export const MarkRead = Type.Union([
  Type.Object(
    { ids: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 200 }) },
    closed,
  ),
  Type.Object({ until: Type.Integer({ minimum: 1 }) }, closed),
]);
export type MarkRead = Static<typeof MarkRead>;
export const Unread = Type.Object({ unread: Type.Integer() }, closed);
export type Unread = Static<typeof Unread>;

const TimeOfDay = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" });

/** PUT /api/notifications/settings */
export const NoticeChoices = Type.Object(
  {
    /** Ways out of the console for each kind; kinds not named stay inside it. */
    choices: Type.Array(
      Type.Object(
        {
          kind: NoticeKind,
          channels: Type.Array(Channel, { maxItems: CHANNELS.length, uniqueItems: true }),
        },
        closed,
      ),
      { maxItems: NOTICE_KINDS.length },
    ),
    /** Nothing leaves between these times of day (Asia/Shanghai). */
    quiet: Type.Optional(Type.Object({ from: TimeOfDay, to: TimeOfDay }, closed)),
    /** One message a day at this time; absent: within a minute. */
    digestAt: Type.Optional(TimeOfDay),
    language: Type.Enum(["zh-CN", "en"] as const),
  },
  closed,
);
export type NoticeChoices = Static<typeof NoticeChoices>;

/** GET /api/notifications/settings */
export const NoticeSettings = Type.Object(
  {
    ...NoticeChoices.properties,
    channels: Type.Array(
      Type.Object(
        {
          channel: Channel,
          /** False: the operator has not set it up. */
          isAvailable: Type.Boolean(),
          address: Type.Optional(Type.String()),
          isVerified: Type.Boolean(),
          /** The last message by this way: what became of it. */
          last: Type.Optional(
            Type.Object(
              {
                state: Type.Enum(["waiting", "sending", "sent", "dropped", "failed"] as const),
                at: Type.String(),
                error: Type.Optional(Type.String()),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type NoticeSettings = Static<typeof NoticeSettings>;

/** POST /api/notifications/addresses: sends a code there. E-mail address, or mobile number (11 digits). */
export const GiveAddress = Type.Object(
  { channel: Channel, address: Type.String({ minLength: 5, maxLength: 200 }) },
  closed,
);
export type GiveAddress = Static<typeof GiveAddress>;
/** POST /api/notifications/addresses/verification */
export const ProveAddress = Type.Object(
  { channel: Channel, code: Type.String({ pattern: "^[0-9]{6}$" }) },
  closed,
);
export type ProveAddress = Static<typeof ProveAddress>;

/**
 * GET /api/notifications/stream (text/event-stream). Events: `notice` (a NoticeItem, with its id), `unread`
 * (Unread) and `end` (the session ended; do not come back with it).
 */
export const NOTICE_STREAM = "/api/notifications/stream";
