/** Audit over HTTP: who looked at what, who changed what (docs/security/audit.md). */
import Type, { type Static } from "typebox";

import { OrganisationId, type Role } from "./organisation.ts";
import { closed, PlainDay } from "./values.ts";

/** Roles whose accesses are sealed to the key of their own organ (docs/decisions/0011-sealed-reads.md). */
export const SEALED_ROLES = ["inspector", "police"] as const satisfies readonly Role[];
export const isSealedRole = (role: Role): boolean =>
  (SEALED_ROLES as readonly Role[]).includes(role);

/** What a route touches; a route names one of these in `config.audit.object`. */
export const AUDIT_OBJECTS = [
  "lead",
  "score",
  "process",
  "fact",
  "audit",
  "sealedLog",
  "sealKey",
  "tipoff",
  "tipoffKey",
  "auditRetention",
  "person",
  "unit",
  "post",
  "account",
  "session",
  "duty",
  "statute",
  "notice",
  "view",
  "approval",
  "source",
  "certificate",
  "backup",
  "voice",
  "publication",
  "oversight",
  "warning",
  "followup",
  "video",
  "trace",
  "retrieval",
  "edgeLog",
  "system",
] as const;
export type AuditObject = (typeof AUDIT_OBJECTS)[number];

/** Header with the purpose of an access: percent-encoded UTF-8, at most 200 characters. */
export const PURPOSE_HEADER = "x-mingjing-purpose";

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

export const Method = Type.Enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const);

/** What was touched: `id` is absent for lists. */
export const AccessedObject = Type.Object(
  { kind: Type.String({ pattern: "^[a-z][A-Za-z]{1,40}$" }), id: Type.Optional(Text(160)) },
  closed,
);

/** Outcome by status: below 400, 4xx, 5xx. */
export const AuditResult = Type.Enum(["ok", "refused", "failed"] as const);
export type AuditResult = Static<typeof AuditResult>;

const Named = Type.Object({ id: Type.String(), name: Type.String() }, closed);

