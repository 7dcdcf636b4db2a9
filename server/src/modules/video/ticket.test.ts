import { expect, test } from "vitest";

import { isGoodTicket, makeTicket, sessionMark, TICKET_SECONDS } from "./ticket.ts";

const KEY = "ab".repeat(32);
const NOW = Date.parse("2026-03-02T01:30:00Z");
const WANTED = { viewing: "3f".repeat(16), session: sessionMark("token of a session") };
const ticket = makeTicket(KEY, WANTED, NOW);

test("a ticket opens one viewing for one session, for less than a minute", () => {
  expect(TICKET_SECONDS).toBeLessThanOrEqual(60);
  const good = (wanted: typeof WANTED, now: number, key = KEY) =>
    isGoodTicket(ticket, wanted, { key, now });
  expect(good(WANTED, NOW + (TICKET_SECONDS - 1) * 1000)).toBe(true);
  expect(good(WANTED, NOW + TICKET_SECONDS * 1000)).toBe(false);
  expect(good({ ...WANTED, session: sessionMark("another") }, NOW)).toBe(false);
  expect(good({ ...WANTED, viewing: "40".repeat(16) }, NOW)).toBe(false);
  expect(good(WANTED, NOW, "ac".repeat(32))).toBe(false);
});

test("no changed character passes", () => {
  for (let at = 0; at < ticket.length; at += 1) {
    const other = ticket[at] === "1" ? "2" : "1";
    const changed = ticket.slice(0, at) + other + ticket.slice(at + 1);
    if (changed === ticket) continue;
    expect(isGoodTicket(changed, WANTED, { key: KEY, now: NOW }), `character ${at}`).toBe(false);
  }
  for (const bad of ["", ".", "1e9.x", `${ticket}.x`.slice(0, 12)])
    expect(isGoodTicket(bad, WANTED, { key: KEY, now: NOW })).toBe(false);
});
