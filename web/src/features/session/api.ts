/** The one client of this page; the cookie of the session goes with every request. */
import { createClient, ProblemError } from "../../../../contract/src/client.ts";

export const api = createClient();

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ProblemError && error.code === code;
}
