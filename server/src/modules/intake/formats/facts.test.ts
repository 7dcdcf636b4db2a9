import fc from "fast-check";
import { expect, test } from "vitest";

import { importFacts } from "./facts.ts";
import { bytesOf, collect, exampleFacts } from "./test-support.ts";

const read = (text: string | Uint8Array) => collect(importFacts(bytesOf(text, 4096)));

test("each line is a fact, empty lines are none", async () => {
  const facts = await exampleFacts();
  const { facts: found, rejections } = await read(
    `\uFEFF${facts.map((fact) => JSON.stringify(fact)).join("\r\n\r\n")}`,
  );
  expect(found).toEqual(facts);
  expect(rejections).toEqual([]);
});

test.each([
  ['{"kind":', "intake.bad-json", ""],
  ['{"kind":"a.b"}', "intake.bad-field", "sourceId"],
  ["[]", "intake.bad-field", ""],
  [
    '{"kind":"procurement.x","sourceId":"a\\u0000","subject":"lot:1","occurredAt":"2026-03-02T09:30:00Z","payload":{}}',
    "intake.nul-character",
    "",
  ],
  [
    '{"kind":"procurement.x","sourceId":"a","subject":"lot:1","occurredAt":"yesterday","payload":{}}',
    "intake.bad-field",
    "occurredAt",
  ],
  [
    '{"kind":"procurement.x","sourceId":"a","subject":"lot:1","occurredAt":"2026-03-02T09:30:00Z","payload":{},"more":1}',
    "intake.bad-field",
    "more",
  ],
])("%s is refused as %s", async (line, code, field) => {
  const { rejections } = await read(`\n${line}\n`);
  expect(rejections).toMatchObject([{ line: 2, code, field }]);
});

test("a line above 1 MB costs itself only", async () => {
  const [fact] = await exampleFacts();
  const { facts, rejections } = await read(`${"x".repeat(1_100_000)}\n${JSON.stringify(fact)}\n`);
  expect(facts).toHaveLength(1);
  expect(rejections).toMatchObject([{ line: 1, code: "intake.line-too-long" }]);
});

test("with one line in ten damaged the other nine are kept", async () => {
  const [fact] = await exampleFacts();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 299 }), { minLength: 30, maxLength: 30 }),
      async (cuts) => {
        const lines = cuts.flatMap((cut, index) =>
          Array.from({ length: 10 }, (_, at) => {
            const line = JSON.stringify({ ...fact, sourceId: `s-${index}-${at}` });
            return at === 3 ? line.slice(0, Math.min(cut, line.length - 1)) + "\u0001" : line;
          }),
        );
        const { facts, rejections } = await read(lines.join("\n"));
        expect(facts).toHaveLength(270);
        expect(rejections).toHaveLength(30);
      },
    ),
    { numRuns: 15 },
  );
});
