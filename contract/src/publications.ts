/** HTTP of publications: items of the own unit, copies from other units, withdrawal, checks of the pages. */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { ITEM_KINDS } from "./facts/publication.item-published.ts";
import { closed, Organisation, PlainDay, Regime } from "./values.ts";
import { WithdrawalReason } from "./voice-values.ts";

export { ITEM_KINDS, type ItemKind } from "./facts/publication.item-published.ts";

/** Kinds that are published in the console; replies are published with their case. */
export const CONSOLE_ITEM_KINDS = [
  "inspectionResult",
  "penalty",
  "courtResult",
  "policeResult",
] as const satisfies readonly (typeof ITEM_KINDS)[number][];
export type ConsoleItemKind = (typeof CONSOLE_ITEM_KINDS)[number];

/** shown: public; held: kept back because personal data was found in it. */
export const ITEM_STATES = ["shown", "expired", "withdrawn", "held"] as const;
export const ItemState = Type.Enum(ITEM_STATES);
export type ItemState = Static<typeof ItemState>;

/** Names given to one check. */
export const MAX_NAMES = 40;

const Text = Type.String({ minLength: 2, maxLength: 20_000, pattern: "\\S" });
const Title = Type.String({ minLength: 2, maxLength: 300, pattern: "\\S" });

/** POST /api/publications/check */
export const CheckText = Type.Object(
  {
    title: Type.String({ maxLength: 300 }),
    text: Type.String({ maxLength: 20_000 }),
    /** Persons who are known to be part of the matter; not stored. */
    names: Type.Optional(
      Type.Array(Type.String({ minLength: 2, maxLength: 40 }), { maxItems: MAX_NAMES }),
    ),
  },
  closed,
);
export type CheckText = Static<typeof CheckText>;

export const Finding = Type.Object(
  {
    field: Type.Enum(["title", "text"] as const),
    kind: Type.String(),
    from: Type.Integer(),
    to: Type.Integer(),
    words: Type.String(),
  },
  closed,
);

export const CheckedText = Type.Object(
  {
    findings: Type.Array(Finding),
    /** The same with every finding made unrecognisable. */
    redacted: Type.Object({ title: Type.String(), text: Type.String() }, closed),
  },
  closed,
);
export type CheckedText = Static<typeof CheckedText>;

/** POST /api/publications */
export const PublishItem = Type.Object(
  {
    kind: Type.Enum(CONSOLE_ITEM_KINDS),
    documentNo: Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" }),
    decidedOn: PlainDay,
    title: Title,
    text: Text,
    outcome: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    regime: Type.Optional(Regime),
    ocid: Type.Optional(Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" })),
    subjects: Type.Optional(Type.Array(Organisation, { maxItems: 20 })),
    legalBasis: Type.String({ minLength: 2, maxLength: 400, pattern: "\\S" }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
    expiresOn: Type.Optional(PlainDay),
    unitUrl: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 400 })),
  },
  closed,
);
export type PublishItem = Static<typeof PublishItem>;

/** POST /api/publications/:id/withdrawal-requirement */
export const RequireWithdrawal = Type.Object(
  {
    reason: WithdrawalReason,
    since: PlainDay,
    ground: Type.String({ minLength: 2, maxLength: 1000, pattern: "\\S" }),
  },
  closed,
);
export type RequireWithdrawal = Static<typeof RequireWithdrawal>;

/** POST /api/publications/:id/withdrawal */
export const WithdrawItem = Type.Object(
  {
    reason: WithdrawalReason,
    publicReason: Type.String({ minLength: 2, maxLength: 400, pattern: "\\S" }),
    /** Event that makes it due, if it was not recorded before. */
    since: Type.Optional(PlainDay),
    ground: Type.Optional(Type.String({ minLength: 2, maxLength: 1000, pattern: "\\S" })),
  },
  closed,
);
export type WithdrawItem = Static<typeof WithdrawItem>;

