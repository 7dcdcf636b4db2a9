/** The public vectors of answers and of the map, made anew: those that hold, and the lies that must be told apart. */
import {
  answerText,
  aRecord,
  buildAnswer,
  type TestAnswer,
  type TestAnswerOptions,
} from "./build-answer.ts";
import { sealTestFact, testKey, vkeyOf } from "./build-certificate.ts";
import { mapPathOf, mapRootOf, type TestLeaf, testMapKey } from "./map-tree.ts";
import { rootOf } from "./merkle-tree.ts";

export interface AnswerVector {
  readonly name: string;
  readonly source: string;
  readonly input: { readonly text: string; readonly trustedKeys?: readonly string[] };
  readonly expected: { readonly verdict: string; readonly code: string };
}

const SOURCE = "verifier/test/answer-vectors.ts";
const ABSENT = "process:ocds-mj0001-TEST-9999";
/** Absent, and no other leaf on its path. */
const EMPTY_PLACE = "firm:91350100M000100Y56";

const genuine = buildAnswer();
const stranger = vkeyOf("log.mingjing.example/2026", testKey("somebody else")).vkey;

type Change = (answer: TestAnswer) => void;
type Expectation = AnswerVector["expected"] & { readonly trustedKeys?: readonly string[] };

const refused = (code: string): Expectation => ({ verdict: "refused", code });
const unreadable = (code: string): Expectation => ({ verdict: "unreadable", code });

function vector(name: string, text: string, expectation: Expectation): AnswerVector {
  const { code, trustedKeys, verdict } = expectation;
  const input = trustedKeys === undefined ? { text } : { text, trustedKeys };
  return { name, source: SOURCE, input, expected: { verdict, code } };
}

/** An answer that was changed after it was signed. */
function changed(change: Change, options: TestAnswerOptions = {}): string {
  const copy = structuredClone(buildAnswer(options).answer);
  change(copy);
  return answerText(copy);
}

const HIDING: readonly (readonly [string, Change, string])[] = [
  ["one record left out", (answer) => void answer.records.pop(), "answer.records-too-few"],
  [
    "one record left out and the size with it",
    (answer) => {
      answer.records.pop();
      answer.size -= 1;
    },
    "answer.not-in-map",
  ],
  [
    "one record without content and hash",
    (answer) => void (answer.records[0] = null),
    "answer.record-missing",
  ],
  [
    "a record as if it had gone",
    (answer) => {
      const { records } = answer;
      const other = buildAnswer({ change: (keys) => keys.set(answer.key, [aRecord(3)]) });
      records[2] = Buffer.from(rootOfRecord(other.answer), "hex").toString("hex");
    },
    "answer.gone-unexplained",
  ],
  [
    "a record changed",
    (answer) => void (answer.records[0] = aRecord(1, { payload: { lotId: "1" } })),
    "answer.records-differ",
  ],
  [
    "two records exchanged",
    (answer) => {
      const [first = null, , third = null] = answer.records;
      answer.records[0] = third;
      answer.records[2] = first;
    },
    "answer.records-differ",
  ],
  ["one record more", (answer) => void answer.records.push(aRecord(9)), "answer.records-too-many"],
  [
    "nothing at all, with the proof of another key",
    (answer) => {
      const none = buildAnswer({ key: ABSENT }).answer;
      Object.assign(answer, { records: [], size: 0, root: none.root, mapProof: none.mapProof });
    },
    "answer.not-in-map",
  ],
];

/** Root of a key with one record is the hash of that record. */
const rootOfRecord = ({ root }: TestAnswer): string => root;

const LOG: readonly (readonly [string, Change, string])[] = [
  [
    "roots of a map of his own",
    (answer) => {
      const { payload } = answer.roots.fact as { payload: object };
      const mapRoot = "ab".repeat(32);
      answer.roots.fact = sealTestFact({ ...answer.roots.fact, payload: { ...payload, mapRoot } });
    },
    "answer.roots-not-in-log",
  ],
  [
    "another fact in place of the roots",
    (answer) =>
      void (answer.roots.fact = sealTestFact({
        ...answer.roots.fact,
        kind: "procurement.bids-opened",
      })),
    "roots.malformed",
  ],
  [
    "roots of another log",
    (answer) =>
      void (answer.roots.fact = sealTestFact({
        ...answer.roots.fact,
        subject: "log:other.example/2026",
      })),
    "roots.malformed",
  ],
  [
    "roots at another place",
    (answer) => void (answer.roots.leafIndex = 9),
    "answer.roots-not-in-log",
  ],
  [
    "roots before what they cover",
    (answer) => void (answer.roots.leafIndex = 7),
    "roots.misplaced",
  ],
  [
    "a checkpoint that nobody signed",
    (answer) => void (answer.checkpoint = answer.checkpoint.replace("\n11\n", "\n12\n")),
    "note.signature-invalid",
  ],
];

const SHAPE: readonly (readonly [string, Change, string])[] = [
  [
    "a key nobody knows",
    (answer) => Object.assign(answer, { note: "all is well" }),
    "answer.unknown-key",
  ],
  [
    "without the time",
    (answer) => Reflect.deleteProperty(answer, "signedAt"),
    "answer.missing-key",
  ],
  ["a negative size", (answer) => void (answer.size = -1), "answer.wrong-value"],
];

