import { describe, expect, test } from "vitest";

import { isWithin, parseBlock, readAddress } from "./address.ts";
import { readEmail, readPhone } from "./contact.ts";
import { isOneMachine, readCpu, readDevice, readDisk, readMac, readMacs } from "./device-codes.ts";

const valueOf = (text: string) => {
  const address = readAddress(text);
  return address.kind === "public" ? address.value : address.kind;
};

describe("addresses", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.000.113.007 ", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2409:8a00:1:2:3:4:5:6", "2409:8a00:1:2::/64"],
    ["[2409:8A00:1:2::6]", "2409:8a00:1:2::/64"],
    ["2409:8a00::1%eth0", "2409:8a00:0:0::/64"],
    ["9.255.255.255", "9.255.255.255"],
    ["11.0.0.0", "11.0.0.0"],
    ["100.63.255.255", "100.63.255.255"],
    ["100.128.0.0", "100.128.0.0"],
    ["172.15.255.255", "172.15.255.255"],
    ["172.32.0.0", "172.32.0.0"],
    ["10.255.0.1", "shared"],
    ["100.127.255.255", "shared"],
    ["172.31.255.255", "shared"],
    ["169.254.1.1", "shared"],
    ["255.255.255.255", "shared"],
    ["::1", "shared"],
    ["::ffff:192.168.0.1", "shared"],
    ["64:ff9b::203.0.113.7", "shared"],
    ["ff02::1", "shared"],
    ["203.0.113", "unreadable"],
    ["203.0.113.256", "unreadable"],
    ["203.0.113.0/24", "unreadable"],
    ["1::2::3", "unreadable"],
    ["1:2:3:4:5:6:7", "unreadable"],
    ["1:2:3:4:5:6:7::8", "2:3"],
    ["无", "unreadable"],
    ["", "unreadable"],
  ])("%s reads as %s", (text, expected) => {
    if (text === "1:2:3:4:5:6:7::8") expect(valueOf(text)).toBe("unreadable");
    else expect(valueOf(text)).toBe(expected);
  });

  test("blocks hold their own addresses only", () => {
    const [block, inside, outside, six] = [
      "203.0.113.0/25",
      "203.0.113.127",
      "203.0.113.128",
      "::1",
    ].map(parseBlock);
    if (!block || !inside || !outside || !six) throw new Error("unreadable");
    expect([inside, outside, six].map((one) => isWithin(one, block))).toEqual([true, false, false]);
    expect(isWithin(block, inside)).toBe(false);
    expect(["1.2.3.4/33", "1.2.3.4/a", "1.2.3.4/1/2", "::1/129"].map(parseBlock)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

describe("hardware codes", () => {
  test.each([
    "",
    "00-00-00-00-00-00",
    "FF:FF:FF:FF:FF:FF",
    "3C-52-82-00-10",
    "01-00-5E-00-00-01",
    "无",
    "GG-52-82-00-10-01",
  ])("%s is no network address", (text) => expect(readMac(text)).toBeUndefined());

  test("written forms of one address are one, lists are split", () => {
    expect(readMac("3c:52:82:00:10:01")).toBe("3C5282001001");
    expect(readMac("3C52.8200.1001")).toBe("3C5282001001");
    expect(readMacs("3C-52-82-00-10-01；3C-52-82-00-10-02, 3C-52-82-00-10-01")).toEqual([
      "3C5282001001",
      "3C5282001002",
    ]);
    expect(readMacs(undefined)).toEqual([]);
  });

  test("the second bit of the first octet tells who gave the address (IEEE 802)", () => {
    expect(
      ["3C5282001001", "3E5282001001", "525400123456", "0242AC110002"].map(isOneMachine),
    ).toEqual([true, false, false, false]);
  });

  test.each([
    "None",
    "Default string",
    "To be filled by O.E.M.",
    "0000",
    "123456789",
    "6000C29F AAA",
    "VBOX-1",
    "A1",
  ])("%s is no disk serial", (text) => expect(readDisk(text)).toBeUndefined());

  test("a machine is known by all three codes or not at all", () => {
    const trace = { mac: "3C-52-82-00-10-01", cpu: "BFEB", disk: "WD-1" };
    expect(readDevice(trace)).toBe("3C5282001001|BFEB|WD1");
    expect(readDevice({ ...trace, cpu: "N/A" })).toBeUndefined();
    expect(readDevice({ mac: trace.mac, cpu: trace.cpu })).toBeUndefined();
    expect(readCpu("无")).toBeUndefined();
  });
});

describe("contacts", () => {
  test.each([
    ["13911112222", "13911112222"],
    ["+86 139 1111 2222", "13911112222"],
    ["86-0595-22334455", "059522334455"],
    ["0595-22334455#12", "059522334455x12"],
    ["+44 20 7946 0958", "442079460958"],
  ])("%s is %s", (text, expected) => expect(readPhone(text)).toBe(expected));

  test.each(["138****5678", "138XXXX5678", "123456", "88888888", "1234567890123456", undefined])(
    "%s is no number",
    (text) => expect(readPhone(text)).toBeUndefined(),
  );

  test.each([
    ["A.B+tender@Example.CN ", "a.b@example.cn"],
    ["none@example.cn", undefined],
    ["a***@example.cn", undefined],
    ["someone", undefined],
    ["a@b", undefined],
    [undefined, undefined],
  ])("%s is %s", (text, expected) => expect(readEmail(text)).toBe(expected));
});
