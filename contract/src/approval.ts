/** Four eyes: requests for dangerous acts and their end (docs/security/four-eyes.md). */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { JurisdictionClause } from "./organisation.ts";
import { closed } from "./values.ts";

/** How long a request waits before it lapses. */
export const APPROVAL_HOURS = 72;

export const ApprovalState = Type.Enum([
  "pending",
  "approved",
  "rejected",
  "withdrawn",
  "expired",
] as const);
export type ApprovalState = Static<typeof ApprovalState>;

/** A value before or after: text, a day, a code of the list that `as` names, or clauses of a jurisdiction. */
export const ChangeValue = Type.Union([Type.String(), Type.Array(JurisdictionClause)]);
export type ChangeValue = Static<typeof ChangeValue>;

/** One line of what would change. Absent before: it is new. Absent after: it ends. */
export const ChangeLine = Type.Object(
  {
    field: Type.String({ maxLength: 60 }),
    as: Type.Enum([
      "text",
      "day",
      "role",
      "unitKind",
      "clauses",
      "number",
      // Codes of calendar and law: a clock (and what it becomes), a date of a voice, how far an article was read.
      "clock",
      "due",
      "verified",
    ] as const),
    before: Type.Optional(ChangeValue),
    after: Type.Optional(ChangeValue),
  },
  closed,
);
export type ChangeLine = Static<typeof ChangeLine>;

const ApprovalPerson = Type.Object(
  { person: Type.String(), name: Type.String(), unit: Department },
  closed,
);

const Row = {
  id: Type.String(),
  act: Type.String(),
  /** What the act is about; the approver types it. */
  subject: Type.String(),
  state: ApprovalState,
  by: ApprovalPerson,
  post: Type.String(),
  reason: Type.String(),
  requestedAt: Type.String(),
  expiresAt: Type.String(),
  closedBy: Type.Optional(ApprovalPerson),
  closedAt: Type.Optional(Type.String()),
  closedReason: Type.Optional(Type.String()),
};
export const ApprovalRow = Type.Object(Row, closed);
export type ApprovalRow = Static<typeof ApprovalRow>;

export const ApprovalView = Type.Object(
  {
    ...Row,
    lines: Type.Array(ChangeLine),
    paramsHash: Type.String(),
    may: Type.Object(
      {
        approve: Type.Boolean(),
        withdraw: Type.Boolean(),
        /** What was approved can be fetched once, by the requester. */
        collect: Type.Boolean(),
      },
      closed,
    ),
    /** Code of the reason why the reader may not approve a pending request. */
    blocked: Type.Optional(Type.String()),
  },
  closed,
);
export type ApprovalView = Static<typeof ApprovalView>;

/** GET /api/approvals: `waiting` for me, those `mine` (I asked), or `closed`. */
export const ApprovalQuery = Type.Object(
  { list: Type.Optional(Type.Enum(["waiting", "mine", "closed"] as const)) },
  closed,
);
export type ApprovalQuery = Static<typeof ApprovalQuery>;

export const ApprovalPage = Type.Object(
  { rows: Type.Array(ApprovalRow), waiting: Type.Integer({ minimum: 0 }) },
  closed,
);
export type ApprovalPage = Static<typeof ApprovalPage>;

/** 202 of a dangerous act: it waits for a person of another unit. */
export const Pending = Type.Object({ approval: Type.String() }, closed);
export type Pending = Static<typeof Pending>;

/** POST /api/approvals/:id/approval. Codes: approval.self, .same-unit, .expired, .used, .changed, .wrong-confirmation. */
export const ApproveRequest = Type.Object(
  { confirm: Type.String({ minLength: 1, maxLength: 200 }) },
  closed,
);
/** POST /api/approvals/:id/rejection. */
export const RejectRequest = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 400 }) },
  closed,
);

const Reason = Type.String({ minLength: 2, maxLength: 400 });
/** POST /api/accounts/:account/state: closes an account or opens it again. */
export const AccountChange = Type.Object(
  { state: Type.Enum(["disabled", "enabled"] as const), reason: Reason },
  closed,
);
export type AccountChange = Static<typeof AccountChange>;
/** POST /api/sources: the key is shown once and works when the request is approved. */
export const SourceRequest = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z][a-z0-9-]{1,62}$" }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    zone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    reason: Reason,
  },
  closed,
);
export type SourceRequest = Static<typeof SourceRequest>;
export const SourcePending = Type.Object({ approval: Type.String(), key: Type.String() }, closed);
/** POST /api/admin/rebuild-request and /api/admin/backup-request. */
export const PlainRequest = Type.Object({ reason: Reason }, closed);
