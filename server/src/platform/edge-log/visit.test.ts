import { expect, test } from "vitest";

import { formatVisits, parseVisits, visitOf } from "./visit.ts";

const AT = new Date("2026-06-01T08:07:31.417Z");
const seen = (more: object) =>
  visitOf(AT, {
    address: "198.51.100.7",
    peer: { address: "198.51.100.7", port: 50_123 },
    portHeader: undefined,
    ...more,
  });

test("second, address and port of the connection are kept", () => {
  expect(seen({})).toEqual({ second: 1_780_301_251, address: "198.51.100.7", port: 50_123 });
});

test("behind a proxy the port is the one that it tells, not its own", () => {
  const peer = { address: "127.0.0.1", port: 40_000 };
  expect(seen({ peer }).port).toBeUndefined();
  expect(seen({ peer, portHeader: "61001" }).port).toBe(61_001);
  for (const portHeader of ["0", "65536", "1.5", "a", "", ["1", "2"]])
    expect(seen({ peer, portHeader }).port).toBeUndefined();
});

test("a visitor without a proxy does not choose the port that is kept", () => {
  expect(seen({ portHeader: "61001" }).port).toBe(50_123);
});

test("text that is no address leaves the proxy's", () => {
  const peer = { address: "10.0.0.1", port: 40_000 };
  expect(seen({ address: "unknown\n1 1.2.3.4 5", peer })).toMatchObject({ address: "10.0.0.1" });
  expect(seen({ address: "::ffff:192.0.2.1" }).address).toBe("192.0.2.1");
});

test("what is written is read again", () => {
  const visits = [seen({}), seen({ address: "2001:db8::1", peer: {} })];
  expect(parseVisits(formatVisits(visits))).toEqual(visits);
});
