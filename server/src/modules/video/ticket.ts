/** A ticket to pictures: for one viewing, one session and less than a minute. Pure but for HMAC. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A stream's address that is passed on is useless after so long, and at once from another session. */
export const TICKET_SECONDS = 45;

interface TicketFor {
  readonly viewing: string;
  /** Hash of the session that asked. */
  readonly session: string;
}

const signOf = (key: string, text: string): string =>
  createHmac("sha256", Buffer.from(key, "hex")).update(text).digest("base64url");

/** Tells sessions apart without holding their token. */
export const sessionMark = (token: string): string =>
  createHash("sha256").update(`video ${token}`).digest("base64url").slice(0, 22);

/** `now`: milliseconds since 1970. */
export function makeTicket(key: string, { viewing, session }: TicketFor, now: number): string {
  const ends = Math.floor(now / 1000) + TICKET_SECONDS;
  const text = `${viewing}.${session}.${ends}`;
  return `${ends}.${signOf(key, text)}`;
}

/** True for a ticket of this viewing and this session that has not run out. */
export function isGoodTicket(
  ticket: string,
  { viewing, session }: TicketFor,
  { key, now }: { readonly key: string; readonly now: number },
): boolean {
  const [ends = "", signature = ""] = ticket.split(".");
  if (!/^\d{1,12}$/.test(ends) || Number(ends) * 1000 <= now) return false;
  const [given, right] = [signature, signOf(key, `${viewing}.${session}.${ends}`)].map((text) =>
    createHash("sha256").update(text).digest(),
  );
  return given !== undefined && right !== undefined && timingSafeEqual(given, right);
}
