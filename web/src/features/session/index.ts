/** What other features and the shell may use of the session. */
export { accountApi, api, hasCode } from "./api.ts";
export { useArrival } from "./arrival.ts";
export { createQueryClient, useAccount, useSession, useSignOut } from "./session.ts";
