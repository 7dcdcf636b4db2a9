/** Sign-in and sessions (first cut). */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { closed } from "./values.ts";

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
    permissions: Type.Array(Permission),
    expiresAt: Type.Optional(Type.String()),
  },
  closed,
);
export type SessionView = Static<typeof SessionView>;
