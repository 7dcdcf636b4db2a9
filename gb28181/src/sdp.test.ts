import { assert, constantFrom, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { formatOffer, formatSsrc, liveSsrc, parseAnswer, SdpMalformed } from "./sdp.ts";

test("annex F: the SSRC of a live stream is 0, five digits of the platform, four of a serial number", () => {
  expect(formatSsrc(liveSsrc("34020000002000000001", 1))).toBe("0200000001");
  expect(formatSsrc(liveSsrc("34088001002000000001", 12_345))).toBe("0880012345");
});

test.each([
  ["udp", "RTP/AVP", undefined],
  ["tcp-passive", "TCP/RTP/AVP", "a=setup:passive"],
  ["tcp-active", "TCP/RTP/AVP", "a=setup:active"],
] as const)("the offer for %s", (transport, profile, setup) => {
  const lines = formatOffer({
    channelId: "1",
    host: "10.0.0.1",
    port: 30_000,
    transport,
    ssrc: 100_000_001,
  })
    .toString()
    .split("\r\n");
  expect(lines).toContain("s=Play");
  expect(lines).toContain("c=IN IP4 10.0.0.1");
  expect(lines).toContain(`m=video 30000 ${profile} 96`);
  expect(lines).toContain("a=rtpmap:96 PS/90000");
  expect(lines.find((line) => line.startsWith("a=setup"))).toBe(setup);
  expect(lines.at(-2)).toBe("y=0100000001");
});

const read = (...lines: string[]) => parseAnswer(Buffer.from(lines.join("\r\n")));

describe("an answer", () => {
  test("names address, port and SSRC", () => {
    const answer = read(
      "v=0",
      "c=IN IP4 10.0.0.9",
      "m=video 9712 RTP/AVP 98 97",
      "a=rtpmap:98 H264/90000",
      "a=rtpmap:97 PS/90000",
      "y=0100000001",
      "f=v/0/0/0/0/0a/0/0/0",
    );
    expect(answer).toEqual({ address: "10.0.0.9", port: 9712, payloadType: 97, ssrc: 100_000_001 });
  });

  test("may leave out rtpmap and SSRC; the address of the picture goes before that of the session", () => {
    const answer = read("c=IN IP4 10.0.0.9", "m=video 5 TCP/RTP/AVP 96", "c=IN IP4 10.0.0.8", "y=");
    expect(answer).toEqual({ address: "10.0.0.8", port: 5, payloadType: 96, ssrc: undefined });
  });

  test.each([
    ["nothing", []],
    ["no address", ["m=video 5 RTP/AVP 96"]],
    ["no picture", ["c=IN IP4 1.1.1.1", "m=audio 5 RTP/AVP 8"]],
    ["a port that is none", ["c=IN IP4 1.1.1.1", "m=video 70000 RTP/AVP 96"]],
    ["H.264 alone", ["c=IN IP4 1.1.1.1", "m=video 5 RTP/AVP 96", "a=rtpmap:96 H264/90000"]],
    ["an SSRC too large", ["c=IN IP4 1.1.1.1", "m=video 5 RTP/AVP 96", "y=9999999999"]],
    ["a host name", ["c=IN IP4 metadata.internal", "m=video 5 RTP/AVP 96"]],
  ])("with %s is refused", (_, lines) => {
    expect(() => read(...lines)).toThrow(SdpMalformed);
  });

  test("whatever it says, reading returns or throws SdpMalformed", () => {
    const line = constantFrom(
      "m=video 1 RTP/AVP 96",
      "c=IN IP4 1.2.3.4",
      "y=1",
      "a=rtpmap:96 PS/1",
      "m=",
    );
    assert(
      property(string({ unit: line }), string({ maxLength: 40 }), (known, other) => {
        try {
          read(known.replaceAll("m=", "\nm=").replaceAll("c=", "\nc="), other);
        } catch (error) {
          expect(error).toBeInstanceOf(SdpMalformed);
        }
      }),
    );
  });
});
