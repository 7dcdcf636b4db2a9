/** Sign-in and sessions (first cut). */
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
/** POST /api/session/setup: the first account, by the one-time link. Codes: session.link-used. */
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