const Requirement = Type.Object(
  {
    reason: WithdrawalReason,
    since: PlainDay,
    ground: Type.String(),
    /** Third working day after the event; null: the calendar of that year is not out. */
    dueOn: Type.Union([PlainDay, Type.Null()]),
  },
  closed,
);

const SiteCheck = Type.Object(
  {
    site: Type.Enum(["centre", "department"] as const),
    found: Type.Boolean(),
    detail: Type.String(),
    at: Type.String(),
  },
  closed,
);
export type SiteCheck = Static<typeof SiteCheck>;

export const PublicationRow = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(ITEM_KINDS),
    unit: Department,
    documentNo: Type.String(),
    title: Type.String(),
    decidedOn: PlainDay,
    publishedAt: Type.String(),
    state: ItemState,
    expiresOn: Type.Optional(PlainDay),
    goneAt: Type.Optional(Type.String()),
    publicReason: Type.Optional(Type.String()),
    requirement: Type.Optional(Requirement),
    copies: Type.Object({ sent: Type.Integer(), received: Type.Integer() }, closed),
    /** Latest of each site. */
    checks: Type.Array(SiteCheck),
    /** The copy of the reader's unit. */
    copy: Type.Optional(
      Type.Object(
        {
          sentAt: Type.String(),
          receivedAt: Type.Union([Type.String(), Type.Null()]),
          receivedBy: Type.Union([Type.String(), Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type PublicationRow = Static<typeof PublicationRow>;

export const PUBLICATION_VIEWS = ["own", "copies", "due"] as const;
export type PublicationListView = (typeof PUBLICATION_VIEWS)[number];

/** GET /api/publications */
export const PublicationQuery = Type.Object(
  {
    view: Type.Optional(Type.Enum(PUBLICATION_VIEWS)),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
  },
  closed,
);
export type PublicationQuery = Static<typeof PublicationQuery>;

export const PublicationPage = Type.Object(
  {
    rows: Type.Array(PublicationRow),
    page: Type.Integer(),
    pageSize: Type.Integer(),
    total: Type.Integer(),
    counts: Type.Object(
      {
        shown: Type.Integer(),
        /** Copies that wait for a signature. */
        unsigned: Type.Integer(),
        due: Type.Integer(),
        overdue: Type.Integer(),
        /** Shown items that a site does not show. */
        missing: Type.Integer(),
      },
      closed,
    ),
    /** Kinds that this post may publish. */
    may: Type.Object(
      { publish: Type.Array(Type.Enum(CONSOLE_ITEM_KINDS)), withdraw: Type.Boolean() },
      closed,
    ),
  },
  closed,
);
export type PublicationPage = Static<typeof PublicationPage>;

/** GET /api/publications/:id; the text of an item that is gone is shown to its own unit only. */
export const PublicationView = Type.Object(
  {
    row: PublicationRow,
    text: Type.Union([Type.String(), Type.Null()]),
    legalBasis: Type.String(),
    articles: Type.Array(Type.String()),
    subjects: Type.Array(Organisation),
    outcome: Type.Optional(Type.String()),
    regime: Type.Optional(Regime),
    ocid: Type.Optional(Type.String()),
    unitUrl: Type.Optional(Type.String()),
    copies: Type.Array(
      Type.Object(
        {
          unit: Department,
          sentAt: Type.String(),
          receivedAt: Type.Union([Type.String(), Type.Null()]),
          receivedBy: Type.Union([Type.String(), Type.Null()]),
        },
        closed,
      ),
    ),
    may: Type.Object({ withdraw: Type.Boolean(), sign: Type.Boolean() }, closed),
  },
  closed,
);
export type PublicationView = Static<typeof PublicationView>;

/** GET /api/publications/parties: what the platform knows of a credit code. */
export const KnownParty = Type.Object(
  {
    uscc: Type.String(),
    isValid: Type.Boolean(),
    names: Type.Array(Type.String()),
  },
  closed,
);
export type KnownParty = Static<typeof KnownParty>;
