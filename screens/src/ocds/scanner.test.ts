import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { SCANNER_SOURCE_SHA256 } from "./scanner-code.ts";
import { LINE, Scanner } from "./scanner.ts";

test("the code that runs was built from the source that is read", () => {
  const source = readFileSync(new URL("../../scanner/scanner.as", import.meta.url));
  const hash = createHash("sha256").update(source).digest("hex");
  expect(hash, "the source changed: run npm run scanner").toBe(SCANNER_SOURCE_SHA256);
});

test("a line far longer than the first room is read, and what was there before is kept", () => {
  const scanner = new Scanner();
  scanner.reserve(16);
  scanner.bytes.write('{"ocid":"a');
  const name = "长".repeat(100_000);
  const line = Buffer.from(`{"ocid":"a${name}"}`);
  scanner.reserve(line.length);
  expect(scanner.bytes.subarray(0, 10).toString()).toBe('{"ocid":"a');
  line.copy(scanner.bytes);
  expect(scanner.scan(0, line.length)).toBe(1);
  expect(scanner.scan(0, line.length - 1)).toBe(LINE.notJson);
});

test("as many events as bytes allow fit behind the text", () => {
  const scanner = new Scanner();
  const line = Buffer.from(`{"bids":{"details":[{"tenderers":[${"1,".repeat(50_000)}1]}]}}`);
  scanner.reserve(line.length);
  line.copy(scanner.bytes);
  const events = scanner.scan(0, line.length);
  expect(events).toBe(50_005);
  expect(events * 4).toBeLessThanOrEqual(scanner.events.length);
});
