/** The cookies of sign-in. Over https they carry the prefix __Host-, so that no other host can set them. */
import type { FastifyReply, FastifyRequest } from "fastify";

import { SESSION_HOURS } from "./session.store.ts";
import { PENDING_MINUTES } from "./sign-in/pending.store.ts";

/** session: who is signed in. pending: a sign-in under way. ceremony: an exchange with a key or another site. */
export type CookieName = "session" | "pending" | "ceremony";

const LIFE_SECONDS: Readonly<Record<CookieName, number>> = {
  session: SESSION_HOURS * 3600,
  pending: PENDING_MINUTES * 60,
  ceremony: 600,
};

const nameOf = (name: CookieName, isSecure: boolean): string =>
  `${isSecure ? "__Host-" : ""}mingjing_${name}`;

export const readCookie = (
  request: FastifyRequest,
  name: CookieName,
  isSecure: boolean,
): string | undefined => request.cookies[nameOf(name, isSecure)];

export interface CookieOptions {
  readonly name: CookieName;
  readonly isSecure: boolean;
  /** Whether it must come along when another site sends the browser back (OIDC). */
  readonly fromElsewhere?: boolean;
}

export function writeCookie(
  reply: FastifyReply,
  token: string,
  { name, isSecure, fromElsewhere = false }: CookieOptions,
): void {
  reply.setCookie(nameOf(name, isSecure), token, {
    path: "/",
    httpOnly: true,
    sameSite: fromElsewhere ? "lax" : "strict",
    secure: isSecure,
    maxAge: LIFE_SECONDS[name],
  });
}

export function clearCookie(
  reply: FastifyReply,
  { name, isSecure }: Pick<CookieOptions, "name" | "isSecure">,
): void {
  reply.clearCookie(nameOf(name, isSecure), { path: "/", secure: isSecure });
}
