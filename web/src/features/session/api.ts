/** The one client of this page; the cookie of the session goes with every request. */
import { createAccountClient } from "../../../../contract/src/account-client.ts";
import { createClient, ProblemError } from "../../../../contract/src/client.ts";

export const api = createClient();
export const accountApi = createAccountClient();

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ProblemError && error.code === code;
}