export const AuditEntry = Type.Object(
  {
    /** Id of the fact. */
    id: Type.String(),
    at: Type.String(),
    /** Absent: the operator, by token, or a visitor. With the role `visitor`: whose account was tried. */
    person: Type.Optional(Named),
    post: Type.Optional(Named),
    unit: Type.Optional(Named),
    role: Type.String(),
    purpose: Type.Optional(Type.String()),
    method: Type.String(),
    route: Type.String(),
    object: Type.Optional(
      Type.Object(
        {
          kind: Type.String(),
          id: Type.Optional(Type.String()),
          /** Number of a lead. */
          label: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
    /** Filters of the request. */
    query: Type.Optional(Type.String()),
    status: Type.Integer(),
    rows: Type.Optional(Type.Integer()),
    address: Type.String(),
    /** Place in the witness log; absent until sequenced. */
    leafIndex: Type.Optional(Type.Integer()),
  },
  closed,
);
export type AuditEntry = Static<typeof AuditEntry>;

const FILTERS = {
  /** First and last calendar day, both included. */
  from: Type.Optional(PlainDay),
  to: Type.Optional(PlainDay),
  /** Account or name. */
  person: Type.Optional(Text(80)),
  /** Id of a unit, or part of its name. */
  unit: Type.Optional(Text(80)),
  /** `lead`, `lead:<id>`, or an id or lead number alone. */
  object: Type.Optional(Text(200)),
  result: Type.Optional(AuditResult),
};

/** GET /api/audit/entries (auditor), GET /api/audit/unit-entries (chief). */
export const AuditQuery = Type.Object(
  {
    ...FILTERS,
    /** `next` of the page before. */
    cursor: Type.Optional(
      Type.String({
        pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z_[0-9a-f-]{36}$",
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type AuditQuery = Static<typeof AuditQuery>;

/** GET /api/audit/entries.csv */
export const AuditCsvQuery = Type.Object(FILTERS, closed);

export const AuditPage = Type.Object(
  { rows: Type.Array(AuditEntry), next: Type.Optional(Type.String()) },
  closed,
);
export type AuditPage = Static<typeof AuditPage>;

/** GET /api/audit/entries/:id. Codes: audit.not-found. */
export const AuditDetail = Type.Object(
  {
    entry: AuditEntry,
    /** SHA-256 ‖ SM3 of the fact, hex. */
    digest: Type.String(),
    recordedAt: Type.String(),
  },
  closed,
);
export type AuditDetail = Static<typeof AuditDetail>;

/** GET /api/audit/gaps: facts of access, rows of the table and leaves of the log must be the same set. */
/** 网络安全法第21条: network logs are kept for at least six months. */
export const LEAST_RETENTION_DAYS = 180;
/** Days that access records stay searchable. */
export const RetentionDays = Type.Integer({ minimum: LEAST_RETENTION_DAYS, maximum: 36_500 });

/** GET /api/audit/retention. */
export const RetentionView = Type.Object(
  {
    /** In force. */
    days: RetentionDays,
    /** As two persons agreed last; absent: the default of three years. */
    agreed: Type.Optional(Type.Object({ days: RetentionDays, at: Type.String() }, closed)),
    /** Of the operator, which only ever lengthens. */
    configured: Type.Optional(RetentionDays),
  },
  closed,
);
export type RetentionView = Static<typeof RetentionView>;

/** POST /api/audit/retention: 202, waits for a person of another unit. Codes: audit.same-retention. */
export const SetRetention = Type.Object(
  { days: RetentionDays, reason: Type.String({ minLength: 2, maxLength: 400 }) },
  closed,
);
export type SetRetention = Static<typeof SetRetention>;

export const GapReport = Type.Object(
  {
    facts: Type.Integer(),
    entries: Type.Integer(),
    /** Facts whose row left the table by retention. */
    retired: Type.Integer(),
    leaves: Type.Integer(),
    /** Recorded within the last minute and not sequenced yet: no gap. */
    pending: Type.Integer(),
    /** Facts without a row that should have one, rows without a fact, facts without a leaf; at most 50 ids each. */
    withoutEntry: Type.Array(Type.String()),
    withoutFact: Type.Array(Type.String()),
    withoutLeaf: Type.Array(Type.String()),
    retention: Type.Object(
      {
        days: Type.Integer(),
        last: Type.Optional(
          Type.Object(
            {
              at: Type.String(),
              before: Type.String(),
              rows: Type.Integer(),
              digestOfIds: Type.String(),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
  },
  closed,
);
export type GapReport = Static<typeof GapReport>;

const Base64Url = (maxLength: number) => Type.String({ pattern: "^[A-Za-z0-9_-]+$", maxLength });
/** First 32 hex digits of the SHA-256 of the public key. */
export const SealKeyId = Type.String({ pattern: "^[0-9a-f]{32}$" });
/** Uncompressed point on P-256, 65 bytes. */
export const SealPublicKey = Type.String({ pattern: "^B[A-Za-z0-9_-]{86}$" });

/**
 * A record encrypted to an organ: AES-256-GCM under HKDF-SHA-256 of an ephemeral ECDH on P-256; the last 16 bytes of
 * `text` are the tag.
 */
export const SealEnvelope = Type.Object(
  {
    version: Type.Literal(1),
    /** Ephemeral public key. */
    key: SealPublicKey,
    iv: Base64Url(16),
    text: Base64Url(8192),
  },
  closed,
);
export type SealEnvelope = Static<typeof SealEnvelope>;

/** What an envelope holds, once the organ has opened it. */
export interface SealedRecord {
  readonly at: string;
  readonly person: string;
  readonly name: string;
  readonly post: string;
  readonly unit: string;
  readonly unitName: string;
  readonly role: string;
  readonly purpose?: string;
  readonly method: string;
  readonly route: string;
  readonly object?: { readonly kind: string; readonly id?: string };
  readonly query?: string;
  readonly status: number;
  readonly rows?: number;
  readonly address: string;
}

export const SealedRow = Type.Object(
  {
    id: Type.String(),
    keyId: SealKeyId,
    envelope: SealEnvelope,
    leafIndex: Type.Optional(Type.Integer()),
  },
  closed,
);
export type SealedRow = Static<typeof SealedRow>;

/** GET /api/audit/sealed: records of the own organ, newest first. Codes: audit.not-key-holder. */
export const SealedQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ format: "uuid" })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  closed,
);
export type SealedQuery = Static<typeof SealedQuery>;
export const SealedPage = Type.Object(
  {
    organ: OrganisationId,
    rows: Type.Array(SealedRow),
    next: Type.Optional(Type.String()),
  },
  closed,
);
export type SealedPage = Static<typeof SealedPage>;

/** GET /api/audit/seal-keys: keys of the organ that the reader belongs to, newest first; the first one is in use. */
export const SealKeys = Type.Object(
  {
    organ: Named,
    /** Only a person of the organ itself registers keys and reads the log, not one of a group below it. */
    isHolder: Type.Boolean(),
    keys: Type.Array(
      Type.Object(
        { keyId: SealKeyId, publicKey: SealPublicKey, registeredAt: Type.String() },
        closed,
      ),
    ),
  },
  closed,
);
export type SealKeys = Static<typeof SealKeys>;

/** POST /api/audit/seal-keys: an organ's first key. Codes: audit.not-key-holder, .bad-seal-key, .seal-key-known, .seal-key-exists. */
export const RegisterSealKey = Type.Object({ keyId: SealKeyId, publicKey: SealPublicKey }, closed);
export type RegisterSealKey = Static<typeof RegisterSealKey>;

/** POST /api/audit/seal-keys/replacement: 202, waits for a watcher of another unit. Codes as above, audit.no-seal-key. */
export const ReplaceSealKey = Type.Object(
  {
    keyId: SealKeyId,
    publicKey: SealPublicKey,
    reason: Type.String({ minLength: 2, maxLength: 400 }),
  },
  closed,
);
export type ReplaceSealKey = Static<typeof ReplaceSealKey>;

/** GET /api/audit/sealed-count (public): whole years only; null below five. */
export const SealedCount = Type.Object(
  {
    years: Type.Array(
      Type.Object(
        { year: Type.Integer(), total: Type.Union([Type.Integer(), Type.Null()]) },
        closed,
      ),
    ),
  },
  closed,
);
export type SealedCount = Static<typeof SealedCount>;
