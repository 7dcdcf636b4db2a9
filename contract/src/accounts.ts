/** Accounts of persons: opening them by letters with one-time links (docs/how-to/sign-in.md). */
import Type, { type Static } from "typebox";

import { OrganisationId } from "./organisation.ts";
import { closed } from "./values.ts";

/**
 * none: a person without an account; invited: a link waits; lapsed: opened, but no link works and nobody ever came in;
 * active: in use; closed: closed under four eyes.
 */
export const ACCOUNT_STATES = ["none", "invited", "lapsed", "active", "closed"] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];
const State = Type.Enum(ACCOUNT_STATES);

/** Hours that an activation link works. */
export const ACTIVATION_HOURS = 24;
/** Persons of one act. */
export const MOST_INVITED = 5000;

export const AccountRow = Type.Object(
  {
    /** The account's name is the id of its person. */
    account: Type.String(),
    name: Type.String(),
    state: State,
    /** Unit and title of each post held today. */
    posts: Type.Array(Type.String()),
    /** Holds, or will hold, a post that nobody fills alone: opening waits for a second person. */
    isPrivileged: Type.Boolean(),
    lastSignInAt: Type.Optional(Type.String()),
    linkExpiresAt: Type.Optional(Type.String()),
    hasPassword: Type.Boolean(),
    hasTotp: Type.Boolean(),
    passkeys: Type.Integer(),
    hasIdentity: Type.Boolean(),
    certificates: Type.Integer(),
    /** Whether the reader may open it, or make another link, today. */
    mayInvite: Type.Boolean(),
  },
  closed,
);
export type AccountRow = Static<typeof AccountRow>;

const FILTERS = {
  /** Part of the name or the account. */
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  unit: Type.Optional(OrganisationId),
  state: Type.Optional(State),
};

/** GET /api/accounts: by name; a chief sees the own unit's persons. */
export const AccountQuery = Type.Object(
  {
    ...FILTERS,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_INVITED })),
  },
  closed,
);
export type AccountQuery = Static<typeof AccountQuery>;
/** GET /api/accounts.csv */
export const AccountCsvQuery = Type.Object(FILTERS, closed);
export type AccountCsvQuery = Static<typeof AccountCsvQuery>;

export const AccountPage = Type.Object(
  {
    rows: Type.Array(AccountRow),
    /** Persons that match, of whom `rows` shows the first. */
    total: Type.Integer(),
    /** Of these, whom the reader may send a letter. */
    invitable: Type.Integer(),
  },
  closed,
);
export type AccountPage = Static<typeof AccountPage>;

/** What a letter (开户通知单) says; the link is told here once and kept as a hash. */
export const Letter = Type.Object(
  {
    account: Type.String(),
    name: Type.String(),
    posts: Type.Array(Type.String()),
    link: Type.String(),
    expiresAt: Type.String(),
  },
  closed,
);
export type Letter = Static<typeof Letter>;

/**
 * POST /api/accounts/invitations: opens accounts and makes links, for the persons named or for all that match and
 * never came in. A link that still waits is replaced. Codes: accounts.unknown-person, accounts.in-use,
 * accounts.closed, accounts.not-yours, accounts.nobody, accounts.whom.
 */
export const Invite = Type.Object(
  {
    persons: Type.Optional(
      Type.Array(OrganisationId, { minItems: 1, maxItems: MOST_INVITED, uniqueItems: true }),
    ),
    all: Type.Optional(AccountCsvQuery),
    reason: Type.String({ minLength: 4, maxLength: 400 }),
  },
  closed,
);
export type Invite = Static<typeof Invite>;

export const Invited = Type.Object(
  {
    letters: Type.Array(Letter),
    /** Request for the persons of privileged posts, who wait for a second person. */
    approval: Type.Optional(Type.String()),
    waiting: Type.Integer(),
  },
  closed,
);
export type Invited = Static<typeof Invited>;

/** POST /api/accounts/letters: fetches the letters of an approved request, once. */
export const CollectLetters = Type.Object(
  { approval: Type.String({ minLength: 1, maxLength: 80 }) },
  closed,
);
export type CollectLetters = Static<typeof CollectLetters>;

/** DELETE /api/accounts/:id/link. Codes: accounts.no-link, accounts.not-yours. */
export const LinkRevoked = Type.Object({ revoked: Type.Boolean() }, closed);

/**
 * POST /api/accounts/founder (operator): the first holder of an administrator's role, before there are two persons who
 * could approve one another. Codes: accounts.founded, organisation.administrators-separated.
 */
export const Founder = Type.Object(
  {
    account: OrganisationId,
    name: Type.String({ minLength: 1, maxLength: 80 }),
    role: Type.Enum(["securityAdmin", "auditor"] as const),
    /** Of another unit than the system administrator, or the two cannot approve one another. */
    unit: Type.Object(
      { unit: OrganisationId, name: Type.String({ minLength: 1, maxLength: 80 }) },
      closed,
    ),
  },
  closed,
);
export type Founder = Static<typeof Founder>;
