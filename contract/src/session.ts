/** Sign-in, sessions, and how a person signs in (docs/how-to/sign-in.md). */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { Role } from "./organisation.ts";
import { closed } from "./values.ts";

/** How a person proved to be who he is. */
export const SignInMethod = Type.Enum([
  "password",
  "totp",
  "passkey",
  "oidc",
  "certificate",
  "recovery",
  "demo",
  "link",
] as const);
export type SignInMethod = Static<typeof SignInMethod>;

/** A post the signed-in person may act for, as the switch of posts shows it. */
export const PostView = Type.Object(
  {
    post: Type.String(),
    title: Type.String(),
    role: Role,
    unit: Department,
    basis: Type.Enum(["appointment", "delegation", "deputy"] as const),
    until: Type.Optional(Type.String()),
  },
  closed,
);
export type PostView = Static<typeof PostView>;

/** POST /api/session/post: go on in another post of one's own. Codes: session.no-post. */
export const SwitchPost = Type.Object(
  { post: Type.String({ minLength: 1, maxLength: 80 }) },
  closed,
);

export const SignIn = Type.Object(
  {
    account: Type.String({ minLength: 1, maxLength: 80 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
);
export const DemoSignIn = Type.Object(
  { account: Type.String({ minLength: 1, maxLength: 80 }) },
  closed,
);
/** POST /api/session/setup: the first account, by the one-time link; a second factor comes next. Codes: session.link-used. */
export const SetUp = Type.Object(
  {
    token: Type.String({ minLength: 20, maxLength: 100 }),
    account: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    password: Type.String({ minLength: 12, maxLength: 200 }),
  },
  closed,
);
export type SetUp = Static<typeof SetUp>;

export const Permission = Type.String({ pattern: "^[a-z]+\\.[a-z-]+$" });

export const PASSWORD_MIN = 12;
const Password = Type.String({ minLength: PASSWORD_MIN, maxLength: 200 });
const Given = Type.String({ minLength: 1, maxLength: 200 });

/** POST /api/session/reset: a new password, by the link of an approved reset. Codes: session.link-used, account.weak-password. */
export const UseReset = Type.Object(
  { token: Type.String({ minLength: 20, maxLength: 100 }), password: Password },
  closed,
);

/** POST /api/session/activation: the first password, by the link of an opened account. Codes: accounts.link-used, account.weak-password. */
export const UseActivation = Type.Object(
  { token: Type.String({ minLength: 20, maxLength: 100 }), password: Password },
  closed,
);

/** POST /api/session/password: during sign-in, when the password must change. */
export const NewPassword = Type.Object({ password: Password }, closed);
/** POST /api/account/password. */
export const ChangePassword = Type.Object(
  { current: Type.Optional(Given), password: Password },
  closed,
);

/** POST /api/session/totp and /api/account/totp: six digits of the authenticator app. */
export const TotpCode = Type.Object({ code: Type.String({ pattern: "^[0-9]{6}$" }) }, closed);
/** POST /api/session/recovery: one of the ten codes; spaces, hyphens and case do not matter. */
export const RecoveryCode = Type.Object(
  { code: Type.String({ minLength: 16, maxLength: 40 }) },
  closed,
);

/** Answer of the browser to a passkey ceremony (WebAuthn JSON); the server's library checks what is inside. */
const BrowserAnswer = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 1400 }) },
  { additionalProperties: true },
);
export const PasskeyAnswer = Type.Object({ answer: BrowserAnswer }, closed);
export const PasskeyEnrolment = Type.Object(
  { answer: BrowserAnswer, name: Type.String({ minLength: 1, maxLength: 60 }) },
  closed,
);
/** Options for the browser, as WebAuthn defines them. */
export const PasskeyOptions = Type.Object(
  { options: Type.Object({}, { additionalProperties: true }) },
  closed,
);

/** A new seed for an authenticator app, shown while enrolling and never again. */
export const TotpDraft = Type.Object({ secret: Type.String(), uri: Type.String() }, closed);
export type TotpDraft = Static<typeof TotpDraft>;

/** What the key of a CA signs: this very text, SM2 with SM3 (GB/T 32918.2). */
export const CertificateChallenge = Type.Object({ message: Type.String() }, closed);
/** Answer of the key: DER of the certificate and the signature (DER or r ‖ s), both base64. */
export const CertificateAnswer = Type.Object(
  {
    certificate: Type.String({ minLength: 100, maxLength: 8000 }),
    signature: Type.String({ minLength: 80, maxLength: 200 }),
  },
  closed,
);
export type CertificateAnswer = Static<typeof CertificateAnswer>;

/** A sign-in under way: what is still to do. */
export const PendingView = Type.Object(
  {
    /** factor: prove a second factor; enrol: set one up first; password: choose a new one. */
    step: Type.Enum(["factor", "enrol", "password"] as const),
    name: Type.String(),
    /** Second factors that this person has. */
    factors: Type.Array(Type.Enum(["totp", "passkey", "recovery"] as const)),
    expiresAt: Type.String(),
  },
  closed,
);
export type PendingView = Static<typeof PendingView>;

