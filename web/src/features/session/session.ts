/** Who is signed in, as the server says. */
import {
  MutationCache,
  QueryCache,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import { ProblemError } from "../../../../contract/src/client.ts";
import type { SessionView } from "../../../../contract/src/session.ts";
import { api, hasCode } from "./api.ts";
import { arrive, leave } from "./arrival.ts";

const SESSION_KEY = ["session"] as const;
const MOST_RETRIES = 2;

/** A refusal is an answer; only faults and lost connections are worth another try. */
function isWorthRetry(failures: number, error: unknown): boolean {
  const isRefusal = error instanceof ProblemError && error.status >= 400 && error.status < 500;
  return !isRefusal && failures < MOST_RETRIES;
}

/** Marks the session as ended, so that the sign-in form takes the place of every page. */
function endSession(client: QueryClient): void {
  client.setQueryData<SessionView>(SESSION_KEY, (before) => {
    if (before === undefined) return before;
    const { pending: _pending, ...rest } = before;
    return { ...rest, signedIn: false };
  });
}

/**
 * Requests go out even when the browser believes to be offline: a refusal in words and a kept draft
 * are better than a button that waits without end.
 */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (hasCode(error, "session.required")) endSession(client);
  };
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: isWorthRetry, staleTime: 10_000, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
  });
  return client;
}

export function useSession() {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => api.getSession(signal),
    staleTime: 60_000,
  });
}

/** Account of the signed-in officer; empty before sign-in. */
export function useAccount(): string {
  return useSession().data?.account ?? "";
}

type Credentials =
  | { readonly account: string; readonly password: string }
  | { readonly account: string; readonly demo: true };

/** Opens a session by `send`; whatever another account had read is forgotten. */
export function useEntry<Body>(send: (body: Body) => Promise<SessionView>, isArrival = true) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: ({ recoveryCodes = [], ...session }) => {
      if (session.signedIn && isArrival) arrive(recoveryCodes);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
      client.setQueryData<SessionView>(SESSION_KEY, session);
      return client.invalidateQueries({ queryKey: SESSION_KEY });
    },
  });
}

const signInWith = (credentials: Credentials) =>
  "demo" in credentials
    ? api.signInDemo({ account: credentials.account })
    : api.signIn({ account: credentials.account, password: credentials.password });

export const useSignIn = () => useEntry(signInWith);

/** Goes on in another post of one's own. */
export const useSwitchPost = () => useEntry((post: string) => api.switchPost({ post }), false);

/** The first account, by the one-time link; its second factor comes next. */
export const useSetUp = () => useEntry(api.setUp);

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.signOut(),
    onSuccess: () => {
      leave();
      endSession(client);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
      return client.invalidateQueries({ queryKey: SESSION_KEY });
    },
  });
}
