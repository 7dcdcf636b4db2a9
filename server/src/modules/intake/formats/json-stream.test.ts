import { describe, expect, test } from "vitest";

import { type JsonRecord, readJsonRecords } from "./json-stream.ts";
import { parseJsonExactly } from "./json-values.ts";
import { bytesOf } from "./test-support.ts";

async function read(text: string, wholeBytes?: number, chunk = 5): Promise<JsonRecord[]> {
  const reading = {
    arrays: ["releases", "records"],
    isRecord: (document: object) => "compiledRelease" in document,
    ...(wholeBytes === undefined ? {} : { wholeBytes }),
  };
  const found = [];
  for await (const record of readJsonRecords(bytesOf(text, chunk), reading)) found.push(record);
  return found;
}

const values = (records: readonly JsonRecord[]) =>
  records.map((record) => ("value" in record ? record.value : "damaged"));

const PACKAGE = JSON.stringify(
  {
    uri: 'x {["releases":[',
    extra: [{ no: 1 }],
    releases: [
      { id: "1", text: 'a "{" \\' },
      { id: "2", deep: [{}] },
    ],
  },
  undefined,
  1,
);

describe.each([
  ["parsed whole", undefined],
  ["cut from the stream", 0],
])("a package %s", (_, wholeBytes) => {
  test("gives the elements of the wanted array", async () => {
    expect(values(await read(PACKAGE, wholeBytes))).toEqual([
      { id: "1", text: 'a "{" \\' },
      { id: "2", deep: [{}] },
    ]);
  });

  test("as a bare array gives its elements", async () => {
    expect(values(await read('[{"id":1},{"id":[{"id":2}]}]', wholeBytes))).toEqual([
      { id: 1 },
      { id: [{ id: 2 }] },
    ]);
  });

  test("as JSON lines gives the lines", async () => {
    const text = '{"id":1}\n\n{"id":2,"releases":[]}\n';
    expect((await read(text, wholeBytes, 4096)).map((record) => record.number)).toEqual([1, 3]);
  });
});

test("a record that holds releases is one record", async () => {
  expect(await read('{"releases":[{"id":1}],"compiledRelease":{}}')).toHaveLength(1);
});

test("a damaged line costs itself only", async () => {
  expect(values(await read('{"id":1}\n{"id":\n{"id":3}\n'))).toEqual([
    { id: 1 },
    "damaged",
    { id: 3 },
  ]);
});

test("a lost quote in a package costs one element", async () => {
  const text = '{"releases":[\n{"id":"1"},\n{"id":"2},\n{"id":"3"}\n]}';
  expect(values(await read(text))).toEqual([{ id: "1" }, "damaged", { id: "3" }]);
});

test("a file that breaks off tells that its last record is damaged", async () => {
  expect(values(await read('{"releases":[{"id":"1"},{"id":"2"'))).toEqual([{ id: "1" }, "damaged"]);
});

test("numbers beyond the reach of floating point stay exact", () => {
  expect(parseJsonExactly('{"amount":12345678901234567.89,"small":1.5}')).toEqual({
    amount: "12345678901234567.89",
    small: 1.5,
  });
});
