import { assert, constantFrom, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import {
  parseAddress,
  parseDigest,
  parseSequence,
  parseVia,
  splitOutsideQuotes,
  userOf,
} from "./header-values.ts";
import { SipMalformed } from "./sip-message.ts";

describe("addresses", () => {
  test.each([
    ["<sip:34020000001320000001@3402000000>;tag=a1", "34020000001320000001", "a1"],
    ['"Hall; <1>" <sip:12@h:5060;transport=tcp>;tag=b', "12", "b"],
    ["sip:12@h;tag=c", "12", "c"],
    ["Hall <sips:12@h>;x;tag=d", "12", "d"],
  ])("%s", (value, user, tag) => {
    const { uri, parameters } = parseAddress(value);
    expect([userOf(uri), parameters.get("tag")]).toEqual([user, tag]);
  });

  test.each(["", "<>", "tel:123", "<sip:>", "<sip:a b@h>", "sip:h", "sip:../../etc@h"])(
    "%j names no device",
    (value) => {
      expect(() => userOf(parseAddress(value).uri)).toThrow(SipMalformed);
    },
  );
});

test("a Digest is read with its quotes, commas and spaces", () => {
  const text = 'Digest username="a\\"b", realm="x, y",nc=00000001 ,  qop=auth, uri="sip:a=b@c"';
  expect(Object.fromEntries(parseDigest(text))).toEqual({
    username: 'a"b',
    realm: "x, y",
    nc: "00000001",
    qop: "auth",
    uri: "sip:a=b@c",
  });
  expect(() => parseDigest("Basic abc")).toThrow(SipMalformed);
});

test("Via and CSeq", () => {
  const via = parseVia("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9");
  expect([via.sentBy, via.parameters.get("branch")]).toEqual(["10.0.0.1:5060", "z9"]);
  expect(parseSequence("12 register")).toEqual({ number: 12, method: "REGISTER" });
  for (const bad of ["", "x", "1", "-1 A", "4294967296 A"])
    expect(() => parseSequence(bad)).toThrow(SipMalformed);
});

test("no value makes a parser throw anything but SipMalformed, and pieces keep each character", () => {
  const unit = constantFrom(...'sip:@<>";=,\\ a1*%'.split(""));
  assert(
    property(string({ unit, maxLength: 60 }), (value) => {
      expect(splitOutsideQuotes(value, ";").join(";").replaceAll(" ", "")).toBe(
        value.replaceAll(" ", ""),
      );
      for (const parse of [parseAddress, parseVia, parseSequence, parseDigest, userOf]) {
        try {
          parse(value);
        } catch (error) {
          expect(error).toBeInstanceOf(SipMalformed);
        }
      }
    }),
  );
});