const swapped = (answer: TestAnswer) => {
  answer.records[3] = { ...(answer.records[3] as object), entry: 0 };
};

export function answerVectors(): AnswerVector[] {
  const lies = [...HIDING, ...LOG, ...SHAPE].map(([name, change, code]) =>
    vector(name, changed(change), refused(code)),
  );
  const wordForAnother = buildAnswer({
    change: (keys) => {
      const copy = { records: structuredClone([...(keys.get(genuine.answer.key) ?? [])]) };
      swapped(copy as unknown as TestAnswer);
      keys.set(genuine.answer.key, copy.records);
    },
  });
  const foreign = buildAnswer({
    change: (keys) =>
      keys.set(genuine.answer.key, [aRecord(1, { subject: "ocds-mj0001-TEST-0002" })]),
  });
  return [
    vector("all records of a process", genuine.text, { verdict: "valid", code: "answer.proved" }),
    vector("all results of a firm", buildAnswer({ key: "firm:91350100M000100Y43" }).text, {
      verdict: "valid",
      code: "answer.proved",
      trustedKeys: [genuine.vkey],
    }),
    vector("nothing, another leaf on the path", buildAnswer({ key: ABSENT }).text, {
      verdict: "valid",
      code: "answer.proved-absent",
    }),
    vector("nothing, in an empty place", buildAnswer({ key: emptyPlace() }).text, {
      verdict: "valid",
      code: "answer.proved-absent",
    }),
    vector("a map without any key", buildAnswer({ change: (keys) => keys.clear() }).text, {
      verdict: "valid",
      code: "answer.proved-absent",
    }),
    ...lies,
    vector("the word for another record", wordForAnother.text, refused("answer.gone-misplaced")),
    vector("a record of another process", foreign.text, refused("answer.other-subject")),
    vector("another key than the trusted", genuine.text, {
      ...refused("certificate.key-not-trusted"),
      trustedKeys: [stranger],
    }),
    vector("signed by somebody else", buildAnswer({ keyName: "somebody else" }).text, {
      ...refused("certificate.key-not-trusted"),
      trustedKeys: [genuine.vkey],
    }),
    vector(
      "a key written twice",
      genuine.text.replace("{", '{"size":5,'),
      refused("file.duplicate-key"),
    ),
    vector("no answer", '{"format":"mingjing-certificate/1"}', unreadable("answer.not-an-answer")),
    vector("of the future", '{"format":"mingjing-answer/2"}', unreadable("answer.unknown-format")),
    vector("no JSON", "<html>", unreadable("file.not-json")),
  ];
}

/** A key whose path ends in nothing. */
function emptyPlace(): string {
  for (let index = 0; index < 200; index++) {
    const key = `${EMPTY_PLACE.slice(0, -2)}${String(index).padStart(3, "0")}`;
    if (buildAnswer({ key }).answer.mapProof.other === null) return key;
  }
  throw new Error("every place is taken");
}

export interface MapVector {
  readonly name: string;
  readonly source: string;
  readonly input: {
    /** Text of the key; `mapKey` is its place. */
    readonly key: string;
    readonly mapKey: string;
    readonly size: number;
    readonly root: string;
    readonly other: {
      readonly mapKey: string;
      readonly size: number;
      readonly root: string;
    } | null;
    readonly siblings: readonly string[];
    readonly mapRoot: string;
  };
  readonly expected: { readonly ok: boolean; readonly code: string };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Maps of 0 to 100 keys, a key that is in and one that is not, and each proof with a flipped bit. */
export function mapVectors(): MapVector[] {
  const vectors: MapVector[] = [];
  for (const count of [0, 1, 2, 3, 7, 100]) {
    const leaves = Array.from({ length: count }, (_, index): TestLeaf => {
      const mapKey = testMapKey(`process:${index}`);
      return { mapKey, size: index + 1, root: rootOf([mapKey]) };
    });
    const mapRoot = hex(mapRootOf(leaves));
    for (const key of [`process:${count - 1}`, "firm:nobody"]) {
      const mapKey = testMapKey(key);
      const { leaf, siblings } = mapPathOf(mapKey, leaves);
      const isIn = leaf !== undefined && hex(leaf.mapKey) === hex(mapKey);
      const other = isIn || leaf === undefined ? null : leaf;
      const input = {
        key,
        mapKey: hex(mapKey),
        size: isIn ? leaf.size : 0,
        root: hex(isIn ? leaf.root : rootOf([])),
        other:
          other === null
            ? null
            : { mapKey: hex(other.mapKey), size: other.size, root: hex(other.root) },
        siblings: siblings.map(hex),
        mapRoot,
      };
      const name = `${count} keys, ${key}`;
      const code = isIn ? "map.included" : "map.absent";
      vectors.push({ name, source: SOURCE, input, expected: { ok: true, code } });
      const wrong = {
        ...input,
        mapRoot: `${mapRoot.slice(0, -1)}${mapRoot.endsWith("0") ? "1" : "0"}`,
      };
      vectors.push({
        name: `${name}, another root`,
        source: SOURCE,
        input: wrong,
        expected: { ok: false, code: "map.root-mismatch" },
      });
    }
  }
  return vectors;
}