/** Ways to sign in that are configured here, besides the password. */
export const Doors = Type.Object(
  {
    /** False where the browser could not use one: the address is a bare IP number. */
    passkey: Type.Boolean(),
    oidc: Type.Boolean(),
    /** Address of the key software on the reader's own computer, if certificates are accepted. */
    certificate: Type.Optional(Type.String()),
  },
  closed,
);
export type Doors = Static<typeof Doors>;

/** GET /api/session: who is signed in, and whether the demo door is open. */
export const SessionView = Type.Object(
  {
    signedIn: Type.Boolean(),
    demo: Type.Boolean(),
    /** Accounts the demo door admits; empty when the demo is off. */
    demoAccounts: Type.Array(
      Type.Object(
        {
          account: Type.String(),
          name: Type.String(),
          post: Type.String(),
          role: Role,
          department: Department,
        },
        closed,
      ),
    ),
    setUpNeeded: Type.Boolean(),
    doors: Doors,
    /** A sign-in that began in this browser and is not complete. */
    pending: Type.Optional(PendingView),
    /** Ten codes for a lost phone, in the one answer that made them. */
    recoveryCodes: Type.Optional(Type.Array(Type.String())),
    account: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    post: Type.Optional(Type.String()),
    department: Type.Optional(Department),
    postId: Type.Optional(Type.String()),
    role: Type.Optional(Role),
    methods: Type.Optional(Type.Array(SignInMethod)),
    /** Every post the person may act for today. */
    posts: Type.Optional(Type.Array(PostView)),
    permissions: Type.Array(Permission),
    expiresAt: Type.Optional(Type.String()),
  },
  closed,
);
export type SessionView = Static<typeof SessionView>;

/** Changes of how a person signs in, as facts name them. */
export const CREDENTIAL_CHANGES = [
  "passwordSet",
  "activated",
  "resetDone",
  "totpEnrolled",
  "totpRemoved",
  "passkeyAdded",
  "passkeyRemoved",
  "recoveryCodesMade",
  "identityLinked",
  "identityUnlinked",
  "certificateBound",
  "certificateRemoved",
] as const;
export type CredentialChange = (typeof CREDENTIAL_CHANGES)[number];

/** One of the person's own sessions. */
export const OwnSession = Type.Object(
  {
    id: Type.String(),
    /** The session that asks. */
    isThis: Type.Boolean(),
    post: Type.String(),
    methods: Type.Array(SignInMethod),
    openedAt: Type.String(),
    seenAt: Type.String(),
    address: Type.Optional(Type.String()),
    userAgent: Type.Optional(Type.String()),
  },
  closed,
);
export type OwnSession = Static<typeof OwnSession>;

/** GET /api/account: how the signed-in person signs in, and where. */
export const AccountView = Type.Object(
  {
    account: Type.String(),
    name: Type.String(),
    hasPassword: Type.Boolean(),
    /** When the authenticator app was set up; absent: it is not. */
    totpSince: Type.Optional(Type.String()),
    passkeys: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String(),
          enrolledAt: Type.String(),
          lastUsedAt: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
    recoveryCodesLeft: Type.Integer(),
    /** The unified identity: when it was linked; absent: it is not. */
    identitySince: Type.Optional(Type.String()),
    certificates: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          subject: Type.String(),
          issuer: Type.String(),
          serial: Type.String(),
          validTo: Type.String(),
        },
        closed,
      ),
    ),
    sessions: Type.Array(OwnSession),
    /** Newest first. */
    changes: Type.Array(
      Type.Object({ change: Type.Enum(CREDENTIAL_CHANGES), at: Type.String() }, closed),
    ),
    doors: Doors,
    /** False: changes need a fresh sign-in (code account.prove-again). */
    mayChange: Type.Boolean(),
    recoveryCodes: Type.Optional(Type.Array(Type.String())),
  },
  closed,
);
export type AccountView = Static<typeof AccountView>;

/** POST /api/identity/resets. Codes: reset.unknown-account, reset.own-account, reset.other-unit, reset.open-already. */
export const RequestReset = Type.Object(
  {
    account: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
    /** Also the second factors: the phone or the key is lost. */
    factors: Type.Boolean(),
    reason: Type.String({ minLength: 4, maxLength: 400 }),
  },
  closed,
);
export type RequestReset = Static<typeof RequestReset>;

export const ResetRow = Type.Object(
  {
    reset: Type.String(),
    account: Type.String(),
    name: Type.String(),
    factors: Type.Boolean(),
    reason: Type.String(),
    requestedBy: Type.String(),
    requestedByUnit: Type.String(),
    requestedAt: Type.String(),
    approvedBy: Type.Optional(Type.String()),
    approvedAt: Type.Optional(Type.String()),
    /** Whether the reader may approve it. */
    mayApprove: Type.Boolean(),
  },
  closed,
);
export type ResetRow = Static<typeof ResetRow>;
/** GET /api/identity/resets: those of the last 72 hours that concern the reader, newest first. */
export const ResetList = Type.Object({ rows: Type.Array(ResetRow) }, closed);
/** POST /api/identity/resets/:reset/approval: the link, shown once. Codes: reset.same-person, reset.same-unit, reset.own-account. */
export const ApprovedReset = Type.Object({ link: Type.String(), expiresAt: Type.String() }, closed);
