/** What an audit makes again, and what it says when a server leaves out, changes or exchanges something. */
import { describe, expect, test } from "vitest";

import { aRecord, testRecordHash } from "../../../verifier/test/build-answer.ts";
import { mapRootOf, testMapKey } from "../../../verifier/test/map-tree.ts";
import { rootOf } from "../../../verifier/test/merkle-tree.ts";
import { type EntryRow, tilePath } from "./download.ts";
import { examineRecords } from "./examine.ts";
import { mapRoot, treeRoot } from "./rebuild.ts";

const PROCESS = "process:ocds-mj0001-TEST-0001";
const FIRM = "firm:91350100M000100Y43";
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function world() {
  const contents: [string, number[]][] = [
    [PROCESS, [1, 2, 3]],
    [FIRM, [2]],
  ];
  const rows = contents.flatMap(([key, records]) =>
    records.map((number, position) => ({
      n: position,
      key,
      position,
      hash: hex(testRecordHash(aRecord(number))),
      record: aRecord(number) as unknown as EntryRow["record"],
    })),
  );
  const keys = contents.map(([key, records]) => ({
    key,
    size: records.length,
    root: hex(rootOf(records.map((number) => testRecordHash(aRecord(number))))),
  }));
  return { rows, keys };
}

const seen = () => {
  const { keys, rows } = world();
  return examineRecords({ keys }, rows, {}).keys;
};

function codesOf(rows: readonly EntryRow[], keys = world().keys, before = seen()) {
  const { findings } = examineRecords({ keys }, rows, before);
  return findings.map(({ code, key, params, what }) => [code, key, params["position"], what?.id]);
}

const idOf = (number: number) => aRecord(number)["id"];
const without = (key: string, position: number) =>
  world().rows.filter((row) => row.key !== key || row.position !== position);
const changed = (key: string, position: number, change: Partial<EntryRow>) =>
  world().rows.map((row) =>
    row.key === key && row.position === position ? { ...row, ...change } : row,
  );

describe("records", () => {
  test("that are all there have no findings, and make the roots of their keys", () => {
    const { keys, rows } = world();
    const { findings, values } = examineRecords({ keys }, rows, seen());
    expect(findings).toEqual([]);
    expect(values.map(({ root }) => hex(root))).toEqual(keys.map(({ root }) => root));
  });

  test("that are missing are named by what was seen last, or by the other key that has them", () => {
    expect(codesOf(without(PROCESS, 1))).toEqual([
      ["missing", PROCESS, 2, idOf(2)],
      ["elsewhere", PROCESS, undefined, idOf(2)],
    ]);
    expect(codesOf(without(PROCESS, 2), world().keys, {})).toEqual([
      ["missing", PROCESS, 3, undefined],
    ]);
  });

  test("that were changed, exchanged or emptied are told apart", () => {
    const other = aRecord(9) as unknown as EntryRow["record"];
    expect(codesOf(changed(PROCESS, 0, { record: other }))[0]).toEqual([
      "changed",
      PROCESS,
      1,
      idOf(1),
    ]);
    const hash = hex(testRecordHash(aRecord(9)));
    expect(codesOf(changed(PROCESS, 0, { record: other, hash }))[0]?.[0]).toBe("rewritten");
    expect(codesOf(changed(PROCESS, 0, { record: null }))[0]?.[0]).toBe("unexplained");
    expect(codesOf(changed(PROCESS, 0, { record: other, hash }), world().keys, {})[0]?.[0]).toBe(
      "root",
    );
  });

  test("of a key that shrank or is gone are missed", () => {
    const [first, firm] = world().keys;
    const shrunk = [{ ...first, key: PROCESS, size: 2, root: "" }, firm].flatMap(
      (key) => key ?? [],
    );
    expect(codesOf(world().rows, shrunk)[0]).toEqual(["missing", PROCESS, 3, idOf(3)]);
    expect(codesOf(world().rows, world().keys.slice(0, 1))).toContainEqual([
      "key-missing",
      FIRM,
      undefined,
      idOf(2),
    ]);
  });
});

test("log and map are made as they are defined", () => {
  const hashes = Array.from({ length: 37 }, (_, index) => testMapKey(String(index)));
  for (const size of [0, 1, 2, 5, 32, 37])
    expect(hex(treeRoot(hashes, 0, size))).toBe(hex(rootOf(hashes.slice(0, size))));
  const values = hashes.map((root, index) => ({ key: `firm:${index}`, size: index + 1, root }));
  const leaves = values.map(({ key, root, size }) => ({ mapKey: testMapKey(key), size, root }));
  expect(hex(mapRoot(values))).toBe(hex(mapRootOf(leaves)));
});

test("tiles have the paths of c2sp.org/tlog-tiles", () => {
  expect([tilePath(0, 256), tilePath(67, 112), tilePath(1_234_067, 256)]).toEqual([
    "000",
    "067.p/112",
    "x001/x234/067",
  ]);
});
