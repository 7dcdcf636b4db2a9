import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readLines } from "./bytes.ts";
import {
  type CsvRecord,
  type DamagedRecord,
  guessDelimiter,
  parseRecord,
  readRecords,
} from "./csv-records.ts";
import { csvLine } from "./ggzy-export.ts";
import { bytesOf } from "./test-support.ts";

async function records(text: string): Promise<(CsvRecord | DamagedRecord)[]> {
  const found = [];
  for await (const record of readRecords(readLines(bytesOf(text, 64)), ",")) found.push(record);
  return found;
}

const cells = (found: readonly (CsvRecord | DamagedRecord)[]) =>
  found.map((record) => ("cells" in record ? record.cells : record.damaged));

describe("parseRecord", () => {
  test("quotes hold delimiters and doubled quotes", () => {
    expect(parseRecord('a,"b,""c""",', ",")).toEqual(["a", 'b,"c"', ""]);
  });

  test("an open quote and a misplaced quote are told apart", () => {
    expect(parseRecord('a,"b', ",")).toBe("open");
    expect(parseRecord('a,"b"c', ",")).toBe("bad");
  });

  test("a quote inside an unquoted cell is text", () => {
    expect(parseRecord('2" pipe,3', ",")).toEqual(['2" pipe', "3"]);
  });
});

describe("readRecords", () => {
  test("a field may go over several lines", async () => {
    expect(cells(await records('a,b\n1,"two\nlines"\n3,4\n'))).toEqual([
      ["a", "b"],
      ["1", "two\nlines"],
      ["3", "4"],
    ]);
  });

  test("a lost quote costs its own line only", async () => {
    expect(cells(await records('a,b,c\n1,"x,2\n3,4,5\n6,7",8\n9,9,9\n'))).toEqual([
      ["a", "b", "c"],
      "quote",
      ["3", "4", "5"],
      ["6", '7"', "8"],
      ["9", "9", "9"],
    ]);
  });

  test("lines with too few cells are refused, empty cells too many are passed over", async () => {
    expect(cells(await records("a,b\n1\n2,3,,\n4,5,6\n"))).toEqual([
      ["a", "b"],
      "columns",
      ["2", "3"],
      "columns",
    ]);
  });

  test("NUL and bytes that are no text are refused", async () => {
    expect(cells(await records("a,b\n1,\0\n2,\uFFFD\n"))).toEqual([["a", "b"], "nul", "encoding"]);
  });

  test("what csvLine writes is read back", async () => {
    const cell = fc
      .string({ maxLength: 12 })
      .map((text) => text.replaceAll(/[\r\n\0\uFFFD\uFEFF]/g, "·"));
    const row = fc
      .array(cell, { minLength: 3, maxLength: 3 })
      .filter((texts) => texts.join("").trim() !== "");
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = csvLine(["a", "b", "c"]) + rows.map(csvLine).join("");
        expect(cells(await records(text)).slice(1)).toEqual(rows);
      }),
      { numRuns: 80 },
    );
  });
});

test("the delimiter is the mark the header uses most", () => {
  expect(guessDelimiter("a;b;c,d")).toBe(";");
  expect(guessDelimiter("a\tb")).toBe("\t");
  expect(guessDelimiter("one")).toBe(",");
});
