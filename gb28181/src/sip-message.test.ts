import { array, assert, constantFrom, property, string, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";

import { createSipFramer } from "./sip-framer.ts";
import {
  formatSip,
  MOST_HEAD_BYTES,
  parseSip,
  SipMalformed,
  type SipMessage,
  type SipRequest,
} from "./sip-message.ts";

const text = (lines: readonly string[], body = "") =>
  Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`, "latin1");

const REGISTER = [
  "REGISTER sip:34020000002000000001@3402000000 SIP/2.0",
  "Via: SIP/2.0/UDP 192.168.1.64:5060;rport;branch=z9hG4bK1",
  "From: <sip:34020000001320000001@3402000000>;tag=1",
  "Content-Length: 4",
];

/** The error of parsing, which must be ours; undefined: it was taken. */
function refusalOf(bytes: Buffer): SipMalformed | undefined {
  try {
    parseSip(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof SipMalformed) return error;
    throw error;
  }
}

const token = string({
  unit: constantFrom(..."ABCabc012-.".split("")),
  minLength: 1,
  maxLength: 12,
});
const value = string({
  unit: constantFrom(...'abc <>:;="@/\u00e9\u00bb'.split("")),
  maxLength: 40,
}).map((one) => one.trim());
const headers = array(
  token
    .filter((name) => name.length > 1 && name.toLowerCase() !== "content-length")
    .chain((name) => value.map((one) => ({ name, value: one }))),
  { maxLength: 20 },
);

describe("a SIP message", () => {
  test("is read with its compact names written out and its folded lines joined", () => {
    const lines = ["OPTIONS sip:a@b SIP/2.0", "v: SIP/2.0/UDP h", "s: one", "  two", "l: 0"];
    const message = parseSip(text(lines)) as SipRequest;
    expect(message).toMatchObject({ kind: "request", method: "OPTIONS", uri: "sip:a@b" });
    expect(message.headers.slice(0, 2)).toEqual([
      { name: "Via", value: "SIP/2.0/UDP h" },
      { name: "Subject", value: "one two" },
    ]);
  });

  test("what follows its body in a datagram is ignored (RFC 3261 §18.3)", () => {
    expect(parseSip(text(REGISTER, "bodyrest")).body.toString()).toBe("body");
  });

  test.each([
    ["a body that is cut off", text(REGISTER, "bod")],
    ["a head that does not end", Buffer.from(REGISTER.join("\r\n"))],
    ["another version", text(["REGISTER sip:a SIP/3.0"])],
    ["a line of HTTP", text(["GET / HTTP/1.1", "Host: a"])],
    ["a header without a name", text(["OPTIONS sip:a SIP/2.0", ": a"])],
    ["two lengths", text(["OPTIONS sip:a SIP/2.0", "l: 0", "Content-Length: 1"], "a")],
    ["a length below nothing", text(["OPTIONS sip:a SIP/2.0", "l: -1"])],
    ["a length of a gigabyte", text(["OPTIONS sip:a SIP/2.0", "l: 999999999"])],
    [
      "a head without measure",
      text(["OPTIONS sip:a SIP/2.0", `a: ${"b".repeat(MOST_HEAD_BYTES)}`]),
    ],
    [
      "a hundred and one headers",
      text(["OPTIONS sip:a SIP/2.0", ...Array<string>(101).fill("a: b")]),
    ],
    ["a bare line end in a header", text(["OPTIONS sip:a SIP/2.0", "a: b\nVia: c"])],
    ["a zero byte", text(["OPTIONS sip:a SIP/2.0", "a: \u0000"])],
  ])("%s is refused", (_, bytes) => {
    expect(refusalOf(bytes)).toBeInstanceOf(SipMalformed);
  });

  test("whatever arrives, parsing returns or throws SipMalformed", () => {
    assert(property(uint8Array({ maxLength: 400 }), (bytes) => void refusalOf(Buffer.from(bytes))));
    const good = text(REGISTER, "body");
    assert(
      property(
        uint8Array({ minLength: 1, maxLength: 30 }),
        uint8Array({ minLength: 30 }),
        (at, bytes) => {
          const damaged = Buffer.from(good);
          at.forEach((place, index) =>
            damaged.writeUInt8(bytes[index] ?? 0, (place * 7) % damaged.length),
          );
          refusalOf(damaged);
        },
      ),
    );
  });

  test("what is written is read back, byte by byte", () => {
    const bodies = uint8Array({ maxLength: 100 });
    assert(
      property(token, headers, bodies, (method, given, body) => {
        const message: SipMessage = {
          kind: "request",
          method: method.toUpperCase(),
          uri: "sip:a@b",
          headers: given,
          body: Buffer.from(body),
        };
        const { headers: read, ...rest } = parseSip(formatSip(message));
        expect(read).toEqual([...given, { name: "Content-Length", value: String(body.length) }]);
        expect(rest).toEqual({
          kind: "request",
          method: message.method,
          uri: "sip:a@b",
          body: message.body,
        });
      }),
    );
  });

  test("a value cannot become a line of its own", () => {
    const [message, name] = [parseSip(text(REGISTER, "body")), "X"];
    const broken = { ...message, headers: [{ name, value: "a\r\nVia: b" }] };
    expect(() => formatSip(broken)).toThrow(SipMalformed);
  });
});

describe("SIP in a stream", () => {
  test("messages come out the same however the stream is cut", () => {
    const stream = Buffer.concat([
      Buffer.from("\r\n\r\n"),
      text(REGISTER, "one!"),
      text(REGISTER, "two!"),
      Buffer.from("\r\n"),
      text(REGISTER, "six!"),
    ]);
    assert(
      property(uint8Array({ minLength: 1, maxLength: 60 }), (sizes) => {
        const framer = createSipFramer();
        const bodies: string[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = (sizes[turn % sizes.length] ?? 1) + 1;
          const found = framer.push(stream.subarray(at, at + size));
          bodies.push(...found.map(({ body }) => body.toString()));
          at += size;
        }
        expect(bodies).toEqual(["one!", "two!", "six!"]);
      }),
    );
  });

  test("a message that does not say how long it is ends the stream", () => {
    expect(() => createSipFramer().push(text(["OPTIONS sip:a SIP/2.0"]))).toThrow(SipMalformed);
  });

  test("a head that never ends is refused before it fills the memory", () => {
    const framer = createSipFramer();
    const feed = () => {
      for (let times = 0; times < 100; times += 1) framer.push(Buffer.alloc(1000, "a"));
    };
    expect(feed).toThrow("the head is too long");
  });
});
