/** One browser at the doors of a test application: keeps cookies, sends the header of our own pages. */
import type { LightMyRequestResponse } from "fastify";

import type { SessionView } from "../../contract/src/session.ts";
import { hashPassword } from "../src/platform/identity/sign-in/password.ts";
import { draftSecret } from "../src/platform/identity/sign-in/totp.ts";
import { seal } from "../src/platform/seal.ts";
import { fileSecrets } from "../src/platform/secrets.ts";
import type { OfficerAccount, TestApp } from "./harness.ts";

export const PASSWORD = "seven unrelated words here";

export interface Visitor {
  readonly cookies: Map<string, string>;
  send(
    method: "GET" | "POST" | "DELETE",
    url: string,
    body?: object,
  ): Promise<LightMyRequestResponse>;
  /** Session as the server says. */
  session(): Promise<SessionView>;
}

export function createVisitor(
  app: TestApp,
  address = "192.0.2.1",
  host = "localhost:18101",
): Visitor {
  const cookies = new Map<string, string>();
  const visitor: Visitor = {
    cookies,
    async send(method, url, body) {
      const response = await app.inject({
        method,
        url,
        remoteAddress: address,
        headers: {
          host,
          "x-mingjing-csrf": "1",
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      for (const { name, value, expires, maxAge } of response.cookies) {
        const isGone = maxAge === 0 || (expires !== undefined && expires.getTime() <= 0);
        if (isGone || value === "") cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
    session: async () => (await visitor.send("GET", "/api/session")).json<SessionView>(),
  };
  return visitor;
}

/** Registers a person with post and account, gives the account a password. */
export async function addStaff(app: TestApp, staff: OfficerAccount): Promise<void> {
  await app.signIn(staff);
  await app.application.sessions.closeAll(staff.account);
  await app.database.query("UPDATE identity.account SET password_hash = $1 WHERE account = $2", [
    await hashPassword(PASSWORD),
    staff.account,
  ]);
}

/** Gives an account an authenticator app. @returns its seed */
export async function giveTotp(app: TestApp, account: string): Promise<string> {
  const key = await fileSecrets(`${app.dataDir}/secrets`)("factor-key", () => "ab".repeat(32));
  const { secret } = draftSecret(account);
  await app.database.query(
    "INSERT INTO identity.totp (account, secret, last_step) VALUES ($1, $2, 0)",
    [account, seal(secret, { key, owner: account })],
  );
  return secret;
}
