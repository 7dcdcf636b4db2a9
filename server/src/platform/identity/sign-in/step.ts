/** What is still missing until somebody is signed in. */
import type { Role } from "../../../../../contract/src/organisation.ts";
import type { PendingView, SignInMethod } from "../../../../../contract/src/session.ts";
import { credentialsOf } from "./credential.store.ts";
import type { Door } from "./door.ts";

/** Outside parties, for whom a second factor is their own choice; everybody else is staff (等保三级: 双因子). */
const OUTSIDERS: ReadonlySet<Role> = new Set(["entity", "agency", "bidder", "expert"]);
export const isStaff = (role: Role): boolean => !OUTSIDERS.has(role);

/** A key with its PIN, the government's identity, a certificate: these are no mere passwords. */
const STRONG: ReadonlySet<SignInMethod> = new Set([
  "totp",
  "recovery",
  "passkey",
  "oidc",
  "certificate",
  "demo",
]);
export const isStrong = (methods: readonly SignInMethod[]): boolean =>
  methods.some((method) => STRONG.has(method));

export interface Proof {
  readonly account: string;
  readonly methods: readonly SignInMethod[];
}

/** Next step; undefined when the session may open. */
export async function stepOf(
  { db, store }: Pick<Door, "db" | "store">,
  { account, methods }: Proof,
): Promise<PendingView["step"] | undefined> {
  const has = await credentialsOf(db, account);
  if (has === undefined) return undefined;
  if (!isStrong(methods)) {
    if (has.hasTotp || has.passkeys > 0) return "factor";
    const posts = await store.heldPosts(account);
    if (posts.some(({ role }) => isStaff(role))) return "enrol";
  }
  return methods.includes("password") && has.mustChange ? "password" : undefined;
}
