/** Makes answers for tests, on its own: node:crypto and the text of the format, none of the verifier's code. */
import { createHash } from "node:crypto";

import {
  sealTestFact,
  signCheckpoint,
  sortedJson,
  testKey,
  testLeafData,
  vkeyOf,
} from "./build-certificate.ts";
import { mapPathOf, mapRootOf, type TestLeaf, testMapKey } from "./map-tree.ts";
import { hashLeaf, inclusionProof, rootOf } from "./merkle-tree.ts";

type Json = Record<string, unknown>;

export interface TestAnswer {
  format: string;
  key: string;
  records: (Json | string | null)[];
  size: number;
  root: string;
  mapProof: {
    siblings: string[];
    other: { mapKey: string; size: number; root: string } | null;
  };
  roots: {
    fact: Json;
    salt: string;
    leafIndex: number;
    proof: string[];
  };
  checkpoint: string;
  vkey: string;
  signedAt: string;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** Hash of a record, or the one that stays of it. */
export const testRecordHash = (record: Json | string): Uint8Array =>
  typeof record === "string"
    ? new Uint8Array(Buffer.from(record, "hex"))
    : hashLeaf(Buffer.from(sortedJson(record), "utf8"));

export const ORIGIN = "log.mingjing.example/2026";

/** A record that is public. */
export const aRecord = (position: number, more: Json = {}): Json => ({
  type: "released",
  id: `019a0000-0000-7000-8000-${String(position).padStart(12, "0")}`,
  kind: "procurement.award-decided",
  subject: "ocds-mj0001-TEST-0001",
  occurredAt: `2026-09-21T02:00:0${position % 10}.000Z`,
  part: "whole",
  payload: {
    lotId: String(position),
    supplier: { kind: "organisation", name: "云澜青石建设有限公司" },
  },
  salt: hex(sha256(`record ${position}`)).slice(0, 32),
  ...more,
});

const PROCESS = "process:ocds-mj0001-TEST-0001";

/** What stands under the keys of the test map; the fourth record replaces the second, of which the hash stays. */
function testRecords(): ReadonlyMap<string, readonly (Json | string)[]> {
  const second = aRecord(2);
  const word = {
    type: "gone",
    id: second["id"],
    entry: 1,
    state: "corrected",
    at: "2026-09-22T02:00:00.000Z",
    by: "019a0000-0000-7000-8000-000000000004",
  };
  const process = [aRecord(1), hex(testRecordHash(second)), aRecord(3), word, aRecord(4)];
  const keys = new Map<string, readonly (Json | string)[]>([[PROCESS, process]]);
  for (let other = 0; other < 40; other++)
    keys.set(`process:ocds-mj0001-TEST-1${other}`, [
      aRecord(other + 10, { subject: `ocds-mj0001-TEST-1${other}` }),
    ]);
  keys.set("firm:91350100M000100Y43", [aRecord(1), aRecord(4)]);
  return keys;
}

export interface TestAnswerOptions {
  readonly key?: string;
  /** Another name makes another key. */
  readonly keyName?: string;
  /** Changes what stands under the keys before anything is hashed or signed. */
  readonly change?: (keys: Map<string, readonly (Json | string)[]>) => void;
}

function rootsFact(mapRoot: Uint8Array, size: number): Json {
  return sealTestFact({
    id: "019a0000-0000-7000-8000-00000000ffff",
    kind: "witness.roots-recorded",
    version: 1,
    source: "mingjing",
    sourceId: "witness/roots/1",
    subject: `log:${ORIGIN}`,
    occurredAt: "2026-09-23T02:00:00.000Z",
    payload: { size, sm3Root: hex(sha256("not looked at here")), mapRoot: hex(mapRoot) },
  });
}

/** An answer that verifies, of a log that holds the roots of its map and other facts. */
export function buildAnswer({ change, key = PROCESS, keyName = "log" }: TestAnswerOptions = {}): {
  readonly answer: TestAnswer;
  readonly text: string;
  readonly vkey: string;
} {
  const keys = new Map(testRecords());
  change?.(keys);
  const leaves = [...keys].map(([name, records]): TestLeaf => ({
    mapKey: testMapKey(name),
    size: records.length,
    root: rootOf(records.map(testRecordHash)),
  }));
  const mapKey = testMapKey(key);
  const { leaf, siblings } = mapPathOf(mapKey, leaves);
  const records = keys.get(key) ?? [];
  const log = Array.from({ length: 11 }, (_, index) => hashLeaf(sha256(`other ${index}`)));
  const fact = rootsFact(mapRootOf(leaves), 8);
  const salt = hex(sha256("salt of the roots")).slice(0, 32);
  log[8] = hashLeaf(testLeafData(fact, salt));
  const signer = testKey(keyName);
  const { vkey } = vkeyOf(ORIGIN, signer);
  const isOther = leaf !== undefined && !keys.has(key);
  const answer: TestAnswer = {
    format: "mingjing-answer/1",
    key,
    records: structuredClone([...records]),
    size: records.length,
    root: hex(rootOf(records.map(testRecordHash))),
    mapProof: {
      siblings: siblings.map(hex),
      other: isOther ? { mapKey: hex(leaf.mapKey), size: leaf.size, root: hex(leaf.root) } : null,
    },
    roots: {
      fact,
      salt,
      leafIndex: 8,
      proof: inclusionProof(8, log).map(hex),
    },
    checkpoint: signCheckpoint(ORIGIN, log, signer),
    vkey,
    signedAt: "2026-09-23T02:00:01.000Z",
  };
  return { answer, text: answerText(answer), vkey };
}

export const answerText = (answer: object): string => `${JSON.stringify(answer)}\n`;
