/** What a browser is told about its session, or about a sign-in under way. */
import type { FastifyRequest } from "fastify";

import type { Doors, PendingView, SessionView } from "../../../../contract/src/session.ts";
import { permissionsOf } from "../http/permission.ts";
import type { HeldPost } from "./rights.ts";
import { readCookie } from "./session-cookie.ts";
import type { Actor } from "./session.store.ts";
import { credentialsOf } from "./sign-in/credential.store.ts";
import type { Door } from "./sign-in/door.ts";
import { siteOf } from "./sign-in/passkey.ts";
import type { Pending } from "./sign-in/pending.store.ts";
import { stepOf } from "./sign-in/step.ts";

export function doorsOf({ settings }: Door, request: FastifyRequest): Doors {
  const { certificate } = settings;
  return {
    passkey: siteOf(settings.publicUrl, request.headers.host) !== undefined,
    oidc: settings.oidc !== undefined,
    ...(certificate === undefined ? {} : { certificate: certificate.bridge }),
  };
}

export interface Known {
  readonly actor?: Actor | undefined;
  readonly pending?: Pending | undefined;
}

export async function viewOf(
  door: Door,
  request: FastifyRequest,
  { actor, pending }: Known,
): Promise<SessionView> {
  const demo = door.isDemo();
  const base = {
    demo,
    demoAccounts: demo ? await demoAccounts(door) : [],
    setUpNeeded: !demo && (await door.store.countAccounts()) === 0,
    doors: doorsOf(door, request),
  };
  if (actor === undefined) {
    const shown = pending === undefined ? undefined : await pendingView(door, pending);
    const under = shown === undefined ? {} : { pending: shown };
    return { ...base, ...under, signedIn: false, permissions: [] };
  }
  const { account, name, post, postId, department, role, methods, expiresAt } = actor;
  const held = await door.store.heldPosts(account);
  return {
    ...base,
    signedIn: true,
    account,
    name,
    post,
    postId,
    role,
    department,
    methods: [...methods],
    posts: held.map(postView),
    permissions: permissionsOf(door.permissions, role),
    expiresAt,
  };
}

/** The sign-in that this browser began, if there is one. */
export async function findPending(
  door: Door,
  request: FastifyRequest,
): Promise<(Pending & { readonly token: string }) | undefined> {
  const token = readCookie(request, "pending", door.isSecure);
  const pending = token === undefined ? undefined : await door.pending.find(token);
  return token === undefined || pending === undefined ? undefined : { ...pending, token };
}

async function pendingView(door: Door, pending: Pending): Promise<PendingView | undefined> {
  const { account, methods, name, expiresAt } = pending;
  const has = await credentialsOf(door.db, account);
  const step = await stepOf(door, { account, methods });
  if (has === undefined || step === undefined) return undefined;
  return {
    step,
    name,
    factors: [
      ...(has.hasTotp ? (["totp"] as const) : []),
      ...(has.passkeys > 0 ? (["passkey"] as const) : []),
      ...(has.recoveryCodes > 0 ? (["recovery"] as const) : []),
    ],
    expiresAt: expiresAt.toISOString(),
  };
}

const postView = ({ post, title, role, unit, unitName, basis, until }: HeldPost) => ({
  post,
  title,
  role,
  unit: { id: unit, name: unitName },
  basis,
  ...(until === null ? {} : { until }),
});

/** Accounts of the demo door with the post that each acts in first. */
async function demoAccounts({ store }: Door): Promise<SessionView["demoAccounts"]> {
  const accounts = await store.listDemoAccounts();
  const posts = await store.firstPosts(accounts.map(({ account }) => account));
  return accounts.flatMap(({ account, name }) => {
    const held = posts.get(account);
    if (held === undefined) return [];
    const { title, role, unit, unitName } = held;
    return [{ account, name, post: title, role, department: { id: unit, name: unitName } }];
  });
}
