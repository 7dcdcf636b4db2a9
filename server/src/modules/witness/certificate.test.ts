import { expect, test } from "vitest";

import { rowHash } from "../../../../verifier/src/index.ts";
import { isShown, numberOf, rootOfRows, rowsOf, titleLine } from "./certificate.ts";
import { nodeHashOf } from "./hash.ts";

const shownRow = (place: number, occurredAt = "2026-09-21T02:00:00.000Z") => ({
  digest: String(place).padStart(128, "0"),
  kind: "procurement.bids-opened",
  leafIndex: place,
  occurredAt,
  recordedAt: "2026-09-21T02:00:01.000Z",
});
const hidden = (count: number) =>
  Array.from({ length: count }, (_, index) => `${index}`.padStart(128, "f"));
const KEY = "ab".repeat(32);

test("rows come in sixteens, shown ones first in order of time", () => {
  const shown = [shownRow(3, "2026-09-22T00:00:00.000Z"), shownRow(7), shownRow(5)];
  const rows = rowsOf({ shown, hidden: hidden(2), fillerKey: KEY });
  expect(rows).toHaveLength(16);
  expect(rows.filter(isShown).map(({ leafIndex }) => leafIndex)).toEqual([5, 7, 3]);
  expect(rows.slice(3).every((row) => !isShown(row))).toBe(true);
  expect(rowsOf({ shown, hidden: hidden(14), fillerKey: KEY })).toHaveLength(32);
  expect(rowsOf({ shown: [], hidden: [], fillerKey: KEY })).toHaveLength(16);
});

test("what is not released looks like filler, and its place says nothing", () => {
  const digests = hidden(3);
  const rows = rowsOf({ shown: [shownRow(1)], hidden: digests, fillerKey: KEY });
  const sealed = rows.slice(1).map((row) => ("digest" in row ? row.digest : ""));
  expect(sealed).toEqual(sealed.toSorted());
  expect(sealed).toEqual(expect.arrayContaining(digests));
  for (const row of rows.slice(1)) expect(Object.keys(row)).toEqual(["digest"]);
  expect(new Set(sealed).size).toBe(15);
});

test("the same facts under the same key give the same rows; another key gives other filler", () => {
  const input = { shown: [shownRow(1)], hidden: hidden(1), fillerKey: KEY };
  expect(rowsOf(input)).toEqual(rowsOf(input));
  expect(rootOfRows(rowsOf(input))).not.toEqual(
    rootOfRows(rowsOf({ ...input, fillerKey: "cd".repeat(32) })),
  );
});

test("the root over the rows is the one that the verifier computes", () => {
  const rows = rowsOf({ shown: [shownRow(1)], hidden: hidden(2), fillerKey: KEY });
  let level: Buffer[] = rows.map((row) => Buffer.from(rowHash(row)));
  while (level.length > 1)
    level = level.flatMap((left, index) =>
      index % 2 === 0 ? [nodeHashOf(left, level[index + 1] ?? left)] : [],
    );
  expect(rootOfRows(rows)).toEqual(level[0]);
});

test("the number is the beginning of the seal's content hash; a title is one line", () => {
  expect(numberOf("0123456789abcdef01234567".padEnd(64, "0"))).toBe("MJ-0123456789ABCDEF01234567");
  expect(titleLine("一\n二\u2028三")).toBe("一 二 三");
  expect(titleLine("字".repeat(500))).toHaveLength(400);
});

test("more rows than a certificate may have are an error, not a shorter list", () => {
  expect(() => rowsOf({ shown: [], hidden: hidden(16_400), fillerKey: KEY })).toThrow(RangeError);
});
